"""The queue: which cases wait, how long there is left for each, and taking the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from verandah.actions import claiming
from verandah.base.errors import Conflict
from verandah.base.paging import whole
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation import case_words, lawpacks
from verandah.domain.moderation.cases import CaseLine, cases_by_id, show_lines
from verandah.domain.moderation.queues import (
    PAGE,
    WantedCases,
    case_ids,
    figures,
    newest_id,
    next_id,
    queue_named,
    waiting,
    wanted_of,
)

from .door import staff_page

if TYPE_CHECKING:
    from .door import StaffRequest

# Of two who take the next one at the same moment, one is given the one after it.
TRIES = 5


@dataclass(frozen=True, slots=True)
class Row:
    """A case as a line of the list. `left`: how much time there is, in words, and in which colour."""

    line: CaseLine
    title: str
    queue: case_words.Sign
    tags: tuple[case_words.Sign, ...]
    left: str
    tone: str
    state: case_words.Sign
    may_take: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A part of the list that can be looked at by itself, or an order of it."""

    path: str
    label: Any
    is_here: bool


@require_safe
@staff_page(Permission.SEE_CASES)
def queue(request: StaffRequest) -> HttpResponse:
    """Cases that wait, most urgent first."""
    wanted = wanted_of(request.GET)
    ids = case_ids(request.viewer, wanted)
    now = request.waiting_cases = waiting(request.viewer)  # type: ignore[attr-defined]
    month = figures(request.viewer)
    sorts = may(request.role, Permission.SORT_CASES)
    context = {
        "rows": rows_of(show_lines(request.viewer, ids[:PAGE]), sorts),
        "wanted": wanted,
        "now": now,
        "figures": month,
        "middle": case_words.span(month.middle) if month.middle else "",
        "oldest": case_words.span(timezone.now() - now.since) if now.since else "",
        "newest": newest_id(request.viewer),
        "shows": shows(wanted),
        "queue_signs": list(case_words.QUEUES.items()),
        "order_words": order_words(),
        "here": here(wanted),
        "title": title_of(wanted),
        "before": path(wanted, start=max(0, wanted.start - PAGE)) if wanted.start else "",
        "after": path(wanted, start=wanted.start + PAGE) if len(ids) > PAGE else "",
        "troubles": troubles(timezone.localdate()),
        "sorts": sorts,
        "decides": may(request.role, Permission.DECIDE_IN_BULK),
        "path": path(wanted),
    }
    return render(request, "pages/staff_queue.html", context)


@require_safe
@staff_page(Permission.SEE_CASES)
def live(request: StaffRequest) -> HttpResponse:
    """The numbers as they are now, and whether there is something new. Two queries besides who asks."""
    newest = whole(request.GET.get("newest"), 0)
    context = {"now": waiting(request.viewer), "newest": newest, "is_new": newest_id(request.viewer) > newest}
    return render(request, "components/queue_numbers.html", context)


@require_POST
@staff_page(Permission.SEE_CASES, changing=Permission.SORT_CASES)
def take_next(request: StaffRequest) -> HttpResponse:
    """The most urgent case that nobody works at is the viewer's now."""
    wanted = queue_named(request.POST.get("queue", ""))
    for _try in range(TRIES):
        number = next_id(request.viewer, wanted, above=request.role >= Role.ADMIN)
        found = cases_by_id(request.viewer, [number]) if number else []
        if not found:
            break
        try:
            claiming.claim(found[0], request.viewer)
        except Conflict:
            continue
        return redirect("case", found[0].code)
    messages.info(request, _("Nothing waits for you here. Thank you."))
    return redirect("queue")


def rows_of(lines: list[CaseLine], sorts: bool) -> list[Row]:
    """Cases as lines of the list."""
    return [
        Row(
            line=line,
            title=case_words.title(line),
            queue=case_words.QUEUES[line.queue],
            tags=tuple(case_words.CATEGORIES[word] for word in line.categories),
            left=case_words.left(line.due_at) if line.due_at and not line.closed_at else "",
            tone="red" if line.is_late else "amber" if line.is_near else "grey",
            state=case_words.STATES[line.state],
            may_take=sorts and line.closed_at is None and line.holder is None,
        )
        for line in lines
    ]


def shows(wanted: WantedCases) -> list[Choice]:
    """Which cases can be looked at by themselves."""
    labels = {
        "": pgettext("cases", "All"),
        "unclaimed": pgettext("cases", "Nobody’s"),
        "mine": pgettext("cases", "Mine"),
        "late": pgettext("cases", "Late"),
        "decided": pgettext("cases", "Decided"),
    }
    return [Choice(path(wanted, show=word), label, wanted.show == word) for word, label in labels.items()]


def order_words() -> list[tuple[str, str]]:
    """In which order they can stand."""
    return [("", _("Most urgent")), ("oldest", _("Oldest")), ("reports", _("Most reports"))]


def path(wanted: WantedCases, **others: str | int | None) -> str:
    """The address of the list with something else chosen; it begins anew, unless it is to go on."""
    said = {"show": wanted.show, "queue": wanted.queue, "order": wanted.order, "start": 0} | others
    query = {key: int(value) if isinstance(value, int) else value for key, value in said.items()}
    # Queue 0 is one; a start of 0 is none.
    words = urlencode(
        {key: value for key, value in query.items() if value not in ("", None) and (value or key == "queue")}
    )
    return reverse("queue") + (f"?{words}" if words else "")


def here(wanted: WantedCases) -> str:
    """The word of the page in the staff's navigation."""
    if wanted.show in ("mine", "decided"):
        return wanted.show
    return "appeals" if wanted.queue is not None and wanted.queue.name == "APPEALS" else "queue"


def title_of(wanted: WantedCases) -> str:
    """What the list is called."""
    if wanted.show == "mine":
        return _("My cases")
    if wanted.show == "decided":
        return _("Decided cases")
    return str(case_words.QUEUES[wanted.queue].label) if wanted.queue is not None else _("Open cases")


def troubles(today: date) -> list[str]:
    """What is wrong with the law packs, in sentences."""
    late = [
        _("The law pack “%(title)s” should have been read again by %(day)s. Its clocks may be out of date.")
        % {"title": pack.title, "day": pack.review_by.isoformat()}
        for pack in lawpacks.in_force().stale(today)
    ]
    missing = [_("There is no law pack “%(name)s”.") % {"name": name} for name in lawpacks.unknown()]
    return lawpacks.faults() + missing + late
