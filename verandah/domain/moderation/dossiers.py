"""What a member finds decided about them: each statement of reasons, and all of it together as their standing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from verandah.base.errors import NotFound
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account

from .appeals import ShownAppeal, appeal_until, can_be_appealed, show_appeal
from .correspondence import with_owner
from .decisions import ShownDecision, shown_of
from .effects import Effect
from .models import Appeal, Case, Decision, Queue, Report, Restriction, SnapshotFile, Statement, Strike, Subject
from .policies import direction_of
from .statements import Told, from_json
from .words import Thing, done, meaning

# Cases of these kinds show nobody again what they are about, not even whose it is.
SEALED = (Queue.CHILD_SAFETY, Queue.INTIMATE_IMAGES, Queue.VIOLENT_EXTREMISM)
MOST_FILES = 8


class Status(StrEnum):
    """What has become of a decision. Of one that only says something: told."""

    TOLD = "told"
    IN_FORCE = "in_force"
    ENDED = "ended"
    OVERTURNED = "overturned"
    # Another one stands in its place.
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class ShownStatement:
    """A statement as whom it is about reads it, in a language that it was made in.

    `appeal_until`: until when it can still be looked at again; None when it cannot, or that was asked for already.
    """

    id: int
    decision_id: int
    case_id: int
    code: str
    told: Told
    language: str
    direction: str
    created_at: datetime
    status: Status
    is_reversal: bool
    files: tuple[int, ...]
    appeal: ShownAppeal | None
    appeal_until: datetime | None
    # The decision that took it back, and the one that it takes back.
    reversed_by: int | None
    reverses: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One decision in the list of all. `weight`: of the strike that it counts as, until `counts_until`; 0 for none."""

    decision_id: int
    sentence: str
    created_at: datetime
    status: Status
    is_reversal: bool
    ends_at: datetime | None
    appeal: str
    weight: int
    counts_until: datetime | None


@dataclass(frozen=True, slots=True)
class Hold:
    """Something that a member may not do now, or that is so for them. `until`: None as long as it is not taken back."""

    sentence: str
    decision_id: int
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Record:
    """How a member stands to the rules. `points`: of the strikes that count now."""

    holds: tuple[Hold, ...]
    lines: tuple[Line, ...]
    points: int


def statement_about(viewer: Account, decision_id: int) -> ShownStatement:
    """The statement of one decision about `viewer`. Raises NotFound, also while it is withheld. Seven queries."""
    rows = Statement.objects.filter(decision=decision_id, account=viewer, delivered_at__isnull=False)
    row = rows.select_related("decision__subject", "decision__case").first()
    if row is None:
        raise NotFound
    decision = row.decision
    appeal = Appeal.objects.filter(decision=decision, account=viewer, by=Appeal.By.AFFECTED)
    asked = appeal.select_related("case", "decision__subject", "report").first()
    undoing = undone_by(decision)
    is_open = asked is None and undoing is None and can_be_appealed(decision, timezone.now())
    language = next((one for one in (get_language() or "", row.language) if one in row.texts), row.language)
    return ShownStatement(
        id=row.pk,
        decision_id=decision.pk,
        case_id=decision.case_id,
        code=decision.case.code,
        told=from_json(row.texts[language]),
        language=language,
        direction=direction_of(language),
        created_at=decision.created_at,
        status=statuses([decision.pk]).get(decision.pk, Status.TOLD),
        is_reversal=decision.reverses_id is not None,
        files=files_of(decision),
        appeal=show_appeal(asked) if asked else None,
        appeal_until=appeal_until(decision.created_at) if is_open else None,
        reversed_by=undoing,
        reverses=decision.reverses_id,
    )


def undone_by(decision: Decision) -> int | None:
    """The decision that took this one back, or stands in its place. One query."""
    rows = Decision.objects.filter(Q(reverses=decision) | Q(supersedes=decision))
    return rows.values_list("pk", flat=True).first()


def record_of(viewer: Account, page: Page) -> Record:
    """All that was decided about `viewer`, newest first, and what of it holds. Seven queries for any number."""
    told = Statement.objects.filter(account=viewer, delivered_at__isnull=False)
    rows = Decision.objects.filter(pk__in=told.values("decision"), pk__lt=page.before, pk__gt=page.after)
    found = shown_of(rows.order_by("-pk")[: page.length], viewer)
    ids = [shown.id for shown in found]
    now = timezone.now()
    strikes = {
        row.decision_id: row for row in Strike.objects.filter(account=viewer, voided_at=None, expires_at__gt=now)
    }
    known, ends = statuses(ids), dict(Decision.objects.filter(pk__in=ids).values_list("pk", "ends_at"))
    lines = tuple(line_of(shown, known, ends[shown.id], strikes.get(shown.id)) for shown in found)
    return Record(tuple(holds_on(viewer)), lines, sum(row.weight for row in strikes.values()))


