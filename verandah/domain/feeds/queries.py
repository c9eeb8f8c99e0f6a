"""Timelines: ids newest first, derived at each read from posts and relations."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Protocol

from django.db import connection

from verandah.base.ids import comma_list, new_id
from verandah.base.paging import Page
from verandah.base.reading import rows, vendor
from verandah.domain.accounts.models import Account
from verandah.domain.graph.queries import NOT_LIMITED, NOT_MUTED, POST_NOT_LIMITED
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.queries import VISIBLE, VISIBLE_TO_ROW, viewer_id

from . import recent
from .models import Marker

# Up to this many follows, merging what each followee wrote is cheaper than scanning the newest of all.
FEW = 500

# How far back the merge looks first, in milliseconds: half a day, a week, everything.
REACHES = (43_200_000, 7 * 86_400_000, None)

# What is not shown to someone: people whom staff has limited and they do not follow; people they have muted, also in
# others' shares; shares by those whose shares
# they do not want; languages they do not read; people who are in a list of their own instead. `p` is the post.
WANTED = f"""{NOT_LIMITED} AND {NOT_MUTED} AND (p.share_of_id IS NULL OR EXISTS (
    SELECT 1 FROM verandah_post c WHERE c.id = p.share_of_id AND {POST_NOT_LIMITED.replace("p.", "c.")}
    AND {NOT_MUTED.replace("p.author_id", "c.author_id")}))"""  # noqa: S608

WANTED_AT_HOME = f"""{WANTED}
  AND NOT EXISTS (SELECT 1 FROM verandah_follow w WHERE w.follower_id = %(viewer)s AND w.followee_id = p.author_id AND (
    (p.share_of_id IS NOT NULL AND w.shows_shares = false)
    OR (w.languages <> '' AND p.language <> '' AND ' ' || w.languages || ' ' NOT LIKE '%% ' || p.language || ' %%')))
  AND NOT EXISTS (SELECT 1 FROM verandah_peoplelist x JOIN verandah_peoplelistmember y ON y.people_list_id = x.id
    WHERE x.owner_id = %(viewer)s AND x.is_exclusive = true AND y.account_id = p.author_id)"""  # noqa: S608

# The inner query walks only indexes and sorts ids (a CROSS JOIN keeps SQLite from turning a join round); the outer one
# asks the rule of them one by one, newest first, and stops at a full page. The LIMIT that limits nothing keeps
# planners from merging the two.
NEWEST_PER_FOLLOWEE = f"""
SELECT p.id FROM (
    SELECT m.id FROM (
        SELECT followee_id AS author FROM verandah_follow WHERE follower_id = %(viewer)s
        UNION ALL SELECT %(viewer)s
    ) who CROSS JOIN verandah_post m
    WHERE m.author_id = who.author AND m.deleted_at IS NULL AND m.is_comment = false
      AND m.id < %(before)s AND m.id > %(after)s
    UNION ALL SELECT DISTINCT t.post_id FROM verandah_followedtag g CROSS JOIN verandah_posttag t
    CROSS JOIN verandah_post m
    WHERE g.account_id = %(viewer)s AND t.tag_id = g.tag_id AND m.id = t.post_id
      AND t.post_id < %(before)s AND t.post_id > %(after)s
      AND m.is_comment = false AND m.audience IN ({Audience.PUBLIC:d}, {Audience.MEMBERS:d})
      AND m.author_id <> %(viewer)s AND NOT EXISTS (SELECT 1 FROM verandah_follow w
        WHERE w.follower_id = %(viewer)s AND w.followee_id = m.author_id)
    ORDER BY 1 DESC LIMIT 9223372036854775807
) newest JOIN verandah_post p ON p.id = newest.id
WHERE {VISIBLE} AND {WANTED_AT_HOME} LIMIT %(length)s"""  # noqa: S608

# Whether the author of `p` is one whom the viewer reads, or the post carries a tag that they follow.
FOLLOWED = f"""(p.author_id = %(viewer)s OR EXISTS (
    SELECT 1 FROM verandah_follow w WHERE w.follower_id = %(viewer)s AND w.followee_id = p.author_id)
  OR (p.audience IN ({Audience.PUBLIC:d}, {Audience.MEMBERS:d}) AND EXISTS (
    SELECT 1 FROM verandah_posttag t JOIN verandah_followedtag g ON g.tag_id = t.tag_id
    WHERE t.post_id = p.id AND g.account_id = %(viewer)s)))"""  # noqa: S608

NEWEST_SCAN = f"""
SELECT p.id FROM verandah_post p
WHERE p.id < %(before)s AND p.id > %(after)s AND p.is_comment = false AND {FOLLOWED}
  AND {VISIBLE} AND {WANTED_AT_HOME}
