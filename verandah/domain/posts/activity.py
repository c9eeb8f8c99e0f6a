"""How lively the site is, week by week: numbers of what every member may see, and nobody's name."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from verandah.base.ids import id_at
from verandah.domain.accounts.presence import last_seen

from .audience import Audience

WEEK = timedelta(weeks=1)
WEEKS = 12
# Seconds after which the weeks are counted anew.
COUNT_AGAIN = 3600
# The first Monday there was for computers. Ids hold the milliseconds since the Thursday before.
MONDAY = datetime(1970, 1, 5, tzinfo=UTC)
WEEK_OF = "((x.id >> 16) - 345600000) / 604800000"

POSTS = f"""SELECT {WEEK_OF}, count(*) FROM verandah_post x
WHERE x.id >= %(after)s AND x.deleted_at IS NULL AND x.withheld = 0 AND x.share_of_id IS NULL AND x.wall_id IS NULL
  AND x.audience IN ({Audience.PUBLIC:d}, {Audience.MEMBERS:d}) GROUP BY 1"""  # noqa: S608

JOINED = f"""SELECT {WEEK_OF}, count(*) FROM verandah_account x
WHERE x.id >= %(after)s AND x.joined_at IS NOT NULL GROUP BY 1"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Week:
    """What happened from `monday` on. `active`: who was here then and has not been here since."""

    monday: datetime
    posts: int
    active: int
    joined: int


def weeks() -> list[Week]:
    """The last twelve weeks, the present one first. Counted anew every hour."""
    return list(cache.get_or_set("weeks", counted, COUNT_AGAIN) or [])


def counted() -> list[Week]:
    """The same, counted now."""
    newest = number_of(timezone.now())
    numbers = range(newest, newest - WEEKS, -1)
    after = id_at(MONDAY + WEEK * numbers[-1])
    posts, joined = by_week(POSTS, after), by_week(JOINED, after)
    active = Counter(number_of(seen) for seen in last_seen(MONDAY + WEEK * numbers[-1]))
    return [Week(MONDAY + WEEK * week, posts.get(week, 0), active[week], joined.get(week, 0)) for week in numbers]


def number_of(when: datetime) -> int:
    """Which week it was, counted from MONDAY."""
    return (when - MONDAY) // WEEK


def by_week(sql: str, after: int) -> dict[int, int]:
    """How many rows there are in each week."""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"after": after})
        return {int(week): int(number) for week, number in cursor.fetchall()}
