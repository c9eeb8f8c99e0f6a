"""Report: what someone has told the staff, as they and the staff's own apps are shown it."""

from typing import TypedDict

from verandah.domain.moderation.show import ShownReport
from verandah.domain.posts.full import FullAccount

from .account import AccountJson, Nothing, account
from .dates import moment, moment_or_none


class ReportJson(TypedDict):
    id: str
    action_taken: bool
    action_taken_at: str | None
    category: str
    comment: str
    forwarded: bool
    created_at: str
    status_ids: list[str]
    rule_ids: list[str]
    collection_ids: Nothing
    target_account: AccountJson


def report(shown: ShownReport, target: FullAccount) -> ReportJson:
    """One report."""
    return {
        "id": str(shown.id),
        "action_taken": shown.action_taken_at is not None,
        "action_taken_at": moment_or_none(shown.action_taken_at),
        "category": shown.category,
        "comment": shown.comment,
        "forwarded": shown.forwarded,
        "created_at": moment(shown.created_at),
        "status_ids": [str(number) for number in shown.post_ids],
        "rule_ids": [str(number) for number in shown.rules],
        "collection_ids": [],
        "target_account": account(target),
    }
