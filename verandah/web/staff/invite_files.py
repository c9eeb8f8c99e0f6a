"""Inviting whoever stands in a file: the look at it, sending, how far it has gone, once more, and the end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from verandah.actions import inviting_many
from verandah.base.errors import Conflict, Invalid
from verandah.domain.accounts.invite_batches import batch_of, batches, guests_of
from verandah.domain.accounts.invite_files import MOST_BYTES, MOST_LINES
from verandah.domain.accounts.permissions import Permission
from verandah.web.paths import see_other

from .door import StaffRequest, staff_page

# So many lines that are no good are shown; who has more writes the file anew.
SHOWN_PROBLEMS = 200
SHOWN_GUESTS = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.INVITE_MANY)
def upload(request: StaffRequest) -> HttpResponse:
    """Choose a file; what would be sent is shown before anything is."""
    error = ""
    if request.method == "POST":
        try:
            return looked_at(request)
        except Invalid as refusal:
            error = refusal.text
    context = {
        "here": "invites",
        "batches": batches(request.viewer),
        "most_lines": MOST_LINES,
        "most_kb": MOST_BYTES // 1000,
        "error": error,
    }
    return render(request, "pages/staff_invite_files.html", context, status=422 if error else 200)


@never_cache
@require_http_methods(["GET", "HEAD"])
@staff_page(Permission.INVITE_MANY)
def one(request: StaffRequest, number: int) -> HttpResponse:
    """How far a file has gone out, and who has come. A fragment while it runs, for htmx."""
    batch = batch_of(request.viewer, number)
    context = {"here": "invites", "batch": batch, "guests": guests_of(request.viewer, number)}
    is_part = request.headers.get("HX-Request") == "true" and "part" in request.GET
    return render(request, "components/invite_progress.html" if is_part else "pages/staff_invite_file.html", context)


@never_cache
@require_POST
@staff_page(Permission.INVITE_MANY)
def act(request: StaffRequest, number: int) -> HttpResponse:
    """Send the draft, write once more, or end what is open."""
    if "end" in request.POST:
        return ended(request, number)
    try:
        if "again" in request.POST:
            count = inviting_many.send_again(request.viewer, number)
            sentence = ngettext("%(count)d letter goes out again.", "%(count)d letters go out again.", count)
            messages.success(request, sentence % {"count": count})
        else:
            inviting_many.send(request.viewer, number)
            messages.success(request, _("The letters go out now, one after the other."))
    except Conflict as refusal:
        messages.error(request, refusal.text)
        return see_other(reverse("staff_invite_files"))
    return see_other(reverse("staff_invite_file", args=[number]))


def ended(request: StaffRequest, number: int) -> HttpResponse:
    """Its invitations are good no more; a draft is gone."""
    was_draft = batch_of(request.viewer, number).is_draft
    count = inviting_many.end_all(request.viewer, number)
    sentence = ngettext("%(count)d invitation has ended.", "%(count)d invitations have ended.", count)
    messages.success(request, _("Nobody was invited.") if was_draft else sentence % {"count": count})
    return see_other(reverse("staff_invite_files") if was_draft else reverse("staff_invite_file", args=[number]))


def looked_at(request: StaffRequest) -> HttpResponse:
    """What would be sent, and each line that is no good. Raises Invalid."""
    sent = request.FILES.get("file")
    if sent is None:
        raise Invalid("file", _("Choose a file."))
    if (sent.size or 0) > MOST_BYTES:
        raise Invalid("file", _("This file is larger than %(most)d kB. Split it.") % {"most": MOST_BYTES // 1000})
    run = inviting_many.try_file(request.viewer, sent.name or "", sent.read(), "skips_approval" in request.POST)
    context = {
        "here": "invites",
        "run": run,
        "count": len(run.guests),
        "first": run.guests[:SHOWN_GUESTS],
        "more": max(0, len(run.guests) - SHOWN_GUESTS),
        "problems": run.problems[:SHOWN_PROBLEMS],
        "problems_count": len(run.problems),
        "hidden": max(0, len(run.problems) - SHOWN_PROBLEMS),
    }
    return render(request, "pages/staff_invite_dry_run.html", context)
