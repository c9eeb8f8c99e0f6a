"""Until when a decision can be looked at again, who may do it, and what an appeal looks like. No writes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.permissions import Permission, roles_with

from . import lawpacks
from .effects import Effect
from .models import Appeal, Decision

LONGEST_TEXT = 5000
# The words with which an answer is sent.
OUTCOMES = {"upheld": Appeal.State.UPHELD, "overturned": Appeal.State.OVERTURNED, "partly": Appeal.State.PARTLY}
STATES = {state: state.name.lower() for state in Appeal.State}


@dataclass(frozen=True, slots=True)
class ShownAppeal:
    """An appeal as whoever made it sees it. `state`: open, in_review, upheld, overturned or partly."""

    id: int
    case_id: int
    code: str
    text: str
    state: str
    answer: str
    created_at: datetime
    decided_at: datetime | None
    outcome_id: int | None
    # Nobody but the decider could look at it for now.
    is_stuck: bool

    @property
    def is_open(self) -> bool:
        return self.decided_at is None


def appeal_until(decided_at: datetime) -> datetime:
    """Until when a decision of this moment can be looked at again."""
    return decided_at + lawpacks.in_force().appeal


def can_be_appealed(decision: Decision, now: datetime) -> bool:
    """Whether there is anything in it to be looked at again, and still time."""
    return decision.reverses_id is None and now <= appeal_until(decision.created_at)


def is_reversed(decision: Decision) -> bool:
    """Whether it was taken back already, or another one stands in its place."""
    return Decision.objects.filter(Q(reverses=decision) | Q(supersedes=decision)).exists()


def reviewers_of(decision: Decision, besides: Collection[int] = ()) -> list[int]:
    """Who of the staff could look at it again: those who may, and who neither made it nor agreed to it. One query.

    `besides`: who must not either, because it is about them or they have asked.
    """
    out = {decision.actor_id, decision.second_actor_id, decision.subject.owner_id, *besides} - {None}
    users = User.objects.filter(
        role__in=roles_with(Permission.DECIDE_APPEALS), is_active=True, account__suspended_at=None
    )
    return list(users.exclude(account__in=out).order_by("pk").values_list("account_id", flat=True))


def may_review(account: Account, appeal: Appeal) -> bool:
    """Whether `account`, who may answer appeals, may answer this one: the database refuses it otherwise."""
    parties = {appeal.decider_id, appeal.second_decider_id, appeal.account_id, appeal.decision.subject.owner_id}
    if appeal.report is not None:
        parties.add(appeal.report.reporter_id)
    return account.pk not in parties


def show_appeal(row: Appeal) -> ShownAppeal:
    """One row, with its case loaded."""
    open_states = (Appeal.State.OPEN, Appeal.State.IN_REVIEW)
    is_open = row.state in open_states
    return ShownAppeal(
        id=row.pk,
        case_id=row.case_id,
        code=row.case.code,
        text=row.text,
        state=STATES[Appeal.State(row.state)],
        answer=row.answer,
        created_at=row.created_at,
        decided_at=row.decided_at,
        outcome_id=row.outcome_id,
        is_stuck=is_open and not reviewers_of(row.decision, {row.account_id or 0}),
    )


def was_nothing_wrong(decision: Decision) -> bool:
    """Whether it said that nothing was wrong: a reporter can have that looked at again."""
    return list(decision.effects) == [Effect.DISMISS]
