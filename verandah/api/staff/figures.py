"""The site in numbers."""

from datetime import UTC, datetime, timedelta

from django.http import HttpResponse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from verandah.api.door import MemberRequest, staff_endpoint, told
from verandah.api.entities.figures import cohort, dimension, measure
from verandah.api.paging import length_of
from verandah.base.errors import Invalid
from verandah.domain.accounts.permissions import Permission
from verandah.domain.moderation.figures import DIMENSIONS, Period, cohorts, made_of, measured

MOST_DAYS = 366
FREQUENCIES = ("day", "month")


@staff_endpoint("POST", "admin:read", permission=Permission.SEE_CASES)
def measures(request: MemberRequest) -> HttpResponse:
    """Each of `keys` by day. What means nothing here is passed over."""
    period = period_of(request)
    found = [measured(request.viewer, key, period) for key in dict.fromkeys(request.parameters.texts("keys"))]
    return told([measure(row) for row in found if row is not None])


@staff_endpoint("POST", "admin:read", permission=Permission.SEE_CASES)
def dimensions(request: MemberRequest) -> HttpResponse:
    """What each of `keys` is made of now. What means nothing here is passed over."""
    length = length_of(request, 10, 100)
    keys = [key for key in dict.fromkeys(request.parameters.texts("keys")) if key in DIMENSIONS]
    return told([dimension(key, made_of(request.viewer, key, length)) for key in keys])


@staff_endpoint("POST", "admin:read", permission=Permission.SEE_CASES)
def retention(request: MemberRequest) -> HttpResponse:
    """How many of those who joined together were still here later on."""
    frequency = request.parameters.text("frequency", "day")
    if frequency not in FREQUENCIES:
        raise Invalid("frequency", _("Choose day or month."))
    found = cohorts(request.viewer, period_of(request), frequency == "month")
    return told([cohort(row, frequency) for row in found])


def period_of(request: MemberRequest) -> Period:
    """The days asked about. Raises Invalid."""
    first, last = day_of(request, "start_at"), day_of(request, "end_at")
    if not timedelta() <= last - first < timedelta(days=MOST_DAYS):
        raise Invalid("end_at", _("Ask for 1 to 366 days, the first one first."))
    return Period(first.date(), last.date())


def day_of(request: MemberRequest, name: str) -> datetime:
    """The moment of this name. Raises Invalid."""
    text = request.parameters.text(name)
    try:
        day = parse_date(text)
        found = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else parse_datetime(text)
    except ValueError:
        found = None
    if found is None or not 1970 <= found.year < 9999:
        raise Invalid(name, _("Write the day like 2026-11-22."))
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
