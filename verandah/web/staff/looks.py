"""The site's own logo, and the picture behind its landing page: sending them, and going back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from verandah.actions import decorating
from verandah.base.errors import Invalid
from verandah.domain.accounts.permissions import Permission
from verandah.domain.instance.pictures import backings, logo_path
from verandah.domain.instance.settings_values import stored_site
from verandah.web.paths import see_other

from .door import StaffRequest, staff_page

WORDS = ("logo", "backdrop")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.SEE_POLICIES, changing=Permission.SET_SWITCHES)
def looks(request: StaffRequest) -> HttpResponse:
    """Both pictures."""
    error, field = "", ""
    if request.method == "POST":
        try:
            done = any([take(request, word) for word in WORDS])
        except Invalid as refusal:
            error, field = refusal.text, refusal.field
        else:
            if not done:
                messages.info(request, _("Choose a picture first."))
            return see_other(reverse("staff_looks"))
    site = stored_site()
    context = {
        "here": "settings",
        "logo": logo_path(site.logo, 192),
        "backings": backings(site.backdrop_picture),
        "error": error,
        "field": field,
    }
    return render(request, "pages/staff_looks.html", context, status=422 if error else 200)


def take(request: StaffRequest, word: str) -> bool:
    """What the form says of one of them: a new picture, or none any more; whether it said something. Raises Invalid."""
    if request.POST.get("remove") == word:
        if decorating.remove_picture(request.viewer, word):
            messages.success(request, _("Removed. What comes with Verandah is shown again."))
        return True
    # A name of its own: browsers send an empty field for a file that was not chosen, and settings are called so, too.
    sent = request.FILES.get(f"{word}-file")
    if sent is None or isinstance(sent, list):
        return False
    decorating.set_picture(request.viewer, word, sent)
    messages.success(request, _("Saved. Everyone sees it from now on."))
    return True
