"""Tag: a #tag, and how often it was used in the last days, as far as the viewer may see."""

from collections.abc import Sequence
from typing import TypedDict

from verandah.base.ids import moment_of
from verandah.domain.posts.queries import TagDay
from verandah.domain.posts.tags import ShownFeaturedTag, TagStands

from .addresses import tag_url
from .dates import day as day_of

DAYS = 7
SECONDS_A_DAY = 86_400
UNKNOWN = TagStands()


class TagHistory(TypedDict):
    """All are numbers, and all are sent as text."""

    day: str
    uses: str
    accounts: str


class TagJson(TypedDict):
    id: str
    name: str
    url: str
    history: list[TagHistory]
    following: bool
    featuring: bool


class FeaturedTagJson(TypedDict):
    """`statuses_count` is a number, and is sent as text."""

    id: str
    name: str
    url: str
    statuses_count: str
    last_status_at: str | None


def tag(number: int, name: str, today: int, days: Sequence[TagDay], stands: TagStands = UNKNOWN) -> TagJson:
    """A tag; `days` and `stands` may be those of several tags, `today` counts the days since 1970."""
    used = {row.day: row for row in days if row.tag_id == number}
    return {
        "id": str(number),
        "name": name,
        "url": tag_url(name),
        "history": [tag_history(day, used.get(day)) for day in range(today, today - DAYS, -1)],
        "following": name in stands.followed,
        "featuring": name in stands.featured,
    }


def tag_history(day: int, row: TagDay | None) -> TagHistory:
    """One day of a tag."""
    return {
        "day": str(day * SECONDS_A_DAY),
        "uses": str(row.uses if row else 0),
        "accounts": str(row.people if row else 0),
    }


def featured_tag(shown: ShownFeaturedTag) -> FeaturedTagJson:
    """A tag on someone's profile."""
    return {
        "id": str(shown.id),
        "name": shown.name,
        "url": tag_url(shown.name),
        "statuses_count": str(shown.count),
        "last_status_at": day_of(moment_of(shown.newest_id)) if shown.newest_id else None,
    }
