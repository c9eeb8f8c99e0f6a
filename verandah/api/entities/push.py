"""WebPushSubscription: where and of what an app is told in the background."""

from typing import TypedDict

from verandah.base.webpush import public_key
from verandah.domain.notifications.push import ShownSubscription


class WebPushSubscriptionJson(TypedDict):
    id: int
    endpoint: str
    standard: bool
    alerts: dict[str, bool]
    server_key: str
    policy: str


def web_push_subscription(shown: ShownSubscription) -> WebPushSubscriptionJson:
    """The one subscription that a token has. Its id is a number, which some apps insist on."""
    return {
        "id": shown.id,
        "endpoint": shown.endpoint,
        "standard": shown.is_standard,
        "alerts": shown.alerts,
        "server_key": public_key(),
        "policy": shown.policy,
    }
