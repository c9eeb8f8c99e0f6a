"""Lists of people, who is on them, and what those people say."""

from django.http import HttpResponse

from verandah.actions import listing
from verandah.base import limits
from verandah.base.paging import Page
from verandah.domain.feeds.queries import list_ids
from verandah.domain.graph import lists

from . import timelines
from .door import MemberRequest, endpoint, told
from .entities.people_list import people_list
from .paging import page_of
from .people import page_of_people, person


@endpoint("GET", "read:lists")
def index(request: MemberRequest) -> HttpResponse:
    """My lists."""
    return told([people_list(row) for row in lists.all_lists(request.viewer)])


@endpoint("POST", "write:lists")
def create(request: MemberRequest) -> HttpResponse:
    """Make a list."""
    limits.take("write", str(request.viewer.id))
    return told(people_list(listing.create(request.viewer, draft_from(request))))


@endpoint("GET", "read:lists")
def show(request: MemberRequest, number: int) -> HttpResponse:
    """One of my lists."""
    return told(people_list(lists.one_list(request.viewer, number)))


@endpoint("PUT", "write:lists")
def change(request: MemberRequest, number: int) -> HttpResponse:
    """Change a list. What is not named stays."""
    limits.take("write", str(request.viewer.id))
    return told(people_list(listing.change(request.viewer, number, draft_from(request))))


@endpoint("DELETE", "write:lists")
def delete(request: MemberRequest, number: int) -> HttpResponse:
    """Delete a list."""
    limits.take("write", str(request.viewer.id))
    listing.delete(request.viewer, number)
    return told({})


@endpoint("GET", "read:lists")
def members(request: MemberRequest, number: int) -> HttpResponse:
    """Who is on a list; all of them when `limit` is 0."""
    lists.one_list(request.viewer, number)
    page = page_of(request, 40, 80)
    if request.parameters.text("limit") == "0":
        page = Page(length=listing.MOST_MEMBERS)
    return page_of_people(request, lists.members(request.viewer, number, page))


@endpoint("POST", "write:lists")
def add(request: MemberRequest, number: int) -> HttpResponse:
    """Put people on a list whom I follow."""
    limits.take("write", str(request.viewer.id))
    listing.add(request.viewer, number, request.parameters.numbers("account_ids"))
    return told({})


@endpoint("DELETE", "write:lists")
def remove(request: MemberRequest, number: int) -> HttpResponse:
    """Take people off a list."""
    limits.take("write", str(request.viewer.id))
    listing.remove(request.viewer, number, request.parameters.numbers("account_ids"))
    return told({})


@endpoint("GET", "read:lists")
def with_someone(request: MemberRequest, number: int) -> HttpResponse:
    """My lists that someone is on."""
    return told([people_list(row) for row in lists.lists_with(request.viewer, person(request, number).id)])


@endpoint("GET", "read:lists")
def timeline(request: MemberRequest, number: int) -> HttpResponse:
    """What the people on a list have said."""
    lists.one_list(request.viewer, number)
    return timelines.timeline(request, list_ids(request.viewer, number, page_of(request)), "home")


def draft_from(request: MemberRequest) -> listing.ListDraft:
    """What the app wants a list to be like."""
    asked = request.parameters
    return listing.ListDraft(
        asked.text("title") if asked.has("title") else None,
        asked.text("replies_policy") or None,
        asked.flag("exclusive") if asked.has("exclusive") else None,
    )
