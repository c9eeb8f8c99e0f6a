"""Whom to suggest to someone, found anew every few minutes; whether each may still be shown is asked at each read."""

from functools import cache
from typing import NamedTuple

from verandah.base.memory import MEMORY
from verandah.base.reading import id_rows, id_text, rows
from verandah.domain.accounts.models import Account

from .queries import PRESENT, SUGGESTABLE, Suggestion, suggestions

# In seconds. Someone new to suggest waits so long at most.
FOUND_AGAIN = 300
# More than are shown, so that some may drop out.
SPARE = 3

STILL = f"""
SELECT a.id, a.rev, EXISTS (SELECT 1 FROM verandah_follow f
    WHERE f.follower_id = a.id AND f.followee_id = %(viewer)s)
FROM {{ids}} CROSS JOIN verandah_account a WHERE a.id = j.value AND {SUGGESTABLE}"""  # noqa: S608

# Whether `via` may still be named as one who follows them: the viewer follows `via`, who does not hide it.
VIA = f"""
SELECT a.rev FROM verandah_account a WHERE a.id = %(via)s AND NOT a.hides_connections AND {PRESENT}
  AND EXISTS (SELECT 1 FROM verandah_follow m WHERE m.follower_id = %(viewer)s AND m.followee_id = a.id)
  AND EXISTS (SELECT 1 FROM verandah_follow t WHERE t.follower_id = a.id AND t.followee_id = %(other)s)"""  # noqa: S608


class Suggested(NamedTuple):
    """Someone to follow and why, each of the two people with the number of their changes."""

    row: Suggestion
    rev: int
    via_rev: int


def suggested_lately(viewer: Account, length: int) -> list[Suggested]:
    """The best of whom `viewer` may want to follow."""
    found: list[Suggestion] | None = MEMORY.get(f"suggested:{viewer.id}")
    held = holding(viewer, found[: length * 2], length) if found else []
    if len(held) == length:
        return held
    fresh = suggestions(viewer, length * SPARE)
    if len(fresh) >= length:
        # Where there are fewer, finding them is cheap, and each one counts.
        MEMORY.put(f"suggested:{viewer.id}", fresh, FOUND_AGAIN)
    return holding(viewer, fresh, length)


def holding(viewer: Account, found: list[Suggestion], length: int) -> list[Suggested]:
    """Those who may still be shown for the reason that is given, at most `length`."""
    asked: dict[str, int | str] = {"viewer": viewer.id, "ids": id_text(row.account_id for row in found)}
    there = {row[0]: row[1:] for row in rows(still_sql(), asked)} if found else {}
    held: list[Suggested] = []
    for row in found:
        rev, follows_me = there.get(row.account_id, (0, None))
        if follows_me is None or len(held) == length or bool(follows_me) != row.follows_me:
            continue
        via_rev = rev_of_via(viewer, row)
        if via_rev is not None:
            held.append(Suggested(row, rev, via_rev))
    return held


def rev_of_via(viewer: Account, row: Suggestion) -> int | None:
    """The number of changes of who is named as the reason, 0 when nobody is; None when they may not be."""
    if row.follows_me or not row.via:
        return 0
    found = rows(VIA, {"viewer": viewer.id, "via": row.via, "other": row.account_id})
    return int(found[0][0]) if found else None


@cache
def still_sql() -> str:
    """The query for the database in use."""
    return STILL.replace("{ids}", id_rows())
