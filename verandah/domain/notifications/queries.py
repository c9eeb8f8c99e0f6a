"""Notices for their recipient, one by one and in groups."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from verandah.base.ids import comma_list
from verandah.base.paging import Page
from verandah.base.reading import rows as rows_of
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.permissions import Permission, roles_with
from verandah.domain.graph.queries import NOT_MUTED_ACTOR, PRESENT
from verandah.domain.posts.models import Reaction
from verandah.domain.posts.queries import VISIBLE

from .kinds import GROUPED, KINDS
from .models import Notification

# Of a group, so many of its people are shown: those of its newest notices.
SAMPLE = 8
COUNTED = 100

SORTING = ", ".join(str(int(role)) for role in roles_with(Permission.SORT_CASES))
# What the staff is told of a report it is told whoever blocks or mutes whom, and as long as it is the staff.
REPORTED = f"""n.kind = {Notification.Kind.REPORT:d} AND EXISTS (
    SELECT 1 FROM verandah_user u WHERE u.account_id = %(viewer)s AND u.role IN ({SORTING}))"""  # noqa: S608

# A notice about a post is only there while its reader may see the post; one about a person, while neither blocks.
MINE = f"""
FROM verandah_notification n JOIN verandah_account a ON a.id = n.actor_id
LEFT JOIN verandah_post p ON p.id = n.post_id
WHERE n.recipient_id = %(viewer)s AND {{wanted}} AND (n.post_id IS NULL OR {VISIBLE})
  AND ({REPORTED} OR (n.kind <> {Notification.Kind.REPORT:d} AND {PRESENT} AND {NOT_MUTED_ACTOR}))"""

BETWEEN = "AND n.id < %(before)s AND n.id > %(after)s"

NEWEST = f"SELECT n.id {MINE} {BETWEEN} ORDER BY n.id DESC LIMIT %(length)s"

# A group stands where its newest notice stands. The post of all notices in a group is the same, so that it need not be
# looked at again.
HEAD = f"""(n.group_key = '' OR n.kind NOT IN ({{grouped}}) OR NOT EXISTS (
    SELECT 1 FROM verandah_notification h JOIN verandah_account a ON a.id = h.actor_id
    WHERE h.recipient_id = %(viewer)s AND h.group_key = n.group_key AND h.id > n.id
      AND {{newer_wanted}} AND {PRESENT} AND {NOT_MUTED_ACTOR.replace("n.actor_id", "h.actor_id")}))"""  # noqa: S608

HEADS = f"SELECT n.id {MINE} AND {HEAD} {BETWEEN} ORDER BY n.id DESC LIMIT %(length)s"

IN_GROUP = f"SELECT n.id {MINE} AND n.group_key = %(key)s {BETWEEN} ORDER BY n.id DESC LIMIT %(length)s"

# Of the groups of these notices: the newest people, how many notices there are, the oldest from an id on, and the
# highest kind of reaction, of which a like is the lowest.
GROUPS = f"""
SELECT x.group_key, x.actor_id, x.total, x.oldest, x.highest FROM (
    SELECT n.group_key, n.actor_id, n.id,
        row_number() OVER (PARTITION BY n.group_key ORDER BY n.id DESC) AS place,
        count(*) OVER (PARTITION BY n.group_key) AS total,
        min(CASE WHEN n.id >= %(after)s THEN n.id END) OVER (PARTITION BY n.group_key) AS oldest,
        max(coalesce((SELECT t.kind FROM verandah_reaction t
            WHERE t.post_id = n.post_id AND t.account_id = n.actor_id), {Reaction.Kind.LIKE:d}))
            OVER (PARTITION BY n.group_key) AS highest
    {MINE} AND n.group_key IN (
        SELECT k.group_key FROM verandah_notification k WHERE k.id IN ({{ids}}) AND k.group_key <> '')
) x WHERE x.place <= {SAMPLE} ORDER BY x.group_key, x.place"""  # noqa: S608

SINCE_MARKER = """AND n.id > coalesce((
    SELECT k.last_read_id FROM verandah_marker k
    WHERE k.account_id = %(viewer)s AND k.timeline = 'notifications'), 0)"""

COUNT = f"SELECT count(*) FROM (SELECT 1 {MINE} {SINCE_MARKER} LIMIT %(length)s) x"  # noqa: S608

COUNT_GROUPS = f"SELECT count(*) FROM (SELECT 1 {MINE} AND {HEAD} {SINCE_MARKER} LIMIT %(length)s) x"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which notices: of these kinds (words of `kinds.KINDS`; all when None), from this person, held back or not."""

    kinds: Collection[str] | None = None
    actor_id: int | None = None
    with_held: bool = False
    # The kinds that are put into groups.
    grouped: Collection[str] = GROUPED

    def condition(self, row: str = "n") -> str:
        """The SQL that leaves only these. Of numbers we know, never of what was sent."""
        parts = [f"{row}.kind IN ({numbers(self.kinds)})"]
        if self.actor_id is not None:
            parts.append(f"{row}.actor_id = {self.actor_id:d}")
        if not self.with_held:
            parts.append(f"{row}.is_held = false")
        return " AND ".join(parts)


