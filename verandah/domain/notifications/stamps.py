"""What a notice says, without the words of its post and its person: found by one query."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple

from verandah.base.reading import id_rows, id_text, rows
from verandah.domain.accounts.models import Account
from verandah.domain.posts.standing import WORDS

from .kinds import KINDS
from .models import Notification

STAMPS = f"""
SELECT n.id, n.kind, n.group_key, n.created_at, n.actor_id, a.rev, COALESCE(n.post_id, 0),
    CASE WHEN n.kind = {Notification.Kind.REACTION:d} THEN (SELECT x.kind FROM verandah_reaction x
        WHERE x.post_id = n.post_id AND x.account_id = n.actor_id) END, COALESCE(n.report_id, 0)
FROM {{ids}} CROSS JOIN verandah_notification n JOIN verandah_account a ON a.id = n.actor_id
WHERE n.id = j.value AND n.recipient_id = %(viewer)s"""  # noqa: S608


class NoticeStamp(NamedTuple):
    """One notice. `created_at` as the database gives it; `post_id` 0 when it is about none."""

    id: int
    kind: str
    group_key: str
    created_at: datetime | str
    actor_id: int
    actor_rev: int
    post_id: int
    reaction: str
    # 0 when it is about none.
    report_id: int


def notice_stamps(viewer: Account, ids: Sequence[int]) -> list[NoticeStamp]:
    """Those of the notices `ids` that are `viewer`'s, in the order given. One query."""
    if not ids:
        return []
    found = {row[0]: stamp_from(*row) for row in rows(stamps_sql(), {"viewer": viewer.id, "ids": id_text(ids)})}
    return [found[number] for number in ids if number in found]


def stamp_from(
    number: int,
    kind: int,
    key: str,
    created_at: datetime | str,
    actor: int,
    rev: int,
    post: int,
    reaction: int | None,
    report: int,
) -> NoticeStamp:
    """A row, in words."""
    word = KINDS[Notification.Kind(kind)]
    return NoticeStamp(number, word, key, created_at, actor, rev, post, WORDS.get(reaction or 0, ""), report)


@cache
def stamps_sql() -> str:
    """The query for the database in use."""
    return STAMPS.replace("{ids}", id_rows())
