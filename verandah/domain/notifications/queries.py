"""Notices for their recipient."""

from django.db import connection

from verandah.base.paging import Page
from verandah.domain.accounts.models import Account
from verandah.domain.graph.queries import PRESENT
from verandah.domain.posts.queries import VISIBLE

# A notice about a post is only there while its reader may see the post; one about a person, while neither blocks.
MINE = f"""
FROM verandah_notification n JOIN verandah_account a ON a.id = n.actor_id
LEFT JOIN verandah_post p ON p.id = n.post_id
WHERE n.recipient_id = %(viewer)s AND n.id < %(before)s AND n.id > %(after)s
  AND {PRESENT} AND (n.post_id IS NULL OR {VISIBLE})"""

NEWEST = f"SELECT n.id {MINE} ORDER BY n.id DESC LIMIT %(length)s"

COUNT = f"""SELECT count(*) FROM (SELECT 1 {MINE} AND n.id > coalesce((
    SELECT k.last_read_id FROM verandah_marker k WHERE k.account_id = %(viewer)s AND k.timeline = 'notifications'), 0)
LIMIT 100) x"""  # noqa: S608


def notification_ids(viewer: Account, page: Page) -> list[int]:
    """Newest first: what concerns `viewer`."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, values(viewer, page))
        return [row[0] for row in cursor.fetchall()]


def new_count(viewer: Account) -> int:
    """How many notices `viewer` has not seen; counting stops at 100."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values(viewer, Page()))
        return int(cursor.fetchone()[0])


def values(viewer: Account, page: Page) -> dict[str, int]:
    """The parameters of the constants above."""
    return {"viewer": viewer.id, "before": page.before, "after": page.after, "length": page.length}
