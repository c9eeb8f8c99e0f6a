"""Following, letting oneself be followed, and keeping someone away."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpResponse

from verandah.actions import following as verbs
from verandah.base import limits
from verandah.domain.graph import queries

from .door import MemberRequest, endpoint
from .paging import page_of
from .people import page_of_people, person, stands_to

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


@endpoint("POST", "write:follows")
def follow(request: MemberRequest, number: int) -> HttpResponse:
    """Follow, or ask to."""
    return relate(request, number, verbs.follow)


@endpoint("POST", "write:follows")
def unfollow(request: MemberRequest, number: int) -> HttpResponse:
    """Stop following, or withdraw the request."""
    return relate(request, number, verbs.unfollow)


@endpoint("POST", "write:follows")
def remove_from_followers(request: MemberRequest, number: int) -> HttpResponse:
    """Let someone no longer follow me."""
    return relate(request, number, verbs.remove_follower)


@endpoint("POST", "write:blocks")
def block(request: MemberRequest, number: int) -> HttpResponse:
    """Keep someone away."""
    return relate(request, number, verbs.block)


@endpoint("POST", "write:blocks")
def unblock(request: MemberRequest, number: int) -> HttpResponse:
    """End a block."""
    return relate(request, number, verbs.unblock)


@endpoint("POST", "write:follows")
def authorize(request: MemberRequest, number: int) -> HttpResponse:
    """Let someone follow me who asks."""
    return relate(request, number, verbs.accept)


@endpoint("POST", "write:follows")
def reject(request: MemberRequest, number: int) -> HttpResponse:
    """Do not let someone follow me who asks."""
    return relate(request, number, verbs.decline)


@endpoint("GET", "read:follows")
def requests(request: MemberRequest) -> HttpResponse:
    """Who asks to follow me."""
    return page_of_people(request, queries.requests(request.viewer, page_of(request, 40, 80)))


@endpoint("GET", "read:blocks")
def blocks(request: MemberRequest) -> HttpResponse:
    """Whom I have blocked."""
    return page_of_people(request, queries.blocks(request.viewer, page_of(request, 40, 80)))


def relate(request: MemberRequest, number: int, deed: Callable[[Account, Account], None]) -> HttpResponse:
    """Do it, then tell how the two stand now."""
    limits.take("follow", str(request.viewer.id))
    deed(request.viewer, person(request, number))
    return stands_to(request, number)
