"""The figures of days in words: what each is called, what its chart shows, numbers and days in the reader's form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from verandah.actions.overlooking import Series

from .charts import Chart, line_chart

# Each figure with what it is called and what exactly it counts, in the order of the pages.
TITLES: dict[str, tuple[Any, Any]] = {
    "active": (
        gettext_lazy("People active each day"),
        gettext_lazy("Who wrote, commented, shared or reacted on that day. Who only reads is not counted anywhere."),
    ),
    "people": (
        gettext_lazy("People on this site"),
        gettext_lazy("Who had joined by the end of that day, and is still here."),
    ),
    "joined": (gettext_lazy("New people"), gettext_lazy("Who joined on that day.")),
    "posts": (
        gettext_lazy("Posts each day"),
        gettext_lazy("What was written on that day and was still there in the night."),
    ),
    "comments": (gettext_lazy("Comments each day"), gettext_lazy("The same of comments.")),
    "reactions": (
        gettext_lazy("Reactions each day"),
        gettext_lazy("What was given on that day and was not taken back by the night."),
    ),
    "cases": (gettext_lazy("New cases"), gettext_lazy("What came up for the staff on that day.")),
    "appeals": (gettext_lazy("New appeals"), gettext_lazy("Decisions that somebody asked to be looked at again.")),
    "letters": (
        pgettext_lazy("e-mail", "Letters sent"),
        gettext_lazy("Letters about notices; those about sign-in and addresses are not counted."),
    ),
    "storage": (gettext_lazy("Room that files take"), gettext_lazy("What people have sent, all together.")),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure on a page: what it is, its chart if there are enough days, and its last value in words."""

    name: str
    title: Any
    hint: Any
    chart: Chart | None
    last: str


def figure(found: Series) -> Figure:
    """One figure as pages show it."""
    title, hint = TITLES[found.name]
    words = words_of(found.name)
    chart = line_chart(found.name, title, finding(found, words), [day(one) for one in found.days], found.values, words)
    return Figure(found.name, title, hint, chart, words(found.values[-1]) if found.values else "")


def finding(found: Series, words: Callable[[int], str]) -> str:
    """What the line shows, as a sentence."""
    if not found.values:
        return ""
    most = max(found.values)
    if min(found.values) == most:
        return _("%(number)s on each of these days.") % {"number": words(most)}
    return _("From %(first)s on %(begin)s to %(last)s on %(end)s; the most were %(most)s on %(when)s.") % {
        "first": words(found.values[0]),
        "begin": day(found.days[0]),
        "last": words(found.values[-1]),
        "end": day(found.days[-1]),
        "most": words(most),
        "when": day(found.days[found.values.index(most)]),
    }


def words_of(name: str) -> Callable[[int], str]:
    """How numbers of this figure are written."""
    return room if name == "storage" else exact


def exact(number: int) -> str:
    """A whole number to its last digit."""
    return number_format(number, use_l10n=True, force_grouping=True)


def room(number: int) -> str:
    """Bytes in few characters."""
    return str(filesizeformat(number))


def day(one: date) -> str:
    """A day of this year or another, without its year where that is said elsewhere."""
    return date_format(one, "MONTH_DAY_FORMAT")
