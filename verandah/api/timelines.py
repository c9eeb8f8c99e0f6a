"""Timelines: home, everyone here, and what carries a tag."""

from collections.abc import Sequence

from django.http import HttpResponse

from verandah.base.markup import tag_name
from verandah.domain.feeds.queries import Tags, community_ids, home_ids, tag_ids

from .door import ApiRequest, MemberRequest, endpoint, open_endpoint
from .paging import listed, listed_json, page_of
from .rendered import page_of_posts

MOST_TAGS = 8


@endpoint("GET", "read:statuses")
def home(request: MemberRequest) -> HttpResponse:
    """What the people I follow have said."""
    return timeline(request, home_ids(request.viewer, page_of(request)), "home")


@open_endpoint("GET", "read:statuses")
def public(request: ApiRequest) -> HttpResponse:
    """What anyone has said to all members, or to everyone on the web. There are no other servers."""
    if request.parameters.flag("remote"):
        return listed(request, [], [])
    media_only = request.parameters.flag("only_media")
    return timeline(request, community_ids(request.viewer, page_of(request), media_only), "public")


@open_endpoint("GET", "read:statuses")
def tag(request: ApiRequest, name: str) -> HttpResponse:
    """What carries a tag, or any of these, or all of these, and none of those."""
    asked = request.parameters
    if asked.flag("remote"):
        return listed(request, [], [])
    tags = Tags(
        any=names(asked.texts("any")),
        all=names(asked.texts("all")),
        none=names(asked.texts("none")),
        media_only=asked.flag("only_media"),
    )
    return timeline(request, tag_ids(request.viewer, canonical(name), page_of(request), tags), "public")


def names(said: Sequence[str]) -> tuple[str, ...]:
    """Tags as they are kept."""
    return tuple(dict.fromkeys(canonical(name) for name in said))[:MOST_TAGS]


def canonical(name: str) -> str:
    """A tag as it is kept."""
    return tag_name(name.removeprefix("#"))


def timeline(request: ApiRequest, ids: Sequence[int], context: str) -> HttpResponse:
    """A page of posts, without what the viewer's filters take out of it. It is paged by all that was found."""
    return listed_json(request, page_of_posts(request.viewer, ids, context), list(ids))


def statuses(request: ApiRequest, ids: Sequence[int]) -> HttpResponse:
    """A page of posts."""
    return listed_json(request, page_of_posts(request.viewer, ids), list(ids))
