"""Statuses: say something, read it, take it back."""

from hashlib import sha256
from uuid import uuid4

from django.http import HttpResponse
from django.utils.translation import gettext as _

from verandah.actions import posting
from verandah.base import limits
from verandah.base.errors import Invalid, NotFound
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.full import FullPost, filled, full_posts
from verandah.domain.posts.queries import visible_post
from verandah.domain.posts.rules import OFFERED
from verandah.domain.posts.show import show_post

from .door import ApiRequest, MemberRequest, endpoint, open_endpoint, told
from .entities.status import context as context_json
from .entities.status import deleted_status, status, status_edit, status_source
from .entities.visibility import DEFAULT, MEANT

MOST_AT_ONCE = 40
# What a post cannot carry yet. To leave it out without a word would change what someone meant to say, and to whom.
NOT_YET = ("in_reply_to_id", "media_ids", "poll", "quoted_status_id", "scheduled_at", "spoiler_text")


@endpoint("POST", "write:statuses")
def create(request: MemberRequest) -> HttpResponse:
    """Say something. Sent again with the same Idempotency-Key it is the same post."""
    limits.take("post", str(request.viewer.id))
    post = posting.publish(request.viewer, draft_from(request))
    return told(status(visible(request, post.id), for_member=True))


@open_endpoint("GET", "read:statuses")
def show(request: ApiRequest, number: int) -> HttpResponse:
    """One post for whoever may see it."""
    return told(status(visible(request, number), request.viewer is not None))


@open_endpoint("GET", "read:statuses")
def several(request: ApiRequest) -> HttpResponse:
    """Posts by their ids; those the viewer may not see are left out."""
    posts = full_posts(request.viewer, request.parameters.numbers("id")[:MOST_AT_ONCE])
    return told([status(full, request.viewer is not None) for full in posts])


@endpoint("DELETE", "write:statuses")
def delete(request: MemberRequest, number: int) -> HttpResponse:
    """Take my post back; the answer holds its text, so that it can be written anew."""
    limits.take("api_delete", str(request.viewer.id))
    if visible_post(request.viewer, number).author_id != request.viewer.id:
        raise NotFound
    gone = posting.delete(request.viewer, number)
    return told(deleted_status(filled(request.viewer, [show_post(gone, request.viewer)])[0]))


@open_endpoint("GET", "read:statuses")
def context(request: ApiRequest, number: int) -> HttpResponse:
    """What stands around a post."""
    visible(request, number)
    return told(context_json())


@endpoint("GET", "read:statuses")
def source(request: MemberRequest, number: int) -> HttpResponse:
    """A post as it was typed."""
    return told(status_source(visible(request, number)))


@open_endpoint("GET", "read:statuses")
def history(request: ApiRequest, number: int) -> HttpResponse:
    """The versions of a post: one, because it cannot be changed."""
    return told([status_edit(visible(request, number))])


@open_endpoint("GET", "read:statuses")
def nobody(request: ApiRequest, number: int) -> HttpResponse:
    """Who has liked or shared a post, or answered it by quoting: nobody can yet."""
    visible(request, number)
    return told([])


def visible(request: ApiRequest, number: int) -> FullPost:
    """The post, if the viewer may see it. Raises NotFound."""
    found = full_posts(request.viewer, [number])
    if not found:
        raise NotFound
    return found[0]


def draft_from(request: MemberRequest) -> posting.Draft:
    """What the app wants to say. Raises Invalid for what a post cannot carry."""
    asked = request.parameters
    if any(asked.items(name) not in ([], [""], [None]) for name in NOT_YET):
        raise Invalid("text", _("Posts from apps are text alone for now: no answers, pictures, polls or warnings."))
    audience = audience_from(request)
    text = asked.text("status")
    if audience == Audience.ONLY_ME and asked.text("visibility") == "direct" and posting.names_someone(text):
        # It would be kept for its author alone, and they would believe that it was delivered.
        raise Invalid("visibility", _("Messages to single people are not here yet. Choose another audience."))
    key = request.headers.get("Idempotency-Key", "") or uuid4().hex
    return posting.Draft(text, audience, sha256(f"app\0{key}".encode("utf-8", "surrogatepass")).hexdigest())


def audience_from(request: MemberRequest) -> Audience:
    """Our own word if it is given, else Mastodon's. An unknown one is refused, never guessed."""
    ours = {audience.name.lower(): audience for audience in OFFERED}
    word = request.parameters.text("audience")
    audience = ours.get(word) if word else MEANT.get(request.parameters.text("visibility") or DEFAULT)
    if audience is None:
        raise Invalid("visibility", _("Choose who can see this post."))
    return audience
