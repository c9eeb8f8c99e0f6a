"""Drafts: what I am writing, kept for all my devices until it is sent."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from verandah.actions import drafting
from verandah.actions.drafting import Writing
from verandah.base import limits
from verandah.base.errors import Invalid, NotFound
from verandah.domain.posts.drafts import saved_draft, saved_drafts

from .door import MemberRequest, endpoint, told
from .entities import draft as entities
from .parameters import Parameters


@endpoint("GET", "read:statuses")
def index(request: MemberRequest) -> HttpResponse:
    """All of them, what was touched last first."""
    return told([entities.saved_draft(draft) for draft in saved_drafts(request.viewer)])


@endpoint("GET", "read:statuses")
def show(request: MemberRequest, name: str) -> HttpResponse:
    """One of them."""
    draft = saved_draft(request.viewer, name)
    if draft is None:
        raise NotFound
    return told(entities.saved_draft(draft))


@endpoint("PUT", "write:statuses")
def save(request: MemberRequest, name: str) -> HttpResponse:
    """Keep this. With `version`, only if that is the one which is there."""
    limits.take("draft", str(request.viewer.id))
    asked = request.parameters
    seen = asked.number("version", 0) if asked.has("version") else None
    draft = drafting.save(request.viewer, name, Writing(asked.text("place"), fields_in(asked), seen))
    if draft is None:
        raise Invalid("fields", _("Nothing is written in it. Delete the draft instead."))
    return told(entities.saved_draft(draft))


@endpoint("DELETE", "write:statuses")
def drop(request: MemberRequest, name: str) -> HttpResponse:
    """Put it away."""
    limits.take("write", str(request.viewer.id))
    drafting.drop(request.viewer, name)
    return told({})


def fields_in(asked: Parameters) -> tuple[tuple[str, str], ...]:
    """Names and values, in their order."""
    said = [Parameters(item) for item in asked.items("fields") if isinstance(item, dict)]
    return tuple((field.text("name"), field.text("value")) for field in said)
