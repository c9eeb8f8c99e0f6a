"""Answering an appeal, by somebody else than whoever decided: with words of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from verandah.actions import appealing
from verandah.base.errors import Conflict, Invalid, NotFound
from verandah.domain.accounts.permissions import Permission
from verandah.domain.moderation.appeals import OUTCOMES
from verandah.domain.moderation.cases import case_named
from verandah.domain.moderation.reviews import appeal_in

from .case import page_of
from .decide import verdict_from
from .door import staff_page

if TYPE_CHECKING:
    from .door import StaffRequest

TYPED = ("outcome", "answer", "act", "person", "rule", "until", "until_on")


@require_POST
@staff_page(Permission.SEE_CASES, changing=Permission.DECIDE_APPEALS)
def take_up(request: StaffRequest, code: str) -> HttpResponse:
    """The viewer looks at it from now on; whoever asked is told that somebody does."""
    appeal = appeal_in(request.viewer, case_named(request.viewer, code))
    if appeal is None:
        raise NotFound
    appealing.take_up(appeal, request.viewer)
    return redirect("case", code)


@require_POST
@staff_page(Permission.SEE_CASES, changing=Permission.DECIDE_APPEALS)
def answer(request: StaffRequest, code: str) -> HttpResponse:
    """It stands, is taken back, or something else is done instead. What was typed is kept when it is refused."""
    case, sent = case_named(request.viewer, code), request.POST
    appeal = appeal_in(request.viewer, case)
    if appeal is None:
        raise NotFound
    try:
        outcome = OUTCOMES.get(sent.get("outcome", ""))
        if outcome is None:
            raise Invalid("outcome", _("Choose what becomes of it."))
        instead = verdict_from(request, case, sent) if sent.get("act") or sent.get("person") else None
        appealing.answer(appeal, request.viewer, outcome, sent.get("answer", ""), instead)
    except (Invalid, Conflict) as refusal:
        typed = {name: sent.get(name, "") for name in TYPED}
        return page_of(request, case, more={"appeal_refusal": refusal.text, "appeal_typed": typed}, status=422)
    messages.success(request, _("The appeal is answered, and everyone it concerns has been told."))
    return redirect("case", code)
