"""What search engines may list: people who have said so, and what they have said to everyone on the web."""

from datetime import UTC, datetime

from verandah.base.ids import id_at, moment_of
from verandah.base.reading import Values, rows
from verandah.domain.graph.queries import PRESENT

from .audience import Audience
from .visible import VISIBLE

# As many addresses as a part of a map can hold (sitemaps.org).
MOST = 50_000

# Who wants to be found by the whole web; whoever the staff keeps in the background is not pointed at.
WANTS = "a.indexable = true AND a.limited_at IS NULL"

# What they have said by themselves, not what they wrote on somebody's wall.
POSTS = f"""SELECT p.id FROM verandah_post p JOIN verandah_account a ON a.id = p.author_id
WHERE p.id >= %(start)s AND p.id < %(end)s AND p.audience = {Audience.PUBLIC:d} AND p.is_comment = false
  AND p.share_of_id IS NULL AND p.wall_id IS NULL AND {WANTS} AND {VISIBLE} AND {PRESENT}
ORDER BY p.id DESC LIMIT %(length)s"""  # noqa: S608
PEOPLE = f"""SELECT a.id, a.username FROM verandah_account a
WHERE a.id >= %(start)s AND a.id < %(end)s AND a.public_posts_count > 0 AND {WANTS} AND {PRESENT}
ORDER BY a.id DESC LIMIT %(length)s"""  # noqa: S608
FIRST = "SELECT (SELECT MIN(id) FROM verandah_post), (SELECT MIN(id) FROM verandah_account)"

type Month = tuple[int, int]


def months(now: datetime) -> list[Month]:
    """The months since the site began, the newest first: a part of the map for each. One query."""
    (found,) = rows(FIRST, {})
    begun = [number for number in found if number is not None]
    if not begun:
        return []
    first = moment_of(min(begun))
    count = (now.year - first.year) * 12 + now.month - first.month
    # Sample data may be older than any calendar of ours is long.
    return [of_number(now.year * 12 + now.month - 1 - back) for back in range(min(max(count, 0), 1200) + 1)]


def posts_of(month: Month) -> list[int]:
    """What was said to everyone in that month, newest first. One query."""
    return [number for (number,) in rows(POSTS, bounds(month))]


def people_of(month: Month) -> list[str]:
    """The names of who came in that month and has said something to everyone. One query."""
    return [name for _number, name in rows(PEOPLE, bounds(month))]


def bounds(month: Month) -> Values:
    """The ids of that month, as nobody in particular looks for them."""
    year, number = month
    following = of_number(year * 12 + number)
    start, end = (id_at(datetime(*one, 1, tzinfo=UTC)) for one in (month, following))
    return {"start": start, "end": end, "viewer": 0, "length": MOST}


def of_number(number: int) -> Month:
    """A month counted from the year 0."""
    return number // 12, number % 12 + 1
