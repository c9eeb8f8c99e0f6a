"""An appeal as the staff sees it, who do not see who decided; and the statements that were made in a case."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from verandah.domain.accounts.models import Account

from .appeals import STATES, may_review, reviewers_of, was_nothing_wrong
from .models import Appeal, Case, Report, Statement
from .statements import Told, from_json


@dataclass(frozen=True, slots=True)
class ShownReview:
    """An appeal and the decision that it is against. `told`: what whom that is about was told; None: nothing was wrong.

    `may_review`: whether the viewer has had no part in it. `others`: how many besides could look at it.
    """

    id: int
    is_by_reporter: bool
    text: str
    state: str
    answer: str
    created_at: datetime
    decided_at: datetime | None
    decided_first_at: datetime
    nothing_wrong: bool
    facts: str
    told: Told | None
    may_review: bool
    is_taken_up: bool
    others: int
    reporters: int


@dataclass(frozen=True, slots=True)
class ShownReceipt:
    """A statement and whether it has arrived."""

    told: Told
    decision_id: int
    created_at: datetime
    delivered_at: datetime | None
    withheld_until: datetime | None
    mailed_at: datetime | None
    read_at: datetime | None


def appeal_in(viewer: Account, case: Case) -> Appeal | None:
    """The appeal that this case is about, with what it is against; None when it is about none. One query."""
    rows = Appeal.objects.filter(case=case).exclude(decision__subject__owner=viewer)
    return rows.select_related("case", "report", "decision__subject", "decision__case").first()


def show_review(viewer: Account, row: Appeal) -> ShownReview:
    """The same as a page of the staff shows it. Three queries."""
    decision = row.decision
    said = Statement.objects.filter(decision=decision).first()
    return ShownReview(
        id=row.pk,
        is_by_reporter=row.by == Appeal.By.REPORTER,
        text=row.text,
        state=STATES[Appeal.State(row.state)],
        answer=row.answer,
        created_at=row.created_at,
        decided_at=row.decided_at,
        decided_first_at=decision.created_at,
        nothing_wrong=was_nothing_wrong(decision),
        facts=decision.facts,
        told=told_in(said) if said else None,
        may_review=may_review(viewer, row),
        is_taken_up=row.state == Appeal.State.IN_REVIEW,
        others=len([one for one in reviewers_of(decision, {row.account_id or 0}) if one != viewer.pk]),
        reporters=Report.objects.filter(case=decision.case_id).count(),
    )


def receipts_in(viewer: Account, case: Case) -> list[ShownReceipt]:
    """The statements that were made in a case which is not about `viewer`, newest first. One query."""
    rows = Statement.objects.filter(decision__case=case).exclude(account=viewer).select_related("decision")
    return [
        ShownReceipt(
            told=told_in(row),
            decision_id=row.decision_id,
            created_at=row.decision.created_at,
            delivered_at=row.delivered_at,
            withheld_until=row.withheld_until,
            mailed_at=row.mailed_at,
            read_at=row.read_at,
        )
        for row in rows.order_by("-decision")
    ]


def told_in(row: Statement) -> Told:
    """What it says, in the language of who looks if it was made in that, else in English."""
    spoken = (get_language() or "", "en", *row.texts)
    return from_json(next(row.texts[one] for one in spoken if one in row.texts))
