"""Accounts: who people are, what they have said, and what I say of myself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse

from verandah.base.errors import NotFound
from verandah.base.letters import folded
from verandah.base.paging import Page
from verandah.domain.feeds.queries import Kinds, author_ids
from verandah.domain.graph import queries
from verandah.domain.graph.alike import people_alike
from verandah.domain.graph.queries import visible_account, visible_accounts
from verandah.domain.graph.show import relations

from .door import ApiRequest, MemberRequest, endpoint, open_endpoint, told
from .entities.account import account
from .entities.addresses import site_host
from .paging import length_of, page_of
from .people import page_of_people, person, stand, visible_among, visible_to, with_lines
from .timelines import statuses

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

MOST_AT_ONCE = 40
MOST_OFFSET = 1000


@open_endpoint("GET", "read:accounts")
def show(request: ApiRequest, number: int) -> HttpResponse:
    """One person."""
    return told(account(with_lines(request.viewer, person(request, number))))


@open_endpoint("GET", "read:accounts")
def several(request: ApiRequest) -> HttpResponse:
    """People by their ids; those whom nobody may see are left out."""
    ids = request.parameters.numbers("id")[:MOST_AT_ONCE]
    return told([account(full) for full in visible_among(request.viewer, ids)])


@open_endpoint("GET", "read:accounts")
def lookup(request: ApiRequest) -> HttpResponse:
    """The person of a user name."""
    found = visible_account(request.viewer, local_name(request.parameters.text("acct")))
    return told(account(with_lines(request.viewer, found)))


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
    """What someone has said, answered and shared."""
    author, asked = person(request, number), request.parameters
    visible_to(request.viewer, author)
    kinds = Kinds(
        comments=not asked.flag("exclude_replies"),
        shares=not asked.flag("exclude_reblogs"),
        direct=not asked.flag("exclude_direct"),
        media_only=asked.flag("only_media"),
        pinned_only=asked.flag("pinned"),
        tag=folded(asked.text("tagged").removeprefix("#")),
    )
    return statuses(request, author_ids(request.viewer, author, page_of(request), kinds))


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
    ids = ids_found(request.viewer, asked.text("q"), start + length, asked.flag("following"))
    return [account(full) for full in visible_among(request.viewer, ids[start : start + length])]


def ids_found(viewer: Account, text: str, length: int, following: bool = False) -> list[int]:
    """Whom someone means by `text`: who is called just that, then others by parts of their names; else nearly that."""
    words = text[:60].removeprefix("@").removesuffix("@" + site_host())
    entries = queries.people(viewer, words, Page(length=length), following)
    exact = named(viewer, text)
    if following:
        stands = relations(viewer, exact)
        exact = [number for number in exact if stands[number].following]
    found = list(dict.fromkeys(exact + [entry.account_id for entry in entries]))
    return found if found or following else people_alike(viewer, words, length)


def named(viewer: Account, acct: str) -> list[int]:
    """Who has exactly this name. Also someone whom `viewer` has blocked: they are looked for to be unblocked."""
    try:
        number = queries.id_of(viewer, local_name(acct))
    except NotFound:
        return []
    return [number] if number else []


def local_name(acct: str) -> str:
    """The user name in `alice`, `@Alice` or `alice@this.site`. Raises NotFound for a name of another site."""
    name, _at, host = acct.strip().removeprefix("@").partition("@")
    if not name or (host and host.lower() != site_host()):
        raise NotFound
    return folded(name)
