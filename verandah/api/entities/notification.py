"""Notification, NotificationGroup and what belongs to them: what concerns the viewer."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from verandah.domain.notifications.held import ShownPolicy, ShownRequest
from verandah.domain.notifications.kinds import STAFF_KINDS, TYPES
from verandah.domain.notifications.show import ShownGroup, ShownNotification
from verandah.domain.posts.full import FullAccount, FullPost

from .account import AccountJson, account
from .dates import moment
from .decision import DecisionJson
from .report import ReportJson
from .status import StatusJson, status

# The kinds that every app may be told of.
KINDS = tuple(kind for kind in TYPES if kind not in STAFF_KINDS)


class Ours(TypedDict):
    """What Mastodon has no word for: which of our reactions it was."""

    reaction: str


class NotificationJson(TypedDict):
    id: str
    type: str
    created_at: str
    group_key: str
    account: AccountJson
    status: NotRequired[StatusJson]
    report: NotRequired[ReportJson]
    moderation_warning: NotRequired[DecisionJson]
    verandah: NotRequired[Ours]


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
    report: NotRequired[ReportJson]
    moderation_warning: NotRequired[DecisionJson]
    verandah: NotRequired[Ours]


class PartialAccountJson(TypedDict):
    """Enough to show someone's picture."""

    id: str
    acct: str
    locked: bool
    bot: bool
    url: str
    avatar: str
    avatar_static: str
    avatar_description: str


class GroupedJson(TypedDict):
    accounts: list[AccountJson]
    partial_accounts: NotRequired[list[PartialAccountJson]]
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


class FirstPolicyJson(TypedDict):
    """The first form, which knew only yes and no."""

    filter_not_following: bool
    filter_not_followers: bool
    filter_new_accounts: bool
    filter_private_mentions: bool
    summary: Summary


class NotificationRequestJson(TypedDict):
    id: str
    created_at: str
    updated_at: str
    notifications_count: str
    account: AccountJson
    last_status: StatusJson | None


class MergedJson(TypedDict):
    merged: bool


def notification(
    notice: ShownNotification,
    actor: FullAccount,
    post: FullPost | None,
    report: ReportJson | None = None,
    decision: DecisionJson | None = None,
) -> NotificationJson:
    """One notice."""
    found: NotificationJson = {
        "id": str(notice.id),
        "type": TYPES[notice.kind],
        "created_at": moment(notice.created_at),
        "group_key": notice.group_key or f"ungrouped-{notice.id}",
        "account": account(actor),
    }
    if post is not None:
        found["status"] = status(post, for_member=True)
    if report is not None:
        found["report"] = report
    if decision is not None:
        found["moderation_warning"] = decision
    if notice.reaction:
        found["verandah"] = {"reaction": notice.reaction}
    return found


def group(shown: ShownGroup, reports: Mapping[int, ReportJson], decisions: Mapping[int, DecisionJson]) -> GroupJson:
    """Notices that are told as one."""
    newest = shown.newest
    found: GroupJson = {
        "group_key": shown.key,
        "notifications_count": shown.count,
        "type": TYPES[newest.kind],
        "most_recent_notification_id": newest.id,
        "page_min_id": str(shown.oldest_id),
        "page_max_id": str(newest.id),
        "latest_page_notification_at": moment(newest.created_at),
        "sample_account_ids": [str(person.id) for person in shown.people],
    }
    if newest.post is not None:
        found["status_id"] = str(newest.post.id)
    if report := reports.get(newest.report_id or 0):
        found["report"] = report
    if decision := decisions.get(newest.decision_id or 0):
        found["moderation_warning"] = decision
    if shown.reaction:
        found["verandah"] = {"reaction": shown.reaction}
    return found


def grouped(
    groups: Sequence[ShownGroup],
    people: Sequence[FullAccount],
    posts: Sequence[FullPost],
    reports: Mapping[int, ReportJson],
    decisions: Mapping[int, DecisionJson],
) -> GroupedJson:
    """Groups, and beside them each person and each post once; a report stands in its group."""
    return {
        "accounts": [account(full) for full in people],
        "statuses": [status(full, for_member=True) for full in posts],
        "notification_groups": [group(shown, reports, decisions) for shown in groups],
    }


def partly(found: GroupedJson) -> GroupedJson:
    """The same with the newest person of each group in full, and of all others only what their picture needs."""
    first = {row["sample_account_ids"][0] for row in found["notification_groups"]}
    return {
        "accounts": [person for person in found["accounts"] if person["id"] in first],
        "partial_accounts": [partial(person) for person in found["accounts"] if person["id"] not in first],
        "statuses": found["statuses"],
        "notification_groups": found["notification_groups"],
    }


def partial(person: AccountJson) -> PartialAccountJson:
    """A person in a few words."""
    return {
        "id": person["id"],
        "acct": person["acct"],
        "locked": person["locked"],
        "bot": person["bot"],
        "url": person["url"],
        "avatar": person["avatar"],
        "avatar_static": person["avatar_static"],
        "avatar_description": person["avatar_description"],
    }


def policy(shown: ShownPolicy) -> PolicyJson:
    """What becomes of notices from whom."""
    said = shown.choices
    return {
        "for_not_following": said["not_following"],
        "for_not_followers": said["not_followers"],
        "for_new_accounts": said["new_accounts"],
        "for_private_mentions": said["private_mentions"],
        "for_limited_accounts": said["limited_accounts"],
        "for_bots": said["bots"],
        "summary": summary(shown),
    }


def first_policy(shown: ShownPolicy) -> FirstPolicyJson:
    """The same in the first form."""
    said = shown.choices
    return {
        "filter_not_following": said["not_following"] != "accept",
        "filter_not_followers": said["not_followers"] != "accept",
        "filter_new_accounts": said["new_accounts"] != "accept",
        "filter_private_mentions": said["private_mentions"] != "accept",
        "summary": summary(shown),
    }


def summary(shown: ShownPolicy) -> Summary:
    """What is held back now."""
    return {"pending_requests_count": shown.requests_count, "pending_notifications_count": shown.notices_count}


def notification_request(shown: ShownRequest, actor: FullAccount, post: FullPost | None) -> NotificationRequestJson:
    """Someone whose notices are held back."""
    return {
        "id": str(shown.id),
        "created_at": moment(shown.created_at),
        "updated_at": moment(shown.updated_at),
        "notifications_count": str(shown.count),
        "account": account(actor),
        "last_status": status(post, for_member=True) if post else None,
    }
