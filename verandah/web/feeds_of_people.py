"""What someone says to everyone on the web, as Atom and as RSS: for programs that read the news of many sites."""

from __future__ import annotations

from hashlib import sha256
from mimetypes import guess_type
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, SyndicationFeed
from django.utils.html import format_html
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from verandah.base.paging import Page
from verandah.domain.accounts.show import ShownAccount
from verandah.domain.feeds.queries import Kinds, author_ids
from verandah.domain.graph.queries import visible_account
from verandah.domain.instance.openness import openness
from verandah.domain.instance.queries import the_site
from verandah.domain.posts.full import FullPost, full_account, full_posts

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

OWN_WORDS = Kinds(shares=False)
LENGTH = 20
LONGEST_TITLE = 80


@require_safe
@cache_control(max_age=300, public=True)
def atom(request: HttpRequest, username: str) -> HttpResponse:
    """As RFC 4287 has it."""
    return told(request, username, Atom1Feed, "feed_atom")


@require_safe
@cache_control(max_age=300, public=True)
def rss(request: HttpRequest, username: str) -> HttpResponse:
    """As RSS 2.0, for programs that know nothing newer."""
    return told(request, username, Rss201rev2Feed, "feed_rss")


def told(request: HttpRequest, username: str, kind: type[Atom1Feed | Rss201rev2Feed], address: str) -> HttpResponse:
    """The feed, whoever asks for it: as a guest would see it. 304 for whoever has it already."""
    shown = fed_person(username)
    posts = full_posts(None, author_ids(None, shown, Page(length=LENGTH), OWN_WORDS))
    feed = kind(
        title=_("%(name)s on %(site)s") % {"name": shown.display_name, "site": the_site().name},
        link=settings.URL + reverse("profile", args=[shown.username]),
        description=shown.bio,
        author_name=shown.display_name,
        author_link=settings.URL + reverse("profile", args=[shown.username]),
        feed_url=settings.URL + reverse(address, args=[shown.username]),
    )
    for full in posts:
        add(feed, full)
    body = feed.writeString("utf-8").encode()
    newest = max((full.post.edited_at or full.post.created_at for full in posts), default=shown.created_at)
    mark = quote_etag(sha256(said(posts, shown)).hexdigest()[:32])
    answer = HttpResponse(body, content_type=feed.content_type)
    answer["ETag"], answer["Last-Modified"] = mark, http_date(newest.timestamp())
    answer["X-Robots-Tag"] = "noindex"
    found = get_conditional_response(request, mark, int(newest.timestamp()), answer)
    return found if isinstance(found, HttpResponse) else answer


def fed_person(username: str) -> ShownAccount:
    """Whose profile has a feed: where the owner allows it, those whom every guest sees and who let anyone follow them.

    Raises Http404, NotFound.
    """
    if not openness().is_fed:
        raise Http404
    account = visible_account(None, username)
    full = full_account(None, account)
    if not full.tally.count or not has_feed(full.account) or full.account.username != username:
        raise Http404
    return full.account


def has_feed(account: ShownAccount | Account) -> bool:
    """Whether someone is followed without being asked: whoever reads a feed is nobody that one could refuse."""
    return not account.approves_followers and not getattr(account, "is_limited", False)


def add(feed: SyndicationFeed, full: FullPost) -> None:
    """One post, its files beside it unless they are to be looked at with care."""
    post, address = full.post, settings.URL + reverse("post", args=[full.post.id])
    feed.add_item(
        title=title_of(full),
        link=address,
        description=content_of(full),
        unique_id=address,
        unique_id_is_permalink=True,
        pubdate=post.created_at,
        updateddate=post.edited_at or post.created_at,
        author_name=post.author.display_name,
        author_link=settings.URL + reverse("profile", args=[post.author.username]),
        enclosures=enclosures(full)[: 1 if isinstance(feed, Rss201rev2Feed) else None],
    )


def title_of(full: FullPost) -> str:
    """Its beginning, or its warning: readers of news show a list of titles."""
    text = " ".join((full.post.warning or full.post.text).split())
    if not text:
        return _("Post by %(name)s") % {"name": full.post.author.display_name}
    return text if len(text) <= LONGEST_TITLE else f"{text[: LONGEST_TITLE - 1].rstrip()}…"


def content_of(full: FullPost) -> str:
    """The words as HTML that was written here, with whole addresses; before it what it warns of."""
    warning = format_html("<p><strong>{}</strong></p><hr>", full.post.warning) if full.post.warning else ""
    return warning + full.post.html.replace('href="/', f'href="{settings.URL}/')


def enclosures(full: FullPost) -> list[Enclosure]:
    """Its files as they are served. How long each is, is not told: nobody has counted the bytes of that size."""
    if full.post.is_sensitive:
        return []
    return [Enclosure(whole(one.url), "0", mime_of(one.url)) for one in full.media if one.url]


def mime_of(url: str) -> str:
    """What a file is, by the ending that we have given it."""
    return guess_type(url.partition("?")[0])[0] or "application/octet-stream"


def whole(url: str) -> str:
    """With the host in front."""
    return settings.URL + url if url.startswith("/") else url


def said(posts: list[FullPost], person: ShownAccount) -> bytes:
    """What the feed depends on, as bytes."""
    each = [(full.post.id, full.post.rev, [one.id for one in full.media]) for full in posts]
    return repr((person.rev, the_site().name, each)).encode()
