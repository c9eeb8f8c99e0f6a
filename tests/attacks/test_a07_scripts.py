"""A7: what people write is shown as what they wrote, on every page, in every answer and in every letter.

Mastodon CVE-2023-36459 (previews) and CVE-2026-50129 (a sanitiser that raises), Lemmy's emoji and alternative texts
of 2023, PeerTube CVE-2026-57167 (meta tags), Misskey CVE-2025-46340 (styles in previews).
"""

import json
import random
from collections.abc import Iterable
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.test import Client

from tests.api.asking import Phone
from tests.attacks.every_route import filled
from tests.pictures import make_media
from verandah.actions import compiling
from verandah.actions.compiling import AlbumDraft
from verandah.base import limits, markup
from verandah.domain.accounts.models import Account
from verandah.domain.moderation.models import Case

PAYLOADS = (
    "<x-evil>a</x-evil>",
    '"><x-evil y="',
    "'><x-evil y='",
    '" onevil="1" x="',
    "' onevil='1' x='",
    "</title></textarea></script></style><x-evil>",
    "<!--><x-evil>-->",
    "<math><mtext></form><form><mglyph><style></math><x-evil>",
    "<svg><x-evil/onload=1></svg>",
    "&lt;x-evil&gt;&#60;x-evil&#62;",
    "{{ 7|add:7 }}{% now 'Y' %}${x}<x-evil>",
    "javascript:onevil(1)",
    'https://example.org/"onevil=1\u2028<x-evil>',
    "[a](javascript:onevil) <https://example.org/<x-evil>>",
    "]]><x-evil>",
    "\u202e<x-evil>\u2066",
)


class Seen(HTMLParser):
    """What a browser would make of it: elements, attributes and addresses that nobody of us wrote."""

    def __init__(self) -> None:
        super().__init__()
        self.evil: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "x-evil" or tag in ("math", "mglyph"):
            self.evil.append(tag)
        for name, value in attrs:
            if name.startswith("onevil") or (
                name in ("href", "src", "action") and (value or "").strip().lower().startswith("javascript:")
            ):
                self.evil.append(f"{tag} {name}={value}")


def evil_in(text: str) -> list[str]:
    seen = Seen()
    seen.feed(text)
    seen.close()
    return seen.evil


def html_in(told: object) -> list[str]:
    """Every field of an answer that apps show as HTML."""
    if isinstance(told, dict):
        own = [
            str(told[key])
            for key in ("content", "note", "html", "description")
            if isinstance(told.get(key), str) and "<p" in str(told[key])
        ]
        return own + [text for value in told.values() for text in html_in(value)]
    return [text for one in told for text in html_in(one)] if isinstance(told, list) else []


def write_everywhere(author: Account, payload: str, number: int) -> dict[str, int]:
    """Put it into every field that takes it; the ids of what came of it."""
    phone, short = Phone(author), payload[:90]
    ids: dict[str, int] = {}
    row = make_media(author, payload)
    post = phone.post(
        "/api/v1/statuses",
        {
            "status": f"{payload} #evil{number} @mo",
            "spoiler_text": payload,
            "media_ids": [str(row.pk)],
            "visibility": "public",
        },
    )
    poll = phone.post(
        "/api/v1/statuses",
        {"status": payload, "poll": {"options": [short[:50], "b"], "expires_in": 3600}, "visibility": "public"},
    )
    made = {"post": post, "polls": poll, "lists": phone.post("/api/v1/lists", {"title": short})}
    for name, answer in made.items():
        assert answer.status_code in (200, 422), answer.content
        if answer.status_code == 200:
            ids[name] = int(answer.json()["id"])
    if "post" not in ids:
        # A text of a few signs that are all taken out is no text; something must be there to hold the rest.
        ids["post"] = int(phone.post("/api/v1/statuses", {"status": "a", "spoiler_text": "b"}).json()["id"])
    phone.send("PATCH", "/api/v1/accounts/update_credentials", {"display_name": short[:30], "note": payload})
    phone.send(
        "PATCH",
        "/api/v1/accounts/update_credentials",
        {"fields_attributes": [{"name": short[:40], "value": payload}, {"name": "b", "value": short}]},
    )
    phone.post("/api/v2/filters", {"title": short, "context": ["home"], "keywords_attributes": [{"keyword": short}]})
    album = compiling.create(author, AlbumDraft(short, payload), f"album{number}")
    compiling.add(author, album.pk, [row.pk])
    phone.post("/api/v1/reports", {"account_id": str(author.pk), "comment": payload})
    return {**ids, "media": row.pk, "albums": album.pk}


