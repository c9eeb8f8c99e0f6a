"""What staff does with single reports: who looks after one, what it is about, and that it has been answered."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from verandah.domain.accounts.models import Account
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Report
from verandah.domain.moderation.queries import report_for

from . import casing, deciding
from .auditing import note
from .deciding import Verdict
from .moderating import refuse_unless_staff
from .reporting import checked_category, known_policies


def assign(report_id: int, by: Account) -> None:
    """`by` looks after it from now on. Twice: the same. Raises NotFound, Forbidden."""
    with transaction.atomic():
        row = taken(report_id, by)
        if row.assigned_id != by.id:
            Report.objects.filter(pk=row.pk).update(assigned=by, updated_at=timezone.now())
            note(by, "assign_report", report_id=row.pk)


def unassign(report_id: int, by: Account) -> None:
    """Nobody looks after it. Twice: the same. Raises NotFound, Forbidden."""
    with transaction.atomic():
        row = taken(report_id, by)
        if row.assigned_id is not None:
            Report.objects.filter(pk=row.pk).update(assigned=None, updated_at=timezone.now())
            note(by, "unassign_report", report_id=row.pk)


def resolve(report_id: int, by: Account) -> None:
    """It has been answered: nothing is wrong, and so is its case. Twice: the first moment counts.

    Raises NotFound, Forbidden.
    """
    with transaction.atomic():
        row = taken(report_id, by)
        if row.action_taken_at is not None:
            return
        if row.case is not None and row.case.closed_at is None:
            deciding.decide(row.case, by, Verdict((Effect.DISMISS,)))
        now = timezone.now()
        Report.objects.filter(pk=row.pk).update(action_taken_at=now, action_taken_by=by, updated_at=now)
        note(by, "resolve_report", report_id=row.pk)


def reopen(report_id: int, by: Account) -> None:
    """It waits for an answer again, in a case that does. Twice: the same. Raises NotFound, Forbidden."""
    with transaction.atomic():
        row = taken(report_id, by)
        if row.action_taken_at is not None:
            case = casing.reopen(row.case, by) if row.case and row.case.closed_at else row.case
            Report.objects.filter(pk=row.pk).update(
                case=case,
                outcome=Report.Outcome.NONE,
                outcome_at=None,
                action_taken_at=None,
                action_taken_by=None,
                updated_at=timezone.now(),
            )
            if case is not None:
                casing.weigh(case)
            note(by, "reopen_report", report_id=row.pk)


def classify(report_id: int, by: Account, category: str, rules: Sequence[int] = ()) -> None:
    """What it is about, as `by` sees it. Twice: the same. Raises NotFound, Forbidden, Invalid."""
    policies, kind = known_policies(rules), checked_category(category)
    with transaction.atomic():
        row = taken(report_id, by)
        wanted = [one.id for one in policies] or row.rules
        if (row.category, row.rules) != (kind, wanted):
            policy_id = policies[0].id if policies else row.policy_id
            Report.objects.filter(pk=row.pk).update(
                category=kind, rules=wanted, policy_id=policy_id, updated_at=timezone.now()
            )
            note(by, "classify_report", report_id=row.pk, category=category)


def taken(report_id: int, by: Account) -> Report:
    """The report, if `by` is of the staff now, and it is not about them. For the length of the transaction theirs."""
    refuse_unless_staff(by)
    report_for(by, report_id)
    return Report.objects.select_for_update(no_key=True).get(pk=report_id)
