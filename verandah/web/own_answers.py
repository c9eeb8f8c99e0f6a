"""What I answer to the owner's fields, each for whom I choose: a part of the settings of my profile."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from verandah.actions import describing
from verandah.base.errors import Invalid
from verandah.domain.accounts.answers import answers_given, fields_of_site

from .answer_rows import audiences, rows_of, sent_in
from .paths import see_other
from .viewer import MemberRequest, limited, members_only


@never_cache
@require_http_methods(["GET", "POST"])
@members_only
@limited("settings")
def change(request: MemberRequest) -> HttpResponse:
    """What this community asks everyone, and who sees what I say."""
    fields = fields_of_site(request.viewer)
    if request.method == "GET":
        return page(request, {"rows": rows_of(fields, answers_given(request.viewer))})
    sent = sent_in(request.POST, fields)
    try:
        describing.answer(request.viewer, sent)
    except Invalid as refusal:
        rows = rows_of(fields, answers_given(request.viewer) | sent, refusal.field, refusal.text)
        return page(request, {"rows": rows, "error": refusal.text}, 422)
    messages.success(request, _("Saved."))
    return see_other(reverse("settings_answers"))


def page(request: MemberRequest, told: dict[str, Any], status: int = 200) -> HttpResponse:
    """The form."""
    context = {"section": "profile", "words": audiences(), **told}
    return render(request, "pages/settings_answers.html", context, status=status)
