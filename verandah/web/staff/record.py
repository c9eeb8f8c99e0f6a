"""The record as a page: what the staff did and looked at. Looking at it is recorded, too."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from verandah.actions.auditing import looked
from verandah.base.paging import Page
from verandah.domain.accounts.permissions import Permission
from verandah.domain.moderation.record import WantedEntries, deeds, entries
from verandah.web.role_words import ROLES

from .door import StaffRequest, staff_page

LENGTH = 40
LONGEST_WORD = 80


@require_safe
@staff_page(Permission.SEE_RECORD)
def record(request: StaffRequest) -> HttpResponse:
    """Entries, the newest first: by someone, about someone, of a deed or a case, between two days."""
    said = {name: request.GET.get(name, "").replace("\0", "")[:LONGEST_WORD] for name in WantedEntries.__slots__}
    wanted = WantedEntries(
        actor=said["actor"],
        account=said["account"],
        deed=said["deed"],
        case=said["case"],
        since=day_in(said["since"]),
        until=day_in(said["until"]),
    )
    page = Page(before=Page.from_query(request.GET.dict()).before, length=LENGTH)
    found = entries(request.viewer, wanted, page)
    # Only now, so that the newest entry on the page is not the look at it.
    looked(request.viewer, "record")
    kept = {name: word for name, word in said.items() if word}
    older = urlencode({**kept, "before": str(found[-1].id)}) if found else ""
    context = {
        "here": "record",
        "entries": [(one, ROLES[one.role]) for one in found],
        "said": said,
        "deeds": deeds(request.viewer),
        "older": f"?{older}" if len(found) == LENGTH else "",
    }
    return render(request, "pages/staff_record.html", context)


def day_in(text: str) -> date | None:
    """A day as browsers send it; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
