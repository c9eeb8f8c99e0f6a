"""Who of those that listen has a post on a timeline of theirs, and who of them sees it in the same way."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import connection

from verandah.base.ids import comma_list
from verandah.base.reading import rows
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import PeopleList
from verandah.domain.graph.queries import NOT_MUTED
from verandah.domain.posts.audience import Audience, Withheld
from verandah.domain.posts.visible import VISIBLE, VISIBLE_TO_ROW, bounded, named

from .queries import COMMUNITY_READERS, HOME_READERS, LISTED, WANTED

WANTED_BY_ROW = WANTED.replace("%(viewer)s", "v.id")

TAG_READERS = f"""
SELECT v.id FROM verandah_account v JOIN verandah_post p ON p.id = %(post)s
WHERE v.id IN ({{ids}}) AND {VISIBLE_TO_ROW} AND {WANTED_BY_ROW}"""  # noqa: S608

# Lists, each for its owner.
LISTS = f"""
SELECT l.id FROM verandah_peoplelist l JOIN verandah_account v ON v.id = l.owner_id
JOIN verandah_peoplelistmember i ON i.people_list_id = l.id
JOIN verandah_post p ON p.id = %(post)s AND p.author_id = i.account_id
WHERE l.id IN ({{ids}}) AND {LISTED} AND {VISIBLE_TO_ROW} AND {WANTED_BY_ROW}"""  # noqa: S608

# Those between whom something was said. Whom staff has limited can still be spoken with.
TALKERS = f"""
SELECT v.id FROM verandah_account v JOIN verandah_post p ON p.id = %(post)s
WHERE v.id IN ({{ids}}) AND p.audience = {Audience.PEOPLE:d} AND {VISIBLE_TO_ROW}
  AND {NOT_MUTED.replace("%(viewer)s", "v.id")}"""  # noqa: S608

# Those who see the post, wherever it stands.
SEERS = f"""
SELECT v.id FROM verandah_account v JOIN verandah_post p ON p.id = %(post)s
WHERE v.id IN ({{ids}}) AND {VISIBLE_TO_ROW}"""  # noqa: S608

NEWER_COMMENT = f"""
SELECT 1 FROM verandah_post p WHERE p.root_id = %(root)s AND p.id > %(after)s AND {VISIBLE} LIMIT 1"""  # noqa: S608

ROOT = "SELECT COALESCE(p.root_id, p.id) AS id FROM verandah_post p WHERE p.id = %(post)s"

TAGS = """
SELECT n.name FROM verandah_tag n JOIN verandah_posttag t ON t.tag_id = n.id WHERE t.post_id = %(post)s"""

HERE = "p.deleted_at IS NULL"
# Whoever still sees what was hidden, as it is theirs, is not told that it has gone.
NOT_HERE = f"""(p.deleted_at IS NOT NULL OR p.withheld = {Withheld.REMOVED:d}
    OR (p.withheld = {Withheld.HIDDEN:d} AND p.author_id <> v.id))"""
KEPT = (f"p.withheld <> {Withheld.REMOVED:d}", f"p.withheld = {Withheld.NO:d}")

# Two viewers see the same words and marks, unless one of them stands to the post in a way of their own. `h` is what is
# shown: the post, or what it shares. What it quotes or answers is seen or not, and quoting may be for followers alone;
# the same of what it quotes.
VIEWS = f"""
SELECT v.id,
  EXISTS (SELECT 1 FROM verandah_follow w WHERE w.follower_id = v.id AND w.followee_id = h.author_id),
  EXISTS (SELECT 1 FROM verandah_post k WHERE k.id = h.quote_of_id
    AND {bounded("k", "j").replace("%(viewer)s", "v.id")}),
  h.parent_id IS NULL OR EXISTS (SELECT 1 FROM verandah_post k WHERE k.id = h.parent_id
    AND {named("k").replace("%(viewer)s", "v.id")}),
  EXISTS (SELECT 1 FROM verandah_post k JOIN verandah_follow w ON w.followee_id = k.author_id
    WHERE k.id = h.quote_of_id AND w.follower_id = v.id),
  EXISTS (SELECT 1 FROM verandah_post q JOIN verandah_post k ON k.id = q.parent_id
    WHERE q.id = h.quote_of_id AND {named("k").replace("%(viewer)s", "v.id")}),
  EXISTS (SELECT 1 FROM verandah_post q JOIN verandah_post k ON k.id = q.quote_of_id
    WHERE q.id = h.quote_of_id AND {bounded("k", "j").replace("%(viewer)s", "v.id")}),
  v.id IN (p.author_id, h.author_id)
  OR EXISTS (SELECT 1 FROM verandah_post k WHERE k.id = h.quote_of_id AND k.author_id = v.id)
  OR EXISTS (SELECT 1 FROM verandah_reaction d WHERE d.account_id = v.id AND d.post_id IN (h.id, h.quote_of_id))
  OR EXISTS (SELECT 1 FROM verandah_bookmark d WHERE d.account_id = v.id AND d.post_id IN (h.id, h.quote_of_id))
  OR EXISTS (SELECT 1 FROM verandah_post d WHERE d.author_id = v.id AND d.share_of_id IN (h.id, h.quote_of_id))
  OR EXISTS (SELECT 1 FROM verandah_poll d JOIN verandah_pollvote e ON e.poll_id = d.id
    WHERE d.post_id IN (h.id, h.quote_of_id) AND e.account_id = v.id)
  OR EXISTS (SELECT 1 FROM verandah_threadstate d WHERE d.account_id = v.id AND d.root_id = COALESCE(h.root_id, h.id))
  OR EXISTS (SELECT 1 FROM verandah_post k JOIN verandah_threadstate d ON d.root_id = COALESCE(k.root_id, k.id)
    WHERE k.id = h.quote_of_id AND d.account_id = v.id)
  OR EXISTS (SELECT 1 FROM verandah_filter d WHERE d.owner_id = v.id)
