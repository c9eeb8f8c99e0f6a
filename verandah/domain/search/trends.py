"""What the town talks about, for a viewer: what the staff has let through, and the one rule besides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from verandah.base.memory import MEMORY
from verandah.base.reading import rows
from verandah.domain.graph.queries import NOT_LIMITED, NOT_MUTED
from verandah.domain.posts.queries import VISIBLE, viewer_id

from .models import Trend, TrendReview

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

# In seconds. What is refused is gone at once in the process that refuses it, and after so long in the others.
ASKED_AGAIN = 30

# The staff has said yes; or has said nothing, where trends need not be looked at.
LET_THROUGH = """COALESCE((
    SELECT r.is_allowed FROM verandah_trendreview r WHERE r.kind = {kind:d} AND r.ref = {ref} AND r.host = ''),
    {otherwise})"""
UNLESS_REVIEWED = "(SELECT s.reviews_trends = false FROM verandah_site s WHERE s.id = 1)"
TAG_MAY = LET_THROUGH.format(kind=TrendReview.Kind.TAG, ref="t.tag_id", otherwise=UNLESS_REVIEWED)
AUTHOR_MAY = LET_THROUGH.format(kind=TrendReview.Kind.AUTHOR, ref="p.author_id", otherwise=UNLESS_REVIEWED)
POST_MAY = LET_THROUGH.format(kind=TrendReview.Kind.POST, ref="t.post_id", otherwise=AUTHOR_MAY)

TAGS = f"""
SELECT n.id, n.name, t.people, t.uses FROM verandah_trend t JOIN verandah_tag n ON n.id = t.tag_id
WHERE t.kind = {Trend.Kind.TAG:d} AND t.language = %(language)s AND t.is_public = %(public)s AND {TAG_MAY} = true
ORDER BY t.rank LIMIT %(length)s OFFSET %(start)s"""  # noqa: S608

POSTS = f"""
SELECT p.id FROM verandah_trend t JOIN verandah_post p ON p.id = t.post_id
WHERE t.kind = {Trend.Kind.POST:d} AND t.language = %(language)s AND t.is_public = %(public)s AND {POST_MAY} = true
  AND {VISIBLE} AND {NOT_MUTED} AND {NOT_LIMITED}
ORDER BY t.rank LIMIT %(length)s OFFSET %(start)s"""  # noqa: S608

LINKS = f"""
SELECT l.id, l.address, t.people, t.uses,
    (SELECT r.is_allowed FROM verandah_trendreview r WHERE r.kind = {TrendReview.Kind.LINK:d} AND r.ref = l.id
        AND r.host = '')
FROM verandah_trend t JOIN verandah_link l ON l.id = t.link_id
WHERE t.kind = {Trend.Kind.LINK:d} AND t.language = %(language)s AND t.is_public = %(public)s
ORDER BY t.rank"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class TrendingTag:
    """A tag, how many different people have used it in the last two days, and how often."""

    id: int
    name: str
    people: int
    uses: int


@dataclass(frozen=True, slots=True)
class TrendingLink:
    """A page, by how many people and how often it was linked to in the last two days."""

    link_id: int
    people: int
    uses: int


def trending_tags(viewer: Account | None, length: int, start: int = 0, language: str = "") -> list[TrendingTag]:
    """Tags that trend, the best first; in one language, or in all together. One query."""
    asked = values(viewer, language) | {"length": length, "start": start}
    return [TrendingTag(*row) for row in rows(TAGS, asked)]


def trending_tags_lately(viewer: Account, length: int) -> list[TrendingTag]:
    """The best of them, as all members are shown them beside their timelines: asked once in half a minute."""
    found: list[TrendingTag] | None = MEMORY.get("trending_tags")
    if found is None:
        found = trending_tags(viewer, 10)
        MEMORY.put("trending_tags", found, ASKED_AGAIN)
    return found[:length]


def trending_post_ids(viewer: Account | None, length: int, start: int = 0, language: str = "") -> list[int]:
    """Posts that trend and that `viewer` may see and has not muted the author of. One query."""
    asked = values(viewer, language) | {"length": length, "start": start}
    return [row[0] for row in rows(POSTS, asked)]


def trending_links(viewer: Account | None, length: int, start: int = 0, language: str = "") -> list[TrendingLink]:
    """Pages that many link to, of hosts that the staff has not refused. Three queries."""
    found = rows(LINKS, values(viewer, language))
    hosts, reviews = host_reviews(), reviews_are_needed()
    kept = [
        TrendingLink(number, people, uses)
        for number, address, people, uses, allowed in found
        if is_let_through(allowed, hosts.get(host_of(address)), reviews)
    ]
    return kept[start : start + length]


def is_let_through(own: bool | int | None, of_host: bool | None, reviews: bool) -> bool:
    """What was said of the page itself counts before what was said of its host."""
    if own is not None:
        return bool(own)
    return of_host if of_host is not None else not reviews


def host_reviews() -> dict[str, bool]:
    """What the staff has said of hosts."""
    return dict(TrendReview.objects.filter(kind=TrendReview.Kind.HOST).values_list("host", "is_allowed"))


def least_people() -> int:
    """How many different people make a trend here."""
    found = rows("SELECT trend_people FROM verandah_site WHERE id = 1", {})
    return int(found[0][0]) if found else 5


def reviews_are_needed() -> bool:
    """Whether what nobody has looked at does not trend."""
    found = rows("SELECT reviews_trends FROM verandah_site WHERE id = 1", {})
    return bool(found[0][0]) if found else True


def languages_of(viewer: Account | None) -> list[str]:
    """The languages in which anything trends."""
    found = Trend.objects.filter(is_public=viewer is None).exclude(language="").order_by("language")
    return list(found.values_list("language", flat=True).distinct())


def values(viewer: Account | None, language: str) -> dict[str, int | str | bool]:
    """Guests are shown what was found in what everyone on the web may read."""
    return {"viewer": viewer_id(viewer), "language": language, "public": viewer is None}


def host_of(address: str) -> str:
    """The host of a page, as reviews name it."""
    return (urlsplit(address).hostname or "").lower()


def forget_trends() -> None:
    """Ask anew at the next look."""
    MEMORY.put("trending_tags", None, 0)
