"""Birthdays of others: those of this week beside a timeline, and all of them on a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from verandah.base import formats
from verandah.domain.accounts.show import ShownAccount
from verandah.domain.graph.birthdays import MOST_PEOPLE, Celebrated, birthdays_ahead, birthdays_lately

from .clocks import today_for
from .kept_people import known_people
from .viewer import MemberRequest, members_only

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from verandah.domain.accounts.models import Account

# So many stand beside a timeline; all of them on the page.
BESIDE = 5
# Within so many days the name of the day says enough.
WEEK = 7


@dataclass(frozen=True, slots=True)
class Birthday:
    """Whose, when in words, and where they are wished something: empty unless it is today."""

    account: ShownAccount
    when: str
    is_today: bool
    greet: str


@dataclass(frozen=True, slots=True)
class Month:
    """The birthdays of one month."""

    name: str
    birthdays: list[Birthday]


@never_cache
@require_safe
@members_only
def birthdays(request: MemberRequest) -> HttpResponse:
    """Those of my friends and of whom I follow, as far as they tell me, month by month."""
    today = today_for(request.viewer)
    found = birthdays_ahead(request.viewer, today)
    groups = groupby(found, lambda one: (one.day.year, one.day.month))
    months = [
        Month(formats.month(date(year, month, 1)), shown(list(some), today, formats.day_of_year))
        for (year, month), some in groups
    ]
    context = {"tab": "birthdays", "months": months, "is_cut": len(found) == MOST_PEOPLE, "most": MOST_PEOPLE}
    return render(request, "pages/birthdays.html", context)


def birthdays_beside(viewer: Account) -> tuple[Birthday, ...]:
    """Those of today and of the next days."""
    today = today_for(viewer)
    return tuple(shown(birthdays_lately(viewer, today)[:BESIDE], today))


def shown(found: Sequence[Celebrated], today: date, far: Callable[[date], str] = formats.weekday) -> list[Birthday]:
    """The same with faces and words; `far` writes a day that is neither today nor tomorrow."""
    people = known_people({one.account_id: one.rev for one in found})
    return [
        Birthday(people[one.account_id], when(one.day, today, far), one.day == today, greeting(one, today, people))
        for one in found
        if one.account_id in people
    ]


def when(day: date, today: date, far: Callable[[date], str]) -> str:
    """A day in words, as seen from today."""
    days = (day - today).days
    if days > 1:
        return far(day) if days < WEEK else formats.day_of_year(day)
    return _("Tomorrow") if days else _("Today")


def greeting(one: Celebrated, today: date, people: Mapping[int, ShownAccount]) -> str:
    """Where they are wished something today: on their wall, or else in a post that names them."""
    if one.day != today or not (one.may_write or one.may_name):
        return ""
    if one.may_write:
        return reverse("post_new") + f"?wall={one.account_id}"
    words = _("Happy birthday, %(name)s!") % {"name": f"@{people[one.account_id].username}"}
    return reverse("share") + "?" + urlencode({"text": words})
