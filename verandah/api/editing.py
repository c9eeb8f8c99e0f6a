"""Changing a post, reading what it was before, and saying who may see or quote it."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from verandah.actions import editing
from verandah.base import limits
from verandah.base.errors import Invalid
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.rules import OFFERED
from verandah.domain.posts.versions import versions_of

from .audiences import audience_of
from .changes import change_from
from .door import ApiRequest, MemberRequest, endpoint, open_endpoint, told, whole
from .drafts import chosen_from, quote_policy_from
from .entities.edit import status_edit, status_source
from .entities.status import status
from .statuses import visible


@endpoint("PUT", "write:statuses")
def edit(request: MemberRequest, number: int) -> HttpResponse:
    """Have a post of mine say something else. What is not sent is taken out."""
    limits.take("post", str(request.viewer.id))
    policy = quote_policy_from(request.parameters)
    editing.edit(request.viewer, number, change_from(request.parameters))
    if policy is not None:
        editing.change_quote_policy(request.viewer, number, policy)
    return told(status(visible(request, number), for_member=True))


@endpoint("GET", "read:statuses")
def source(request: MemberRequest, number: int) -> HttpResponse:
    """A post as it was typed."""
    return told(status_source(visible(request, number)))


@open_endpoint("GET", "read:statuses")
def history(request: ApiRequest, number: int) -> HttpResponse:
    """All versions of a post, the first one first."""
    full, is_member = visible(request, number), request.viewer is not None
    return told([status_edit(full, version, is_member) for version in versions_of(request.viewer, number)])


@endpoint("PUT", "write:statuses")
def change_policy(request: MemberRequest, number: int) -> HttpResponse:
    """Say who may quote a post of mine."""
    limits.take("write", str(request.viewer.id))
    policy = quote_policy_from(request.parameters)
    if policy is None:
        raise Invalid("quote_approval_policy", _("Who may quote is one of: public, followers, nobody."))
    editing.change_quote_policy(request.viewer, number, policy)
    return told(status(visible(request, number), for_member=True))


@endpoint("POST", "write:statuses")
def revoke(request: MemberRequest, number: int, quoting: str) -> HttpResponse:
    """Take a post of mine out of someone's quote. The answer is the quote."""
    limits.take("write", str(request.viewer.id))
    editing.revoke_quote(request.viewer, number, whole(quoting))
    return told(status(visible(request, whole(quoting)), for_member=True))


@endpoint("PUT", "write:statuses")
def change_audience(request: MemberRequest, number: int) -> HttpResponse:
    """Say for whom a post of mine is, in our own words."""
    limits.take("write", str(request.viewer.id))
    asked = request.parameters
    audience = audience_named(asked.text("audience"))
    editing.change_audience(
        request.viewer, number, audience, chosen_from(asked, "list_ids"), chosen_from(asked, "account_ids")
    )
    return told(audience_of(request.viewer, number))


def audience_named(word: str) -> Audience:
    """The audience of that word. Raises Invalid for one that cannot be chosen."""
    audience = next((audience for audience in OFFERED if audience.name.lower() == word), None)
    if audience is None:
        raise Invalid("audience", _("Choose who can see this post."))
    return audience
