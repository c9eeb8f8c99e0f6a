"""Scheduled statuses: what I will say."""

from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from verandah.actions import scheduling
from verandah.base.errors import Invalid
from verandah.domain.posts.scheduled import scheduled_post, scheduled_posts

from .door import MemberRequest, endpoint, told
from .drafts import draft_from
from .entities.scheduled_status import scheduled_status
from .paging import listed, page_of


@endpoint("GET", "read:statuses")
def index(request: MemberRequest) -> HttpResponse:
    """All that waits."""
    found = scheduled_posts(request.viewer, page_of(request))
    return listed(request, [scheduled_status(row) for row in found], [row.id for row in found])


@endpoint("GET", "read:statuses")
def show(request: MemberRequest, number: int) -> HttpResponse:
    """One that waits."""
    return told(scheduled_status(scheduled_post(request.viewer, number)))


@endpoint("PUT", "write:statuses")
def move(request: MemberRequest, number: int) -> HttpResponse:
    """Another time for it."""
    scheduling.move(request.viewer, number, time_from(request))
    return show.view(request, number)


@endpoint("DELETE", "write:statuses")
def call_off(request: MemberRequest, number: int) -> HttpResponse:
    """It is not said."""
    scheduling.call_off(request.viewer, number)
    return told({})


def schedule(request: MemberRequest) -> HttpResponse:
    """Keep what `POST /api/v1/statuses` was sent with a time."""
    row = scheduling.schedule(request.viewer, draft_from(request), time_from(request))
    return show.view(request, row.id)


def time_from(request: MemberRequest) -> datetime:
    """When it shall be said; without a zone, by the clock of Greenwich. Raises Invalid."""
    said = request.parameters.text("scheduled_at").strip()
    try:
        when = parse_datetime(said.replace(" ", "+") if said.count(" ") == 1 and "T" in said else said)
    except ValueError:
        when = None
    if when is None:
        raise Invalid("scheduled_at", _("This is no time. Write it as 2026-11-22T18:30:00Z."))
    return when if timezone.is_aware(when) else timezone.make_aware(when, timezone.get_fixed_timezone(0))
