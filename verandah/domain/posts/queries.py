"""Who may see which post: the one rule, and the reads that ask only it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import QuerySet

from verandah.base.errors import NotFound
from verandah.base.ids import comma_list
from verandah.domain.accounts.models import Account

from .audience import Audience
from .models import Post

# Seconds after which the site counts its posts anew.
COUNT_AGAIN = 600

# The one visibility rule. `p` is the post, %(viewer)s the viewer's id, 0 for a guest. Every query that
# finds posts holds this text. An audience without a line here is seen by its author only: fail closed.
VISIBLE = f"""(
    p.deleted_at IS NULL AND (
        p.author_id = %(viewer)s
        OR (p.audience = {Audience.PUBLIC:d} AND %(viewer)s = 0)
        OR (%(viewer)s <> 0
            AND NOT EXISTS (SELECT 1 FROM verandah_block b
                WHERE b.blocker_id = p.author_id AND b.blocked_id = %(viewer)s)
            AND NOT EXISTS (SELECT 1 FROM verandah_block b
                WHERE b.blocker_id = %(viewer)s AND b.blocked_id = p.author_id)
            AND (
                p.audience IN ({Audience.PUBLIC:d}, {Audience.MEMBERS:d})
                OR (p.audience = {Audience.FOLLOWERS:d} AND EXISTS (SELECT 1 FROM verandah_follow f
                    WHERE f.follower_id = %(viewer)s AND f.followee_id = p.author_id))
                OR (p.audience = {Audience.FRIENDS:d} AND EXISTS (SELECT 1 FROM verandah_friendship s
                    WHERE s.account_id = p.author_id AND s.friend_id = %(viewer)s))
                OR (p.audience IN ({Audience.LISTS:d}, {Audience.PEOPLE:d}) AND EXISTS (
                    SELECT 1 FROM verandah_postaudience a WHERE a.post_id = p.id AND a.account_id = %(viewer)s))
                OR (p.audience = {Audience.LISTS:d} AND EXISTS (SELECT 1 FROM verandah_postaudience a
                    JOIN verandah_peoplelistmember m ON m.people_list_id = a.people_list_id
                    WHERE a.post_id = p.id AND m.account_id = %(viewer)s))
            ))
    )
)"""  # noqa: S608

# The same rule asked for many viewers at once: `v` is a row of verandah_account.
VISIBLE_TO_ROW = VISIBLE.replace("%(viewer)s", "v.id")

# And for Django's own queries, which name the table in full.
VISIBLE_IN_QUERYSET = re.sub(r"\bp\.", "verandah_post.", VISIBLE)

READERS_AMONG = f"""
SELECT v.id FROM verandah_account v JOIN verandah_post p ON p.id = %(post)s AND p.author_id = %(author)s
WHERE v.id IN ({{ids}}) AND {VISIBLE_TO_ROW}"""  # noqa: S608

# Of each author: how many posts the viewer may see, and the newest of them.
TALLIES = f"""
SELECT p.author_id, count(*), max(p.id) FROM verandah_post p
WHERE p.author_id IN ({{ids}}) AND {VISIBLE} GROUP BY p.author_id"""  # noqa: S608

OPEN_COUNT = f"""
SELECT count(*) FROM verandah_post p
WHERE p.deleted_at IS NULL AND p.audience IN ({Audience.PUBLIC:d}, {Audience.MEMBERS:d})"""  # noqa: S608

TAGS_LIKE = f"""
SELECT n.id, n.name FROM verandah_tag n WHERE n.name LIKE %(like)s ESCAPE '!' AND EXISTS (
    SELECT 1 FROM verandah_posttag t JOIN verandah_post p ON p.id = t.post_id WHERE t.tag_id = n.id AND {VISIBLE})
