"""Whom to suggest to someone: what a chore has found, else found at once. Each reason is asked again at each read."""

from functools import cache
from typing import NamedTuple

from verandah.base.memory import MEMORY
from verandah.base.reading import id_rows, id_text, rows
from verandah.domain.accounts.answers import Kind, ShownField, fields_of_site
from verandah.domain.accounts.models import Account

from .models import StaffPick
from .newness import new_since
from .queries import SUGGESTABLE, Suggestion, suggestions
from .reasons import HOLDS, NUMBER, VIA_PRESENT, Reason

# In seconds. Someone new to suggest waits so long at most.
FOUND_AGAIN = 300
# More than are shown, so that some may drop out.
SPARE = 3

# What the chore has found, the best first, as far as it still holds. The CROSS JOIN keeps SQLite from turning it round.
STORED = f"""
SELECT a.id, a.rev, s.reason, coalesce(v.id, 0), coalesce(v.rev, 0), {NUMBER}, coalesce(s.field_id, 0),
    coalesce(w.value, ''), coalesce(n.name, ''), EXISTS (SELECT 1 FROM verandah_follow e
        WHERE e.follower_id = a.id AND e.followee_id = %(viewer)s)
FROM verandah_suggestedperson s CROSS JOIN verandah_account a
LEFT JOIN verandah_account v ON v.id = s.via_id
LEFT JOIN verandah_profileanswer w ON w.field_id = s.field_id AND w.account_id = a.id
LEFT JOIN verandah_tag n ON n.id = s.tag_id
WHERE s.account_id = %(viewer)s AND a.id = s.other_id AND {SUGGESTABLE} AND {HOLDS}
ORDER BY s.score DESC LIMIT %(length)s"""  # noqa: S608

STILL = f"""
SELECT a.id, a.rev, EXISTS (SELECT 1 FROM verandah_follow f
    WHERE f.follower_id = a.id AND f.followee_id = %(viewer)s)
FROM {{ids}} CROSS JOIN verandah_account a WHERE a.id = j.value AND {SUGGESTABLE}"""  # noqa: S608

# Whether `via` may still be named as one who follows them: the viewer follows `via`, and neither side hides it.
VIA = f"""
SELECT v.rev FROM verandah_account v WHERE v.id = %(via)s AND {VIA_PRESENT}
  AND EXISTS (SELECT 1 FROM verandah_follow m WHERE m.follower_id = %(viewer)s AND m.followee_id = v.id)
  AND EXISTS (SELECT 1 FROM verandah_follow t JOIN verandah_account h ON h.id = t.followee_id
    WHERE t.follower_id = v.id AND t.followee_id = %(other)s AND NOT h.hides_connections)"""  # noqa: S608


class Suggested(NamedTuple):
    """Someone to follow and why, each of the two people with the number of their changes."""

    row: Suggestion
    rev: int
    via_rev: int


def suggested_lately(viewer: Account, length: int) -> list[Suggested]:
    """The best of whom `viewer` may want to follow. For whom the chore has found too few, more are found at once."""
    held = stored(viewer, length)
    if len(held) >= length:
        return held
    there = {one.row.account_id for one in held}
    more = [one for one in found_at_once(viewer, length) if one.row.account_id not in there]
    return [*held, *more][:length]


def is_picked(viewer: Account, account: Account) -> bool:
    """Whether the staff, to which `viewer` belongs, suggests `account` to everyone."""
    return StaffPick.objects.filter(account=account).exists()


def stored(viewer: Account, length: int) -> list[Suggested]:
    """Those whom the chore has found, as far as they may be shown and the reason holds. One query; one more for the
    answers of profiles, where there are any."""
    found = rows(STORED, {"viewer": viewer.id, "length": length, "since": new_since()})
    fields = {one.id: one for one in fields_of_site(viewer)} if any(row[6] for row in found) else {}
    held: list[Suggested] = []
    for account_id, rev, why, via, via_rev, number, field, value, tag, follows_me in found:
        text = answer_text(fields.get(field), value) if field else tag
        if field and not text:
            continue
        row = Suggestion(account_id, bool(follows_me), int(number) if via else 0, via, Reason(why), text)
        held.append(Suggested(row, rev, via_rev))
    return held


def answer_text(field: ShownField | None, value: str) -> str:
    """An answer as people read it; empty when it can no longer be given."""
    if field is None:
        return ""
    if field.kind == Kind.CHOICE and value not in {one.key for one in field.choices}:
        return ""
    return field.reads(value)


def found_at_once(viewer: Account, length: int) -> list[Suggested]:
    """Those whom a look at their neighbours finds, remembered for some minutes."""
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
