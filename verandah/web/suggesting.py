"""Putting someone away who was suggested to me, and bringing them back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from verandah.actions import suggesting
from verandah.domain.graph.queries import visible_account

from .paths import see_other, way_back
from .people import person
from .viewer import MemberRequest, is_partial, limited, members_only


@require_POST
@members_only
@limited("follow")
def put_away(request: MemberRequest, username: str) -> HttpResponse:
    """Not now, never, or again after all."""
    account, wish = visible_account(request.viewer, username), request.POST.get("for", "")
    if wish == "again":
        suggesting.bring_back(request.viewer, account)
        said = _("They may be suggested to you again.")
    elif wish == "ever":
        suggesting.put_away(request.viewer, account, for_good=True)
        said = _("They are never suggested to you again.")
    else:
        suggesting.put_away(request.viewer, account, for_good=False)
        said = _("They are not suggested to you for a month.")
    back = way_back(request.POST.get("next", ""), reverse("home"))
    if is_partial(request):
        shown = person(request.viewer, account)
        context = {"person": shown, "said": said, "can_undo": wish != "again", "back": back}
        return render(request, "components/put_away.html", context)
    messages.success(request, said)
    return see_other(back)
