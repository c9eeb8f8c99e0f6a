"""What trends, as the staff looks at it: also what waits, and what was refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from verandah.base.reading import rows

from .models import TrendReview

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

Kind = TrendReview.Kind

FOUND = {
    Kind.TAG: """SELECT n.id, n.name, t.people, t.uses, r.is_allowed, 0, NULL
        FROM verandah_trend t JOIN verandah_tag n ON n.id = t.tag_id
        LEFT JOIN verandah_trendreview r ON r.kind = 1 AND r.ref = n.id AND r.host = ''
        WHERE t.kind = 1 AND t.language = '' AND t.is_public = false ORDER BY t.rank""",
    Kind.POST: """SELECT p.id, '', t.people, t.uses, r.is_allowed, p.author_id, w.is_allowed
        FROM verandah_trend t JOIN verandah_post p ON p.id = t.post_id
        LEFT JOIN verandah_trendreview r ON r.kind = 2 AND r.ref = p.id AND r.host = ''
        LEFT JOIN verandah_trendreview w ON w.kind = 4 AND w.ref = p.author_id AND w.host = ''
        WHERE t.kind = 2 AND t.language = '' AND t.is_public = false ORDER BY t.rank""",
    Kind.LINK: """SELECT l.id, l.address, t.people, t.uses, r.is_allowed, 0, NULL
        FROM verandah_trend t JOIN verandah_link l ON l.id = t.link_id
        LEFT JOIN verandah_trendreview r ON r.kind = 3 AND r.ref = l.id AND r.host = ''
        WHERE t.kind = 3 AND t.language = '' AND t.is_public = false ORDER BY t.rank""",
}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Something that trends: what it is called (a tag, an address; a post has none), and what the staff said of it.

    `is_allowed` None: nobody has looked. Of a post, `author_is_allowed` says the same of all that its author writes.
    """

    ref: int
    name: str
    people: int
    uses: int
    is_allowed: bool | None
    author_id: int
    author_is_allowed: bool | None


@dataclass(frozen=True, slots=True)
class Refused:
    """What was said once and holds on, also of what trends no more."""

    kind: Kind
    ref: int
    name: str
    is_allowed: bool


def found_trends(viewer: Account, kind: Kind) -> list[Reviewed]:
    """What trends among members, the best first: for the staff. One query."""
    return [
        Reviewed(ref, name, people, uses, yes_or_no(allowed), author, yes_or_no(of_author))
        for ref, name, people, uses, allowed, author, of_author in rows(FOUND[kind], {})
    ]


def waiting_trends(viewer: Account) -> int:
    """How many tags trend that nobody has looked at. One query."""
    return sum(one.is_allowed is None for one in found_trends(viewer, Kind.TAG))


def said_before(viewer: Account, length: int = 100) -> list[Refused]:
    """The newest of all that was said. Two queries."""
    found = list(TrendReview.objects.order_by("-decided_at")[:length])
    names = tag_names([row.ref for row in found if row.kind == Kind.TAG])
    return [Refused(Kind(row.kind), row.ref, row.host or names.get(row.ref, ""), row.is_allowed) for row in found]


def tag_names(ids: Sequence[int]) -> dict[int, str]:
    """What tags are called."""
    listed = ",".join(map(str, ids))
    return dict(rows(f"SELECT id, name FROM verandah_tag WHERE id IN ({listed})", {})) if ids else {}  # noqa: S608


def trend_of(viewer: Account, kind: Kind, ref: int) -> Reviewed | None:
    """One of them."""
    return next((one for one in found_trends(viewer, kind) if one.ref == ref), None)


def yes_or_no(value: bool | int | None) -> bool | None:
    """SQLite keeps a yes or no as a number."""
    return None if value is None else bool(value)
