"""Notification, NotificationGroup and what belongs to them: what concerns the viewer."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from verandah.domain.notifications.show import ShownNotification
from verandah.domain.posts.full import FullAccount, FullPost

from .account import AccountJson, account
from .dates import moment
from .status import StatusJson, status

# Mastodon has no word for "they let you follow them", and some apps fail at a word they do not know.
KINDS = ("mention", "follow", "follow_request")


class NotificationJson(TypedDict):
    id: str
    type: str
    created_at: str
    group_key: str
    account: AccountJson
    status: NotRequired[StatusJson]


class GroupJson(TypedDict):
    group_key: str
    notifications_count: int
    type: str
    most_recent_notification_id: int
    page_min_id: str
    page_max_id: str
    latest_page_notification_at: str
    sample_account_ids: list[str]
    status_id: NotRequired[str]


class GroupedJson(TypedDict):
    accounts: list[AccountJson]
    statuses: list[StatusJson]
    notification_groups: list[GroupJson]


class Summary(TypedDict):
    pending_requests_count: int
    pending_notifications_count: int


class PolicyJson(TypedDict):
    for_not_following: str
    for_not_followers: str
    for_new_accounts: str
    for_private_mentions: str
    for_limited_accounts: str
    for_bots: str
    summary: Summary


def notification(notice: ShownNotification, actor: FullAccount, post: FullPost | None) -> NotificationJson:
    """One notice."""
    found: NotificationJson = {
        "id": str(notice.id),
        "type": notice.kind,
        "created_at": moment(notice.created_at),
        "group_key": key(notice),
        "account": account(actor),
    }
    if post is not None:
        found["status"] = status(post, for_member=True)
    return found


def group(notice: ShownNotification) -> GroupJson:
    """One notice as a group of its own: nothing that Mastodon groups can happen here yet but follows."""
    found: GroupJson = {
        "group_key": key(notice),
        "notifications_count": 1,
        "type": notice.kind,
        "most_recent_notification_id": notice.id,
        "page_min_id": str(notice.id),
        "page_max_id": str(notice.id),
        "latest_page_notification_at": moment(notice.created_at),
        "sample_account_ids": [str(notice.actor.id)],
    }
    if notice.post is not None:
        found["status_id"] = str(notice.post.id)
    return found


def grouped(
    notices: Sequence[ShownNotification], people: Sequence[FullAccount], posts: Sequence[FullPost]
) -> GroupedJson:
    """Groups, and beside them each person and each post once."""
    return {
        "accounts": [account(full) for full in people],
        "statuses": [status(full, for_member=True) for full in posts],
        "notification_groups": [group(notice) for notice in notices],
    }


def policy() -> PolicyJson:
    """Nothing is held back: who should not reach the viewer is blocked."""
    return {
        "for_not_following": "accept",
        "for_not_followers": "accept",
        "for_new_accounts": "accept",
        "for_private_mentions": "accept",
        "for_limited_accounts": "accept",
        "for_bots": "accept",
        "summary": {"pending_requests_count": 0, "pending_notifications_count": 0},
    }


def key(notice: ShownNotification) -> str:
    """What names the group."""
    return f"ungrouped-{notice.id}"
