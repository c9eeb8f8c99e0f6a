"""Who works at a case: one at a time, for a while; and passing it on to somebody else."""

from django.db import transaction
from django.db.models import Case as Choice
from django.db.models import Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Conflict, Forbidden
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation import lawpacks
from verandah.domain.moderation.cases import is_blind
from verandah.domain.moderation.models import Case, Queue

from . import casing, clocking
from .auditing import note

State = Case.State
# What was passed on to those above stays theirs when one of them works at it.
CLAIMED = Choice(When(state=State.ESCALATED, then=Value(State.ESCALATED)), default=Value(State.CLAIMED))


def claim(case: Case, by: Account) -> None:
    """`by` works at it now, and nobody else can claim it until their time is over. Twice: their time begins anew.

    Raises Conflict when somebody else works at it or it is closed, Forbidden when it is not for `by`.
    """
    refuse_unless_for(case, by)
    now = timezone.now()
    free = Q(claimed_until=None) | Q(claimed_until__lte=now) | Q(assignee=by)
    with transaction.atomic():
        # The condition is part of the write: of two people who try at once, the database lets one.
        rows = Case.objects.filter(free, pk=case.pk, closed_at=None)
        was_mine = rows.filter(assignee=by, claimed_until__gt=now).exists()
        waited = rows.filter(state=State.WAITING).exists()
        until = now + lawpacks.in_force().lease
        taken = rows.update(assignee=by, claimed_until=until, state=CLAIMED, updated_at=now)
        if not taken:
            case.refresh_from_db()
            raise Conflict(_("This case is closed.") if case.closed_at else held_by_another(case))
        if waited:
            clocking.resume(case)
        casing.looked_at(case, by)
        if not was_mine:
            note(by, "claim", case_id=case.pk)
    case.refresh_from_db()


def renew(case: Case, by: Account) -> None:
    """The time in which `by` works at it begins anew. Raises Conflict when it has passed to somebody else."""
    claim(case, by)


def release(case: Case, by: Account) -> None:
    """`by` works at it no longer. Twice: the same. What somebody else works at stays theirs."""
    with transaction.atomic():
        rows = Case.objects.filter(pk=case.pk, assignee=by, closed_at=None)
        if rows.update(assignee=None, claimed_until=None, updated_at=timezone.now()):
            rest(case)
            note(by, "release", case_id=case.pk)
    case.refresh_from_db()


def assign(case: Case, by: Account, to: Account) -> None:
    """It is meant for `to`, who has not begun yet. Twice: the same.

    Raises Forbidden when `to` cannot work at it, Conflict when it is closed or somebody works at it.
    """
    refuse_unless_for(case, to)
    now = timezone.now()
    with transaction.atomic():
        free = Q(claimed_until=None) | Q(claimed_until__lte=now) | Q(assignee=by)
        rows = Case.objects.filter(free, pk=case.pk, closed_at=None)
        if not rows.exclude(assignee=to, claimed_until=None).update(assignee=to, claimed_until=None, updated_at=now):
            if rows.filter(assignee=to).exists():
                return
            case.refresh_from_db()
            raise Conflict(_("This case is closed.") if case.closed_at else held_by_another(case))
        rest(case)
        note(by, "assign", account=to, case_id=case.pk)
    case.refresh_from_db()


def escalate(case: Case, by: Account, queue: Queue | None = None) -> Case:
    """It goes to another queue; without one, to those above. Nobody works at it then. Where it is now: in the case
    about the same thing that waits there already, when there is one. Twice: the same.

    Raises Conflict when it is closed or somebody else works at it.
    """
    with transaction.atomic():
        row = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
        refuse_unless_free(row, by)
        if queue is None or queue == row.queue:
            return passed_up(row, by) if queue is None else row
        there = casing.open_case(row.subject, queue)
        if there:
            casing.merge(row, there, by)
            return there
        row.queue = queue
        row.harm = max(row.harm, lawpacks.in_force().harm_of(queue))
        row.assignee, row.claimed_until, row.state, row.updated_at = None, None, State.TRIAGED, timezone.now()
        row.save(update_fields=["queue", "harm", "assignee", "claimed_until", "state", "updated_at"])
        clocking.restart(row)
        casing.weigh(row)
        note(by, "move_case", case_id=row.pk, queue=int(queue))
    return row


def passed_up(row: Case, by: Account) -> Case:
    """Only those above can work at it from now on."""
    if row.state != State.ESCALATED:
        row.assignee, row.claimed_until, row.state, row.updated_at = None, None, State.ESCALATED, timezone.now()
        row.save(update_fields=["assignee", "claimed_until", "state", "updated_at"])
        note(by, "escalate", case_id=row.pk)
    return row


def wait(case: Case, by: Account) -> None:
    """Somebody's answer is outstanding: clocks that may stand still do. Twice: the same.

    Raises Conflict when it is closed or somebody else works at it.
    """
    with transaction.atomic():
        row = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
        refuse_unless_free(row, by)
        if row.state != State.WAITING:
            row.state, row.assignee, row.claimed_until = State.WAITING, by, None
            row.save(update_fields=["state", "assignee", "claimed_until"])
            clocking.pause(row)
            note(by, "wait", case_id=row.pk)
    case.refresh_from_db()


def end_leases() -> int:
    """Cases whose holders' time is over are for everyone again; how many. Twice: nothing more happens."""
    over = Case.objects.filter(claimed_until__lte=timezone.now(), closed_at=None)
    count = 0
    for case in over.order_by("pk"):
        with transaction.atomic():
            rows = Case.objects.filter(pk=case.pk, claimed_until__lte=timezone.now(), closed_at=None)
            if rows.update(assignee=None, claimed_until=None):
                rest(case)
                note(None, "lease_ended", case_id=case.pk)
                count += 1
    return count


def rest(case: Case) -> None:
    """Nobody works at it."""
    Case.objects.filter(pk=case.pk, state=State.CLAIMED).update(state=State.TRIAGED)


def refuse_unless_for(case: Case, who: Account) -> None:
    """Raises Forbidden when it is about `who`, appeals against what they have decided, or is for those above them."""
    role = role_of(who)
    if not may(role, Permission.SORT_CASES) or case.owner_id == who.pk:
        raise Forbidden(_("This case is not for you. Ask someone else of the staff."))
    if is_blind(who, case):
        raise Forbidden(_("You had a part in the decision that is looked at again here. Someone else takes it."))
    if Case.objects.filter(pk=case.pk, state=State.ESCALATED).exists() and role < Role.ADMIN:
        raise Forbidden(_("This case was passed on to those who run the site."))


def refuse_unless_free(case: Case, by: Account) -> None:
    """Raises Conflict when it is closed, or somebody else works at it at this moment."""
    if case.closed_at:
        raise Conflict(_("This case is closed."))
    if case.claimed_until and case.claimed_until > timezone.now() and case.assignee_id != by.pk:
        raise Conflict(held_by_another(case))


def held_by_another(case: Case) -> str:
    """Who works at it, in a sentence."""
    name = case.assignee.display_name if case.assignee else ""
    return _("%(name)s works at this case. It is free again when they are done, or their time is over.") % {
        "name": name
    }


def role_of(who: Account) -> Role:
    """The role that someone has at this moment."""
    return Role(User.objects.filter(account=who).values_list("role", flat=True).first() or Role.MEMBER)
