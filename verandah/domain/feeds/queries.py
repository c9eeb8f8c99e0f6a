"""Timelines: ids newest first, derived at each read from posts and relations."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection

from verandah.base.ids import comma_list, new_id
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.queries import VISIBLE, VISIBLE_TO_ROW, viewer_id

from .models import Marker

# Up to this many follows, merging what each followee wrote is cheaper than scanning the newest of all.
FEW = 500

# How far back the merge looks first, in milliseconds: three days, two months, everything.
REACHES = (3 * 86_400_000, 60 * 86_400_000, None)

# The inner query walks only an index and sorts ids; the outer one asks the rule of them one by one, newest
# first, and stops at a full page. The LIMIT that limits nothing keeps planners from merging the two.
NEWEST_PER_FOLLOWEE = f"""
SELECT p.id FROM (
    SELECT m.id FROM (
        SELECT followee_id AS author FROM verandah_follow WHERE follower_id = %(viewer)s
        UNION ALL SELECT %(viewer)s
    ) who JOIN verandah_post m ON m.author_id = who.author
    WHERE m.deleted_at IS NULL AND m.id < %(before)s AND m.id > %(after)s
    ORDER BY m.id DESC LIMIT 9223372036854775807
) newest JOIN verandah_post p ON p.id = newest.id WHERE {VISIBLE} LIMIT %(length)s"""  # noqa: S608

NEWEST_SCAN = f"""
SELECT p.id FROM verandah_post p
WHERE p.id < %(before)s AND p.id > %(after)s AND (p.author_id = %(viewer)s OR EXISTS (
    SELECT 1 FROM verandah_follow w WHERE w.follower_id = %(viewer)s AND w.followee_id = p.author_id)) AND {VISIBLE}
ORDER BY p.id DESC LIMIT %(length)s"""  # noqa: S608

COMMUNITY = f"""
SELECT p.id FROM verandah_post p
WHERE p.id < %(before)s AND p.id > %(after)s
  AND p.audience IN ({Audience.PUBLIC:d}, {Audience.MEMBERS:d}) AND {VISIBLE}
ORDER BY p.id DESC LIMIT %(length)s"""  # noqa: S608

BY_AUTHOR = f"""
SELECT p.id FROM verandah_post p
WHERE p.author_id = %(author)s AND p.id < %(before)s AND p.id > %(after)s AND {VISIBLE}
ORDER BY p.id DESC LIMIT %(length)s"""  # noqa: S608

BY_TAG = f"""
SELECT p.id FROM verandah_tag n JOIN verandah_posttag t ON t.tag_id = n.id JOIN verandah_post p ON p.id = t.post_id
WHERE n.name = %(tag)s AND t.post_id < %(before)s AND t.post_id > %(after)s AND {VISIBLE}
ORDER BY t.post_id DESC LIMIT %(length)s"""  # noqa: S608

BY_AUTHOR_AND_TAG = f"""
SELECT p.id FROM verandah_tag n JOIN verandah_posttag t ON t.tag_id = n.id JOIN verandah_post p ON p.id = t.post_id
WHERE n.name = %(tag)s AND p.author_id = %(author)s AND t.post_id < %(before)s AND t.post_id > %(after)s AND {VISIBLE}
ORDER BY t.post_id DESC LIMIT %(length)s"""  # noqa: S608

HOME_READERS = f"""
SELECT v.id FROM verandah_account v JOIN verandah_post p ON p.id = %(post)s
WHERE v.id IN ({{ids}}) AND (p.author_id = v.id OR EXISTS (
    SELECT 1 FROM verandah_follow w WHERE w.follower_id = v.id AND w.followee_id = p.author_id))
AND {VISIBLE_TO_ROW}"""  # noqa: S608

COMMUNITY_READERS = f"""
SELECT v.id FROM verandah_account v JOIN verandah_post p ON p.id = %(post)s
WHERE v.id IN ({{ids}}) AND p.audience IN ({Audience.PUBLIC:d}, {Audience.MEMBERS:d})
AND {VISIBLE_TO_ROW}"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Reading:
    """How far someone has got on one timeline, and how often that has been noted."""

    timeline: str
    last_read_id: int
    version: int
    updated_at: datetime


def home_ids(viewer: Account, page: Page) -> list[int]:
    """Newest first: what `viewer` and the people they follow have said, as far as `viewer` may see it."""
    if viewer.following_count > FEW:
        return newest_scan(viewer, page)
    return newest_per_followee(viewer, page)


def newest_per_followee(viewer: Account, page: Page) -> list[int]:
    """The home page by merging the followees' own lists, looking further back only while the page is not full."""
    found: list[int] = []
    for reach in REACHES:
        window = stretch(page, reach)
        found = ids(NEWEST_PER_FOLLOWEE, viewer, window)
        if len(found) >= page.length or window == page:
            break
    return found


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


def community_ids(viewer: Account, page: Page) -> list[int]:
    """Newest first: what anyone said to all members."""
    return ids(COMMUNITY, viewer, page)


def author_ids(viewer: Account | None, author: Account, page: Page) -> list[int]:
    """Newest first: what `author` said, as far as `viewer` may see it."""
    return ids(BY_AUTHOR, viewer, page, author=author.id)


def tag_ids(viewer: Account | None, tag: str, page: Page) -> list[int]:
    """Newest first: what carries `tag` (its canonical form), as far as `viewer` may see it."""
    return ids(BY_TAG, viewer, page, tag=tag)


def author_tag_ids(viewer: Account | None, author: Account, tag: str, page: Page) -> list[int]:
    """Newest first: what `author` said with `tag` (its canonical form), as far as `viewer` may see it."""
    return ids(BY_AUTHOR_AND_TAG, viewer, page, author=author.id, tag=tag)


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
    marker = Marker.objects.filter(account=viewer, timeline=timeline).values_list("last_read_id", flat=True).first()
    return marker or 0


def markers(viewer: Account, timelines: Sequence[str]) -> list[Reading]:
    """How far `viewer` has got on each of `timelines`, as far as they have begun."""
    rows = Marker.objects.filter(account=viewer, timeline__in=timelines).order_by("timeline")
    return [Reading(row.timeline, row.last_read_id, row.version, row.updated_at) for row in rows]


def newest_bound(page: Page) -> int:
    """The highest id the page can hold: what it starts below, or the present."""
    return min(page.before, new_id())


def ids(sql: str, viewer: Account | None, page: Page, **more: int | str) -> list[int]:
    """Run one of the constants above."""
    with connection.cursor() as cursor:
        cursor.execute(
            page.ordered(sql),
            {
                "viewer": viewer_id(viewer),
                "before": page.before,
                "after": page.after,
                "length": page.length,
                **more,
            },
        )
        return page.newest_first([row[0] for row in cursor.fetchall()])