ORDER BY p.id DESC LIMIT %(length)s"""  # noqa: S608

# New posts, and whether they may be for someone's home.
NEWS = f"""
SELECT p.id, {FOLLOWED} FROM verandah_post p
WHERE p.id > %(after)s AND p.deleted_at IS NULL AND p.withheld = 0 AND p.is_comment = false
ORDER BY p.id DESC LIMIT %(length)s"""  # noqa: S608

COMMUNITY = f"""
SELECT p.id FROM verandah_post p
WHERE p.id < %(before)s AND p.id > %(after)s AND p.is_comment = false AND p.share_of_id IS NULL
  AND p.audience IN ({Audience.PUBLIC:d}, {Audience.MEMBERS:d}) {{media}} AND {VISIBLE} AND {WANTED}
ORDER BY p.id DESC LIMIT %(length)s"""  # noqa: S608

BY_AUTHOR = f"""
SELECT p.id FROM verandah_post p
WHERE p.author_id = %(author)s AND p.id < %(before)s AND p.id > %(after)s {{kinds}} AND {VISIBLE}
ORDER BY p.id DESC LIMIT %(length)s"""  # noqa: S608

# What others have written on the wall of someone.
ON_WALL = f"""
SELECT p.id FROM verandah_post p
WHERE p.wall_id = %(owner)s AND p.id < %(before)s AND p.id > %(after)s AND {VISIBLE}
ORDER BY p.id DESC LIMIT %(length)s"""  # noqa: S608

BY_TAG = f"""
SELECT p.id FROM verandah_tag n JOIN verandah_posttag t ON t.tag_id = n.id JOIN verandah_post p ON p.id = t.post_id
WHERE n.name = %(tag)s AND t.post_id < %(before)s AND t.post_id > %(after)s {{more}} AND {VISIBLE} AND {WANTED}
ORDER BY t.post_id DESC LIMIT %(length)s"""  # noqa: S608

# One more tag that a post of BY_TAG's must have, or must not.
ALSO = """EXISTS (SELECT 1 FROM verandah_posttag j JOIN verandah_tag k ON k.id = j.tag_id
    WHERE j.post_id = p.id AND k.name = %({name})s)"""

# Whether a comment `p` stands on the list `l`: those to oneself and to the list's owner do, others as its owner has
# said, in the words of Mastodon's `replies_policy`.
LISTED = """(p.is_comment = false OR EXISTS (SELECT 1 FROM verandah_post o WHERE o.id = p.parent_id AND (
    o.author_id IN (p.author_id, l.owner_id)
    OR (l.replies = 'list' AND EXISTS (SELECT 1 FROM verandah_peoplelistmember k
        WHERE k.people_list_id = l.id AND k.account_id = o.author_id))
    OR (l.replies = 'followed' AND EXISTS (SELECT 1 FROM verandah_follow k
        WHERE k.follower_id = l.owner_id AND k.followee_id = o.author_id)))))"""

BY_LIST = f"""
SELECT p.id FROM verandah_peoplelist l JOIN verandah_peoplelistmember i ON i.people_list_id = l.id
JOIN verandah_post p ON p.author_id = i.account_id
WHERE l.id = %(list)s AND l.owner_id = %(viewer)s AND p.id < %(before)s AND p.id > %(after)s
  AND {LISTED} AND {VISIBLE} AND {WANTED}
