"""Tags that someone follows or shows on their profile."""

from collections.abc import Sequence
from dataclasses import dataclass

from verandah.base.ids import comma_list
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account
from verandah.domain.graph.queries import NOT_LIMITED, NOT_MUTED

from .audience import Audience
from .models import FeaturedTag, FollowedTag
from .queries import VISIBLE, run

MOST_SUGGESTED = 10
# So many of the newest posts say what is much used.
MOST_LOOKED_AT = 3000

# The tags someone shows, and of each how often they have used it where the viewer may see it, and when last. It starts
# from what the author said (a CROSS JOIN keeps SQLite from turning it round): a tag may stand in a million posts.
FEATURED = f"""
SELECT g.id, n.name, coalesce(used.times, 0), coalesce(used.newest, 0)
FROM verandah_featuredtag g JOIN verandah_tag n ON n.id = g.tag_id LEFT JOIN (
    SELECT t.tag_id AS tag, count(*) AS times, max(p.id) AS newest
    FROM verandah_post p CROSS JOIN verandah_posttag t
    WHERE p.author_id = %(account)s AND t.post_id = p.id AND {VISIBLE}
        AND t.tag_id IN (SELECT tag_id FROM verandah_featuredtag WHERE account_id = %(account)s)
    GROUP BY t.tag_id
) used ON used.tag = g.tag_id
WHERE g.account_id = %(account)s ORDER BY g.id"""  # noqa: S608

# What the viewer themselves has often said and does not show yet.
SUGGESTED = f"""
SELECT n.id, n.name FROM verandah_post p CROSS JOIN verandah_posttag t CROSS JOIN verandah_tag n
WHERE p.author_id = %(viewer)s AND t.post_id = p.id AND n.id = t.tag_id AND {VISIBLE}
  AND NOT EXISTS (SELECT 1 FROM verandah_featuredtag g WHERE g.account_id = %(viewer)s AND g.tag_id = n.id)
GROUP BY n.id, n.name ORDER BY count(*) DESC, max(p.id) DESC LIMIT %(length)s"""  # noqa: S608

# What several people have said lately to all members at least.
MUCH_USED = f"""
SELECT n.name FROM verandah_post p CROSS JOIN verandah_posttag t CROSS JOIN verandah_tag n
WHERE p.id > coalesce((SELECT q.id FROM verandah_post q ORDER BY q.id DESC LIMIT 1 OFFSET %(most)s), 0)
  AND t.post_id = p.id AND n.id = t.tag_id AND p.audience IN ({Audience.PUBLIC:d}, {Audience.MEMBERS:d})
  AND {VISIBLE} AND {NOT_MUTED} AND {NOT_LIMITED}
GROUP BY n.id, n.name HAVING count(DISTINCT p.author_id) > 1
ORDER BY count(DISTINCT p.author_id) DESC, n.id DESC LIMIT %(length)s"""  # noqa: S608

# Those of some tags that stand in a post the viewer may see.
SEEN = f"""
SELECT n.id FROM verandah_tag n WHERE n.id IN ({{ids}}) AND EXISTS (
    SELECT 1 FROM verandah_posttag t JOIN verandah_post p ON p.id = t.post_id WHERE t.tag_id = n.id AND {VISIBLE})"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class TagEntry:
    """One tag in a list: `position` is where the next page starts below. `tag_id` is 0 when the viewer sees no use."""

    position: int
    tag_id: int
    name: str


@dataclass(frozen=True, slots=True)
class ShownFeaturedTag:
    """A tag on someone's profile; `count` and `newest_id` (0 for none) of what the viewer may see."""

    id: int
    name: str
    count: int
    newest_id: int


@dataclass(frozen=True, slots=True)
class TagStands:
    """Which tags, by name, the viewer follows, and which they show on their profile."""

    followed: frozenset[str] = frozenset()
    featured: frozenset[str] = frozenset()


def followed_tags(viewer: Account, page: Page) -> list[TagEntry]:
    """What `viewer` follows, newest first. Two queries."""
    rows = FollowedTag.objects.filter(account=viewer, id__lt=page.before, id__gt=page.after)
    found = rows.order_by("id" if page.forward else "-id").values_list("id", "tag_id", "tag__name")
    entries = page.newest_first(list(found[: page.length]))
    seen = seen_tags(viewer, [tag_id for _position, tag_id, _name in entries])
    return [TagEntry(position, tag_id if tag_id in seen else 0, name) for position, tag_id, name in entries]


def much_used_tags(viewer: Account, length: int) -> list[str]:
    """Tags that several people have used lately in posts that `viewer` may see, the most used first. One query."""
    return [row[0] for row in run(viewer, MUCH_USED, length=length, most=MOST_LOOKED_AT)]


def seen_tags(viewer: Account | None, tag_ids: Sequence[int]) -> set[int]:
    """Those of the tags that stand in a post `viewer` may see. That others are known at all, nobody is told."""
    return {row[0] for row in run(viewer, SEEN, ids=comma_list(tag_ids))} if tag_ids else set()


def tag_stands(viewer: Account | None, names: Sequence[str]) -> TagStands:
    """How `viewer` stands to the tags of these names. Two queries; none for a guest."""
    if viewer is None or not names:
        return TagStands()
    mine = {"account": viewer, "tag__name__in": names}
    followed = FollowedTag.objects.filter(**mine).values_list("tag__name", flat=True)
    featured = FeaturedTag.objects.filter(**mine).values_list("tag__name", flat=True)
    return TagStands(frozenset(followed), frozenset(featured))


def featured_tags(viewer: Account | None, account: Account) -> list[ShownFeaturedTag]:
    """What `account` shows on their profile, oldest first, counted as far as `viewer` may see. One query."""
    return [ShownFeaturedTag(*row) for row in run(viewer, FEATURED, account=account.id)]


def suggested_tags(viewer: Account) -> list[tuple[int, str]]:
    """Tags that `viewer` uses most and does not show on their profile."""
    return [(row[0], row[1]) for row in run(viewer, SUGGESTED, length=MOST_SUGGESTED)]
