"""Deciding about several cases at once: choose, look at what will change, and only then do it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from verandah.actions import approving, sweeping
from verandah.actions.deciding import Verdict
from verandah.base.errors import Invalid
from verandah.base.paging import whole
from verandah.domain.accounts.permissions import Permission
from verandah.domain.moderation import case_words
from verandah.domain.moderation.cases import show_lines
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.policies import current_policies
from verandah.domain.moderation.sweeps import AT_ONCE, Outlook, cases_coded, outlook
from verandah.domain.moderation.twos import MOST_ALONE, Verb
from verandah.domain.moderation.verdict_words import THINGS

from .door import staff_page
from .queue import rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verandah.domain.moderation.models import Case

    from .door import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.SEE_CASES, changing=Permission.DECIDE_IN_BULK)
def bulk(request: StaffRequest) -> HttpResponse:
    """What is ticked, what shall be done with it, and what that will change; done once that was seen."""
    sent = request.POST if request.method == "POST" else request.GET
    cases = cases_coded(request.viewer, sent.getlist("case"))
    if not cases:
        messages.info(request, _("Tick some cases first."))
        return redirect("queue")
    if request.method != "POST":
        return page(request, cases)
    verdict = verdict_of(sent)
    if sent.get("apply"):
        return apply(request, cases, verdict)
    return page(request, cases, sent, outlook(request.viewer, cases, verdict.effects))


@require_POST
@staff_page(Permission.SEE_CASES, changing=Permission.DECIDE_IN_BULK)
def undo(request: StaffRequest, number: int) -> HttpResponse:
    """All that was decided at once is taken back."""
    count = sweeping.take_back(number, request.viewer, _("Decided about several at once by mistake."))
    sentence = ngettext("%(n)d decision was taken back.", "%(n)d decisions were taken back.", count)
    messages.success(request, sentence % {"n": count})
    return redirect("queue")


def apply(request: StaffRequest, cases: Sequence[Case], verdict: Verdict) -> HttpResponse:
    """Do it; or, for more than one person may decide, ask a second one first."""
    approval_id = None
    if len(cases) > MOST_ALONE:
        what = sweeping.what_of(cases, verdict)
        approval = approving.good_for(request.viewer, Verb.BULK, what)
        if approval is None:
            approving.ask(request.viewer, Verb.BULK, what, request.POST.get("facts", ""))
            messages.info(
                request, _("More than 50 cases need a second person. They have been asked; then do this again.")
            )
            return redirect("approvals")
        approval_id = approval.pk
    done = sweeping.sweep(cases, request.viewer, verdict, approval_id)
    return render(request, "pages/staff_swept.html", {"done": done, "here": "queue"})


def page(
    request: StaffRequest, cases: Sequence[Case], sent: QueryDict | None = None, seen: Outlook | None = None
) -> HttpResponse:
    """The form, with what was chosen in it, and what it would change."""
    chosen = sent.get("effect", "") if sent else ""
    context = {
        "rows": rows_of(show_lines(request.viewer, [case.pk for case in cases]), sorts=False),
        "effects": [(str(effect), *THINGS[effect]) for effect in AT_ONCE],
        "chosen": chosen,
        "label": THINGS[Effect(chosen)][0] if chosen else "",
        "policies": current_policies(request.viewer),
        "policy": whole(sent.get("policy"), 0) if sent else 0,
        "facts": sent.get("facts", "") if sent else "",
        "seen": seen,
        "changes": changes_of(seen) if seen else (),
        "needs_two": len(cases) > MOST_ALONE,
        "here": "queue",
    }
    return render(request, "pages/staff_bulk.html", context)


def changes_of(seen: Outlook) -> list[tuple[Any, int]]:
    """How many of which kind, in words."""
    return [(case_words.KINDS[kind], count) for kind, count in seen.kinds]


def verdict_of(sent: QueryDict) -> Verdict:
    """What the form says. Raises Invalid."""
    effect = sent.get("effect", "")
    if effect not in AT_ONCE:
        raise Invalid("effect", _("Choose what shall happen."))
    return Verdict((Effect(effect),), facts=sent.get("facts", ""), policy_id=whole(sent.get("policy"), 0) or None)
