"""On this day: what I wrote on this day of earlier years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from verandah.actions import choosing, notifying
from verandah.base import formats
from verandah.base.errors import NotFound
from verandah.base.ids import moment_of
from verandah.base.paging import Page
from verandah.domain.accounts.birthdays import LEAP_DAY, celebrated
from verandah.domain.feeds.on_this_day import PUT_AWAY, count_lately, id_of_day, look_again, looks_back, own_on_day

from .clocks import today_for, zone_for
from .kept_cards import shown_cards
from .paths import older_path, see_other, way_back
from .tags import ShownCard
from .viewer import MemberRequest, is_partial, limited, members_only

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verandah.domain.accounts.models import Account


@dataclass(frozen=True, slots=True)
class Year:
    """The posts of one year, which is so many years ago."""

    number: int
    ago: int
    posts: list[ShownCard]


@dataclass(frozen=True, slots=True)
class Step:
    """Another day: its address, and its name."""

    query: str
    name: str


@never_cache
@require_safe
@members_only
def on_this_day(request: MemberRequest) -> HttpResponse:
    """My posts of this day, or of another, newest year first."""
    viewer, zone, page = request.viewer, zone_for(request.viewer), Page.from_query(request.GET)
    today = today_for(viewer)
    day = day_asked(request.GET.get("day", ""), today)
    found = own_on_day(viewer, day, zone, page)
    path = reverse("on_this_day") + ("" if day == today else f"?day={day:%m-%d}")
    context = {
        "day": day,
        "today": today,
        "years": by_year(shown_cards(viewer, found, "account"), day.year, zone),
        "older": older_path(path, found[-1] if found else 0, len(found), page),
        "before": step(day - timedelta(days=1)),
        "after": step(day + timedelta(days=1)),
        "looks_back": looks_back(viewer),
    }
    return render(request, "pages/on_this_day.html", context)


@require_POST
@members_only
@limited("write")
def not_today(request: MemberRequest) -> HttpResponse:
    """Take it off my front page until tomorrow."""
    viewer = request.viewer
    notifying.mark_read(viewer, PUT_AWAY, id_of_day(today_for(viewer), zone_for(viewer)))
    return HttpResponse() if is_partial(request) else see_other(way_back(request.POST.get("next", ""), reverse("home")))


@require_POST
@members_only
@limited("write")
def on_front_page(request: MemberRequest) -> HttpResponse:
    """Whether my front page tells me of it: "show" is "1" or empty."""
    viewer, wish = request.viewer, bool(request.POST.get("show"))
    choosing.look_back(viewer, wish)
    look_again(viewer, today_for(viewer))
    said = _("Your front page tells you of this again.") if wish else _("Your front page no longer tells you of this.")
    messages.success(request, said)
    return see_other(reverse("on_this_day"))


def remembered(viewer: Account) -> int:
    """How many posts of earlier years the front page tells of."""
    return count_lately(viewer, today_for(viewer), zone_for(viewer))


def day_asked(asked: str, today: date) -> date:
    """The day "MM-DD" in this year; today when none is asked for. Raises NotFound for what is no day."""
    if not asked:
        return today
    try:
        day = celebrated(asked, today.year)
    except ValueError:
        day = None
    # Python reads weeks as well.
    if day is None or (f"{day:%m-%d}" != asked and asked != LEAP_DAY):
        raise NotFound(_("There is no such day. A day looks like 05-17, the month first."))
    return day


def by_year(posts: Sequence[ShownCard], year: int, zone: ZoneInfo) -> list[Year]:
    """The posts under the years in which they were written."""
    groups = groupby(posts, lambda post: moment_of(post.id).astimezone(zone).year)
    return [Year(number, year - number, list(found)) for number, found in groups]


def step(day: date) -> Step:
    """One day further, or back."""
    return Step(f"day={day:%m-%d}", formats.day_of_year(day))
