"""People whom a viewer may know of, found by one plain query and told apart by how often they have changed."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from verandah.base.reading import id_rows, id_text, rows
from verandah.domain.accounts.fields import MARK
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.names import canonical

# Stricter than `queries.visible_account`, never wider: whoever is missing here is looked for there.
KNOWN = """a.joined_at IS NOT NULL AND a.suspended_at IS NULL AND a.limited_at IS NULL
    AND (%(viewer)s <> 0 OR a.public_posts_count > 0)
    AND NOT EXISTS (SELECT 1 FROM verandah_block b WHERE b.blocker_id = a.id AND b.blocked_id = %(viewer)s)"""

# Whether a line of their profile is not for everyone, or they have answered to a field of the owner's: what is kept of
# them is then not all that someone may see.
WITHHELD = f"""(CAST(a.fields AS text) <> replace(CAST(a.fields AS text), '\"{MARK}', '')
    OR EXISTS (SELECT 1 FROM verandah_profileanswer pa WHERE pa.account_id = a.id))"""  # noqa: S608

BY_ID = f"SELECT a.id, a.rev, {WITHHELD} FROM {{ids}} CROSS JOIN verandah_account a WHERE a.id = j.value AND {KNOWN}"  # noqa: S608
BY_NAME = f"SELECT a.id, a.rev, {WITHHELD} FROM verandah_account a WHERE a.username = %(username)s AND {KNOWN}"  # noqa: S608


class Known(NamedTuple):
    """Someone, and the number of their changes."""

    id: int
    rev: int
    # Not all lines of their profile are for everyone.
    withholds: bool


def known_by_id(viewer: Account | None, ids: Sequence[int]) -> dict[int, Known]:
    """Those of the accounts `ids` of whom nothing speaks against telling `viewer`. One query."""
    found = rows(by_id_sql(), {"viewer": viewer.id if viewer else 0, "ids": id_text(ids)}) if ids else []
    return {row[0]: Known(*row) for row in found}


def known_by_name(viewer: Account | None, username: str) -> Known | None:
    """The same by name, in any spelling."""
    found = rows(BY_NAME, {"viewer": viewer.id if viewer else 0, "username": canonical(username)})
    return Known(*found[0]) if found else None


@cache
def by_id_sql() -> str:
    """The query for the database in use."""
    return BY_ID.replace("{ids}", id_rows())
