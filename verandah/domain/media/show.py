"""Files as a page or an app shows them."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from verandah.base.errors import NotFound

from .models import Kind, Media, State
from .rules import is_open_to_all
from .signing import address

SMALL_TYPES = {"jpg": "image/jpeg", "webp": "image/webp"}


@dataclass(frozen=True, slots=True)
class ShownMedia:
    """A file with the addresses of its renditions, which whoever is given them can fetch."""

    id: int
    kind: str
    state: str
    # From the root of the site; None while the file is being made.
    url: str | None
    preview_url: str | None
    description: str
    focus: tuple[float, float]
    width: int | None
    height: int | None
    small_width: int | None
    small_height: int | None
    duration: float | None
    frame_rate: float | None
    bitrate: int | None
    blurhash: str


def show_media(row: Media, audience: int | None = None, place: int = 0) -> ShownMedia:
    """One row as shown: in the post `place` with its audience, or else to its owner."""
    is_ready = row.state == State.READY
    where = None if is_open_to_all(row.is_profile, audience) else place
    return ShownMedia(
        id=row.id,
        kind=Kind(row.kind).name.lower(),
        state=State(row.state).name.lower(),
        url=address(row, "full", row.extension, where) if is_ready else None,
        preview_url=address(row, "small", row.small_extension, where) if is_ready and row.small_extension else None,
        description=row.description,
        focus=(row.focus_x, row.focus_y),
        width=row.width,
        height=row.height,
        small_width=row.small_width,
        small_height=row.small_height,
        duration=row.duration,
        frame_rate=row.frame_rate,
        bitrate=row.bitrate,
        blurhash=row.blurhash,
    )


def media_of(post_ids: Collection[int]) -> dict[int, tuple[ShownMedia, ...]]:
    """What belongs to each of the posts, which the viewer has been found to see; in one query.

    What belongs to a deleted post is shown as its author's own: they alone are still told of it.
    """
    if not post_ids:
        return {}
    rows = Media.objects.filter(post__in=set(post_ids), state=State.READY).order_by("position", "id")
    found: defaultdict[int, list[ShownMedia]] = defaultdict(list)
    for row, post_id, audience, deleted_at in in_posts(rows):
        there = deleted_at is None
        found[post_id].append(show_media(row, audience if there else None, post_id if there else 0))
    return {post_id: tuple(shown) for post_id, shown in found.items()}


def rendition_of(row: Media, rendition: str, extension: str) -> str:
    """The content type of a rendition. Raises NotFound for one that there is not."""
    if rendition == "full" and extension == row.extension:
        return row.content_type
    if rendition == "small" and extension == row.small_extension and extension:
        return SMALL_TYPES[extension]
    raise NotFound


def in_posts(rows: QuerySet[Media]) -> Iterator[tuple[Media, int, int, datetime | None]]:
    """Each row with its post, the audience of that, and when it was deleted."""
    for row in rows.annotate(audience=F("post__audience"), deleted_at=F("post__deleted_at")):
        yield row, row.post_id or 0, row.audience, row.deleted_at
