"""Notifications, how far someone has read, and push."""

from typing import Annotated, Literal, NotRequired, TypedDict

from msgspec import Meta

from verandah.api.entities.account import AccountJson
from verandah.api.entities.choices import NotificationChoicesJson
from verandah.api.entities.marker import MarkerJson
from verandah.api.entities.notification import (
    FirstPolicyJson,
    GroupedJson,
    MergedJson,
    NotificationJson,
    NotificationRequestJson,
    PolicyJson,
)
from verandah.api.entities.plain import CountJson, Empty
from verandah.api.entities.push import WebPushSubscriptionJson

from . import takes
from .said import Said, Table

type Held = Literal["accept", "filter", "drop"]


class Notices(takes.LongPaging):
    types: NotRequired[list[takes.Word]]
    exclude_types: NotRequired[list[takes.Word]]
    account_id: NotRequired[takes.Id]
    include_filtered: NotRequired[bool]


class NoticeKinds(TypedDict):
    limit: NotRequired[Annotated[int, Meta(ge=1, le=1000)]]
    types: NotRequired[list[takes.Word]]
    exclude_types: NotRequired[list[takes.Word]]


class MarkersAsked(TypedDict):
    timeline: NotRequired[list[Literal["home", "notifications"]]]


class ReadSoFar(TypedDict):
    last_read_id: takes.Id


class MarkersSent(TypedDict):
    home: NotRequired[ReadSoFar]
    notifications: NotRequired[ReadSoFar]


class GroupedNotices(Notices):
    grouped_types: NotRequired[list[takes.Word]]
    expand_accounts: NotRequired[Literal["full", "partial_avatars"]]


class SeveralNotices(TypedDict):
    ids: NotRequired[takes.Ids]


class Policy(TypedDict):
    for_not_following: NotRequired[Held]
    for_not_followers: NotRequired[Held]
    for_new_accounts: NotRequired[Held]
    for_private_mentions: NotRequired[Held]
    for_limited_accounts: NotRequired[Held]
    for_bots: NotRequired[Held]


class FirstPolicy(TypedDict):
    filter_not_following: NotRequired[bool]
    filter_not_followers: NotRequired[bool]
    filter_new_accounts: NotRequired[bool]
    filter_private_mentions: NotRequired[bool]


class Ways(TypedDict):
    app: NotRequired[bool]
    push: NotRequired[bool]
    email: NotRequired[bool]


class Wants(TypedDict):
    mention: NotRequired[Ways]
    comment: NotRequired[Ways]
    wall: NotRequired[Ways]
    friend_request: NotRequired[Ways]
    friend_accepted: NotRequired[Ways]
    follow_request: NotRequired[Ways]
    follow: NotRequired[Ways]
    follow_accepted: NotRequired[Ways]
    reaction: NotRequired[Ways]
    share: NotRequired[Ways]
    quote: NotRequired[Ways]
    post: NotRequired[Ways]
    edited: NotRequired[Ways]
    poll_ended: NotRequired[Ways]
    birthday: NotRequired[Ways]
    moderation: NotRequired[Ways]
    report: NotRequired[Ways]
    joined: NotRequired[Ways]


class ChangedChoices(TypedDict):
    choices: NotRequired[Wants]
    digest: NotRequired[Literal["never", "daily", "weekly"]]
    quiet_from: NotRequired[Annotated[str, Meta(max_length=5)]]
    quiet_until: NotRequired[Annotated[str, Meta(max_length=5)]]
    has_no_night: NotRequired[bool]
    time_zone: NotRequired[Annotated[str, Meta(max_length=64)]]


# Their names have dots.
Alerts = TypedDict(
    "Alerts",
    {
        "mention": NotRequired[bool],
        "status": NotRequired[bool],
        "reblog": NotRequired[bool],
        "follow": NotRequired[bool],
        "follow_request": NotRequired[bool],
        "favourite": NotRequired[bool],
        "poll": NotRequired[bool],
        "update": NotRequired[bool],
        "quote": NotRequired[bool],
        "admin.sign_up": NotRequired[bool],
        "admin.report": NotRequired[bool],
    },
)


class PushWishes(TypedDict):
    policy: NotRequired[Literal["all", "followed", "follower", "none"]]
    alerts: NotRequired[Alerts]


class Keys(TypedDict):
    p256dh: takes.Word
    auth: takes.Word


class PushAddress(TypedDict):
    endpoint: Annotated[str, Meta(max_length=2000)]
    keys: Keys
    standard: NotRequired[bool]


class NewPush(TypedDict):
    subscription: PushAddress
    data: NotRequired[PushWishes]


class ChangedPush(TypedDict):
    data: NotRequired[PushWishes]


NOTICES: Table = {
    "GET /api/v1/notifications": Said(list[NotificationJson], Notices),
    "POST /api/v1/notifications/clear": Said(Empty),
    "POST /api/v2/notifications/clear": Said(Empty),
    "GET /api/v1/notifications/unread_count": Said(CountJson, NoticeKinds),
    "GET /api/v1/notifications/requests": Said(list[NotificationRequestJson], takes.LongPaging),
    "GET /api/v1/notifications/requests/:id": Said(NotificationRequestJson),
    "POST /api/v1/notifications/requests/:id/accept": Said(Empty),
    "POST /api/v1/notifications/requests/:id/dismiss": Said(Empty),
    "POST /api/v1/notifications/requests/accept": Said(Empty, takes.Several),
    "POST /api/v1/notifications/requests/dismiss": Said(Empty, takes.Several),
    "GET /api/v1/notifications/requests/merged": Said(MergedJson),
    "GET /api/v1/notifications/policy": Said(FirstPolicyJson),
    "PUT /api/v1/notifications/policy": Said(FirstPolicyJson, FirstPolicy),
    "GET /api/v1/notifications/:id": Said(NotificationJson),
    "GET /api/verandah/v1/notification_choices": Said(NotificationChoicesJson),
    "PATCH /api/verandah/v1/notification_choices": Said(NotificationChoicesJson, ChangedChoices),
    "DELETE /api/v1/notifications/:id": Said(Empty),
    "DELETE /api/v1/notifications/destroy_multiple": Said(Empty, SeveralNotices),
    "POST /api/v1/notifications/:id/dismiss": Said(Empty),
    "GET /api/v2/notifications": Said(GroupedJson, GroupedNotices),
    "GET /api/v2/notifications/unread_count": Said(CountJson, NoticeKinds),
    "GET /api/v2/notifications/policy": Said(PolicyJson),
    "PATCH /api/v2/notifications/policy": Said(PolicyJson, Policy),
    "PUT /api/v2/notifications/policy": Said(PolicyJson, Policy),
    "GET /api/v2/notifications/:name": Said(GroupedJson),
    "GET /api/v2/notifications/:name/accounts": Said(list[AccountJson]),
    "POST /api/v2/notifications/:name/dismiss": Said(Empty),
    "GET /api/v1/markers": Said(dict[str, MarkerJson], MarkersAsked),
    "POST /api/v1/markers": Said(dict[str, MarkerJson], MarkersSent),
    "GET /api/v1/push/subscription": Said(WebPushSubscriptionJson),
    "POST /api/v1/push/subscription": Said(WebPushSubscriptionJson, NewPush),
    "PUT /api/v1/push/subscription": Said(WebPushSubscriptionJson, ChangedPush),
    "DELETE /api/v1/push/subscription": Said(Empty),
}
