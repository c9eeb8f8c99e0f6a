"""Search at once: people by the beginnings of their names, where nothing else is called or says so."""

from __future__ import annotations

import re

from verandah.api.accounts import ids_found
from verandah.api.rendered_people import people_at_once
from verandah.base.paging import Page
from verandah.domain.graph.known import known_by_id
from verandah.domain.posts.tags_found import has_tag_like
from verandah.domain.search.asked import understood
from verandah.domain.search.queries import found_ids

from .asked import NUMBER, YES_OR_NO, Asked, Found, Route

# What stands at an address is left to the endpoint, and so are tags.
WORDS = re.compile(r"(?!\s*(?:#|https?:))[^\0]{1,100}", re.IGNORECASE)
PEOPLE_ONLY = re.compile("(?:accounts)?")


def accounts(asked: Asked) -> Found | None:
    people = people_called(asked, asked.page(40, 80).length) if asked.values.get("q") else None
    return Found(people) if people is not None else None


def everything(asked: Asked) -> Found | None:
    words = asked.values.get("q", "").strip()
    if not words or (asked.values.get("type") != "accounts" and has_more(asked, words)):
        return None
    people = people_called(asked, asked.page().length)
    return Found(b'{"accounts":%b,"statuses":[],"hashtags":[]}' % people) if people is not None else None


def has_more(asked: Asked, words: str) -> bool:
    """Whether tags begin so, of which it takes its time to count how often they were used, or posts say so."""
    if not words.startswith("@") and has_tag_like(asked.viewer, words[:100]):
        return True
    return bool(asked.viewer and found_ids(asked.viewer, understood(words), Page(length=1)))


def people_called(asked: Asked, length: int) -> bytes | None:
    """Those whose names begin so, if nothing speaks against it."""
    if asked.viewer is None:
        return None
    ids = ids_found(asked.viewer, asked.values["q"], length, asked.flag("following"))[:length]
    known = known_by_id(asked.viewer, ids)
    if len(known) < len(ids):
        return None
    people = people_at_once(asked.viewer, {number: known[number].rev for number in ids})
    return b"[" + b",".join([people[number] for number in ids]) + b"]" if people is not None else None


NAMES = {"q": WORDS, "limit": NUMBER, "resolve": YES_OR_NO}

ROUTES = (
    Route("/api/v1/accounts/search", ("read:accounts",), accounts, NAMES | {"following": YES_OR_NO}, filtered=False),
    Route("/api/v2/search", ("read:search",), everything, NAMES | {"type": PEOPLE_ONLY}, filtered=False),
)
