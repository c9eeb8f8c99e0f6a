"""Birthdays of others, for those whom they tell."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from verandah.base.memory import MEMORY
from verandah.base.reading import id_rows, id_text, rows
from verandah.domain.accounts.birthdays import days_of, next_time
from verandah.domain.accounts.models import Account

from .openness import within
from .queries import NOT_MUTED, PRESENT

# So many days after today they are told of in advance.
AHEAD = 7
# Of whom is told how many days lie between; two days at most can be those of one: the 28 and the 29 February.
MOST_DAYS = AHEAD + 2
# Of more people whose birthday `viewer` may know, those who have it next.
MOST_PEOPLE = 300
# In seconds. Whoever tells of theirs anew waits so long at most; whoever no longer tells is gone at once.
FOUND_AGAIN = 300

# Of the audiences: members, friends, and the member alone, who always sees it.
BIRTHDAY = """
SELECT p.birthday FROM verandah_preferences p
WHERE p.account_id = %(account)s AND p.birthday <> '' AND (p.account_id = %(viewer)s OR p.birthday_audience IN (1, 2)
    OR (p.birthday_audience = 4 AND EXISTS (SELECT 1 FROM verandah_friendship s
        WHERE s.account_id = %(viewer)s AND s.friend_id = p.account_id)))"""

# Whom the viewer knows: friends, and those they follow. Or, of those who were found before, whoever is left.
KNOWN = """(SELECT friend_id AS value FROM verandah_friendship WHERE account_id = %(viewer)s
    UNION SELECT followee_id FROM verandah_follow WHERE follower_id = %(viewer)s) j"""

# Friends are told what is for friends or for more; whoever only follows, what is for all members.
TOLD = f"""
SELECT a.id, a.rev, p.birthday, {within("p.wall_open_to", "a.id")}, {within("p.mentioned_by", "a.id")}
FROM {{known}} CROSS JOIN verandah_preferences p CROSS JOIN verandah_account a
WHERE p.account_id = j.value AND a.id = p.account_id AND p.birthday <> '' AND {{when}}
  AND ((p.birthday_audience IN (1, 2) AND EXISTS (SELECT 1 FROM verandah_follow f
        WHERE f.follower_id = %(viewer)s AND f.followee_id = a.id))
    OR (p.birthday_audience IN (1, 2, 4) AND EXISTS (SELECT 1 FROM verandah_friendship s
        WHERE s.account_id = %(viewer)s AND s.friend_id = a.id)))
  AND {PRESENT} AND {NOT_MUTED.replace("p.author_id", "a.id")}
ORDER BY CASE WHEN p.birthday >= %(today)s THEN 0 ELSE 1 END, p.birthday, a.id LIMIT %(length)s"""  # noqa: S608

ON_DAYS = f"p.birthday IN ({', '.join(f'%(day{number})s' for number in range(MOST_DAYS))})"


class Celebrated(NamedTuple):
    """Someone who has their birthday on `day`, with the number of their changes.

    `may_write`: whether the viewer may write on their wall; `may_name`: whether they are told when the viewer names
    them.
    """

    account_id: int
    rev: int
    day: date
    may_write: bool
    may_name: bool


def birthday_of(viewer: Account | None, account: Account) -> date | None:
    """When `account`, whom `viewer` may see, has their birthday, in a year that has every day. One query, no guests."""
    found = rows(BIRTHDAY, {"account": account.id, "viewer": viewer.id}) if viewer else []
    return date.fromisoformat(f"2000-{found[0][0]}") if found else None


def birthdays_lately(viewer: Account, today: date) -> list[Celebrated]:
    """Whose birthday it is today or in the next days, of whom `viewer` knows, the next first.

    Who they are is remembered for some minutes, and asked anew of each of them at each read. No query where there is
    nobody, else one.
    """
    name = f"birthdays:{viewer.id}:{today}"
    before: tuple[int, ...] | None = MEMORY.get(name)
    if before == ():
        return []
    found = told(viewer, today, days_ahead(today), before)
    if before is None:
        MEMORY.put(name, tuple(one.account_id for one in found), FOUND_AGAIN)
    return found


def birthdays_ahead(viewer: Account, today: date) -> list[Celebrated]:
    """The birthdays of all whom `viewer` knows, in the order in which they come. One query."""
    return told(viewer, today)


def days_ahead(today: date) -> list[str]:
    """The birthdays that are celebrated today and in the next days."""
    return [day for ahead in range(AHEAD + 1) for day in days_of(today + timedelta(days=ahead))]


def told(
    viewer: Account, today: date, days: Collection[str] = (), among: Collection[int] | None = None
) -> list[Celebrated]:
    """Those who tell `viewer`, on all days or on these, of all or `among` these."""
    asked: dict[str, int | str] = {"viewer": viewer.id, "today": f"{today:%m-%d}", "length": MOST_PEOPLE}
    if days:
        padded = [*days, *[""] * MOST_DAYS][:MOST_DAYS]
        asked |= {f"day{number}": day for number, day in enumerate(padded)}
    if among is not None:
        asked["ids"] = id_text(among)
    found = rows(told_sql(bool(days), among is not None), asked)
    people = [
        Celebrated(number, rev, next_time(birthday, today), bool(wall), bool(name))
        for number, rev, birthday, wall, name in found
    ]
    # That of the 29 February may be celebrated with those of the 28th.
    return sorted(people, key=lambda one: one.day)


@cache
def told_sql(on_days: bool, is_known: bool) -> str:
    """The query for the database in use."""
    return TOLD.replace("{known}", id_rows() if is_known else KNOWN).replace("{when}", ON_DAYS if on_days else "1 = 1")
