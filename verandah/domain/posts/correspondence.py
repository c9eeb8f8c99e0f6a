"""Conversations with single people: posts for those they name, put together by what they answer."""

from dataclasses import dataclass

from verandah.base.errors import NotFound
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account

from .audience import Audience
from .queries import VISIBLE, run

# Each conversation that the viewer has a part in: its root and its newest post, without what they have put away.
CORRESPONDENCE = f"""
SELECT c.root, c.newest, COALESCE(t.last_read_id, 0) FROM (
    SELECT COALESCE(p.root_id, p.id) AS root, max(p.id) AS newest FROM verandah_post p
    WHERE p.audience = {Audience.PEOPLE:d} AND p.id IN (
        SELECT m.id FROM verandah_post m WHERE m.author_id = %(viewer)s AND m.audience = {Audience.PEOPLE:d}
        UNION SELECT d.post_id FROM verandah_postaudience d WHERE d.account_id = %(viewer)s)
      AND {VISIBLE} GROUP BY COALESCE(p.root_id, p.id)
) c LEFT JOIN verandah_threadstate t ON t.root_id = c.root AND t.account_id = %(viewer)s
WHERE c.newest < %(before)s AND c.newest > %(after)s AND c.newest > COALESCE(t.hidden_until_id, 0)
  AND (%(only)s = 0 OR c.root = %(only)s)
ORDER BY c.newest DESC LIMIT %(length)s"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation: `id` is that of the post it began with."""

    id: int
    newest_id: int
    last_read_id: int


def threads(viewer: Account, page: Page, only: int = 0) -> list[Thread]:
    """Conversations of `viewer` with single people, by their newest post; or the one that began with post `only`."""
    sql = page.ordered(CORRESPONDENCE)
    rows = run(viewer, sql, only=only, before=page.before, after=page.after, length=page.length)
    return page.newest_first([Thread(*row) for row in rows])


def thread(viewer: Account, root_id: int) -> Thread:
    """One of them. Raises NotFound."""
    found = threads(viewer, Page(), root_id)
    if not found:
        raise NotFound
    return found[0]
