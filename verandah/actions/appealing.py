"""Asking for a decision to be looked at again, by somebody else; and answering that."""

from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base import markup
from verandah.base.errors import Conflict, Forbidden, Invalid, NotFound
from verandah.base.jobs import later
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.appeals import (
    LONGEST_TEXT,
    can_be_appealed,
    is_reversed,
    may_review,
    reviewers_of,
    was_nothing_wrong,
)
from verandah.domain.moderation.models import Appeal, Decision, Queue, Report, Statement

from . import casing, deciding, informing, notifying, replying
from .auditing import note
from .deciding import Verdict

State = Appeal.State
ANSWERS = (State.UPHELD, State.OVERTURNED, State.PARTLY)
SHORTEST_ANSWER = 20


def appeal(decision: Decision, account: Account, text: str) -> Appeal:
    """Whom `decision` is about asks for it to be looked at again: a case of its own begins, in the queue of appeals.

    Raises Invalid, NotFound for who was told nothing of it, and Conflict the second time or when it is too late.
    """
    if not Statement.objects.filter(decision=decision, account=account, delivered_at__isnull=False).exists():
        raise NotFound
    return begun(Appeal(decision=decision, by=Appeal.By.AFFECTED, account=account), text)


def appeal_report(report: Report, decision: Decision, text: str) -> Appeal:
    """Whoever made `report`, a member or a stranger, asks the same of what was decided about it.

    That they are the one, the door has asked. Raises as above, and NotFound while there is no answer.
    """
    if report.case_id is None or decision.case_id != report.case_id or report.outcome == Report.Outcome.NONE:
        raise NotFound
    return begun(Appeal(decision=decision, by=Appeal.By.REPORTER, account=report.reporter, report=report), text)


def begun(row: Appeal, text: str) -> Appeal:
    """Store it, with its case. Where nobody could answer it, those who run the site are written to."""
    row.text = sayable(text)
    decision, now = row.decision, timezone.now()
    if not can_be_appealed(decision, now):
        raise Conflict(_("The time in which this could be looked at again is over."))
    if is_reversed(decision):
        raise Conflict(_("This decision was taken back already."))
    row.decider_id, row.second_decider_id = decision.actor_id, decision.second_actor_id
    row.created_at = now
    try:
        with transaction.atomic():
            row.case = casing.case_about(decision.subject, Queue.APPEALS)
            row.save(force_insert=True)
            note(row.account, "appeal", case_id=row.case.pk, decision_id=decision.pk, report_id=row.report_id)
            if not reviewers_of(decision, {row.account_id or 0}):
                later(informing.write_stuck_appeal, row.pk, key=f"stuck appeal:{row.pk}")
    except IntegrityError as error:
        raise Conflict(_("You have asked for this already. Your appeal is on its way.")) from error
    return row


def take_up(appeal: Appeal, by: Account) -> None:
    """`by` begins to look at it. Twice: the same. Raises Forbidden for who must not, and records that they tried."""
    refuse_unless_other(appeal, by)
    with transaction.atomic():
        casing.looked_at(appeal.case, by)
        rows = Appeal.objects.filter(pk=appeal.pk, state=State.OPEN)
        if rows.update(state=State.IN_REVIEW, reviewer_id=by.pk):
            note(by, "take_up_appeal", case_id=appeal.case_id, decision_id=appeal.decision_id)
    appeal.refresh_from_db()


def answer(appeal: Appeal, by: Account, outcome: Appeal.State, words: str, instead: Verdict | None = None) -> Appeal:
    """`by`, who did not make the decision, answers: UPHELD, OVERTURNED, or PARTLY with the lesser verdict `instead`.

    Where nothing had been found wrong, OVERTURNED needs the verdict that there should have been. Everyone who was told
    of the decision is told of this. Raises Forbidden, Invalid, and Conflict when it is answered already.
    """
    refuse_unless_other(appeal, by)
    words = checked(appeal, outcome, words, instead)
    with transaction.atomic():
        rows = Appeal.objects.select_for_update(no_key=True, of=("self",)).select_related("decision__subject", "case")
        row = rows.get(pk=appeal.pk)
        if row.decided_at is not None:
            raise Conflict(_("This appeal is answered already."))
        row.state, row.answer, row.reviewer_id = outcome, words, by.pk
        row.decided_at = timezone.now()
        row.outcome = followed(row, by, instead)
        row.save(update_fields=["state", "answer", "reviewer_id", "decided_at", "outcome"])
        note(
            by,
            "answer_appeal",
            case_id=row.case_id,
            decision_id=row.decision_id,
            outcome=State(outcome).name.lower(),
        )
        casing.close(row.case, by)
        tell(row)
    appeal.refresh_from_db()
    return appeal


def followed(row: Appeal, by: Account, instead: Verdict | None) -> Decision | None:
    """What is decided by it: the old decision is taken back, or another one stands in its place."""
    if row.state == State.UPHELD:
        return None
    if instead is None:
        return deciding.reverse(row.decision, by, row.answer, row.case)
    verdict = replace(instead, facts=instead.facts or row.answer)
    decision = deciding.decide(row.case, by, verdict, row.decision.subject, instead_of=row.decision)
    replying.tell_outcome(row.decision.case, decision)
    return decision


def checked(row: Appeal, outcome: Appeal.State, words: str, instead: Verdict | None) -> str:
    """The reviewer's words in their normal form. Raises Invalid when something is missing, or too much."""
    if outcome not in ANSWERS:
        raise Invalid("outcome", _("Choose what becomes of it."))
    text = markup.clean(words, LONGEST_TEXT)
    if len(text) < SHORTEST_ANSWER:
        raise Invalid("answer", _("Say in your own words what you have found, in at least 20 characters."))
    needs = outcome == State.PARTLY or (outcome == State.OVERTURNED and was_nothing_wrong(row.decision))
    if needs and instead is None:
        raise Invalid("effects", _("Choose what is done instead."))
    if instead is not None and not needs:
        raise Invalid("effects", _("Nothing else is done when the decision stands or is taken back as a whole."))
    return text


def tell(row: Appeal) -> None:
    """Whoever asked hears that there is an answer; whom a new statement tells it needs no second notice."""
    is_stated = row.by == Appeal.By.AFFECTED and row.outcome is not None
    if row.account is not None and not is_stated:
        notifying.about_case(row.account, row.case_id)


def sayable(text: str) -> str:
    """The words of an appeal in their normal form. Raises Invalid when there are none, or too many."""
    if not (clean := markup.clean(text, LONGEST_TEXT)):
        raise Invalid("text", _("Say in your own words why it should be looked at again."))
    return clean


def refuse_unless_other(row: Appeal, by: Account) -> None:
    """Raises Forbidden unless `by` may answer this appeal. Whoever tries it against an own decision is recorded."""
    role = User.objects.filter(account=by).values_list("role", flat=True).first() or Role.MEMBER
    if not may(Role(role), Permission.DECIDE_APPEALS):
        raise Forbidden
    if not may_review(by, row):
        note(by, "appeal_refused", case_id=row.case_id, decision_id=row.decision_id)
        raise Forbidden(_("You have had a part in this decision. Someone else has to look at it."))
