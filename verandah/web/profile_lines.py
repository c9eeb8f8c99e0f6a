"""The lines of my profile, each for whom I choose: a part of the settings of my profile."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from verandah.actions import presenting
from verandah.actions.presenting import LONGEST_FIELD, MOST_FIELDS, Revision
from verandah.base.errors import Invalid
from verandah.domain.accounts.fields import For, Line, lines

from .paths import see_other
from .viewer import MemberRequest, limited, members_only


@never_cache
@require_http_methods(["GET", "POST"])
@members_only
@limited("settings")
def change(request: MemberRequest) -> HttpResponse:
    """What stands beside my name, such as a phone number, and who sees it."""
    if request.method == "GET":
        return page(request, list(lines(request.viewer.fields)))
    sent = list(zip(*(request.POST.getlist(name) for name in ("name", "value", "audience")), strict=False))
    try:
        presenting.revise(request.viewer, Revision(fields=tuple(sent)))
    except Invalid as error:
        return page(request, [Line(*line) for line in sent], error.text)
    messages.success(request, _("Saved."))
    return see_other(reverse("settings_fields"))


def page(request: MemberRequest, told: list[Line], error: str = "") -> HttpResponse:
    """The form, with room for as many lines as there can be."""
    context: dict[str, Any] = {
        "section": "profile",
        "rows": [*told, *[Line("", "")] * (MOST_FIELDS - len(told))],
        "words": [str(one) for one in For],
        "longest": LONGEST_FIELD,
        "error": error,
    }
    return render(request, "pages/settings_fields.html", context, status=422 if error else 200)
