"""What is known of someone whose case is decided: strikes, what was decided before, earlier cases, how long here."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, Sum
from django.utils import timezone

from verandah.domain.accounts.closing import is_away
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.show import ShownAccount, show_account
from verandah.domain.accounts.standing import Standing
from verandah.domain.accounts.trust import Trust

from .models import Decision, Report, Strike
from .queues import about_others

MOST_DECISIONS = 10


@dataclass(frozen=True, slots=True)
class PastDecision:
    """What was decided about them before: words of `effects`; whether it was taken back later."""

    id: int
    code: str
    effects: tuple[str, ...]
    is_reversed: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PersonHistory:
    """`weight`: of the strikes that count now. `unfounded`: of the reports, those with nothing to them."""

    account: ShownAccount
    joined_at: datetime | None
    role: Role
    trust: Trust
    standing: Standing
    is_suspended: bool
    has_left: bool
    strikes: int
    weight: int
    reports: int
    unfounded: int
    told: int
    told_rightly: int
    cases: int
    open_cases: int
    decisions: tuple[PastDecision, ...]


def history_of(viewer: Account, account_id: int) -> PersonHistory | None:
    """What is known of someone; None when they are gone, and of the viewer themselves. Seven queries."""
    row = Account.objects.filter(pk=account_id).exclude(pk=viewer.pk).first()
    if row is None:
        return None
    now = timezone.now()
    strikes = Strike.objects.filter(account=row, voided_at=None, expires_at__gt=now)
    struck = strikes.aggregate(number=Count("pk"), weight=Sum("weight"))
    cases = (
        about_others(viewer).filter(owner=row).aggregate(number=Count("pk"), open=Count("pk", filter=Q(closed_at=None)))
    )
    about, by = reports(Q(target=row)), reports(Q(reporter=row))
    return PersonHistory(
        account=show_account(row),
        joined_at=row.joined_at,
        role=Role(User.objects.filter(account=row).values_list("role", flat=True).first() or Role.MEMBER),
        trust=Trust(row.trust),
        standing=Standing(row.standing),
        is_suspended=row.suspended_at is not None and not is_away(row),
        has_left=row.left_at is not None,
        strikes=struck["number"],
        weight=struck["weight"] or 0,
        reports=about["number"],
        unfounded=about["nothing"],
        told=by["number"],
        told_rightly=by["acted"],
        cases=cases["number"],
        open_cases=cases["open"],
        decisions=decisions_about(row),
    )


def reports(which: Q) -> dict[str, int]:
    """How many reports there are, and what came of them."""
    return Report.objects.filter(which).aggregate(
        number=Count("pk"),
        acted=Count("pk", filter=Q(outcome=Report.Outcome.ACTED)),
        nothing=Count("pk", filter=Q(outcome=Report.Outcome.NOTHING_WRONG)),
    )


def decisions_about(row: Account) -> tuple[PastDecision, ...]:
    """What was decided about them and theirs, newest first."""
    found = list(Decision.objects.filter(subject__owner=row).select_related("case").order_by("-pk")[:MOST_DECISIONS])
    back = set(Decision.objects.filter(reverses__in=[one.pk for one in found]).values_list("reverses", flat=True))
    return tuple(
        PastDecision(one.pk, one.case.code, tuple(one.effects), one.pk in back, one.created_at) for one in found
    )


def earlier_codes(viewer: Account, account_id: int, but: int) -> list[str]:
    """The closed cases about someone, newest first."""
    rows = about_others(viewer).filter(owner=account_id, closed_at__isnull=False).exclude(pk=but).order_by("-pk")
    return list(rows.values_list("code", flat=True)[:MOST_DECISIONS])
