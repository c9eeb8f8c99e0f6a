"""Markers: how far I have read, the same on every device."""

from collections.abc import Sequence

from django.http import HttpResponse

from verandah.actions import notifying
from verandah.domain.feeds.queries import markers

from .door import MemberRequest, endpoint, told
from .entities.marker import marker

TIMELINES = ("home", "notifications")


@endpoint("GET", "read:statuses")
def show(request: MemberRequest) -> HttpResponse:
    """How far I have got on the timelines that are named."""
    return shown(request, [name for name in request.parameters.texts("timeline") if name in TIMELINES])


@endpoint("POST", "write:statuses")
def note(request: MemberRequest) -> HttpResponse:
    """Note how far I have got. A marker never goes back."""
    named = [name for name in TIMELINES if request.parameters.within(name).has("last_read_id")]
    for name in named:
        notifying.mark_read(request.viewer, name, request.parameters.within(name).number("last_read_id", 0))
    return shown(request, named)


def shown(request: MemberRequest, names: Sequence[str]) -> HttpResponse:
    """The markers of these timelines."""
    return told({reading.timeline: marker(reading) for reading in markers(request.viewer, names)})
