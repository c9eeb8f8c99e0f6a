"""Which notices are told as one: of the same kind about the same post, or of the same kind, within half a day."""

from collections.abc import Collection
from datetime import datetime
from functools import cache

from verandah.base.reading import id_rows, id_text, rows

from .models import Notification

Kind = Notification.Kind

# A group that has begun so many hours ago takes no more: what is new is told anew.
LONGEST_GROUP = 12
# What each group's key begins with: the names that apps know from Mastodon.
PREFIXES = {
    Kind.REACTION: "favourite",
    Kind.SHARE: "reblog",
    Kind.FOLLOW: "follow",
    Kind.JOINED: "admin.sign_up",
    Kind.BIRTHDAY: "birthday",
}

# Which of these groups have begun, by a look at each: there may be thousands of notices in one.
OPEN_GROUPS = f"""
SELECT j.value, k.column1 FROM {{ids}} CROSS JOIN (VALUES {", ".join(f"(%(key{n})s)" for n in range(LONGEST_GROUP))}) k
WHERE EXISTS (SELECT 1 FROM verandah_notification n
    WHERE n.recipient_id = j.value AND n.group_key = k.column1 AND NOT (n.group_key = ''))"""  # noqa: S608


def group_keys(kind: Notification.Kind, recipients: Collection[int], post_id: int, now: datetime) -> dict[int, str]:
    """The key of the group that a new notice joins for each recipient: one that is open, or a new one."""
    if kind not in PREFIXES or not recipients:
        return {}
    prefix = f"{PREFIXES[kind]}-{post_id}" if post_id else PREFIXES[kind]
    hour = int(now.timestamp()) // 3600
    # The number is the hour in which the group began, so that these are all that can be open.
    keys = {f"key{back}": f"{prefix}-{hour - back}" for back in range(LONGEST_GROUP)}
    found = rows(open_groups_sql(), {"ids": id_text(recipients), **keys})
    return dict.fromkeys(recipients, keys["key0"]) | dict(sorted(found, key=lambda row: started(row[1])))


@cache
def open_groups_sql() -> str:
    """The query for the database in use."""
    return OPEN_GROUPS.replace("{ids}", id_rows())


def started(key: str) -> int:
    """The hour in which a group began."""
    return int(key.rpartition("-")[2])
