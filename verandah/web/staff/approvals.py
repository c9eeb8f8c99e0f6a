"""What two people must want: what waits, agreeing and refusing, and what became of the rest."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from verandah.actions import approving
from verandah.domain.accounts.permissions import Permission
from verandah.domain.moderation.approvals import open_approvals, past_approvals, used_alone
from verandah.web.paths import see_other
from verandah.web.role_words import STATES, what_it_does

from .door import StaffRequest, staff_page


@require_safe
@staff_page(Permission.SEE_APPROVALS)
def approvals(request: StaffRequest) -> HttpResponse:
    """What waits for a second person, or for being done; and what is over."""
    waiting, past = open_approvals(request.viewer), past_approvals(request.viewer)
    context = {
        "here": "approvals",
        "waiting": [(one, what_it_does(one), STATES[one.state]) for one in waiting],
        "past": [(one, what_it_does(one), STATES[one.state]) for one in past],
        "alone": used_alone(timezone.localdate().year),
        "year": timezone.localdate().year,
    }
    return render(request, "pages/staff_approvals.html", context)


@require_POST
@staff_page(Permission.SEE_APPROVALS, changing=Permission.AGREE, fresh=True)
def decide(request: StaffRequest, number: int) -> HttpResponse:
    """Agree, or refuse; or take back what I asked for."""
    word = request.POST.get("answer", "")
    if word == "agree":
        approving.agree(request.viewer, number)
        messages.success(request, _("You agree. It can be done within half an hour."))
    elif word == "refuse":
        approving.refuse(request.viewer, number)
        messages.success(request, _("It will not be done."))
    else:
        raise BadRequest("An answer is agree or refuse.")
    return see_other(reverse("approvals"))
