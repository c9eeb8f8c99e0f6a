"""What an album can be: pure, no I/O."""

from datetime import datetime
from typing import TYPE_CHECKING

from verandah.domain.media.models import Kind
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.rules import OFFERED, UNDO

if TYPE_CHECKING:
    from .models import Album

LONGEST_TITLE = 100
LONGEST_TEXT = 2000
MOST_ALBUMS = 200
MOST_ITEMS = 500

# What can be looked at; a sound has nothing to show there.
KINDS = (Kind.IMAGE, Kind.GIFV, Kind.VIDEO)


def may_be_for(audience: Audience) -> bool:
    """Whether an album can be for these people: the same as a post."""
    return audience in OFFERED


def may_restore(album: "Album", now: datetime) -> bool:
    """Whether a deleted album can still be brought back at `now`."""
    return album.deleted_at is not None and now - album.deleted_at < UNDO