ORDER BY p.id DESC LIMIT %(length)s"""  # noqa: S608

LAST_READ = "SELECT last_read_id FROM verandah_marker WHERE account_id = %(viewer)s AND timeline = %(timeline)s"

HOME_READERS = f"""
SELECT v.id FROM verandah_account v JOIN verandah_post p ON p.id = %(post)s
WHERE v.id IN ({{ids}}) AND p.is_comment = false AND {FOLLOWED.replace("%(viewer)s", "v.id")}
AND {VISIBLE_TO_ROW} AND {WANTED_AT_HOME.replace("%(viewer)s", "v.id")}"""  # noqa: S608

COMMUNITY_READERS = f"""
SELECT v.id FROM verandah_account v JOIN verandah_post p ON p.id = %(post)s
WHERE v.id IN ({{ids}}) AND p.is_comment = false AND p.share_of_id IS NULL
  AND p.audience IN ({Audience.PUBLIC:d}, {Audience.MEMBERS:d})
AND {VISIBLE_TO_ROW} AND {WANTED.replace("%(viewer)s", "v.id")}"""  # noqa: S608


class Someone(Protocol):
    """Whoever has the id of an account."""

    @property
    def id(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """How far someone has got on one timeline, and how often that has been noted."""

    timeline: str
    last_read_id: int
    version: int
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Kinds:
    """Which of someone's posts are asked for."""

    comments: bool = False
    shares: bool = True
    # What is for named people, or for its author alone.
    direct: bool = True
    media_only: bool = False
    pinned_only: bool = False
    tag: str = ""

    def sql(self) -> str:
        """The conditions on `p`. Only of texts that stand here; the tag's name is a parameter."""
        conditions = [
            "" if self.comments else "AND p.is_comment = false",
            "" if self.shares else "AND p.share_of_id IS NULL",
            "" if self.direct else f"AND p.audience NOT IN ({Audience.PEOPLE:d}, {Audience.ONLY_ME:d})",
            "AND p.has_media = true" if self.media_only else "",
            "AND p.pinned_at IS NOT NULL" if self.pinned_only else "",
            "AND " + ALSO.format(name="tag") if self.tag else "",
        ]
        return " ".join(condition for condition in conditions if condition)


@dataclass(frozen=True, slots=True)
class Tags:
    """What else is asked of the posts of a tag: any of these too, all, none of these; media only, no comments."""

    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    media_only: bool = False
    comments: bool = True

    def sql(self, names: Collection[str]) -> str:
        """The conditions on `p`; `names` are the parameters that hold `all`, then `none`."""
        conditions = [
            f"AND {'' if number < len(self.all) else 'NOT '}{ALSO.format(name=name)}"
            for number, name in enumerate(names)
        ]
        conditions += ["AND p.has_media = true"] * self.media_only + ["AND p.is_comment = false"] * (not self.comments)
        return " ".join(conditions)


EVERYTHING = Kinds()
NOTHING_ELSE = Tags()


def home_ids(viewer: Account, page: Page) -> list[int]:
    """Newest first: what `viewer` and the people they follow have said, as far as `viewer` may see it."""
    return recent.newest(viewer, page, home_from_database, NEWS)


def home_from_database(viewer: Account, page: Page) -> list[int]:
    """The same, without anything that was found before."""
    if viewer.following_count > FEW:
        return newest_scan(viewer, page)
    return newest_per_followee(viewer, page)


def newest_per_followee(viewer: Account, page: Page) -> list[int]:
    """The home page by merging the followees' own lists, looking further back only while the page is not full."""
    found: list[int] = []
    for reach in REACHES:
        window = stretch(page, reach)
        found = ids(newest_per_followee_sql(), viewer, window)
        if len(found) >= page.length or window == page:
            break
    return found


@cache
def newest_per_followee_sql() -> str:
    """The query for the database in use: SQLite keeps the order of the inner one, and would look at all if asked to."""
    ordered = NEWEST_PER_FOLLOWEE.replace("LIMIT %(length)s", "ORDER BY newest.id DESC LIMIT %(length)s")
    return NEWEST_PER_FOLLOWEE if vendor() == "sqlite" else ordered


def stretch(page: Page, reach: int | None) -> Page:
    """The part of `page` within `reach` milliseconds of where its reading starts."""
    if reach is None:
        return page
    if page.forward:
        return replace(page, before=min(page.before, page.after + (reach << 16)))
    return replace(page, after=max(page.after, newest_bound(page) - (reach << 16)))


