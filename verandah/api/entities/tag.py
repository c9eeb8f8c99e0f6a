"""Tag: a #tag, and how often it was used in the last days, as far as the viewer may see."""

from collections.abc import Sequence
from typing import TypedDict

from verandah.domain.posts.queries import TagDay

from .addresses import tag_url

DAYS = 7
SECONDS_A_DAY = 86_400


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


def tag(number: int, name: str, today: int, days: Sequence[TagDay]) -> TagJson:
    """A tag; `days` may be those of several tags, `today` counts the days since 1970."""
    used = {row.day: row for row in days if row.tag_id == number}
    return {
        "id": str(number),
        "name": name,
        "url": tag_url(name),
        "history": [tag_history(day, used.get(day)) for day in range(today, today - DAYS, -1)],
        "following": False,
        "featuring": False,
    }


def tag_history(day: int, row: TagDay | None) -> TagHistory:
    """One day of a tag."""
    return {
        "day": str(day * SECONDS_A_DAY),
        "uses": str(row.uses if row else 0),
        "accounts": str(row.people if row else 0),
    }
