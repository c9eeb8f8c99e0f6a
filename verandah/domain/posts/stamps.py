"""What decides how a post looks to a viewer, without its words: found by one query, so that a rendering can be kept."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from verandah.base.reading import Values, id_rows, id_text, rows
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.quoting import QuotePolicy
from verandah.domain.graph.queries import PRESENT

from .queries import VISIBLE, viewer_id
from .visible import bounded, named

HAS_POLL, HAS_MEDIA = 1, 2
# It names someone whom the viewer blocks or who blocks the viewer. Reactions are 1024 times their kind, and below this.
NAMES_APART = 8192


def shown(column: str) -> str:
    """Of what is shown: of what the post `p` shares, which is `h`, or of itself. A share says nothing of its own."""
    return f"COALESCE(h.{column}, p.{column})"


# What the viewer has done with a post, and all else that its own number of changes does not count: a number each,
# whose sum is `deeds`. What one does with a share is done with what it shares. Who sees a comment sees its root, so
# that only an answer to another comment may answer what is kept from them. A unary plus keeps SQLite from the index of
# what someone wrote, which is long.
DEEDS = {
    HAS_POLL: f"{shown('has_poll')} = true",
    HAS_MEDIA: f"{shown('has_media')} = true",
    4: f"""EXISTS (SELECT 1 FROM verandah_post x WHERE x.share_of_id = {shown("id")} AND x.share_of_id IS NOT NULL
        AND +x.author_id = %(viewer)s AND x.deleted_at IS NULL)""",  # noqa: S608
    8: f"EXISTS (SELECT 1 FROM verandah_bookmark x WHERE x.post_id = {shown('id')} AND x.account_id = %(viewer)s)",  # noqa: S608
    16: """EXISTS (SELECT 1 FROM verandah_threadstate x WHERE x.account_id = %(viewer)s
        AND x.root_id = COALESCE(h.root_id, h.id, p.root_id, p.id) AND x.is_muted = true)""",
    32: f"{shown('pinned_at')} IS NOT NULL",
    64: f"""{shown("quote_policy")} = {QuotePolicy.FOLLOWERS:d} AND EXISTS (SELECT 1 FROM verandah_follow x
        WHERE x.follower_id = %(viewer)s AND x.followee_id = {shown("author_id")})""",  # noqa: S608
    128: f"""{shown("parent_id")} IS NOT NULL AND ({shown("parent_id")} = {shown("root_id")} OR EXISTS (
        SELECT 1 FROM verandah_post x WHERE x.id = {shown("parent_id")} AND {named("x")}))""",  # noqa: S608
    512: f"""{shown("quote_of_id")} IS NOT NULL AND EXISTS (
        SELECT 1 FROM verandah_post x WHERE x.id = {shown("quote_of_id")} AND {bounded("x", "y")})""",  # noqa: S608
    NAMES_APART: f"""EXISTS (SELECT 1 FROM verandah_mention x JOIN verandah_block y
        ON (y.blocker_id = x.account_id AND y.blocked_id = %(viewer)s)
        OR (y.blocked_id = x.account_id AND y.blocker_id = %(viewer)s) WHERE x.post_id = {shown("id")})""",  # noqa: S608
    256: f"{shown('has_media')} = true AND COALESCE(b.is_always_sensitive, a.is_always_sensitive) = true",
}
MARKS = " + ".join(f"CASE WHEN {condition} THEN {number} ELSE 0 END" for number, condition in DEEDS.items())
REACTION = f"""1024 * COALESCE((SELECT x.kind FROM verandah_reaction x
    WHERE x.post_id = {shown("id")} AND x.account_id = %(viewer)s), 0)"""  # noqa: S608

# On whose wall it stands is told to whoever may know of them: their number of changes, or nothing.
WALL_REV = f"""(SELECT w.rev FROM verandah_account w
    WHERE w.id = {shown("wall_id")} AND {re.sub(r"\ba\.", "w.", PRESENT)})"""  # noqa: S608

# The columns of a stamp of the post `p`, and the rows that they stand in beside it.
COLUMNS = f"""p.id, p.rev, p.author_id, a.rev, h.id, h.rev, h.author_id, b.rev, {shown("quote_of_id")},
    {MARKS} + {REACTION}, {shown("wall_id")}, {WALL_REV}"""
BESIDE = """CROSS JOIN verandah_account a LEFT JOIN verandah_post h ON h.id = p.share_of_id
LEFT JOIN verandah_account b ON b.id = h.author_id"""
MATCHED = "a.id = p.author_id"

STAMPS = f"""
SELECT {COLUMNS} FROM {{ids}} CROSS JOIN verandah_post p {BESIDE}
WHERE p.id = j.value AND {MATCHED} AND {VISIBLE}"""  # noqa: S608


class Stamp(NamedTuple):
    """A post as one viewer sees it, told apart from every other state of it."""

    id: int
    rev: int
    author_id: int
    author_rev: int
    # Of what it shares; None when it shares nothing.
    shared_id: int | None
    shared_rev: int | None
    shared_author_id: int | None
    shared_author_rev: int | None
    # What is quoted there, if anything is.
    quote_id: int | None
    deeds: int
    # On whose wall it stands, if it stands on one, and their number of changes, if the viewer may know of them.
    wall_id: int | None
    wall_rev: int | None

    @property
    def shown_rev(self) -> int:
        """Of what it shares, or of itself; the same in the next two."""
        return self.rev if self.shared_rev is None else self.shared_rev

    @property
    def shown_author_id(self) -> int:
        return self.author_id if self.shared_author_id is None else self.shared_author_id

    @property
    def shown_author_rev(self) -> int:
        return self.author_rev if self.shared_author_rev is None else self.shared_author_rev

    @property
    def has_poll(self) -> bool:
        return bool(self.deeds & HAS_POLL)

    @property
    def has_media(self) -> bool:
        return bool(self.deeds & HAS_MEDIA)

    @property
    def names_apart(self) -> bool:
        return bool(self.deeds & NAMES_APART)

    def is_own_look(self, viewer_id: int) -> bool:
        """Whether it looks to this viewer as it may to nobody else: it is theirs, or on their wall, or they vote."""
        is_theirs = viewer_id in (self.author_id, self.shown_author_id, self.wall_id)
        return is_theirs or self.has_poll or self.names_apart


class State(NamedTuple):
    """The post, and what it quotes, as far as the viewer may see that."""

    post: Stamp
    quoted: Stamp | None

    @property
    def is_plain(self) -> bool:
        """Whether there are words alone, without files and polls."""
        return not any(stamp.has_poll or stamp.has_media for stamp in self if stamp is not None)


def states(viewer: Account | None, ids: Sequence[int]) -> list[State]:
    """Those of the posts `ids` that `viewer` may see now, in the order given. One query, or two where one quotes."""
    return states_of(viewer, stamps(viewer, ids))


def states_of(viewer: Account | None, found: Sequence[Stamp]) -> list[State]:
    """The same of posts that a query for `viewer` has just found."""
    quotes = [stamp.quote_id for stamp in found if stamp.quote_id]
    quoted = {stamp.id: stamp for stamp in stamps(viewer, quotes)}
    return [State(stamp, quoted.get(stamp.quote_id) if stamp.quote_id else None) for stamp in found]


def stamps(viewer: Account | None, ids: Sequence[int]) -> list[Stamp]:
    """Those of the posts `ids` that `viewer` may see now, in the order given. One query for any number."""
    if not ids:
        return []
    found = stamps_by(stamps_sql(), {"viewer": viewer_id(viewer), "ids": id_text(ids)})
    by_id = {stamp.id: stamp for stamp in found}
    return [by_id[number] for number in ids if number in by_id]


def stamps_by(sql: str, values: Values) -> list[Stamp]:
    """What is found by a query for `COLUMNS` that holds the rule."""
    return list(map(Stamp._make, rows(sql, values)))


@cache
def stamps_sql() -> str:
    """The query for the database in use."""
    return STAMPS.replace("{ids}", id_rows())
