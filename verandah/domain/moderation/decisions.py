"""What the staff has decided about a member, as that member is told it: never by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from verandah.domain.accounts.models import Account

from .effects import Effect
from .models import Appeal, Decision, Restriction, Subject

COLUMNS = (
    "id",
    "effects",
    "undone",
    "subject__kind",
    "subject__ref",
    "look",
    "message",
    "facts",
    "created_at",
    "is_stated",
)


@dataclass(frozen=True, slots=True)
class Contested:
    """That someone has asked for it to be looked at again. `state`: a word of `Appeal.State`, in small letters."""

    text: str
    state: str


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """`deed`: a word of `effects`, the heaviest of them; `undone`: that of the decision that it takes back, or empty.

    `text`: what the staff wrote to go with it. `kind`, `ref`: of the subject.
    """

    id: int
    deed: str
    text: str
    created_at: datetime
    undone: str = ""
    kind: int = Subject.Kind.ACCOUNT
    ref: int = 0
    is_of_post: bool = False
    # Whether there is a statement of reasons to be read: of what was decided long ago there is none.
    is_stated: bool = False
    is_comment: bool = False
    appeal: Contested | None = None


def decisions_about(viewer: Account, decision_ids: Sequence[int]) -> dict[int, ShownDecision]:
    """Those of these decisions that are about `viewer`. Three queries, none for none."""
    if not decision_ids:
        return {}
    rows = Decision.objects.filter(pk__in=decision_ids, subject__owner=viewer.id)
    return {shown.id: shown for shown in shown_of(rows.order_by(), viewer)}


def shown_of(rows: QuerySet[Decision], viewer: Account) -> list[ShownDecision]:
    """Rows as shown, in their order."""
    told = rows.annotate(
        undone=F("reverses__effects"),
        look=KeyTextTransform("kind", "snapshot__body"),
        is_stated=Q(statement__delivered_at__isnull=False),
    )
    found = list(told.values_list(*COLUMNS))
    appeals = appeals_of(viewer, [row[0] for row in found])
    ended = ended_by([row[0] for row in found if Effect.RESTORE in row[1] and not row[2]])
    return [
        ShownDecision(
            id=number,
            deed=heaviest(effects),
            text=message or facts,
            created_at=created_at,
            undone=heaviest(undone or ended.get(number, ())),
            kind=kind,
            ref=ref,
            is_of_post=kind == Subject.Kind.POST,
            is_comment=look == "comment",
            is_stated=is_stated,
            appeal=appeals.get(number),
        )
        for number, effects, undone, kind, ref, look, message, facts, created_at, is_stated in found
    ]


def appeals_of(viewer: Account, decision_ids: Sequence[int]) -> dict[int, Contested]:
    """What `viewer` has said against these, by decision."""
    rows = Appeal.objects.filter(decision__in=decision_ids, account=viewer, by=Appeal.By.AFFECTED)
    return {row.decision_id: Contested(row.text, Appeal.State(row.state).name.lower()) for row in rows}


def ended_by(decision_ids: Sequence[int]) -> dict[int, list[str]]:
    """What these ended, where they take back no single decision. One query, none for none."""
    found: dict[int, list[str]] = {}
    rows = Restriction.objects.filter(ended_by__in=decision_ids) if decision_ids else ()
    for row in rows:
        found.setdefault(row.ended_by_id or 0, []).append(row.kind)
    return found


def heaviest(effects: Sequence[str]) -> str:
    """Of several effects the one that changes most; empty for none."""
    order = list(Effect)
    return max(effects, key=lambda word: order.index(Effect(word)) if word in Effect else -1, default="")
