"""Limiting what I have posted so far to fewer people."""

from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from verandah.actions import narrowing
from verandah.base import limits
from verandah.base.errors import Invalid
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.wider import WIDER, wider_posts

from .door import MemberRequest, endpoint, told
from .entities.limited import limited_posts
from .parameters import Parameters


@endpoint("GET", "read:statuses")
def count(request: MemberRequest) -> HttpResponse:
    """How many posts of mine are for more people than that; while they are limited, how many are still to come."""
    asked = request.parameters
    audience, before, until_id = audience_in(asked), moment_in(asked), asked.number("until_id", 0) or None
    return told(limited_posts(wider_posts(request.viewer, audience, before, until_id), until_id))


@endpoint("POST", "write:statuses")
def begin(request: MemberRequest) -> HttpResponse:
    """Have all posts of mine be for these people alone. It goes on after the answer."""
    limits.take("settings", str(request.viewer.id))
    audience, before = audience_in(request.parameters), moment_in(request.parameters)
    until_id = narrowing.limit_old_posts(request.viewer, audience, before)
    return told(limited_posts(wider_posts(request.viewer, audience, before, until_id), until_id))


def audience_in(asked: Parameters) -> Audience:
    """To whom; friends when nothing is said. Raises Invalid."""
    word = asked.text("audience") or "friends"
    audience = next((one for one in WIDER if one.name.lower() == word), None)
    if audience is None:
        raise Invalid("audience", _("Old posts can be limited to friends or to followers."))
    return audience


def moment_in(asked: Parameters) -> datetime | None:
    """Only what was written before then. Raises Invalid for what is no moment."""
    said = asked.text("before")
    try:
        found = parse_datetime(said) if said else None
    except ValueError:
        found = None
    if said and found is None:
        raise Invalid("before", _("Name a moment such as 2026-01-31T00:00:00Z."))
    return found if found is None or timezone.is_aware(found) else timezone.make_aware(found)
