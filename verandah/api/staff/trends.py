"""Trends as the staff works on them: what is found, also what waits, and yes or no to each."""

from __future__ import annotations

from django.http import HttpResponse

from verandah.actions import trending
from verandah.api.door import MemberRequest, staff_endpoint, told
from verandah.api.entities.card import TrendingCardJson, trending_card
from verandah.api.entities.staff import admin_tag
from verandah.api.entities.status import status
from verandah.base.errors import NotFound
from verandah.base.ids import moment_of, new_id
from verandah.domain.accounts.permissions import Permission
from verandah.domain.links.show import links_of
from verandah.domain.posts.full import full_posts
from verandah.domain.search.reviews import Kind, Reviewed, found_trends, trend_of

SECONDS_A_DAY = 86_400


@staff_endpoint("GET", "admin:read", permission=Permission.REVIEW_TRENDS)
def tags(request: MemberRequest) -> HttpResponse:
    """All tags that trend."""
    return told([admin_tag(row) for row in found_trends(request.viewer, Kind.TAG)])


@staff_endpoint("GET", "admin:read", permission=Permission.REVIEW_TRENDS)
def statuses(request: MemberRequest) -> HttpResponse:
    """All posts that trend."""
    ids = [row.ref for row in found_trends(request.viewer, Kind.POST)]
    return told([status(full, for_member=True) for full in full_posts(request.viewer, ids)])


@staff_endpoint("GET", "admin:read", permission=Permission.REVIEW_TRENDS)
def links(request: MemberRequest) -> HttpResponse:
    """All pages that trend."""
    return told(cards(found_trends(request.viewer, Kind.LINK)))


@staff_endpoint("POST", "admin:write", permission=Permission.REVIEW_TRENDS)
def approve_tag(request: MemberRequest, number: int) -> HttpResponse:
    """Let a tag trend."""
    return told(admin_tag(reviewed(request, Kind.TAG, number, True)))


@staff_endpoint("POST", "admin:write", permission=Permission.REVIEW_TRENDS)
def reject_tag(request: MemberRequest, number: int) -> HttpResponse:
    """Never let it."""
    return told(admin_tag(reviewed(request, Kind.TAG, number, False)))


@staff_endpoint("POST", "admin:write", permission=Permission.REVIEW_TRENDS)
def approve_status(request: MemberRequest, number: int) -> HttpResponse:
    """Let a post trend."""
    return post(request, number, True)


@staff_endpoint("POST", "admin:write", permission=Permission.REVIEW_TRENDS)
def reject_status(request: MemberRequest, number: int) -> HttpResponse:
    """Never let it."""
    return post(request, number, False)


@staff_endpoint("POST", "admin:write", permission=Permission.REVIEW_TRENDS)
def approve_link(request: MemberRequest, number: int) -> HttpResponse:
    """Let a page trend."""
    return told(card_of(reviewed(request, Kind.LINK, number, True)))


@staff_endpoint("POST", "admin:write", permission=Permission.REVIEW_TRENDS)
def reject_link(request: MemberRequest, number: int) -> HttpResponse:
    """Never let it."""
    return told(card_of(reviewed(request, Kind.LINK, number, False)))


def reviewed(request: MemberRequest, kind: Kind, number: int, allowed: bool) -> Reviewed:
    """Say it, and what it is like now. Raises NotFound for what does not trend."""
    if trend_of(request.viewer, kind, number) is None:
        raise NotFound
    trending.review(request.viewer, kind, number, allowed)
    found = trend_of(request.viewer, kind, number)
    if found is None:
        raise NotFound
    return found


def post(request: MemberRequest, number: int, allowed: bool) -> HttpResponse:
    """Say it of a post, and show that."""
    reviewed(request, Kind.POST, number, allowed)
    posts = full_posts(request.viewer, [number])
    if not posts:
        raise NotFound
    return told(status(posts[0], for_member=True))


def cards(found: list[Reviewed]) -> list[TrendingCardJson]:
    """Pages as cards, those of which there is something to show."""
    shown = links_of([row.ref for row in found])
    day = int(moment_of(new_id()).timestamp()) // SECONDS_A_DAY * SECONDS_A_DAY
    return [trending_card(shown[row.ref], day, row.uses, row.people) for row in found if row.ref in shown]


def card_of(found: Reviewed) -> TrendingCardJson:
    """One of them. Raises NotFound when there is nothing to show of it."""
    shown = cards([found])
    if not shown:
        raise NotFound
    return shown[0]
