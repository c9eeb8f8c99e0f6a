"""Timelines: home, everyone here, and what carries a tag."""

from collections.abc import Sequence

from django.http import HttpResponse

from verandah.base.letters import folded
from verandah.domain.feeds.queries import community_ids, home_ids, tag_ids
from verandah.domain.posts.full import full_posts

from .door import ApiRequest, MemberRequest, endpoint
from .entities.status import status
from .paging import listed, page_of


@endpoint("GET", "read:statuses")
def home(request: MemberRequest) -> HttpResponse:
    """What the people I follow have said."""
    return statuses(request, home_ids(request.viewer, page_of(request)))


@endpoint("GET", "read:statuses")
def public(request: MemberRequest) -> HttpResponse:
    """What anyone has said to all members. There are no other servers, and no pictures yet."""
    if request.parameters.flag("remote") or request.parameters.flag("only_media"):
        return listed(request, [], [])
    return statuses(request, community_ids(request.viewer, page_of(request)))


@endpoint("GET", "read:statuses")
def tag(request: MemberRequest, name: str) -> HttpResponse:
    """What carries a tag."""
    if request.parameters.flag("remote") or request.parameters.flag("only_media"):
        return listed(request, [], [])
    return statuses(request, tag_ids(request.viewer, folded(name.removeprefix("#")), page_of(request)))


def statuses(request: ApiRequest, ids: Sequence[int]) -> HttpResponse:
    """A page of posts."""
    posts = full_posts(request.viewer, ids)
    positions = [full.post.id for full in posts]
    return listed(request, [status(full, request.viewer is not None) for full in posts], positions)