FROM verandah_account v JOIN verandah_post p ON p.id = %(post)s
JOIN verandah_post h ON h.id = COALESCE(p.share_of_id, p.id)
WHERE v.id IN ({{ids}})"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Reach:
    """Who listens to what, or whom of them a post reaches: ids of accounts and of lists.

    Of the post also its tags, and the post that the conversation began with.
    """

    home: Collection[int] = frozenset()
    community: Collection[int] = frozenset()
    tagged: Collection[int] = frozenset()
    lists: Collection[int] = frozenset()
    talks: Collection[int] = frozenset()
    roots: Collection[int] = frozenset()
    tags: Collection[str] = field(default=frozenset())


def reached(asked: Reach, post_id: int, gone: bool = False) -> Reach:
    """Whom of `asked` the post reaches, in one query. `gone`: whom a deleted post would reach, were it still there."""
    parts = {
        "home": (HOME_READERS, asked.home),
        "community": (COMMUNITY_READERS, asked.community),
        "tagged": (TAG_READERS, asked.tagged),
        "lists": (LISTS, asked.lists),
        "talks": (TALKERS, asked.talks),
    }
    pieces = [
        f"SELECT '{name}', x.id, '' FROM ({sql.format(ids=comma_list(ids))}) x"  # noqa: S608
        for name, (sql, ids) in parts.items()
        if ids
    ]
    if asked.talks:
        pieces.append(f"SELECT 'roots', x.id, '' FROM ({ROOT}) x")  # noqa: S608
    if asked.tagged:
        pieces.append(f"SELECT 'tags', 0, x.name FROM ({TAGS}) x")  # noqa: S608
    found: dict[str, set[int]] = {name: set() for name in (*parts, "roots")}
    tags: set[str] = set()
    if pieces:
        sql = " UNION ALL ".join(pieces)
        with connection.cursor() as cursor:
            cursor.execute(once_there(sql) if gone else sql, {"post": post_id})
            for name, number, tag in cursor.fetchall():
                if name == "tags":
                    tags.add(tag)
                else:
                    found[name].add(number)
    return Reach(**found, tags=tags)


def once_there(sql: str) -> str:
    """The query, for a post that is not there any more, because it was deleted or a decision keeps it back."""
    for kept in KEPT:
        sql = sql.replace(kept, "1 = 1")
    return sql.replace(HERE, NOT_HERE)


def root_of(post_id: int) -> int:
    """The post that a conversation began with, of any post in it; 0 when there is none of that id."""
    found = rows(ROOT, {"post": post_id})
    return int(found[0][0]) if found else 0


def seers_among(viewer_ids: Collection[int], post_id: int, gone: bool = False) -> set[int]:
    """Those of the accounts `viewer_ids` who see the post; `gone`: who would see a deleted one, were it there."""
    sql = SEERS.format(ids=comma_list(viewer_ids))
    return {row[0] for row in rows(once_there(sql) if gone else sql, {"post": post_id})}


def has_newer_comment(viewer: Account, root: int, after: int) -> bool:
    """Whether something that `viewer` may see was said below a post after the comment `after`. One query."""
    return bool(rows(NEWER_COMMENT, {"viewer": viewer.id, "root": root, "after": after}))


def alike(viewer_ids: Collection[int], post_id: int) -> list[list[int]]:
    """The accounts `viewer_ids` in groups that are shown one and the same of a post. One query."""
    if not viewer_ids:
        return []
    groups: dict[tuple[int, ...], list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(VIEWS.format(ids=comma_list(viewer_ids)), {"post": post_id})
        for number, *views, alone in cursor.fetchall():
            key = (*map(bool, views), number if alone else 0)
            groups.setdefault(key, []).append(number)
    return list(groups.values())


def is_own_list(viewer_id: int, list_id: int) -> bool:
    """Whether there is such a list and it is this member's."""
    return PeopleList.objects.filter(pk=list_id, owner=viewer_id).exists()
