"""Every way to find something, by a word or by looking through it: pages of the site and endpoints for apps."""

import re
from dataclasses import dataclass, field

from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from tests.api.asking import Phone
from tests.web.asking import browser_of
from verandah.base import limits
from verandah.domain.accounts.models import Account

HTMX = {"HX-Request": "true"}
# What differs each time a page is made, whatever stands on it.
EACH_TIME = re.compile(r"[A-Za-z0-9]{64}|nonce[=-][\"']?[A-Za-z0-9+/_-]+=*")

# Where {q} stands what is looked for. With what a member finds there (one of those that `open_words` makes), or none.
BY_WORD = {
    "/search/?q={q}": "all",
    "/search/?q={q}&in=posts": "post",
    "/search/?q={q}&in=posts&sort=new": "post",
    "/search/?q=%22{q}%22&in=posts": "",
    "/search/?q=from:alice+{q}&in=posts": "post",
    "/search/?q=has:poll+{q}&in=posts": "",
    "/search/?q=in:comments+{q}&in=posts": "",
    "/search/?q={q}&in=people": "person",
    "/search/?q={q}&in=tags": "tag",
    "/people/?q={q}": "person",
}
IN_PIECES = {
    "/search/suggest/?q={q}": "all",
    "/search/suggest/?q=%23{q}": "tag",
    "/complete/?sign=%23&start={q}": "tag",
    "/complete/?sign=@&start={q}": "person",
    "/complete/?sign=:&start={q}": "",
}
BY_APP = {
    "/api/v2/search?q={q}": "all",
    "/api/v2/search?q={q}&type=statuses": "post",
    "/api/v2/search?q={q}&type=accounts": "person",
    "/api/v2/search?q={q}&type=hashtags": "tag",
    "/api/v2/search?q=%23{q}": "tag",
    "/api/v1/accounts/search?q={q}": "person",
    "/api/v1/accounts/search?q=@{q}": "person",
}
# What is found without a word.
PAGES = (
    "/",
    "/all/",
    "/explore/",
    "/catch-up/?since=month",
    "/notifications/",
    "/announcements/",
    "/people/",
    "/people/?sort=new",
    "/@alice/",
    "/@alice/about/",
    "/@alice/photos/",
    "/@alice/videos/",
    "/@alice/albums/",
    "/@alice/friends/",
    "/@bob/",
    "/@sam/",
    "/@lea/",
    "/@alice/feed.atom",
    "/@alice.rss",
    "/@lea/feed.atom",
    "/@sam.rss",
    "/about/",
    "/rules/",
    "/sitemap-pages.xml",
    "/manifest.webmanifest",
    "/search/?q=from:alice&in=posts",
    "/search/?q=from:bob&in=posts",
    "/search/?q=from:sam&in=posts",
    "/search/?q=from:lea&in=posts",
    "/search/?q=from:alice+has:media&in=posts",
    "/search/?q=from:alice+has:poll&in=posts&sort=new",
    "/search/?q=from:alice+in:comments&in=posts",
    "/search/?q=from:alice+has:link&in=posts",
    "/search/?q=from:alice+-nothing&in=posts&sort=new",
)
ENDPOINTS = (
    "/api/v1/timelines/home",
    "/api/v1/timelines/public",
    "/api/v1/trends/tags",
    "/api/v1/trends/statuses",
    "/api/v1/trends/links",
    "/api/v2/suggestions",
    "/api/v1/suggestions",
    "/api/v1/directory",
    "/api/v1/notifications",
    "/api/v2/notifications",
    "/api/v1/featured_tags/suggestions",
    "/api/v1/followed_tags",
    "/api/v1/announcements",
    "/api/v1/instance",
    "/api/v2/instance",
    "/api/v1/instance/extended_description",
    "/api/v1/accounts/lookup?acct=alice",
    "/api/v1/conversations",
    "/api/v1/lists",
    "/api/v2/filters",
    "/api/v2/search?q=from:alice&type=statuses",
    "/api/v2/search?q=from:lea&type=statuses",
)


@dataclass
class Seeker:
    """Someone who looks, or nobody, by browser and by app."""

    viewer: Account | None
    browser: Client = field(init=False)
    phone: Phone = field(init=False)

    def __post_init__(self) -> None:
        self.browser, self.phone = browser_of(self.viewer), Phone(self.viewer)

    def ask(self, path: str) -> str:
        """What stands there for them, as often as they like; nothing of what is another each time."""
        cache.clear()
        limits.forget()
        answer = self.answer(path)
        assert answer.status_code < 500, path
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        return EACH_TIME.sub("", body.decode())

    def answer(self, path: str) -> HttpResponse:
        if path.startswith("/api/"):
            return self.phone.get(path)
        return self.browser.get(path, headers=HTMX if path.startswith(("/complete/", "/search/suggest/")) else {})

    def tells_apart(self, path: str, word: str, nothing: str) -> bool:
        """Whether what is found by `word` differs from what is found by `nothing`, which stands nowhere."""
        return self.ask(path.format(q=word)).replace(word, nothing) != self.ask(path.format(q=nothing))
