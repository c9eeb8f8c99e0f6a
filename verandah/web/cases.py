"""What I have reported and what became of it; the same for a stranger, by the secret address of their receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from verandah.actions import insisting
from verandah.base import limits
from verandah.base.errors import Conflict, Invalid, NotFound, TooMany
from verandah.base.paging import Page
from verandah.domain.accounts.show import show_account
from verandah.domain.graph.show import relations
from verandah.domain.moderation.reports import (
    OwnReport,
    appeal_of,
    own_report_ids,
    own_reports_in,
    report_by_receipt,
    show_own_reports,
    talk_of,
)

from .joining import client_address
from .paths import older_path, see_other
from .report_words import APPEALS, COUNTRIES, STAGES, WHAT, outcome_words, reason
from .viewer import MemberRequest, WebRequest, members_only

type Refusals = Mapping[str, str]


@never_cache
@require_safe
@members_only
def index(request: MemberRequest) -> HttpResponse:
    """All that I have reported, newest first."""
    page = Page.from_query(request.GET)
    ids = own_report_ids(request.viewer, page)
    rows = [
        {
            "report": one,
            "what": WHAT.get(one.what[0], "") if one.what else _("Notice"),
            "reason": reason(one),
            "words": outcome_words(one),
            "stage": STAGES[one.stage],
        }
        for one in show_own_reports(request.viewer, ids)
    ]
    older = older_path(reverse("own_cases"), ids[-1] if ids else 0, len(ids), page)
    return render(request, "pages/own_cases.html", {"rows": rows, "older": older})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def own_case(request: MemberRequest, code: str) -> HttpResponse:
    """What I have told in one case, how far it is, what came of it, and what I say to that."""
    here, mine = reverse("own_case", args=[code]), own_reports_in(request.viewer, code)
    refusals: Refusals = {}
    if request.method == "POST":
        limits.take("appeal", str(request.viewer.pk))
        refusals = said(request, mine[-1])
        if not refusals:
            return see_other(here)
    target = next((one.target for one in mine if one.target and one.target.pk != request.viewer.pk), None)
    context = {
        **context_of(request, mine, here, refusals),
        "target": show_account(target) if target else None,
        "relation": relations(request.viewer, [target.pk]).get(target.pk) if target else None,
    }
    return render(request, "pages/own_case.html", context, status=422 if refusals else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: WebRequest, token: str) -> HttpResponse:
    """The same for a stranger: whoever has the address reads it."""
    here, found = reverse("receipt", args=[token]), report_by_receipt(request.viewer, token)
    refusals: Refusals = {}
    if request.method == "POST":
        limits.take("notice", limits.network(client_address(request)))
        refusals = said(request, found)
        if not refusals:
            return see_other(here)
    context = context_of(request, [found], here, refusals) | {"is_stranger": True}
    answer = render(request, "pages/own_case.html", context, status=422 if refusals else 200)
    # The secret in the address goes to no other site.
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def said(request: WebRequest, mine: OwnReport) -> Refusals:
    """A message or a wish for another look, stored; what was refused, by the field that it stands beside."""
    field = "body" if "body" in request.POST else "text"
    words = request.POST.get(field, "").replace("\0", "")
    try:
        if field == "body":
            insisting.say(mine, words)
            messages.success(request, _("Your message is with the people who look after this site."))
        elif mine.is_contestable:
            insisting.ask_again(mine, words)
            messages.success(request, _("Your wish is on its way. Somebody else looks at it again."))
        else:
            raise NotFound
    except (Invalid, Conflict, TooMany) as refusal:
        return {field: refusal.text}
    return {}


def context_of(request: WebRequest, mine: Sequence[OwnReport], here: str, refusals: Refusals) -> dict[str, Any]:
    """What both pages show: never who decided, nor who else has told of it."""
    report = mine[-1]
    appeal = appeal_of(report)
    return {
        "report": report,
        "reports": mine,
        "words": outcome_words(report),
        "stages": STAGES.items(),
        "reason": reason(report),
        "country": COUNTRIES.get(report.law_country, ""),
        "things": [WHAT.get(word, "") for one in mine for word in one.what],
        "talk": [one for told in mine for one in talk_of(told)],
        "appeal": appeal,
        "appeal_words": APPEALS.get(appeal.state, "") if appeal else "",
        "refusals": refusals,
        "typed": {name: request.POST.get(name, "") for name in ("text", "body")},
        "here": here,
    }
