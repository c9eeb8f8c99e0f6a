"""Deciding a case: the form beside it, what would change, the deed itself, and taking it back."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from verandah.actions import deciding, stating
from verandah.actions.deciding import Verdict
from verandah.base.errors import Invalid, NotFound, Refusal
from verandah.base.paging import whole
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.moderation import statements
from verandah.domain.moderation.cases import case_named
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.kinds import SubjectKind
from verandah.domain.moderation.policies import current_policies
from verandah.domain.moderation.verdict_queries import consequences, decision_in, decisions_in
from verandah.domain.moderation.verdict_words import label_of, offer
from verandah.domain.moderation.verdicts import WORDS_ALONE, offered
from verandah.domain.notifications.nights import clock_of

from .door import staff_page

if TYPE_CHECKING:
    from verandah.domain.moderation.models import Case, Decision

    from .door import StaffRequest

# For so many days; 0 is until somebody says otherwise.
DAYS = (0, 1, 3, 7, 30)
# In what a page sends.
FIELDS = ("act", "person", "rule", "facts", "message", "until", "until_on", "illegal")


@require_POST
@staff_page(Permission.SEE_CASES, changing=Permission.DECIDE)
def decide(request: StaffRequest, code: str) -> HttpResponse:
    """Do it, when that was agreed to; else show first what would change."""
    case, sent = case_named(request.viewer, code), request.POST
    if not sent.get("agreed"):
        return preview(request, case, "pages/staff_decide.html")
    deciding.decide(case, request.viewer, verdict_from(request, case, sent))
    messages.success(request, _("It was decided, and everyone it concerns has been told."))
    return redirect("case", code)


@require_POST
@staff_page(Permission.SEE_CASES, changing=Permission.DECIDE)
def look(request: StaffRequest, code: str) -> HttpResponse:
    """What would change, as a part of the page of the case."""
    return preview(request, case_named(request.viewer, code), "components/verdict.html")


@require_POST
@staff_page(Permission.SEE_CASES, changing=Permission.DECIDE)
def undo(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """Take a decision of this case back."""
    case = case_named(request.viewer, code)
    decision = decision_in(request.viewer, case, number)
    if decision is None:
        raise NotFound
    refuse_about_people(request, tuple(map(Effect, decision.effects)), case)
    deciding.reverse(decision, request.viewer, request.POST.get("facts", ""))
    messages.success(request, _("It was taken back, and everyone who had been told was told."))
    return redirect("case", code)


def preview(request: StaffRequest, case: Case, template: str) -> HttpResponse:
    """What would change and what they would read; or why it cannot be decided like that."""
    context: dict[str, Any] = {"case": case, "code": case.code, "sent": sent_on(request.POST), "here": "queue"}
    try:
        verdict = verdict_from(request, case, request.POST)
        decision = deciding.rehearse(case, request.viewer, verdict)
    except Refusal as refusal:
        return render(request, template, {**context, "trouble": refusal.text}, status=200)
    kind = SubjectKind(case.subject.kind)
    labels = [label_of(effect, kind) for effect in verdict.effects]
    context |= {
        "labels": labels,
        "deed": " + ".join(labels),
        "is_grave": verdict.effects != (Effect.DISMISS,),
        "changes": consequences(request.viewer, case.subject, verdict.effects),
        "reports": told_reporters(case.reports_count),
        "statement": None if verdict.effects == (Effect.DISMISS,) else statement_of(request, decision),
    }
    return render(request, template, context)


def statement_of(request: StaffRequest, decision: Decision) -> statements.Told:
    """What whom it is about would read, in the language of who decides."""
    zone = clock_of(request.viewer.pk)
    return statements.told(stating.reasons_of(decision), get_language() or "en", zone)


def told_reporters(count: int) -> str:
    """How many hear of it who reported it."""
    words = ngettext("%(n)d person who reported it is told.", "%(n)d people who reported it are told.", count)
    return words % {"n": count} if count else ""


def sent_on(sent: QueryDict) -> list[tuple[str, str]]:
    """What was chosen, to be sent once more with the agreement."""
    return [(name, sent.get(name, "")) for name in FIELDS if name in sent]


def verdict_from(request: StaffRequest, case: Case, sent: QueryDict) -> Verdict:
    """What the form says. Raises Invalid for what cannot be chosen, Forbidden for what the role does not include."""
    chosen = [sent.get("act", ""), sent.get("person", "")]
    effects = tuple(Effect(word) for word in chosen if word in list(Effect))
    if Effect.DISMISS in effects and len(effects) > 1:
        raise Invalid("effects", _("Either nothing is wrong with it, or something is done. Choose one of the two."))
    refuse_about_people(request, effects, case)
    return Verdict(
        effects=effects,
        facts=sent.get("facts", ""),
        policy_id=whole(sent.get("rule"), 0) or None,
        message=sent.get("message", ""),
        until=until_from(sent),
        is_illegal=bool(sent.get("illegal")),
    )


def refuse_about_people(request: StaffRequest, effects: tuple[Effect, ...], case: Case) -> None:
    """Raises Invalid when the role decides about things alone, and this is about a person."""
    is_person = case.subject.kind == SubjectKind.ACCOUNT
    thing, _person = offered(SubjectKind(case.subject.kind), has_owner=True)
    about_people = is_person or any(effect not in (*thing, *WORDS_ALONE, Effect.HOLD) for effect in effects)
    if about_people and not may(request.role, Permission.DECIDE_ABOUT_PEOPLE):
        raise Invalid("effects", _("Your role decides about posts and files, not about people."))


def until_from(sent: QueryDict) -> datetime | None:
    """When it ends: so many days from now, or at the end of a day. Raises Invalid."""
    if sent.get("until") == "date":
        day = parse_date(sent.get("until_on", "")) if sent.get("until_on") else None
        if day is None:
            raise Invalid("until", _("Choose the day on which it ends."))
        return timezone.make_aware(datetime.combine(day, time.max.replace(microsecond=0)))
    days = whole(sent.get("until"), 0)
    return timezone.now() + timedelta(days=days) if days in DAYS and days else None


def form_of(request: StaffRequest, case: Case) -> dict[str, Any]:
    """What the form beside a case offers, and what was decided in it."""
    kind, has_owner = SubjectKind(case.subject.kind), case.subject.owner_id is not None
    thing, person = offered(kind, has_owner)
    is_person = kind == SubjectKind.ACCOUNT
    decides_people = may(request.role, Permission.DECIDE_ABOUT_PEOPLE)
    first = [Effect.DISMISS, *([Effect.WARN] if has_owner else []), *([] if is_person else [Effect.ASK_TO_EDIT])]
    made = decisions_in(request.viewer, case)
    return {
        "acts": [offer(effect, is_person) for effect in [*first, *thing]],
        "persons": [] if is_person or not decides_people else [offer(effect, True) for effect in person],
        "rules": current_policies(request.viewer),
        "spans": [(days, span_of(days)) for days in DAYS],
        "made": [(one, [label_or_word(word, one.kind) for word in one.effects]) for one in made],
        "may_undo": may(request.role, Permission.DECIDE),
    }


def span_of(days: int) -> str:
    """For how long, in words."""
    if not days:
        return _("Until somebody says otherwise")
    # Some languages say one and two without a digit.
    return ngettext("%d day", "%d days", days).replace("%d", str(days))


def label_or_word(word: str, kind: SubjectKind) -> str:
    """What one effect of an earlier decision is called."""
    if word == Effect.RESTORE:
        return _("Taken back")
    return label_of(Effect(word), kind) if word in list(Effect) else word
