"""Who may see which post: the one rule, and the reads that ask only it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import QuerySet

from verandah.base.errors import NotFound
from verandah.base.ids import comma_list
from verandah.base.memory import MEMORY
from verandah.base.reading import id_rows, id_text, rows
from verandah.domain.accounts.models import Account

from .audience import Audience
from .models import Post
from .rows import posts
from .visible import VISIBLE as VISIBLE
from .visible import VISIBLE_IN_QUERYSET as VISIBLE_IN_QUERYSET
from .visible import VISIBLE_TO_ROW as VISIBLE_TO_ROW

# Seconds after which the site counts its posts anew.
COUNT_AGAIN = 600
OPEN_COUNTED = "posts:open"

OPEN_COUNT = f"""
SELECT count(*) FROM verandah_post p
WHERE p.deleted_at IS NULL AND p.withheld = 0 AND p.is_comment = false AND p.share_of_id IS NULL AND p.wall_id IS NULL
  AND p.audience IN ({Audience.PUBLIC:d}, {Audience.MEMBERS:d})
  AND NOT EXISTS (SELECT 1 FROM verandah_account z WHERE z.id = p.author_id AND z.suspended_at IS NOT NULL)"""  # noqa: S608

# A day is the number of days since 1970; an id holds the millisecond of its making above its lowest 16 bits.
TAG_DAYS = f"""
SELECT t.tag_id, (p.id >> 16) / 86400000, count(*), count(DISTINCT p.author_id)
FROM verandah_posttag t JOIN verandah_post p ON p.id = t.post_id
WHERE t.tag_id IN ({{ids}}) AND t.post_id > %(after)s AND {VISIBLE}
GROUP BY t.tag_id, (p.id >> 16) / 86400000"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class TagDay:
    """How often a tag was used on one day (days since 1970), and by how many people."""

    tag_id: int
    day: int
    uses: int
    people: int


def viewer_id(viewer: Account | None) -> int:
    """The number that stands for `viewer` in SQL: 0 is a guest, no account has it."""
    return viewer.id if viewer else 0


def visible_posts(viewer: Account | None, ids: Sequence[int]) -> QuerySet[Post]:
    """Those of the posts `ids` that `viewer` may see, each with its author, in no order."""
    rule = VISIBLE_IN_QUERYSET % {"viewer": viewer_id(viewer)}
    return Post.objects.filter(id__in=ids).extra(where=[rule]).select_related("author", "app")  # noqa: S610


def visible_authors(viewer: Account | None, ids: Sequence[int]) -> dict[int, int]:
    """Who wrote those of the posts `ids` that `viewer` may see."""
    return dict(rows(authors_sql(), {"viewer": viewer_id(viewer), "ids": id_text(ids)})) if ids else {}


@cache
def authors_sql() -> str:
    """The query of `visible_authors`."""
    return f"""SELECT p.id, p.author_id FROM {id_rows()} CROSS JOIN verandah_post p
        WHERE p.id = j.value AND {VISIBLE}"""  # noqa: S608


def visible_post(viewer: Account | None, post_id: int) -> Post:
    """The post with its author. Raises NotFound when there is none or `viewer` may not see it: both look the same."""
    found = posts(viewer, [post_id])
    if not found:
        raise NotFound
    return found[0]


def open_count() -> int:
    """How many posts there are for everyone or for all members; counted anew every ten minutes."""
    return int(MEMORY.made(OPEN_COUNTED, lambda: run(None, OPEN_COUNT)[0][0], COUNT_AGAIN))


def tag_days(viewer: Account | None, tag_ids: Sequence[int], after: int) -> list[TagDay]:
    """On which days the tags were used in posts above the id `after` that `viewer` may see. One query."""
    rows = run(viewer, TAG_DAYS, ids=comma_list(tag_ids), after=after) if tag_ids else []
    return [TagDay(*row) for row in rows]


def run(viewer: Account | None, sql: str, ids: str = "", **more: str | int | bytes) -> list[tuple[Any, ...]]:
    """Run one of the constants above; `ids` stands in it as it is."""
    return rows(sql.format(ids=ids) if ids else sql, {"viewer": viewer_id(viewer), **more})


def followed_authors(viewer: Account | None, author_ids: Sequence[int]) -> set[int]:
    """Those of `author_ids` whom `viewer` follows."""
    if viewer is None or not author_ids:
        return set()
    return {row[0] for row in rows(followed_sql(), {"viewer": viewer.id, "ids": id_text(author_ids)})}


@cache
def followed_sql() -> str:
    """The query of `followed_authors`."""
    return f"""SELECT f.followee_id FROM {id_rows()} JOIN verandah_follow f
        ON f.followee_id = j.value AND f.follower_id = %(viewer)s"""  # noqa: S608
