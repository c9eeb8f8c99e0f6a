"""Whether someone's home may hold other posts than a moment ago, beside new ones: seen at the statements that write.

No verb has to remember anything: every statement of this process goes through `watch`. It looks at names of tables and
columns only, and counts rather once too often.
"""

import re
from collections.abc import Callable
from typing import Any

from django.db import connections, transaction

# Who reads whom, and what keeps people apart.
TIES = "follow|friendship|block|mute|peoplelist|peoplelistmember|followedtag"
RELATION = re.compile(rf'(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM) "?verandah_(?:{TIES})\b')
# What brings a post back into homes, or takes it out of some, that is there already.
POST = re.compile(
    r'DELETE FROM "?verandah_post(?:audience)?\b|'
    r'UPDATE "?verandah_post\b.*\b(?:audience|deleted_at|language|wall_id|withheld|is_limited)\b',
    re.DOTALL,
)
PERSON = re.compile(r'UPDATE "?verandah_account\b.*\b(?:limited_at|suspended_at|wall_audience)\b', re.DOTALL)


class Doubts:
    """How often there was reason for one. Whoever keeps something remembers the number it was at before they looked."""

    def __init__(self) -> None:
        self.count = 0

    def more(self) -> None:
        # Two at the same moment may count as one: it is still another number than before.
        self.count += 1


DOUBTS = Doubts()


def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Run a statement; if it may change what stands in homes, there is a doubt as soon as others can see it."""
    result = execute(sql, params, many, context)
    if is_doubtful(sql):
        DOUBTS.more()
        alias = context["connection"].alias
        if connections[alias].in_atomic_block:
            transaction.on_commit(DOUBTS.more, using=alias)
    return result


def is_doubtful(sql: str) -> bool:
    """Whether a statement may change what stands in homes, beside adding a post."""
    if sql.startswith("SELECT"):
        return False
    return bool(RELATION.match(sql) or POST.match(sql) or PERSON.match(sql))