def line_of(shown: ShownDecision, known: dict[int, Status], ends_at: datetime | None, strike: Strike | None) -> Line:
    """One decision."""
    return Line(
        decision_id=shown.id,
        sentence=meaning(shown),
        created_at=shown.created_at,
        status=known.get(shown.id, Status.TOLD),
        is_reversal=bool(shown.undone),
        ends_at=ends_at,
        appeal=shown.appeal.state if shown.appeal else "",
        weight=strike.weight if strike else 0,
        counts_until=strike.expires_at if strike else None,
    )


def holds_on(viewer: Account) -> list[Hold]:
    """What holds for `viewer` as a person now. One query."""
    rows = Restriction.objects.filter(
        subject__kind=Subject.Kind.ACCOUNT, subject__ref=viewer.pk, ended_at=None, decision__statement__account=viewer
    )
    rows = rows.exclude(kind=Effect.STRIP).order_by("pk")
    return [Hold(done(Thing.PROFILE, row.kind), row.decision_id, row.active_until) for row in rows]


def statuses(decision_ids: Collection[int]) -> dict[int, Status]:
    """What has become of these; those that only said something are left out. Three queries."""
    found = {}
    for decision_id, ended_at in Restriction.objects.filter(decision__in=decision_ids).values_list(
        "decision", "ended_at"
    ):
        if ended_at is None or decision_id not in found:
            found[decision_id] = Status.IN_FORCE if ended_at is None else Status.ENDED
    undone = Decision.objects.filter(reverses__in=decision_ids).values_list("reverses", flat=True)
    found |= dict.fromkeys((number for number in undone if number), Status.OVERTURNED)
    replaced = Decision.objects.filter(supersedes__in=decision_ids).values_list("supersedes", flat=True)
    return found | dict.fromkeys((number for number in replaced if number), Status.REPLACED)


def files_of(decision: Decision) -> tuple[int, ...]:
    """The small pictures that a statement shows again, by the ids of their copies. One query, or none."""
    if decision.snapshot_id is None or decision.case.queue in SEALED:
        return ()
    rows = SnapshotFile.objects.filter(snapshot=decision.snapshot_id).exclude(extension="").order_by("position")
    return tuple(rows.values_list("pk", flat=True)[:MOST_FILES])


def file_of(viewer: Account, decision_id: int, number: int) -> SnapshotFile:
    """The copy of a file that a statement about `viewer` shows. Raises NotFound."""
    rows = Statement.objects.filter(decision=decision_id, account=viewer, delivered_at__isnull=False)
    row = rows.select_related("decision__case").first()
    if row is None or number not in files_of(row.decision):
        raise NotFound
    return SnapshotFile.objects.get(pk=number)


def decision_about(viewer: Account, decision_id: int) -> Decision:
    """A decision that `viewer` was told of. Raises NotFound."""
    told = Statement.objects.filter(account=viewer, delivered_at__isnull=False)
    row = Decision.objects.filter(pk=decision_id, statement__in=told).select_related("subject", "case").first()
    if row is None:
        raise NotFound
    return row


def case_about(viewer: Account, case_id: int) -> Case:
    """A case about `viewer` in which the staff has written to them. Raises NotFound."""
    row = Case.objects.filter(pk=case_id, owner=viewer).first()
    if row is None or not with_owner(viewer, row.pk):
        raise NotFound
    return row


def reported_in(viewer: Account, case_id: int) -> str:
    """What a case is called in which `viewer` has reported something; empty when they have not. One query."""
    rows = Report.objects.filter(case=case_id, reporter=viewer)
    return rows.values_list("case__code", flat=True).first() or ""


def decision_of_case(viewer: Account, case_id: int) -> int | None:
    """The newest decision of a case that `viewer` was told of. One query."""
    rows = Statement.objects.filter(decision__case=case_id, account=viewer, delivered_at__isnull=False)
    return rows.order_by("-decision").values_list("decision", flat=True).first()
