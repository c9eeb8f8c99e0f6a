"""Telling the staff of someone, and of what they have said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import HttpResponse

from verandah.actions import reporting
from verandah.actions.reporting import Complaint
from verandah.base import limits
from verandah.domain.moderation.show import show_reports
from verandah.domain.posts.full import full_accounts

from .door import MemberRequest, endpoint, told
from .entities.report import ReportJson, report
from .people import person

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


@endpoint("POST", "write:reports")
def create(request: MemberRequest) -> HttpResponse:
    """Tell the staff. Whom it is about is not told by whom."""
    limits.take("report", str(request.viewer.id))
    asked = request.parameters
    said = Complaint(
        category=asked.text("category", "other"),
        comment=asked.text("comment"),
        post_ids=tuple(asked.numbers("status_ids")),
        rules=tuple(asked.numbers("rule_ids")),
        forwarded=asked.flag("forward"),
    )
    made = reporting.report(request.viewer, person(request, asked.number("account_id", 0)), said)
    return told(reports_told(request.viewer, [made.id])[made.id])


def reports_told(viewer: Account, ids: Sequence[int]) -> dict[int, ReportJson]:
    """Reports by id, as apps are told them. Three queries for any number, none for none."""
    shown = [(row, row.target.id) for row in show_reports(ids) if row.target]
    targets = {full.account.id: full for full in full_accounts(viewer, [target for _row, target in shown])}
    return {row.id: report(row, targets[target]) for row, target in shown if target in targets}
