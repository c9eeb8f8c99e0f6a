"""What is done with a case besides deciding it: taking and passing it on, notes, links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from verandah.actions import casing, claiming
from verandah.base.errors import Invalid, NotFound
from verandah.base.paging import whole
from verandah.domain.accounts.permissions import Permission
from verandah.domain.moderation.cases import case_named
from verandah.domain.moderation.queues import colleague, queue_named

from .door import staff_page

if TYPE_CHECKING:
    from .door import StaffRequest


@require_POST
@staff_page(Permission.SEE_CASES, changing=Permission.SORT_CASES)
def claim(request: StaffRequest, code: str) -> HttpResponse:
    """It is the viewer's for a while; again: their time begins anew."""
    claiming.claim(case_named(request.viewer, code), request.viewer)
    return redirect("case", code)


@require_POST
@staff_page(Permission.SEE_CASES, changing=Permission.SORT_CASES)
def release(request: StaffRequest, code: str) -> HttpResponse:
    """Whoever wants can take it."""
    claiming.release(case_named(request.viewer, code), request.viewer)
    messages.success(request, _("You have given the case back."))
    return redirect("queue")


@require_POST
@staff_page(Permission.SEE_CASES, changing=Permission.SORT_CASES)
def assign(request: StaffRequest, code: str) -> HttpResponse:
    """It is meant for somebody else of the staff."""
    row = case_named(request.viewer, code)
    to = colleague(request.viewer, row.owner_id, whole(request.POST.get("to"), 0))
    claiming.assign(row, request.viewer, to)
    messages.success(request, _("The case is meant for %(name)s now.") % {"name": to.display_name})
    return redirect("case", code)


@require_POST
@staff_page(Permission.SEE_CASES, changing=Permission.SORT_CASES)
def pass_on(request: StaffRequest, code: str) -> HttpResponse:
    """It goes to another queue; or to those who run the site."""
    row = case_named(request.viewer, code)
    if request.POST.get("up"):
        claiming.escalate(row, request.viewer)
        messages.success(request, _("The case was passed on to those who run the site."))
        return redirect("case", row.code)
    queue = queue_named(request.POST.get("queue", ""))
    if queue is None:
        raise Invalid("queue", _("Choose a queue."))
    there = claiming.escalate(row, request.viewer, queue)
    messages.success(request, _("The case was moved."))
    return redirect("case", there.code)


@require_POST
@staff_page(Permission.SEE_CASES, changing=Permission.SORT_CASES)
def wait(request: StaffRequest, code: str) -> HttpResponse:
    """Somebody's answer is outstanding."""
    claiming.wait(case_named(request.viewer, code), request.viewer)
    return redirect("case", code)


@require_POST
@staff_page(Permission.SEE_CASES, changing=Permission.SORT_CASES)
def write_note(request: StaffRequest, code: str) -> HttpResponse:
    """Something for the others of the staff."""
    row = case_named(request.viewer, code)
    casing.note_on(row, request.viewer, request.POST.get("body", ""), bool(request.POST.get("pinned")))
    return redirect("case", code)


@require_POST
@staff_page(Permission.SEE_CASES, changing=Permission.SORT_CASES)
def pin(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """A note stands first, or no longer."""
    casing.pin(case_named(request.viewer, code), request.viewer, number, bool(request.POST.get("pinned")))
    return redirect("case", code)


@require_POST
@staff_page(Permission.SEE_CASES, changing=Permission.SORT_CASES)
def link(request: StaffRequest, code: str) -> HttpResponse:
    """It has to do with another case, or nothing any longer."""
    row = case_named(request.viewer, code)
    try:
        other = case_named(request.viewer, request.POST.get("other", "").strip())
    except NotFound as error:
        raise Invalid("other", _("There is no case with this code.")) from error
    (casing.unlink if request.POST.get("undo") else casing.link)(row, other, request.viewer)
    return redirect("case", code)


@require_POST
@staff_page(Permission.SEE_CASES, changing=Permission.DECIDE)
def reopen(request: StaffRequest, code: str) -> HttpResponse:
    """What was closed is looked at anew, in a case of its own."""
    anew = casing.reopen(case_named(request.viewer, code), request.viewer)
    return redirect("case", anew.code)
