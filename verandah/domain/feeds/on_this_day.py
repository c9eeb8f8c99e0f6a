"""What someone wrote themselves on this day of the year, in the years before."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from verandah.base.ids import id_at
from verandah.base.memory import MEMORY
from verandah.base.paging import Page
from verandah.base.reading import rows
from verandah.domain.accounts.birthdays import days_of
from verandah.domain.accounts.models import Account, Preferences
from verandah.domain.posts.queries import VISIBLE

# So many years are looked through.
MOST_YEARS = 30
# In seconds. Where there is nothing, nothing can come but by undoing a deletion.
LOOKED_AGAIN = 600
# The marker that says until when they want nothing of it on their front page.
PUT_AWAY = "on_this_day"

# Each year is a stretch of ids of one author, which an index knows: posts, no comments and nothing of others. The rule
# stands here as everywhere, although everyone sees their own.
OWN = f"""
FROM (VALUES {{stretches}}) d CROSS JOIN verandah_post p
WHERE p.author_id = %(viewer)s AND p.id >= d.column1 AND p.id < d.column2
  AND p.is_comment = false AND p.share_of_id IS NULL AND {VISIBLE}"""

FOUND = f"SELECT p.id {OWN} AND p.id < %(before)s AND p.id > %(after)s ORDER BY p.id DESC LIMIT %(length)s"

# Not for whoever has put it away since the day began, or never wants it.
COUNTED = f"""
SELECT count(*) {OWN} AND NOT EXISTS (SELECT 1 FROM verandah_marker m
    WHERE m.account_id = %(viewer)s AND m.timeline = '{PUT_AWAY}' AND m.last_read_id >= %(began)s)
  AND NOT EXISTS (SELECT 1 FROM verandah_preferences w WHERE w.account_id = %(viewer)s AND NOT w.looks_back)"""  # noqa: S608


def own_on_day(viewer: Account, day: date, zone: ZoneInfo, page: Page) -> list[int]:
    """Newest first: what `viewer` wrote on this day of earlier years, as the clock stands in `zone`. One query."""
    asked = {"viewer": viewer.id, "before": page.before, "after": page.after, "length": page.length}
    return [row[0] for row in rows(filled(FOUND, day, zone), asked)]


def count_lately(viewer: Account, today: date, zone: ZoneInfo) -> int:
    """How many those are, unless `viewer` has put them away. That there are none is remembered for some minutes.

    No query then, else one.
    """
    name = name_of(viewer, today)
    if MEMORY.get(name):
        return 0
    found = rows(filled(COUNTED, today, zone), {"viewer": viewer.id, "began": id_of_day(today, zone)})
    count = int(found[0][0])
    if not count:
        MEMORY.put(name, True, LOOKED_AGAIN)
    return count


def look_again(viewer: Account, today: date) -> None:
    """Forget, in this process, that there is nothing: `viewer` has asked for it again."""
    MEMORY.put(name_of(viewer, today), False, LOOKED_AGAIN)


def looks_back(viewer: Account) -> bool:
    """Whether `viewer` wants to be told of it on their front page."""
    return not Preferences.objects.filter(pk=viewer.pk, looks_back=False).exists()


def name_of(viewer: Account, today: date) -> str:
    """Under what it is remembered that there is nothing."""
    return f"on-this-day:{viewer.id}:{today}"


def id_of_day(day: date, zone: ZoneInfo) -> int:
    """The first id of a day, as the clock stands in `zone`."""
    return id_at(datetime.combine(day, time(), zone).astimezone(UTC))


def filled(sql: str, day: date, zone: ZoneInfo) -> str:
    """The query for these stretches, which are numbers of ours."""
    return sql.replace("{stretches}", ", ".join(f"({first:d}, {end:d})" for first, end in stretches(day, zone)))


def stretches(day: date, zone: ZoneInfo) -> Sequence[tuple[int, int]]:
    """The ids of this day in each of the years before, from one to below the other."""
    found = [same_days(day, day.year - ago) for ago in range(1, MOST_YEARS + 1)]
    return [(id_of_day(one, zone), id_of_day(one + timedelta(days=1), zone)) for days in found for one in days]


def same_days(day: date, year: int) -> list[date]:
    """The days of `year` that are remembered on `day`: the 29 February on the 28th, where there is none."""
    found: list[date] = []
    for name in days_of(day):
        try:
            found.append(date.fromisoformat(f"{year}-{name}"))
        except ValueError:
            # There is no such day in that year.
            continue
    return found