def newest_scan(viewer: Account, page: Page) -> list[int]:
    """The home page by walking the newest posts of all and keeping those of people `viewer` follows."""
    return ids(NEWEST_SCAN, viewer, page)


def community_ids(viewer: Account | None, page: Page, media_only: bool = False) -> list[int]:
    """Newest first: what anyone said to all members; to a guest, what was said to everyone on the web."""
    return ids(COMMUNITY.format(media="AND p.has_media = true" if media_only else ""), viewer, page)


def author_ids(viewer: Account | None, author: Someone, page: Page, kinds: Kinds = EVERYTHING) -> list[int]:
    """Newest first: what `author` said, as far as `viewer` may see it."""
    return ids(BY_AUTHOR.format(kinds=kinds.sql()), viewer, page, author=author.id, tag=kinds.tag)


def profile_ids(viewer: Account | None, owner: Someone, page: Page) -> list[int]:
    """Newest first: what `owner` said, and what others wrote on their wall, as far as `viewer` may see it."""
    on_wall = ids(ON_WALL, viewer, page, owner=owner.id)
    own = author_ids(viewer, owner, page)
    found = sorted({*own, *on_wall}, reverse=True) if on_wall else own
    return found[-page.length :] if page.forward else found[: page.length]


def tag_ids(viewer: Account | None, tag: str, page: Page, tags: Tags = NOTHING_ELSE) -> list[int]:
    """Newest first: what carries `tag` (its canonical form, as in `tags`), as far as `viewer` may see it."""
    if tags.any:
        return merged(viewer, (tag, *tags.any), page, tags)
    names = {f"also{number}": name for number, name in enumerate((*tags.all, *tags.none))}
    return ids(BY_TAG.format(more=tags.sql(names)), viewer, page, tag=tag, **names)


def merged(viewer: Account | None, names: Sequence[str], page: Page, tags: Tags) -> list[int]:
    """The page of what carries at least one of the tags `names`."""
    each = [tag_ids(viewer, name, page, replace(tags, any=())) for name in names]
    found = sorted({number for part in each for number in part}, reverse=True)
    return found[-page.length :] if page.forward else found[: page.length]


def list_ids(viewer: Account, list_id: int, page: Page) -> list[int]:
    """Newest first: what the people on a list of `viewer`'s said. A list that is not theirs holds nothing."""
    return ids(BY_LIST, viewer, page, list=list_id)


def readers_among(viewer_ids: Sequence[int], post_id: int, feed: str) -> set[int]:
    """Those of the accounts `viewer_ids` on whose `feed` ("home" or "community") the post stands, in one query."""
    if not viewer_ids:
        return set()
    sql = HOME_READERS if feed == "home" else COMMUNITY_READERS
    with connection.cursor() as cursor:
        cursor.execute(sql.format(ids=comma_list(viewer_ids)), {"post": post_id})
        return {row[0] for row in cursor.fetchall()}


def has_newer(viewer: Account, feed: str, after: int) -> bool:
    """Whether something has come to `viewer`'s `feed` ("home" or "community") after the post `after`."""
    newest = Page(after=after, length=1)
    return bool(home_ids(viewer, newest) if feed == "home" else community_ids(viewer, newest))


def last_read(viewer: Account, timeline: str) -> int:
    """The newest id `viewer` has seen on `timeline`; 0 when nothing yet."""
    found = rows(LAST_READ, {"viewer": viewer.id, "timeline": timeline})
    return int(found[0][0]) if found else 0


def markers(viewer: Account, timelines: Sequence[str]) -> list[Reading]:
    """How far `viewer` has got on each of `timelines`, as far as they have begun."""
    found = Marker.objects.filter(account=viewer, timeline__in=timelines).order_by("timeline")
    return [Reading(row.timeline, row.last_read_id, row.version, row.updated_at) for row in found]


def newest_bound(page: Page) -> int:
    """The highest id the page can hold: what it starts below, or the present."""
    return min(page.before, new_id())


def ids(sql: str, viewer: Account | None, page: Page, **more: int | str) -> list[int]:
    """Run one of the constants above."""
    bounds = {"viewer": viewer_id(viewer), "before": page.before, "after": page.after, "length": page.length}
    return page.newest_first([row[0] for row in rows(page.ordered(sql), {**bounds, **more})])
