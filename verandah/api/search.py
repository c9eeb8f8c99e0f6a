"""Search: people by name or address, tags by their beginning, a post by its address; and whom to follow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpResponse

from verandah.actions import recommending
from verandah.base import limits
from verandah.domain.graph.suggested import suggested_lately
from verandah.domain.posts.full import full_accounts, full_posts
from verandah.domain.posts.tags_found import tags_like
from verandah.domain.search.asked import understood
from verandah.domain.search.queries import WINDOW, best_ids

from .accounts import MOST_OFFSET, found_people, named
from .door import MemberRequest, endpoint, told
from .entities.account import account
from .entities.status import status
from .entities.suggestion import SuggestionJson, suggestion
from .entities.tag import TagJson
from .paging import length_of
from .people import visible_among
from .tags import with_days

POST_ADDRESS = re.compile(r"/(?:p|@[^/]{1,200})/([0-9]{1,18})/?")
PERSON_ADDRESS = re.compile(r"/@([^/@]{1,200})/?")


@endpoint("GET", "read:search")
def search(request: MemberRequest) -> HttpResponse:
    """What is called so, says so, or stands at this address."""
    kind, words = request.parameters.text("type"), request.parameters.text("q").strip()
    found: dict[str, Sequence[object]] = {"accounts": [], "statuses": [], "hashtags": []}
    path = unquote(words.removeprefix(settings.URL)) if words.startswith(settings.URL) else ""
    post, person = POST_ADDRESS.fullmatch(path), PERSON_ADDRESS.fullmatch(path)
    if post and kind in ("", "statuses"):
        posts = full_posts(request.viewer, [int(post[1])])
        found["statuses"] = [status(full, for_member=True) for full in posts]
    elif person and kind in ("", "accounts"):
        people = visible_among(request.viewer, named(request.viewer, person[1]))
        found["accounts"] = [account(full) for full in people]
    elif words and not post and not person:
        if kind in ("", "accounts") and not words.startswith("#"):
            found["accounts"] = found_people(request, 20, 40)
        if kind in ("", "hashtags") and not words.startswith("@"):
            found["hashtags"] = found_tags(request, words)
        if kind in ("", "statuses"):
            found["statuses"] = found_posts(request, words)
    return told(found)


@endpoint("GET", "read")
def suggested(request: MemberRequest) -> HttpResponse:
    """Whom I may want to follow, each with a reason."""
    return told(found_suggestions(request))


@endpoint("GET", "read")
def suggested_accounts(request: MemberRequest) -> HttpResponse:
    """The same as people alone, as older apps ask for it."""
    return told([row["account"] for row in found_suggestions(request)])


@endpoint("DELETE", "write:accounts")
def dismiss_suggested(request: MemberRequest, number: int) -> HttpResponse:
    """Do not suggest someone to me again."""
    limits.take("write", str(request.viewer.id))
    recommending.dismiss(request.viewer, number)
    return told({})


def found_posts(request: MemberRequest, words: str) -> list[object]:
    """Posts by their words, the best first."""
    asked, start, length = request.parameters, request.parameters.number("offset", 0), length_of(request, 20, 40)
    limits.take("search", str(request.viewer.id))
    wanted = understood(words)
    if author := asked.number("account_id", 0):
        wanted = replace(wanted, author_id=author)
    ids = best_ids(request.viewer, wanted, length, start) if start <= WINDOW else []
    return [status(full, for_member=True) for full in full_posts(request.viewer, ids)]


def found_tags(request: MemberRequest, words: str) -> list[TagJson]:
    """Tags that begin so."""
    start = request.parameters.number("offset", 0)
    if start > MOST_OFFSET:
        return []
    rows = tags_like(request.viewer, words.removeprefix("#")[:100], start, length_of(request, 20, 40))
    return with_days(request, rows)


def found_suggestions(request: MemberRequest) -> list[SuggestionJson]:
    """Whom the viewer may want to follow."""
    rows = [one.row for one in suggested_lately(request.viewer, length_of(request, 40, 80))]
    people = {full.account.id: full for full in full_accounts(request.viewer, [row.account_id for row in rows])}
    return [suggestion(row, people[row.account_id]) for row in rows if row.account_id in people]
