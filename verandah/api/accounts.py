"""Accounts: who people are, what they have said, and what I say of myself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse

from verandah.actions import presenting
from verandah.base.errors import NotFound
from verandah.base.letters import folded
from verandah.base.paging import Page
from verandah.domain.feeds.queries import author_ids, author_tag_ids
from verandah.domain.graph import queries
from verandah.domain.graph.queries import requests_count, visible_account, visible_accounts
from verandah.domain.posts.full import full_account

from .door import ApiRequest, MemberRequest, endpoint, open_endpoint, told
from .entities.account import account, credential_account
from .entities.addresses import site_host
from .entities.visibility import DEFAULT
from .paging import length_of, page_of
from .people import page_of_people, person, stand, visible_among, visible_to
from .timelines import statuses

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

MOST_AT_ONCE = 40
MOST_OFFSET = 1000


@endpoint("GET", "profile", "read:accounts")
def verify_credentials(request: MemberRequest) -> HttpResponse:
    """Whose token this is."""
    return credentials(request)


@endpoint("PATCH", "write:accounts")
def update_credentials(request: MemberRequest) -> HttpResponse:
    """Change my name, what I say of myself, and whether followers must be let in. What is not named stays."""
    me, asked = request.viewer, request.parameters
    if asked.has("display_name") or asked.has("note"):
        name = asked.text("display_name", me.display_name) or me.username
        presenting.change_profile(me, name, asked.text("note", me.bio))
    if asked.has("locked"):
        presenting.change_privacy(me, asked.flag("locked"))
    return credentials(request)


@open_endpoint("GET", "read:accounts")
def show(request: ApiRequest, number: int) -> HttpResponse:
    """One person."""
    return told(account(visible_to(request.viewer, person(request, number))))


@open_endpoint("GET", "read:accounts")
def several(request: ApiRequest) -> HttpResponse:
    """People by their ids; those whom nobody may see are left out."""
    ids = request.parameters.numbers("id")[:MOST_AT_ONCE]
    return told([account(full) for full in visible_among(request.viewer, ids)])


@open_endpoint("GET", "read:accounts")
def lookup(request: ApiRequest) -> HttpResponse:
    """The person of a user name."""
    found = visible_account(request.viewer, local_name(request.parameters.text("acct")))
    return told(account(visible_to(request.viewer, found)))


@endpoint("GET", "read:accounts")
def search(request: MemberRequest) -> HttpResponse:
    """People whose name holds some words."""
    return told(found_people(request))


@endpoint("GET", "read:follows")
def relationships(request: MemberRequest) -> HttpResponse:
    """How I stand to several people."""
    ids = request.parameters.numbers("id")[:MOST_AT_ONCE]
    return told(stand(request, [row.id for row in visible_accounts(request.viewer, ids)]))


@open_endpoint("GET", "read:statuses")
def posts(request: ApiRequest, number: int) -> HttpResponse:
    """What someone has said. There is nothing pinned and there are no pictures yet, so asked for they are none."""
    author, asked = person(request, number), request.parameters
    visible_to(request.viewer, author)
    if asked.flag("pinned") or asked.flag("only_media"):
        return statuses(request, [])
    page = page_of(request)
    if tag := asked.text("tagged"):
        return statuses(request, author_tag_ids(request.viewer, author, folded(tag.removeprefix("#")), page))
    return statuses(request, author_ids(request.viewer, author, page))


@endpoint("GET", "read:accounts")
def followers(request: MemberRequest, number: int) -> HttpResponse:
    """Who follows someone."""
    page = page_of(request, 40, 80)
    return page_of_people(request, queries.followers(request.viewer, person(request, number), page))


@endpoint("GET", "read:accounts")
def following(request: MemberRequest, number: int) -> HttpResponse:
    """Whom someone follows."""
    page = page_of(request, 40, 80)
    return page_of_people(request, queries.following(request.viewer, person(request, number), page))


@endpoint("GET", "read:follows")
def familiar_followers(request: MemberRequest) -> HttpResponse:
    """Whom I know among the followers of several people."""
    ids = request.parameters.numbers("id")[:MOST_AT_ONCE]
    return told([familiar(request, row) for row in visible_accounts(request.viewer, ids)])


@endpoint("GET")
def directory(request: MemberRequest) -> HttpResponse:
    """All members, newest first."""
    return told(found_people(request))


def credentials(request: MemberRequest) -> HttpResponse:
    """The viewer as they see themselves."""
    full = full_account(request.viewer, request.viewer)
    return told(credential_account(full, request.bearer.role, requests_count(request.viewer), DEFAULT))


def familiar(request: MemberRequest, row: Account) -> dict[str, object]:
    """Whom I know among the followers of one person."""
    entries = queries.known_followers(request.viewer, row, Page())
    people = visible_among(request.viewer, [entry.account_id for entry in entries])
    return {"id": str(row.id), "accounts": [account(full) for full in people]}


def found_people(request: MemberRequest, length: int = 40, most: int = 80) -> list[object]:
    """Members by name, or all of them; `following` leaves those whom I follow."""
    asked = request.parameters
    start, length = asked.number("offset", 0), length_of(request, length, most)
    if start > MOST_OFFSET:
        return []
    words = asked.text("q")[:60].removeprefix("@").removesuffix("@" + site_host())
    entries = queries.people(request.viewer, words, Page(length=start + length))[start:]
    exact = [] if start else named(request.viewer, asked.text("q"))
    ids = dict.fromkeys(exact + [entry.account_id for entry in entries])
    people = visible_among(request.viewer, list(ids)[:length])
    if asked.flag("following"):
        mine = {one["id"] for one in stand(request, [full.account.id for full in people]) if one["following"]}
        people = [full for full in people if str(full.account.id) in mine]
    return [account(full) for full in people]


def named(viewer: Account, acct: str) -> list[int]:
    """Who has exactly this name. Also someone whom `viewer` has blocked: they are looked for to be unblocked."""
    try:
        return [visible_account(viewer, local_name(acct)).id]
    except NotFound:
        return []


def local_name(acct: str) -> str:
    """The user name in `alice`, `@Alice` or `alice@this.site`. Raises NotFound for a name of another site."""
    name, _at, host = acct.strip().removeprefix("@").partition("@")
    if not name or (host and host.lower() != site_host()):
        raise NotFound
    return folded(name)
