"""What the page of a case knows of decisions: those made in it, and what one would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from verandah.domain.accounts.models import Account
from verandah.domain.posts.models import Post

from .effects import Effect
from .models import Case, Decision, Restriction, Subject
from .verdict_words import changes
from .verdicts import aims_at_owner


@dataclass(frozen=True, slots=True)
class MadeDecision:
    """A decision of the case. `holds`: something of it does still, or could be said to."""

    id: int
    effects: tuple[str, ...]
    kind: Subject.Kind
    facts: str
    created_at: datetime
    ends_at: datetime | None
    is_restoring: bool
    is_taken_back: bool
    holds: bool


def decisions_in(viewer: Account, case: Case) -> list[MadeDecision]:
    """What was decided in a case that `viewer` has been let into, newest first. Three queries."""
    rows = list(Decision.objects.filter(case=case).select_related("subject").order_by("-pk"))
    numbers = [row.pk for row in rows]
    taken_back = set(Decision.objects.filter(reverses__in=numbers).values_list("reverses_id", flat=True))
    holding = set(Restriction.objects.filter(decision__in=numbers, ended_at=None).values_list("decision_id", flat=True))
    return [
        MadeDecision(
            id=row.pk,
            effects=tuple(row.effects),
            kind=Subject.Kind(row.subject.kind),
            facts=row.facts,
            created_at=row.created_at,
            ends_at=row.ends_at,
            is_restoring=Effect.RESTORE in row.effects,
            is_taken_back=row.pk in taken_back,
            holds=row.pk in holding or Effect.WARN in row.effects,
        )
        for row in rows
    ]


def decision_in(viewer: Account, case: Case, decision_id: int) -> Decision | None:
    """One of them."""
    return Decision.objects.select_related("subject__owner", "case").filter(pk=decision_id, case=case).first()


def consequences(viewer: Account, subject: Subject, effects: Sequence[Effect]) -> list[str]:
    """What will change when these are done, in sentences with numbers; `viewer` has been let into the case."""
    kind = Subject.Kind(subject.kind)
    post = Post.objects.filter(pk=subject.ref).first() if kind == Subject.Kind.POST else None
    found: list[str] = []
    for effect in effects:
        is_person = kind == Subject.Kind.ACCOUNT or aims_at_owner(effect, kind)
        found += changes(effect, None if is_person else post, subject.owner if is_person else None)
    return found