ORDER BY length(n.name), n.name LIMIT %(length)s OFFSET %(offset)s"""  # noqa: S608

# A day is the number of days since 1970; an id holds the millisecond of its making above its lowest 16 bits.
TAG_DAYS = f"""
SELECT t.tag_id, (p.id >> 16) / 86400000, count(*), count(DISTINCT p.author_id)
FROM verandah_posttag t JOIN verandah_post p ON p.id = t.post_id
WHERE t.tag_id IN ({{ids}}) AND t.post_id > %(after)s AND {VISIBLE}
GROUP BY t.tag_id, (p.id >> 16) / 86400000"""  # noqa: S608

COUNT_VISIBLE = f"SELECT count(*) FROM verandah_post p WHERE p.author_id = %(author)s AND {VISIBLE}"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Tally:
    """What a viewer may see of someone's posts: how many, and the newest (0 when there is none)."""

    count: int = 0
    newest_id: int = 0


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
    return Post.objects.filter(id__in=ids).extra(where=[rule]).select_related("author")  # noqa: S610


def visible_post(viewer: Account | None, post_id: int) -> Post:
    """The post with its author. Raises NotFound when there is none or `viewer` may not see it: both look the same."""
    post = visible_posts(viewer, [post_id]).first()
    if post is None:
        raise NotFound
    return post


def visible_count(viewer: Account | None, author: Account) -> int:
    """How many posts by `author` `viewer` may see. Never the number of those they may not."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_VISIBLE, {"viewer": viewer_id(viewer), "author": author.id})
        return int(cursor.fetchone()[0])


def tallies(viewer: Account | None, author_ids: Sequence[int]) -> dict[int, Tally]:
    """How many posts of each author `viewer` may see. Never the number of those they may not. One query."""
    rows = run(TALLIES, viewer, ids=comma_list(set(author_ids))) if author_ids else []
    return dict.fromkeys(author_ids, Tally()) | {author: Tally(count, newest) for author, count, newest in rows}


def open_count() -> int:
    """How many posts there are for everyone or for all members; counted anew every ten minutes."""
    return int(cache.get_or_set("posts:open", lambda: run(OPEN_COUNT, None)[0][0], COUNT_AGAIN) or 0)


def tags_like(viewer: Account | None, start: str, offset: int, length: int) -> list[tuple[int, str]]:
    """Id and name of tags that begin with `start` (canonical) and stand in a post `viewer` may see; shortest first."""
    like = start.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
    return [(number, name) for number, name in run(TAGS_LIKE, viewer, like=like, offset=offset, length=length)]


def tag_named(viewer: Account | None, name: str) -> tuple[int, str] | None:
    """Id and name of this tag, if it stands in a post `viewer` may see."""
    rows = run(TAGS_LIKE.replace("LIKE %(like)s ESCAPE '!'", "= %(like)s"), viewer, like=name, offset=0, length=1)
    return (rows[0][0], rows[0][1]) if rows else None


def tag_days(viewer: Account | None, tag_ids: Sequence[int], after: int) -> list[TagDay]:
    """On which days the tags were used in posts above the id `after` that `viewer` may see. One query."""
    rows = run(TAG_DAYS, viewer, ids=comma_list(tag_ids), after=after) if tag_ids else []
    return [TagDay(*row) for row in rows]


def run(sql: str, viewer: Account | None, ids: str = "", **more: str | int) -> list[tuple[Any, ...]]:
    """Run one of the constants above; `ids` stands in it as it is."""
    with connection.cursor() as cursor:
        cursor.execute(sql.format(ids=ids) if ids else sql, {"viewer": viewer_id(viewer), **more})
        return list(cursor.fetchall())


def own_post(viewer: Account, post_id: int) -> Post:
    """A post that `viewer` wrote, deleted or not. Raises NotFound otherwise."""
    post = Post.objects.select_related("author").filter(pk=post_id, author=viewer).first()
    if post is None:
        raise NotFound
    return post


def readers_of(viewer: Account, among: Sequence[int], post_id: int) -> set[int]:
    """Those of the accounts `among` who may see a post that `viewer` has written, in one query."""
    if not among:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(READERS_AMONG.format(ids=comma_list(among)), {"post": post_id, "author": viewer.id})
        return {row[0] for row in cursor.fetchall()}
