"""The figures of days as charts, tables, and a file for spreadsheets. They are of everyone together, and of nobody."""

from __future__ import annotations

import csv

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from verandah.actions import overlooking
from verandah.domain.accounts.permissions import Permission

from .door import StaffRequest, staff_page
from .figure_words import TITLES, figure

SPANS = (30, 90, 365)
ALL = 1096


@never_cache
@require_safe
@staff_page(Permission.SEE_SITE)
def statistics(request: StaffRequest) -> HttpResponse:
    """A chart for each figure. One query."""
    days = next((span for span in SPANS if request.GET.get("days") == str(span)), SPANS[0])
    series = overlooking.series(days)
    context = {
        "here": "statistics",
        "figures": [figure(series[name]) for name in TITLES],
        "days": days,
        "spans": SPANS,
        "is_empty": not any(one.values for one in series.values()),
    }
    return render(request, "pages/staff_statistics.html", context)


@never_cache
@require_safe
@staff_page(Permission.SEE_SITE)
def table(_request: StaffRequest) -> HttpResponse:
    """All that is kept, a line for each day. The names of the columns are the same in every language."""
    series = overlooking.series(ALL)
    values = {name: dict(zip(one.days, one.values, strict=True)) for name, one in series.items()}
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="statistics.csv"'
    lines = csv.writer(answer)
    lines.writerow(["day", *TITLES])
    for day in sorted({day for one in series.values() for day in one.days}):
        lines.writerow([day.isoformat(), *(values[name].get(day, "") for name in TITLES)])
    return answer
