"""Parts of a case's page: the appeal that it is about, the statements made in it, and what was written in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.moderation.correspondence import talks_of
from verandah.domain.moderation.reviews import appeal_in, receipts_in, show_review

if TYPE_CHECKING:
    from verandah.domain.moderation.models import Case

    from .door import StaffRequest

# What can become of an appeal, in the order of the page: the word that is sent, what is written, what it means.
OUTCOMES = (
    ("upheld", gettext_lazy("It stands"), gettext_lazy("Nothing changes. Whoever asked reads your words.")),
    (
        "overturned",
        gettext_lazy("Take it back"),
        gettext_lazy("Everything is again as it was before, and counts against nobody. Everyone who was told is told."),
    ),
    (
        "partly",
        gettext_lazy("Something lesser instead"),
        gettext_lazy("What you choose below stands in its place, and they get new reasons."),
    ),
)
# Where nothing had been found wrong there is nothing to take back.
OUTCOMES_OF_NOTHING = (
    OUTCOMES[0],
    (
        "overturned",
        gettext_lazy("Something is wrong with it"),
        gettext_lazy("What you choose below is done, with reasons."),
    ),
)


def parts_of(request: StaffRequest, row: Case) -> dict[str, Any]:
    """What these parts show. Six queries at most."""
    appeal = appeal_in(request.viewer, row)
    review = show_review(request.viewer, appeal) if appeal else None
    may_answer = review is not None and review.decided_at is None and review.may_review
    return {
        "review": review,
        "outcomes": OUTCOMES_OF_NOTHING if review and review.nothing_wrong else OUTCOMES,
        "may_answer": may_answer and may(request.role, Permission.DECIDE_APPEALS),
        "receipts": receipts_in(request.viewer, row),
        "talks": talks_of(request.viewer, row),
        "may_write": may(request.role, Permission.WRITE_IN_CASES),
    }