@dataclass(frozen=True, slots=True)
class Group:
    """Notices that are told as one: the people of the newest, how many they are, the oldest on the page."""

    people: tuple[int, ...]
    count: int
    oldest_id: int
    # Of reactions: all of them.
    are_likes: bool


ALL = Wanted()


def notification_ids(viewer: Account, page: Page, kinds: Collection[str] | None = None) -> list[int]:
    """Newest first: what concerns `viewer`; of these kinds (words of `kinds.KINDS`)."""
    return wanted_ids(viewer, page, Wanted(kinds))


def wanted_ids(viewer: Account, page: Page, wanted: Wanted) -> list[int]:
    """Newest first: of what concerns `viewer` what is wanted."""
    return page.newest_first([row[0] for row in run(page.ordered(NEWEST), viewer, page, wanted)])


def group_heads(viewer: Account, page: Page, wanted: Wanted = ALL) -> list[int]:
    """The newest notice of each group, newest first. Every group stands on one page only."""
    return page.newest_first([row[0] for row in run(page.ordered(HEADS), viewer, page, wanted)])


def ids_in_group(viewer: Account, key: str, page: Page, wanted: Wanted = ALL) -> list[int]:
    """The notices with this key, newest first."""
    return page.newest_first([row[0] for row in run(page.ordered(IN_GROUP), viewer, page, wanted, key=key)])


def groups_of(viewer: Account, heads: Sequence[int], from_id: int = 0, wanted: Wanted = ALL) -> dict[str, Group]:
    """The groups that the notices `heads` belong to, by their key, in one query. `from_id`: where the page ends."""
    if not heads:
        return {}
    found: dict[str, list[tuple[Any, ...]]] = {}
    for row in run(GROUPS, viewer, Page(after=from_id), wanted, ids=comma_list(heads)):
        found.setdefault(row[0], []).append(row)
    return {
        key: Group(
            tuple(row[1] for row in rows), int(rows[0][2]), int(rows[0][3] or 0), rows[0][4] == Reaction.Kind.LIKE
        )
        for key, rows in found.items()
    }


def new_count(viewer: Account, wanted: Wanted = ALL, most: int = COUNTED) -> int:
    """How many notices `viewer` has not seen; counting stops at `most`."""
    return int(run(COUNT, viewer, Page(length=most), wanted)[0][0])


def new_groups_count(viewer: Account, wanted: Wanted = ALL, most: int = COUNTED) -> int:
    """How many groups have something that `viewer` has not seen; counting stops at `most`."""
    return int(run(COUNT_GROUPS, viewer, Page(length=most), wanted)[0][0])


def numbers(kinds: Collection[str] | None) -> str:
    """Kinds as SQL knows them."""
    return comma_list(kind for kind, word in KINDS.items() if kinds is None or word in kinds) or "0"


def run(
    sql: str, viewer: Account, page: Page, wanted: Wanted, ids: str = "", **more: str | int
) -> list[tuple[Any, ...]]:
    """Run one of the constants above."""
    parts = {"wanted": wanted.condition(), "newer_wanted": wanted.condition("h"), "grouped": numbers(wanted.grouped)}
    values = {"viewer": viewer.id, "before": page.before, "after": page.after, "length": page.length}
    return rows_of(sql.format(ids=ids, **parts), {**values, **more})
