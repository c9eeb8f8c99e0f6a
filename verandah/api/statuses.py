"""Statuses: say something, read it, take it back."""

from django.http import HttpResponse

from verandah.actions import posting, uploading
from verandah.base import limits
from verandah.base.errors import NotFound
from verandah.domain.posts.conversation import around_post
from verandah.domain.posts.full import FullPost, filled, full_posts
from verandah.domain.posts.queries import visible_post
from verandah.domain.posts.show import show_post

from . import scheduled
from .door import ApiRequest, MemberRequest, endpoint, open_endpoint, told, told_json
from .drafts import draft_from
from .entities.card import card as card_of
from .entities.status import deleted_status, status
from .kept import dumps
from .rendered import bodies, context_of, page_of_posts

MOST_AT_ONCE = 40


@endpoint("POST", "write:statuses")
def create(request: MemberRequest) -> HttpResponse:
    """Say something. Sent again with the same Idempotency-Key it is the same post."""
    limits.take("post", str(request.viewer.id))
    if request.parameters.text("scheduled_at"):
        return scheduled.schedule(request)
    post = posting.publish(request.viewer, draft_from(request))
    return told_json(dumps(status(visible(request, post.id), for_member=True)))


@open_endpoint("GET", "read:statuses")
def show(request: ApiRequest, number: int) -> HttpResponse:
    """One post for whoever may see it."""
    body = page_of_posts(request.viewer, [number])
    if body == b"[]":
        raise NotFound
    return told_json(body[1:-1])


@open_endpoint("GET", "read:statuses")
def several(request: ApiRequest) -> HttpResponse:
    """Posts by their ids; those the viewer may not see are left out."""
    return told_json(page_of_posts(request.viewer, request.parameters.numbers("id")[:MOST_AT_ONCE]))


@endpoint("DELETE", "write:statuses")
def delete(request: MemberRequest, number: int) -> HttpResponse:
    """Take my post back; the answer holds its text and files, so that it can be written anew."""
    limits.take("api_delete", str(request.viewer.id))
    if visible_post(request.viewer, number).author_id != request.viewer.id:
        raise NotFound
    # The answer is made afterwards: what is in no post any more has another address.
    gone = posting.delete(request.viewer, number)
    answer = deleted_status(filled(request.viewer, [show_post(gone, request.viewer)])[0])
    if request.parameters.flag("delete_media"):
        uploading.discard_all_of(request.viewer, number)
    return told(answer)


@open_endpoint("GET", "read:statuses")
def context(request: ApiRequest, number: int) -> HttpResponse:
    """What a post answers, and what answers it, as far as the viewer may see them."""
    viewer = request.viewer
    around = around_post(viewer, number)
    if around is None:
        raise NotFound
    return told_json(context_of(bodies(viewer, [*around.above, *around.below]), around))


@open_endpoint("GET", "read:statuses")
def card(request: ApiRequest, number: int) -> HttpResponse:
    """What is shown of the page that a post links to; an empty object when there is nothing, as old apps expect."""
    full = visible(request, number)
    link = (full.shared or full).link
    return told(card_of(link) if link else {})


def visible(request: ApiRequest, number: int) -> FullPost:
    """The post, if the viewer may see it. Raises NotFound."""
    found = full_posts(request.viewer, [number])
    if not found:
        raise NotFound
    return found[0]
