"""Tags: one, those I follow, and those that profiles show."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpResponse

from verandah.actions import tagging
from verandah.base import limits
from verandah.base.errors import NotFound
from verandah.base.ids import moment_of, new_id
from verandah.base.markup import tag_name
from verandah.domain.posts import tags
from verandah.domain.posts.queries import tag_days
from verandah.domain.posts.tags_found import tag_named

from .door import ApiRequest, MemberRequest, endpoint, open_endpoint, told
from .entities.tag import DAYS, SECONDS_A_DAY, TagJson, featured_tag, tag
from .paging import listed, page_of
from .people import person, visible_to

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


@endpoint("GET")
def show(request: MemberRequest, name: str) -> HttpResponse:
    """One tag. One that nobody has used where I could see it is like one that nobody has used at all."""
    name = tag_name(name.removeprefix("#"))
    if not name.isprintable() or any(char.isspace() for char in name):
        raise NotFound
    return one(request, name)


@endpoint("POST", "write:follows")
def follow(request: MemberRequest, name: str) -> HttpResponse:
    """Follow a tag."""
    return one(request, change(request, name, tagging.follow))


@endpoint("POST", "write:follows")
def unfollow(request: MemberRequest, name: str) -> HttpResponse:
    """Stop following a tag."""
    return one(request, change(request, name, tagging.unfollow))


@endpoint("POST", "write:accounts")
def feature(request: MemberRequest, name: str) -> HttpResponse:
    """Show a tag on my profile."""
    return one(request, change(request, name, tagging.feature))


@endpoint("POST", "write:accounts")
def unfeature(request: MemberRequest, name: str) -> HttpResponse:
    """No longer show a tag on my profile."""
    return one(request, change(request, name, tagging.unfeature))


@endpoint("GET", "read:follows")
def followed(request: MemberRequest) -> HttpResponse:
    """The tags I follow."""
    entries = tags.followed_tags(request.viewer, page_of(request, 100, 200))
    found = with_days(request, [(entry.tag_id, entry.name) for entry in entries])
    return listed(request, found, [entry.position for entry in entries])


@open_endpoint("GET", "read:accounts")
def featured_by(request: ApiRequest, number: int) -> HttpResponse:
    """The tags that someone shows on their profile."""
    author = person(request, number)
    visible_to(request.viewer, author)
    return told([featured_tag(row) for row in tags.featured_tags(request.viewer, author)])


@endpoint("GET", "read:accounts")
def featured(request: MemberRequest) -> HttpResponse:
    """The tags that I show on my profile."""
    return told([featured_tag(row) for row in tags.featured_tags(request.viewer, request.viewer)])


@endpoint("POST", "write:accounts")
def feature_named(request: MemberRequest) -> HttpResponse:
    """Show a tag on my profile."""
    name = change(request, request.parameters.text("name"), tagging.feature)
    rows = tags.featured_tags(request.viewer, request.viewer)
    return told(next(featured_tag(row) for row in rows if row.name == name))


@endpoint("DELETE", "write:accounts")
def unfeature_numbered(request: MemberRequest, number: int) -> HttpResponse:
    """No longer show a tag on my profile."""
    limits.take("write", str(request.viewer.id))
    found = [row for row in tags.featured_tags(request.viewer, request.viewer) if row.id == number]
    if not found:
        raise NotFound
    tagging.unfeature(request.viewer, found[0].name)
    return told({})


@endpoint("GET", "read:accounts")
def suggested(request: MemberRequest) -> HttpResponse:
    """Tags that I use and could show on my profile."""
    return told(with_days(request, tags.suggested_tags(request.viewer)))


def change(request: MemberRequest, name: str, deed: Callable[[Account, str], str]) -> str:
    """Do it, and tell the tag's name in one spelling. Raises Invalid."""
    limits.take("write", str(request.viewer.id))
    return deed(request.viewer, name)


def one(request: MemberRequest, name: str) -> HttpResponse:
    """A tag as it stands now."""
    number, name = tag_named(request.viewer, name) or (0, name)
    return told(with_days(request, [(number, name)])[0])


def with_days(request: MemberRequest, rows: list[tuple[int, str]]) -> list[TagJson]:
    """Tags with their last days and how I stand to them, in three queries."""
    today = int(moment_of(new_id()).timestamp()) // SECONDS_A_DAY
    since = (today - DAYS + 1) * SECONDS_A_DAY * 1000 << 16
    days = tag_days(request.viewer, [number for number, _name in rows if number], since)
    stands = tags.tag_stands(request.viewer, [name for _number, name in rows])
    return [tag(number, name, today, days, stands) for number, name in rows]
