"""Search: people by name, tags by their beginning, a post by its address; and whom to follow."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.conf import settings
from django.http import HttpResponse

from verandah.base.errors import NotFound
from verandah.base.ids import moment_of, new_id
from verandah.base.letters import folded
from verandah.domain.graph.queries import suggestions
from verandah.domain.posts.full import full_accounts, full_posts
from verandah.domain.posts.queries import tag_days, tag_named, tags_like

from .accounts import MOST_OFFSET, found_people
from .door import MemberRequest, endpoint, told
from .entities.status import status
from .entities.suggestion import SuggestionJson, suggestion
from .entities.tag import DAYS, SECONDS_A_DAY, TagJson, tag
from .paging import length_of

POST_ADDRESS = re.compile(r"/(?:p|@[^/]{1,200})/([0-9]{1,18})/?")


@endpoint("GET", "read:search")
def search(request: MemberRequest) -> HttpResponse:
    """What is called so. Posts are found by their address only."""
    kind, words = request.parameters.text("type"), request.parameters.text("q").strip()
    found: dict[str, Sequence[object]] = {"accounts": [], "statuses": [], "hashtags": []}
    address = POST_ADDRESS.fullmatch(words.removeprefix(settings.URL)) if words.startswith(settings.URL) else None
    if address and kind in ("", "statuses"):
        posts = full_posts(request.viewer, [int(address[1])])
        found["statuses"] = [status(full, for_member=True) for full in posts]
    elif words and not address:
        if kind in ("", "accounts") and not words.startswith("#"):
            found["accounts"] = found_people(request, 20, 40)
        if kind in ("", "hashtags") and not words.startswith("@"):
            found["hashtags"] = found_tags(request, words)
    return told(found)


@endpoint("GET")
def show_tag(request: MemberRequest, name: str) -> HttpResponse:
    """One tag. One that nobody has used where I could see it is like one that nobody has used at all."""
    name = folded(name.removeprefix("#"))
    if not name.isprintable() or any(char.isspace() for char in name):
        raise NotFound
    number, name = tag_named(request.viewer, name) or (0, name)
    return told(with_days(request, [(number, name)])[0])


@endpoint("GET", "read")
def suggested(request: MemberRequest) -> HttpResponse:
    """Whom I may want to follow, each with a reason."""
    return told(found_suggestions(request))


@endpoint("GET", "read")
def suggested_accounts(request: MemberRequest) -> HttpResponse:
    """The same as people alone, as older apps ask for it."""
    return told([row["account"] for row in found_suggestions(request)])


def found_tags(request: MemberRequest, words: str) -> list[TagJson]:
    """Tags that begin so."""
    start = request.parameters.number("offset", 0)
    if start > MOST_OFFSET:
        return []
    rows = tags_like(request.viewer, folded(words.removeprefix("#"))[:100], start, length_of(request, 20, 40))
    return with_days(request, rows)


def with_days(request: MemberRequest, rows: list[tuple[int, str]]) -> list[TagJson]:
    """Tags with their last days, in one query."""
    today = int(moment_of(new_id()).timestamp()) // SECONDS_A_DAY
    since = (today - DAYS + 1) * SECONDS_A_DAY * 1000 << 16
    days = tag_days(request.viewer, [number for number, _name in rows], since)
    return [tag(number, name, today, days) for number, name in rows]


def found_suggestions(request: MemberRequest) -> list[SuggestionJson]:
    """Whom the viewer may want to follow."""
    rows = suggestions(request.viewer, length_of(request, 40, 80))
    people = {full.account.id: full for full in full_accounts(request.viewer, [row.account_id for row in rows])}
    return [suggestion(row, people[row.account_id]) for row in rows if row.account_id in people]
