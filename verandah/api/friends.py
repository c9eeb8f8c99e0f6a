"""Friends: who they are, who asks to be one, and becoming one or no longer being one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpResponse

from verandah.actions import befriending
from verandah.base import limits
from verandah.domain.graph import friends as queries

from .door import MemberRequest, endpoint
from .paging import page_of
from .people import page_of_people, person, stands_to

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


@endpoint("GET", "read:follows")
def index(request: MemberRequest) -> HttpResponse:
    """My friends, newest first."""
    return page_of_people(request, queries.friends(request.viewer, request.viewer, page_of(request, 40, 80)))


@endpoint("GET", "read:follows")
def of_person(request: MemberRequest, number: int) -> HttpResponse:
    """Someone's friends, as far as they show them."""
    author = person(request, number)
    return page_of_people(request, queries.friends(request.viewer, author, page_of(request, 40, 80)))


@endpoint("GET", "read:follows")
def mutual(request: MemberRequest, number: int) -> HttpResponse:
    """Friends whom I have in common with someone."""
    author = person(request, number)
    return page_of_people(request, queries.mutual_friends(request.viewer, author, page_of(request, 40, 80)))


@endpoint("GET", "read:follows")
def requests(request: MemberRequest) -> HttpResponse:
    """Who asks to be friends with me; with `sent`, whom I have asked."""
    found = queries.asked if request.parameters.flag("sent") else queries.requests
    return page_of_people(request, found(request.viewer, page_of(request, 40, 80)))


@endpoint("POST", "write:follows")
def befriend(request: MemberRequest, number: int) -> HttpResponse:
    """Ask someone to be friends, or agree if they have asked."""
    limits.take("befriend", str(request.viewer.id))
    return relate(request, number, befriending.ask)


@endpoint("POST", "write:follows")
def unfriend(request: MemberRequest, number: int) -> HttpResponse:
    """No longer be friends, or take back the request."""
    return relate(request, number, part)


@endpoint("POST", "write:follows")
def accept(request: MemberRequest, number: int) -> HttpResponse:
    """Be friends with someone who asks."""
    return relate(request, number, befriending.accept)


@endpoint("POST", "write:follows")
def decline(request: MemberRequest, number: int) -> HttpResponse:
    """Do not be friends with someone who asks. They are not told."""
    return relate(request, number, befriending.decline)


def part(me: Account, her: Account) -> None:
    """Neither friendship nor request."""
    befriending.unfriend(me, her)
    befriending.cancel(me, her)


def relate(request: MemberRequest, number: int, deed: Callable[[Account, Account], None]) -> HttpResponse:
    """Do it, then tell how the two stand now."""
    limits.take("follow", str(request.viewer.id))
    deed(request.viewer, person(request, number))
    return stands_to(request, number)
