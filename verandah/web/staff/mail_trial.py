"""A letter that tries whether letters arrive: sending it, and typing the code that stands in it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from verandah.actions import launching, proving
from verandah.base.errors import Invalid
from verandah.domain.accounts.permissions import Permission
from verandah.domain.instance.settings_values import stored_site
from verandah.web.paths import see_other

from .door import StaffRequest, staff_page

KEPT = "mail-proof"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.SEE_POLICIES, changing=Permission.SET_SWITCHES)
def mail(request: StaffRequest) -> HttpResponse:
    """Where letters come from, and trying it."""
    error = ""
    if request.method == "POST":
        try:
            (send if "send" in request.POST else prove)(request)
        except Invalid as refusal:
            error = refusal.text
        else:
            return see_other(reverse("staff_mail"))
    told = {"here": "settings", "error": error, **context(request)}
    return render(request, "pages/staff_mail.html", told, status=422 if error else 200)


def send(request: StaffRequest) -> None:
    """A letter with a code goes to whoever asks. Raises Invalid."""
    request.session[KEPT] = proving.send_code(request.viewer)
    messages.success(request, _("The letter is on its way. Type the code that stands in it."))


def prove(request: StaffRequest) -> None:
    """The code came back. Raises Invalid."""
    proving.prove(request.viewer, request.session.get(KEPT, ""), request.POST.get("code", ""))
    request.session.pop(KEPT, None)
    messages.success(request, _("Letters arrive."))


def context(request: StaffRequest) -> dict[str, Any]:
    """How it stands."""
    return {
        "proven_at": stored_site().mail_proven_at,
        "is_sent": KEPT in request.session,
        "is_printed": proving.is_printed(),
        # Whoever tries the site on their own machine reads the letters there, and needs no mail server for it.
        "is_tried_here": proving.is_printed() and launching.is_local(),
        "mail_from": settings.DEFAULT_FROM_EMAIL,
        "mail_to": request.viewer.user.email,
    }
