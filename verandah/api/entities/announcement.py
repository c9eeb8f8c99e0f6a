"""Announcement: what the site tells its members."""

from collections.abc import Sequence
from html import escape
from typing import TypedDict

from verandah.domain.instance.show import ShownAnnouncement, ShownReaction

from .account import Nothing
from .dates import moment, moment_or_none


class ReactionJson(TypedDict):
    name: str
    count: int
    me: bool


class AnnouncementJson(TypedDict):
    id: str
    content: str
    starts_at: str
    ends_at: str | None
    all_day: bool
    published: bool
    published_at: str
    created_at: str
    updated_at: str
    read: bool
    mentions: Nothing
    statuses: Nothing
    tags: Nothing
    emojis: Nothing
    reactions: list[ReactionJson]


def announcement(shown: ShownAnnouncement, reactions: Sequence[ShownReaction] = ()) -> AnnouncementJson:
    """One that is for the viewer; `read` when they have put it away."""
    start = moment(shown.starts_at)
    return {
        "id": str(shown.id),
        "content": f"<p><strong>{escape(shown.title)}</strong></p>{shown.html}",
        "starts_at": start,
        "ends_at": moment_or_none(shown.ends_at),
        "all_day": False,
        "published": True,
        "published_at": start,
        "created_at": moment(shown.created_at),
        "updated_at": moment(shown.changed_at),
        "read": shown.is_read,
        "mentions": [],
        "statuses": [],
        "tags": [],
        "emojis": [],
        "reactions": [{"name": one.name, "count": one.count, "me": one.is_mine} for one in reactions],
    }
