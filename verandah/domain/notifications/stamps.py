"""What notices say, without the words of their posts and their people: found by one query."""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from verandah.base.paging import Page
from verandah.base.reading import rows
from verandah.domain.accounts.models import Account
from verandah.domain.posts.standing import WORDS

from .kinds import KINDS
from .models import Notification
from .queries import BETWEEN, MINE, Wanted

# What was thought of a post is asked anew: it may be something else by now.
NEWEST = f"""
SELECT n.id, n.kind, n.group_key, n.created_at, n.actor_id, a.rev, n.post_id,
    CASE WHEN n.kind = {Notification.Kind.REACTION:d} THEN (SELECT x.kind FROM verandah_reaction x
        WHERE x.post_id = n.post_id AND x.account_id = n.actor_id) END, n.report_id, n.decision_id, n.case_id
{MINE} {BETWEEN} ORDER BY n.id DESC LIMIT %(length)s"""  # noqa: S608


class NoticeStamp(NamedTuple):
    """One notice, told apart from every other state of it. `kind` and `thought`: as the tables have them."""

    id: int
    kind: int
    group_key: str
    # As the database gives it.
    created_at: datetime | str
    actor_id: int
    actor_rev: int
    # None when it is about none.
    post_id: int | None
    thought: int | None
    report_id: int | None
    decision_id: int | None
    case_id: int | None

    @property
    def word(self) -> str:
        """What kind it is."""
        return KINDS[Notification.Kind(self.kind)]

    @property
    def reaction(self) -> str:
        """The word for what was thought of the post; empty when it is no reaction."""
        return WORDS[self.thought] if self.thought else ""


def notice_stamps(viewer: Account, page: Page, wanted: Wanted) -> list[NoticeStamp]:
    """Newest first: of what concerns `viewer` what is wanted, as `queries.wanted_ids` finds it. One query."""
    values = {"viewer": viewer.id, "before": page.before, "after": page.after, "length": page.length}
    return page.newest_first(list(map(NoticeStamp._make, rows(page.ordered(newest_sql(wanted)), values))))


@lru_cache(64)
def newest_sql(wanted: Wanted) -> str:
    """The query for what is wanted."""
    return NEWEST.format(wanted=wanted.condition())
