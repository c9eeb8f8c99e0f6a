"""Which notices are told as one: of the same kind about the same post, or of the same kind, within half a day."""

from collections.abc import Collection
from datetime import datetime

from .models import Notification

Kind = Notification.Kind

# A group that has begun so many hours ago takes no more: what is new is told anew.
LONGEST_GROUP = 12
# What each group's key begins with: the names that apps know from Mastodon.
PREFIXES = {Kind.REACTION: "favourite", Kind.SHARE: "reblog", Kind.FOLLOW: "follow", Kind.JOINED: "admin.sign_up"}


def group_keys(kind: Notification.Kind, recipients: Collection[int], post_id: int, now: datetime) -> dict[int, str]:
    """The key of the group that a new notice joins for each recipient: one that is open, or a new one."""
    if kind not in PREFIXES or not recipients:
        return {}
    prefix = f"{PREFIXES[kind]}-{post_id}" if post_id else PREFIXES[kind]
    hour = int(now.timestamp()) // 3600
    # The number is the hour in which the group began, so that these are all that can be open.
    keys = [f"{prefix}-{hour - back}" for back in range(LONGEST_GROUP)]
    open_groups = Notification.objects.filter(recipient__in=recipients, group_key__in=keys).order_by("id")
    return dict.fromkeys(recipients, keys[0]) | dict(open_groups.values_list("recipient_id", "group_key"))
