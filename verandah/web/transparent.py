"""What was reported and decided here, in numbers: a page with a drawing, and a table for spreadsheets."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from verandah.domain.moderation.policies import all_policies
from verandah.domain.moderation.transparency import FEW, Month, Part, Transparency, transparency

from .faces import face_of_page
from .viewer import WebRequest

# The drawing, in its own units.
WIDTH, HEIGHT, LEFT, BOTTOM = 720, 220, 36, 24
# Where a scale can end, in units of a power of ten.
SIZES = (2, 4, 6, 8, 10, 12, 16, 20, 24, 30, 40, 50, 60, 80, 100)
COLUMNS = ("reports", "notices", "decisions", "automated", "appeals", "overturned", "overrides")


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the drawing: where it stands and how high it is."""

    x: int
    y: int
    height: int
    kind: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Reports and decisions beside each other, by month; with lines for the half and the whole of the scale."""

    bars: tuple[Bar, ...]
    labels: tuple[tuple[int, Month], ...]
    lines: tuple[tuple[int, int], ...]
    bar_width: int


@dataclass(frozen=True, slots=True)
class Row:
    """A part in words; `count` is None where it is too few to be told."""

    label: str
    count: int | None


@never_cache
@require_safe
def page(request: WebRequest) -> HttpResponse:
    """The numbers of the last twelve months that are over."""
    found = transparency()
    context = {
        "told": found,
        "drawing": drawn(found.months),
        "policies": list(in_words(found.policies, policy_titles(request))),
        "outcomes": list(in_words(found.outcomes, effect_words())),
        "appeals": list(in_words(found.appeals, appeal_words())),
        "few": FEW,
        "face": face_of_page(request, _("Transparency")),
    }
    return render(request, "pages/transparency.html", context)


@never_cache
@require_safe
def table(request: WebRequest) -> HttpResponse:
    """The same for spreadsheets: UTF-8, RFC 4180."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("from", "what", "which", "count"))
    writer.writerows(lines_of(transparency()))
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="transparency.csv"'
    return answer


def lines_of(found: Transparency) -> Iterator[tuple[str, str, str, str]]:
    """Months first, then the parts of the whole time."""
    for month in found.months:
        for name in COLUMNS:
            yield f"{month.first:%Y-%m}", name, "", str(getattr(month, name))
    for name, parts in (("policy", found.policies), ("outcome", found.outcomes), ("appeal", found.appeals)):
        for part in parts:
            count = f"<{FEW}" if part.count is None else str(part.count)
            yield f"{found.months[0].first:%Y-%m}", name, part.word or "none", count


def drawn(months: Sequence[Month]) -> Drawing:
    """The bars. The scale ends at a round number."""
    most = scale(max((max(month.reports, month.decisions) for month in months), default=0))
    step = (WIDTH - LEFT) // max(len(months), 1)
    width = step // 3
    bars, labels = [], []
    for place, month in enumerate(months):
        x = LEFT + place * step + step // 6
        for offset, kind in enumerate(("reports", "decisions")):
            height = round((HEIGHT - BOTTOM - 10) * getattr(month, kind) / most)
            bars.append(Bar(x + offset * width, HEIGHT - BOTTOM - height, height, kind))
        labels.append((x + width, month))
    lines = [(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - 10) * part // 2, most * part // 2) for part in (0, 1, 2)]
    return Drawing(tuple(bars), tuple(labels), tuple(lines), width - 2)


def scale(most: int) -> int:
    """A round number that is no less, and even."""
    power = int("1" + "0" * max(0, len(str(most)) - 2))
    return next(size * power for size in SIZES if size * power >= most)


def in_words(parts: Sequence[Part], words: dict[str, str]) -> Iterator[Row]:
    """Each part by the words for it."""
    for part in parts:
        yield Row(words.get(part.word, part.word), part.count)


def policy_titles(request: WebRequest) -> dict[str, str]:
    """The rules by their names in addresses; decisions without one say so."""
    return {one.slug: one.title for one in all_policies(request.viewer)} | {"": _("No single rule")}


def effect_words() -> dict[str, str]:
    """What can follow from a decision."""
    return {
        "dismiss": _("Nothing was wrong"),
        "warn": _("Warned"),
        "ask_to_edit": _("Asked to change it"),
        "blur": _("Put behind a warning"),
        "limit": _("Shown to fewer people"),
        "lock": _("Closed to answers"),
        "hold": _("Held until somebody had looked"),
        "hide": _("Hidden"),
        "remove": _("Removed"),
        "strip": _("Taken from a profile"),
        "mark_sensitive": _("All files behind a warning"),
        "rate_limit": _("Fewer posts a day"),
        "post_approval": _("Posts looked at first"),
        "read_only": _("May only read"),
        "disable": _("Cannot sign in"),
        "suspend": _("Suspended"),
        "terminate": _("Account ended"),
        "freeze": _("Kept as it is, for the law"),
        "restore": _("Restored"),
    }


def appeal_words() -> dict[str, str]:
    """How an appeal stands."""
    return {
        "open": _("Not looked at yet"),
        "in_review": _("Being looked at"),
        "upheld": _("The decision stands"),
        "overturned": _("The decision was taken back"),
        "partly": _("Partly taken back"),
    }
