"""What two people must want, as the staff's page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from verandah.domain.accounts.models import Account

from .models import Approval, Case
from .twos import OPEN, Verb, is_good, who_may_agree


@dataclass(frozen=True, slots=True)
class ShownApproval:
    """Something that was asked for, who did, who agreed, and what the viewer can do about it."""

    id: int
    verb: str
    what: dict[str, object]
    # The user name of whom it is about, if it is about someone.
    about: str
    reason: str
    case_code: str
    asker: str
    approver: str
    state: str
    alone_from: datetime | None
    expires_at: datetime
    created_at: datetime
    used_at: datetime | None
    is_mine: bool
    is_good: bool
    can_agree: bool


def open_approvals(viewer: Account) -> list[ShownApproval]:
    """What waits for a second person or for being used, the newest first."""
    rows = Approval.objects.filter(state__in=OPEN, expires_at__gt=timezone.now()).order_by("-id")[:100]
    return show(rows, viewer)


def past_approvals(viewer: Account, length: int = 50) -> list[ShownApproval]:
    """What was used, refused or has run out, the newest first."""
    rows = Approval.objects.exclude(state__in=OPEN, expires_at__gt=timezone.now()).order_by("-id")[:length]
    return show(rows, viewer)


def show(found: Iterable[Approval], viewer: Account) -> list[ShownApproval]:
    """These, with the names in them; six queries for any number."""
    rows, now = list(found), timezone.now()
    people = {row.requested_by_id for row in rows} | {row.approved_by_id for row in rows} | {about(row) for row in rows}
    names = dict(Account.objects.filter(pk__in=[number for number in people if number]).values_list("pk", "username"))
    codes = dict(Case.objects.filter(pk__in={row.case_id for row in rows}).values_list("pk", "code"))
    agreeing = {
        verb for verb in {row.verb for row in rows} if who_may_agree(Verb(verb)).filter(account=viewer).exists()
    }
    return [
        ShownApproval(
            id=row.pk,
            verb=row.verb,
            what=row.what,
            about=names.get(about(row) or 0, ""),
            reason=row.reason,
            case_code=codes.get(row.case_id or 0, ""),
            asker=names.get(row.requested_by_id, ""),
            approver=names.get(row.approved_by_id or 0, ""),
            state=state_of(row, now),
            alone_from=row.alone_from,
            expires_at=row.expires_at,
            created_at=row.created_at,
            used_at=row.used_at,
            is_mine=row.requested_by_id == viewer.pk,
            is_good=is_good(row, now),
            can_agree=row.verb in agreeing
            and row.state == Approval.State.WAITING
            and viewer.pk not in (row.requested_by_id, about(row)),
        )
        for row in rows
    ]


def about(row: Approval) -> int | None:
    """Whom it is about, if it is about someone."""
    found = row.what.get("account")
    return found if isinstance(found, int) else None


def state_of(row: Approval, now: datetime) -> str:
    """In which state it is, as one word; what has run out is so before a chore says it."""
    if row.state in OPEN and now >= row.expires_at:
        return Approval.State.EXPIRED.name.lower()
    return Approval.State(row.state).name.lower()


def used_alone(year: int) -> int:
    """How often in that year one person did what two should have wanted. Everyone may know."""
    return Approval.objects.filter(state=Approval.State.USED, approved_by_id=None, used_at__year=year).count()
