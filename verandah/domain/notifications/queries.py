"""Notices for their recipient."""

from collections.abc import Sequence

from django.db import connection

from verandah.base.ids import comma_list
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account
from verandah.domain.graph.queries import PRESENT
from verandah.domain.posts.queries import VISIBLE

from .kinds import KINDS

# A notice about a post is only there while its reader may see the post; one about a person, while neither blocks.
MINE = f"""
FROM verandah_notification n JOIN verandah_account a ON a.id = n.actor_id
LEFT JOIN verandah_post p ON p.id = n.post_id
WHERE n.recipient_id = %(viewer)s AND n.id < %(before)s AND n.id > %(after)s
  AND {{kinds}} AND {PRESENT} AND (n.post_id IS NULL OR {VISIBLE})"""

NEWEST = f"SELECT n.id {MINE} ORDER BY n.id DESC LIMIT %(length)s"

COUNT = f"""SELECT count(*) FROM (SELECT 1 {MINE} AND n.id > coalesce((
    SELECT k.last_read_id FROM verandah_marker k WHERE k.account_id = %(viewer)s AND k.timeline = 'notifications'), 0)
LIMIT 100) x"""  # noqa: S608


def notification_ids(
    viewer: Account, page: Page, kinds: Sequence[str] | None = None, actor_id: int | None = None
) -> list[int]:
    """Newest first: what concerns `viewer`; of these kinds (words of `kinds.KINDS`), and from this person, if named."""
    with connection.cursor() as cursor:
        sql = page.ordered(NEWEST).format(kinds=only(kinds, actor_id))
        cursor.execute(sql, values(viewer, page))
        return page.newest_first([row[0] for row in cursor.fetchall()])


def new_count(viewer: Account, kinds: Sequence[str] | None = None) -> int:
    """How many notices (of these kinds) `viewer` has not seen; counting stops at 100."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(kinds=only(kinds, None)), values(viewer, Page()))
        return int(cursor.fetchone()[0])


def only(kinds: Sequence[str] | None, actor_id: int | None) -> str:
    """The condition that leaves only these kinds, from this person. Of numbers we know, never of what was sent."""
    numbers = comma_list(kind for kind, word in KINDS.items() if kinds is None or word in kinds)
    return f"n.kind IN ({numbers or 0})" + (f" AND n.actor_id = {actor_id:d}" if actor_id is not None else "")


def values(viewer: Account, page: Page) -> dict[str, int]:
    """The parameters of the constants above."""
    return {"viewer": viewer.id, "before": page.before, "after": page.after, "length": page.length}
