"""Cases: all that is told of one thing is worked at in one place, from the first report to its end."""

from secrets import choice, randbelow

from django.db import IntegrityError, transaction
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Conflict, Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.moderation import clocks, lawpacks
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import (
    Case,
    CaseLink,
    CaseNote,
    Decision,
    Queue,
    Report,
    Snapshot,
    Subject,
)
from verandah.domain.moderation.priorities import priority_of

from . import clocking
from .auditing import note

# No letter or digit that is taken for another one.
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
LONGEST_NOTE = 5000


def case_about(subject: Subject, queue: Queue, harm: int = 2) -> Case:
    """The open case about `subject` in `queue`; a new one, with its clocks, when there is none. Twice: the same.

    Each appeal has a case of its own. Call `weigh` when something has been told in it.
    """
    with transaction.atomic():
        case = open_case(subject, queue) or begin(subject, queue)
        least = lawpacks.in_force().harm_of(queue)
        if case.harm < max(harm, least):
            case.harm = max(harm, least)
            case.save(update_fields=["harm"])
        weigh(case)
    return case


def open_case(subject: Subject, queue: Queue) -> Case | None:
    """The one that is not closed. Appeals are never folded into each other."""
    if queue == Queue.APPEALS:
        return None
    rows = Case.objects.select_for_update(no_key=True).filter(subject=subject, queue=queue, closed_at=None)
    return rows.first()


def begin(subject: Subject, queue: Queue) -> Case:
    """A new case and its clocks; the one that somebody else has begun at the same moment."""
    now = timezone.now()
    try:
        with transaction.atomic():
            case = Case.objects.create(
                code=free_code(),
                subject=subject,
                owner_id=subject.owner_id,
                queue=queue,
                harm=lawpacks.in_force().harm_of(queue),
                created_at=now,
                updated_at=now,
            )
    except IntegrityError:
        found = open_case(subject, queue)
        if found is None:
            raise
        return found
    clocking.start(case)
    return case


def free_code() -> str:
    """A name for a case that no other one has: two letters and four digits."""
    while True:
        code = f"{choice(LETTERS)}{choice(LETTERS)}-{1000 + randbelow(9000)}"
        if not Case.objects.filter(code=code).exists():
            return code


def weigh(case: Case) -> None:
    """Count again what was told in it, and say how urgent it is. Twice: the same."""
    told = Report.objects.filter(case=case).aggregate(number=Count("pk"), weight=Sum("weight"))
    case.reports_count = told["number"]
    pressure = clocks.pressure(clocking.running(case), timezone.now())
    case.priority = priority_of(case.harm, (told["weight"] or 0) / 100, pressure)
    case.updated_at = timezone.now()
    case.save(update_fields=["reports_count", "priority", "updated_at"])


def looked_at(case: Case, by: Account) -> None:
    """Someone of the staff has seen it: the clock of the first look has done its part. Twice: the first time counts."""
    with transaction.atomic():
        # Whoever changes a case and its clocks holds the case first and the record last: nobody waits in a circle.
        row = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
        is_first = clocking.meet_first_look(row)
        if row.state == Case.State.NEW:
            Case.objects.filter(pk=row.pk).update(state=Case.State.TRIAGED)
            case.state = Case.State.TRIAGED
        if is_first:
            note(by, "first_look", case_id=case.pk)


def note_on(case: Case, by: Account, body: str, is_pinned: bool = False) -> CaseNote:
    """Something for the others of the staff. Each call is another note. Raises Invalid."""
    body = body.strip()
    if not body:
        raise Invalid("body", _("Write something for the others."))
    if len(body) > LONGEST_NOTE:
        raise Invalid("body", _("Keep it to 5000 characters."))
    with transaction.atomic():
        row = CaseNote.objects.create(case=case, author=by, body=body, is_pinned=is_pinned, created_at=timezone.now())
        note(by, "case_note", case_id=case.pk)
    return row


