"""Opening the doors: what a site must have before anyone can join, and where each is done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from verandah.actions import launching
from verandah.base.errors import Invalid
from verandah.base.paging import whole
from verandah.domain.accounts.permissions import Permission
from verandah.domain.instance.settings_list import JOININGS
from verandah.domain.instance.settings_values import stored_site
from verandah.web.paths import see_other

from .door import StaffRequest, staff_page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.SEE_POLICIES, changing=Permission.SET_SWITCHES, fresh=True)
def launch(request: StaffRequest) -> HttpResponse:
    """The list with what is met, and the button."""
    if request.method != "POST":
        return launch_page(request)
    if "alone" in request.POST:
        launching.say_alone(request.viewer, request.POST["alone"] == "yes")
        return see_other(reverse("staff_launch"))
    try:
        launching.launch(request.viewer, whole(request.POST.get("joining"), 0))
    except Invalid as refusal:
        return launch_page(request, refusal.text)
    messages.success(request, _("The doors are open. Welcome to everyone."))
    return see_other(reverse("staff_launch"))


def launch_page(request: StaffRequest, error: str = "") -> HttpResponse:
    """How everything stands."""
    conditions = launching.gate()
    site = stored_site()
    context = {
        "here": "launch",
        "conditions": [(one, reverse(one.way)) for one in conditions],
        "met": sum(one.is_met for one in conditions),
        "is_ready": all(one.is_met for one in conditions),
        "is_open": launching.is_open_to_public(),
        "launched_at": site.launched_at,
        "is_alone": site.is_run_by_one,
        "ways": JOININGS[:2],
        "joining": site.joining,
        "error": error,
    }
    return render(request, "pages/staff_launch.html", context, status=422 if error else 200)