@pytest.mark.parametrize("payload", PAYLOADS, ids=[f"payload-{number}" for number in range(len(PAYLOADS))])
def test_it_is_nothing_but_text_where_it_was_written(
    alice: Account, bob: Account, mo: Account, client_of, payload: str
):
    numbers = write_everywhere(alice, payload, 1)
    told = {"account_id": str(alice.pk), "status_ids": [str(numbers["post"])], "comment": payload}
    Phone(bob).post("/api/v1/reports", told)
    code = Case.objects.values_list("code", flat=True).first()
    pages = [
        "/@alice/",
        "/all/",
        "/search/?" + urlencode({"q": payload}),
        f"/p/{numbers['post']}/",
        f"/p/{numbers['post']}/edit/",
        f"/@alice/albums/{numbers['albums']}/",
        "/lists/",
        "/settings/",
        "/moderation/",
        f"/moderation/{code}/",
        "/moderation/rules/",
    ]
    for who in (None, alice, mo):
        look_at(client_of(who), Phone(who), pages)
    look_at(client_of(None), Phone(alice), [f"/api/v1/statuses/{numbers['post']}", f"/api/v1/accounts/{alice.pk}"])
    for letter in mail.outbox:
        for content, kind in getattr(letter, "alternatives", []):
            assert kind != "text/html" or evil_in(str(content)) == [], letter.subject
        assert "\n" not in letter.subject


@pytest.mark.parametrize("who", ["guest", "author", "staff"])
def test_it_is_nothing_but_text_on_any_address(alice: Account, mo: Account, client_of, who: str):
    numbers = write_everywhere(alice, PAYLOADS[0], 1)
    viewer = {"guest": None, "author": alice, "staff": mo}[who]
    assert look_at(client_of(viewer), Phone(viewer), filled(numbers["post"], others=numbers)) > 30


def look_at(browser: Client, phone: Phone, paths: Iterable[str]) -> int:
    """Whatever is shown there holds nothing that nobody of us wrote; how many there were."""
    seen = 0
    for path in paths:
        limits.forget()
        answer = phone.get(path) if path.startswith(("/api/", "/oauth/")) else browser.get(path)
        assert answer.status_code < 500, path
        kind = answer.get("Content-Type", "")
        if answer.streaming or not ("html" in kind or "json" in kind):
            continue
        text = answer.content.decode()
        seen += 1
        for one in html_in(json.loads(text)) if "json" in kind else [text]:
            assert evil_in(one) == [], path
    return seen


def test_what_makes_html_of_words_never_raises_and_makes_only_its_own():
    chance = random.Random(7)
    pieces = [
        *PAYLOADS,
        "#",
        "@",
        "://",
        "\n",
        "&",
        "<",
        "\u200f",
        "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    ]
    for _turn in range(3000):
        text = "".join(chance.choice(pieces)[: chance.randrange(1, 40)] for _piece in range(chance.randrange(1, 12)))
        made = markup.parse(text)
        assert made.text is not None


def test_a_browser_would_see_it():
    """What looks for it here finds it when it is there."""
    assert evil_in('<p><x-evil>a</x-evil><a href=" JavaScript:1">b</a><i onevil="1">') != []
    assert evil_in("&lt;x-evil&gt;") == []
