"""Reporting something one sees, in four steps: what, detail, check, done; a dialog, or four pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from verandah.actions import following, muting, reporting
from verandah.base import limits
from verandah.base.errors import Invalid, NotFound
from verandah.domain.accounts.show import show_account
from verandah.domain.graph.show import relations
from verandah.domain.moderation.policies import ShownPolicy, current_policies
from verandah.domain.moderation.reportable import Item, Kind, Reportable, item_of, more_of, reportable
from verandah.domain.moderation.reports import own_reports_in

from .paths import see_other
from .report_steps import (
    CHECK,
    DETAIL,
    DISLIKE,
    DONE,
    STEPS,
    WHAT,
    Answers,
    answered,
    errors_at,
    opened,
    sealed,
)
from .report_words import WHAT as THINGS
from .report_words import country_words, law_words, outcome_words, title_for
from .viewer import MemberRequest, WebRequest, is_partial

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


LONGEST_HINT = 90
# Of a text in any script; all of it, when it has no end of a sentence.
FIRST_SENTENCE = re.compile(r"[^\n]*?[.!?。؟](?=\s|$)|[^\n]*")
# What is left of the word in which a text was cut off. Where no words are set apart, it is cut anywhere.
CUT_WORD = re.compile(r"[\s,;:]+\S{0,20}…$")


@never_cache
@require_http_methods(["GET", "POST"])
def report(request: WebRequest, about: str) -> HttpResponse:
    """One step of a report about something the viewer sees; guests are led to the form for everyone."""
    if request.viewer is None:
        return redirect(f"{reverse('notice')}?{urlencode({'about': address_of(item_of(about))})}")
    return report_of_member(request, about)  # type: ignore[arg-type]


def address_of(item: Item) -> str:
    """Where something is that guests see; empty for all else."""
    try:
        found = reportable(None, item)
    except NotFound:
        return ""
    name, number = found.owner.username, found.item.ref
    pages = {
        Kind.POST: reverse("post", args=[number]),
        Kind.ACCOUNT: reverse("profile", args=[name]),
        Kind.ALBUM: reverse("album", args=[name, number]),
    }
    return settings.URL + pages[item.kind] if item.kind in pages else ""


def report_of_member(request: MemberRequest, about: str) -> HttpResponse:
    """The same for who is signed in."""
    asked = request.GET.get("step", WHAT)
    step = asked if asked in STEPS else WHAT
    if request.method == "GET" and step == DONE:
        return done_page(request, about, request.GET.get("case", ""))
    found = reportable(request.viewer, item_of(about))
    policies = {one.id: one for one in current_policies(request.viewer)}
    if request.method == "GET":
        return page(request, found, WHAT, Answers(), policies)
    return forward(request, found, step, policies)


def forward(request: MemberRequest, found: Reportable, step: str, policies: Mapping[int, ShownPolicy]) -> HttpResponse:
    """From the step that was filled in to the one that is asked for, unless something is wrong with the first."""
    here = request.POST.get("from", WHAT)
    answers = answered(opened(request.POST.get("state", ""), whose(request, found)), here, request.POST)
    if here in STEPS and STEPS.index(step) <= STEPS.index(here):
        return page(request, found, step, answers, policies)
    offered = {one.item.key for one in more_of(request.viewer, found)}
    for passed in STEPS[: STEPS.index(step)]:
        # Each again: what was signed may be from before a rule went.
        if errors := errors_at(passed, answers, policies, offered):
            return page(request, found, passed, answers, policies, errors)
    if step != DONE or answers.reason == DISLIKE:
        return page(request, found, DETAIL if answers.reason == DISLIKE else step, answers, policies)
    return send(request, found, answers, policies)


def send(
    request: MemberRequest, found: Reportable, answers: Answers, policies: Mapping[int, ShownPolicy]
) -> HttpResponse:
    """Tell the staff, and do what was wished besides."""
    limits.take("report", str(request.viewer.id))
    try:
        made = reporting.concern(request.viewer, answers.concern(found.item))
    except Invalid as error:
        # All of it was asked before: something has changed in this very moment.
        return page(request, found, DETAIL, answers, policies, {"comment": error.text})
    keep_away(request.viewer, found.owner, answers)
    code = made.case.code if made.case else ""
    if not is_partial(request):
        return see_other(f"{reverse('report', args=[found.item.key])}?{urlencode({'step': DONE, 'case': code})}")
    return done(request, code)


def keep_away(viewer: Account, her: Account, answers: Answers) -> None:
    """What the reporter wants for themselves."""
    if viewer.pk == her.pk:
        return
    if answers.block:
        following.block(viewer, her)
    elif answers.mute:
        muting.mute(viewer, her)


def done(request: MemberRequest, code: str) -> HttpResponse:
    """The last step, in the dialog."""
    return render(request, "components/report_done.html", done_context(request.viewer, code, partial=True))


def done_page(request: MemberRequest, about: str, code: str) -> HttpResponse:
    """The last step as a page, for whoever has reported it."""
    return render(request, "pages/report_done.html", done_context(request.viewer, code, partial=False))


def done_context(viewer: Account, code: str, partial: bool) -> dict[str, Any]:
    """What the last step says. Raises NotFound for a case in which the viewer has told nothing."""
    mine = own_reports_in(viewer, code)[-1]
    return {"report": mine, "words": outcome_words(mine), "partial": partial, "place": 4}


def page(
    request: MemberRequest,
    found: Reportable,
    step: str,
    answers: Answers,
    policies: Mapping[int, ShownPolicy],
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    """A step, as the inside of the dialog or as a page."""
    partial = is_partial(request)
    context = {
        "about": found.item.key,
        "step": step,
        "place": STEPS.index(step) + 1,
        "next": STEPS[min(STEPS.index(step) + 1, 3)],
        "before": STEPS[max(STEPS.index(step) - 1, 0)],
        "title": title_for(found.what),
        "thing": found,
        "what": THINGS.get(found.what, ""),
        "owner": show_account(found.owner),
        "answers": answers,
        "state": sealed(answers, whose(request, found)),
        "rules": [choice(one) for one in policies.values()],
        "policy": policies.get(answers.policy_id),
        "errors": errors or {},
        "partial": partial,
        **(details(request.viewer, found, answers) if step in (DETAIL, CHECK) else {}),
    }
    template = "components/report.html" if partial else "pages/report.html"
    return render(request, template, context, status=422 if errors else 200)


def choice(policy: ShownPolicy) -> dict[str, str]:
    """A rule to choose, with its first sentence."""
    sentence = FIRST_SENTENCE.match(policy.body.strip())[0]  # type: ignore[index]
    short = Truncator(sentence).chars(LONGEST_HINT)
    hint = sentence if short == sentence else CUT_WORD.sub("…", short)
    return {"value": f"rule:{policy.id}", "title": policy.title, "hint": hint}


def label(one: Reportable) -> str:
    """What something is that can be reported along: its words, or what it is."""
    if one.item.kind == Kind.POST:
        return one.text or str(_("A post without words"))
    return f"{THINGS[one.what]}: {one.text}" if one.text else str(THINGS[one.what])


def details(viewer: Account, found: Reportable, answers: Answers) -> dict[str, Any]:
    """What the steps after the first need."""
    more = [{"key": one.item.key, "label": label(one)} for one in more_of(viewer, found)]
    return {
        "more": more,
        "chosen": [one for one in more if one["key"] in answers.more],
        "laws": law_words(),
        "law": dict(law_words()).get(answers.kind, ""),
        "countries": country_words(),
        "relation": relations(viewer, [found.owner.pk]).get(found.owner.pk),
    }


def whose(request: MemberRequest, found: Reportable) -> str:
    """Of which thing and of which viewer a form is."""
    return f"{request.viewer.pk}:{found.item.key}"
