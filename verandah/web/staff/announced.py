"""Who has read an announcement and who has not: a page, and a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from verandah.actions import auditing
from verandah.base import sheets
from verandah.base.paging import whole
from verandah.domain.accounts.permissions import Permission
from verandah.domain.instance.noticeboard import DRAFT, Posted, one_posted
from verandah.domain.notifications.announced import WHICH, counts_of, readers_of

from .door import StaffRequest, staff_page

LENGTH = 50
# So many rows of the table are read at once.
BATCH = 1000


@never_cache
@require_safe
@staff_page(Permission.ANNOUNCE)
def readers(request: StaffRequest, number: int) -> HttpResponse:
    """Those it is for, in pages: who has not read it, who has, or all."""
    shown = published(number)
    which = request.GET.get("show", "unread")
    if which not in WHICH:
        raise Http404
    found = readers_of(request.viewer, number, which, whole(request.GET.get("after"), 0), LENGTH)
    auditing.looked(request.viewer, "announcement_readers", announcement=number)
    path = reverse("staff_announcement_readers", args=[number])
    context = {
        "here": "announcements",
        "announcement": shown,
        "counts": counts_of(request.viewer, number),
        "which": which,
        "readers": found,
        "more": f"{path}?show={which}&after={found[-1].id}" if len(found) == LENGTH else "",
    }
    return render(request, "pages/staff_announcement_readers.html", context)


@never_cache
@require_safe
@staff_page(Permission.ANNOUNCE)
def table(request: StaffRequest, number: int) -> HttpResponse:
    """The same as CSV; `?mark=1`: with the mark by which some programs know UTF-8."""
    published(number)
    auditing.looked(request.viewer, "announcement_readers", announcement=number)
    data = sheets.table(lines(request, number), with_mark="mark" in request.GET)
    answer = HttpResponse(data, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="announcement-{number}.csv"'
    return answer


def lines(request: StaffRequest, number: int) -> Iterator[tuple[str, ...]]:
    """A line for each, below the names of the columns."""
    yield (_("Name"), _("Handle"), _("Has read it"), _("When"))
    last = 0
    while found := readers_of(request.viewer, number, "all", last, BATCH):
        for one in found:
            when = f"{one.read_at:%Y-%m-%dT%H:%M:%SZ}" if one.read_at else ""
            yield one.display_name, one.username, _("yes") if one.read_at else _("no"), when
        last = found[-1].id


def published(number: int) -> Posted:
    """The announcement, if it has been out. Raises Http404."""
    shown = one_posted(number)
    if shown is None or shown.state == DRAFT:
        raise Http404
    return shown
