"""Backups as the owner sees them: the last ones, where they lie, and trying one out."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from verandah.actions import backing_up, safekeeping
from verandah.base.errors import Invalid
from verandah.domain.accounts.permissions import Permission
from verandah.domain.instance.settings_kinds import Group
from verandah.domain.instance.settings_list import BY_NAME
from verandah.domain.instance.settings_values import stored_site
from verandah.web.paths import see_other

from .door import StaffRequest, staff_page
from .setting_rows import Asked, read, rows_of, save, saved_words

OURS = [one for one in BY_NAME.values() if one.group is Group.BACKUPS]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.SEE_POLICIES, changing=Permission.SET_SWITCHES)
def backups(request: StaffRequest) -> HttpResponse:
    """The settings of backups and the list of the last ones; a backup is made and tried out on demand."""
    asked, error = Asked(), ""
    if request.method == "POST":
        asked = read(request.POST, [one.name for one in OURS])
        count = 0 if asked.errors else save(request.viewer, asked)
        if not asked.errors:
            try:
                return done(request, count)
            except Invalid as refusal:
                error = refusal.text
    site = stored_site()
    context = {
        "here": "settings",
        "rows": rows_of(OURS, asked),
        "backups": safekeeping.last_backups(request.viewer),
        "place_now": site.backup_place,
        "free": safekeeping.free_bytes(site.backup_place) if site.backup_place else -1,
        "is_sealed": bool(settings.BACKUP_PASSPHRASE),
        "proven_at": backing_up.last_proven(),
        "error": error,
        "has_errors": bool(asked.errors),
    }
    return render(request, "pages/staff_backups.html", context, status=422 if error or asked.errors else 200)


def done(request: StaffRequest, count: int) -> HttpResponse:
    """After saving: what has changed, or that a backup is on its way. Raises Invalid."""
    if "drill" in request.POST:
        safekeeping.drill(request.viewer)
        messages.success(request, _("A backup is being made and tried out. Look again in a minute."))
    else:
        messages.success(request, saved_words(count))
    return see_other(reverse("staff_backups"))