def pin(case: Case, by: Account, note_id: int, is_pinned: bool) -> None:
    """A note stands first, or no longer. Twice: the same. Raises NotFound."""
    with transaction.atomic():
        rows = CaseNote.objects.filter(pk=note_id, case=case)
        if not rows.exists():
            raise NotFound
        if rows.exclude(is_pinned=is_pinned).update(is_pinned=is_pinned):
            note(by, "case_pin" if is_pinned else "case_unpin", case_id=case.pk)


def link(case: Case, other: Case, by: Account) -> None:
    """Two cases have to do with each other. Twice, and the other way round: the same. Raises Invalid."""
    if case.pk == other.pk:
        raise Invalid("other", _("That is this case itself."))
    older, newer = sorted((case.pk, other.pk))
    with transaction.atomic():
        _row, is_new = CaseLink.objects.get_or_create(
            case_id=older, other_id=newer, defaults={"created_at": timezone.now()}
        )
        if is_new:
            note(by, "case_link", case_id=case.pk, other=other.code)


def unlink(case: Case, other: Case, by: Account) -> None:
    """They have nothing to do with each other. Twice: the same."""
    older, newer = sorted((case.pk, other.pk))
    with transaction.atomic():
        gone, _kinds = CaseLink.objects.filter(case_id=older, other_id=newer).delete()
        if gone:
            note(by, "case_unlink", case_id=case.pk, other=other.code)


def close(case: Case, by: Account | None) -> None:
    """Its work is done: its clocks stand still, and nobody holds it. Twice: the first time counts.

    When it was decided that nothing is wrong, the same is not looked at again until it has changed.
    """
    now = timezone.now()
    with transaction.atomic():
        rows = Case.objects.filter(pk=case.pk, closed_at=None)
        fine = digest_found_fine(case)
        if rows.update(
            state=Case.State.CLOSED,
            closed_at=now,
            updated_at=now,
            claimed_until=None,
            due_at=None,
            **({"fine_digest": fine} if fine else {}),
        ):
            clocking.meet_all(case)
            note(by, "close_case", case_id=case.pk)
    case.refresh_from_db()


def digest_found_fine(case: Case) -> str:
    """What the thing looked like that was last decided to be fine; empty when something was done about it."""
    decision = Decision.objects.filter(case=case).order_by("-pk").first()
    if decision is None or decision.effects != [Effect.DISMISS]:
        return ""
    newest = Snapshot.objects.filter(subject_id=decision.subject_id).order_by("-pk")
    return newest.values_list("digest", flat=True).first() or ""


def reopen(case: Case, by: Account | None) -> Case:
    """What was closed is looked at anew, in a case of its own that says so. Twice: the same one.

    Raises Conflict when it is not closed.
    """
    with transaction.atomic():
        if Case.objects.filter(pk=case.pk, closed_at=None).exists():
            raise Conflict(_("This case is not closed."))
        anew = case_about(case.subject, Queue(case.queue), case.harm)
        if anew.reopened_from_id is None:
            anew.reopened_from = case
            anew.save(update_fields=["reopened_from"])
            CaseLink.objects.get_or_create(case_id=case.pk, other_id=anew.pk, defaults={"created_at": timezone.now()})
            note(by, "reopen_case", case_id=anew.pk, other=case.code)
    return anew


def merge(case: Case, into: Case, by: Account) -> None:
    """What was told in `case` is told in another one; it is closed and names that. Twice: the same."""
    with transaction.atomic():
        held = Case.objects.select_for_update(no_key=True).filter(pk__in=(case.pk, into.pk)).order_by("pk")
        if case.pk == into.pk or any(row.closed_at for row in held):
            return
        Report.objects.filter(case=case).update(case=into)
        CaseNote.objects.filter(case=case).update(case=into)
        Case.objects.filter(pk=case.pk).update(parent=into, reports_count=0)
        weigh(into)
        close(case, by)
        note(by, "merge_case", case_id=case.pk, into=into.code)
