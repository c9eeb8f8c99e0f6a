"""Files as a page or an app shows them."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from verandah.base.errors import NotFound

from .models import Kind, Media, State
from .places import OWN, Place, in_post, place_of
from .renditions import CAPTIONS, SCRUB, TYPES, cues_of, renditions_of, scrub_of, writings_of
from .rules import sentence
from .signing import address

# The kinds of pictures in the order in which a page offers them: what takes least room first.
BEST_FIRST = ("image/avif", "image/webp", "image/png", "image/jpeg")


@dataclass(frozen=True, slots=True)
class Source:
    """One rendition of a picture, for a page to choose from: where it is, what it is, and how wide."""

    url: str
    content_type: str
    width: int


@dataclass(frozen=True, slots=True)
class Captions:
    """What is said in a video, in writing: where the WebVTT is, and in which language."""

    url: str
    language: str
    label: str


@dataclass(frozen=True, slots=True)
class Scrub:
    """Small pictures of a video for whoever looks for a place in it, each `interval` seconds after the other.

    They lie in one picture, row by row. `cues_url` says the same as WebVTT.
    """

    url: str
    cues_url: str
    columns: int
    count: int
    width: int
    height: int
    interval: float


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
    # Every rendition of a picture, or of the one that stands for a video, in the order in which a page offers them:
    # the best kind first, within a kind the smallest first. Empty without one.
    sources: tuple[Source, ...] = ()
    # How loud a sound is, each of equal length, from 0 to 100; empty until that is known.
    peaks: tuple[int, ...] = ()
    # What a sound says of itself.
    title: str = ""
    artist: str = ""
    captions: tuple[Captions, ...] = ()
    scrub: Scrub | None = None
    # Why nothing could be made of it, for its owner.
    trouble: str = ""
    # A decision shows it only after a warning.
    is_blurred: bool = False


def show_media(row: Media, place: Place | None = OWN) -> ShownMedia:
    """One row as shown in this place: None is everyone's, and without one it is shown to its owner."""
    is_ready = row.state == State.READY and not row.is_withheld
    where = None if row.is_profile else place
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
        sources=sources(row, where) if is_ready else (),
        peaks=tuple(row.peaks),
        title=row.title,
        artist=row.artist,
        captions=captions(row, where) if is_ready else (),
        scrub=scrub(row, where) if is_ready else None,
        trouble=trouble_of(row),
        is_blurred=row.is_blurred,
    )


def trouble_of(row: Media) -> str:
    """What its owner is told of it, if there is something."""
    if row.state == State.FAILED:
        return sentence(row.failure)
    return sentence("held") if row.is_withheld else ""


def sources(row: Media, where: Place | None) -> tuple[Source, ...]:
    """The renditions that a page may choose from."""
    pictures = [made for made in renditions_of(row) if TYPES[made.extension] in BEST_FIRST and made.name != SCRUB]
    found = [
        Source(address(row, made.name, made.extension, where), TYPES[made.extension], made.width) for made in pictures
    ]
    return tuple(sorted(found, key=lambda source: (BEST_FIRST.index(source.content_type), source.width)))


def captions(row: Media, where: Place | None) -> tuple[Captions, ...]:
    """What is said in it, in each language that is there."""
    return tuple(
        Captions(address(row, f"{CAPTIONS}-{writing.language}", "vtt", where), writing.language, writing.label)
        for writing in writings_of(row)
    )


def scrub(row: Media, where: Place | None) -> Scrub | None:
    """The small pictures of a video."""
    found = scrub_of(row)
    return found and Scrub(address(row, SCRUB, "jpg", where), address(row, SCRUB, "vtt", where), *found)


def small_pictures(row: Media) -> str:
    """WebVTT that says where the small pictures of a video are; for whoever may fetch it. Raises NotFound."""
    found = scrub_of(row)
    if found is None:
        raise NotFound
    return cues_of(found, address(row, SCRUB, "jpg", place_of(row)))


def media_of(post_ids: Collection[int]) -> dict[int, tuple[ShownMedia, ...]]:
    """What belongs to each of the posts, which the viewer has been found to see; in one query.

    What belongs to a deleted post is shown as its author's own: they alone are still told of it.
    """
    if not post_ids:
        return {}
    rows = Media.objects.filter(post__in=set(post_ids), state=State.READY, is_withheld=False).order_by("position", "id")
    found: defaultdict[int, list[ShownMedia]] = defaultdict(list)
    for row, post_id, place in in_posts(rows):
        found[post_id].append(show_media(row, place))
    return {post_id: tuple(shown) for post_id, shown in found.items()}


def in_posts(rows: QuerySet[Media]) -> Iterator[tuple[Media, int, Place | None]]:
    """Each row with its post, and its place there."""
    for row in rows.annotate(
        audience=F("post__audience"),
        root_audience=F("post__root__audience"),
        wall_id=Coalesce(F("post__wall"), F("post__root__wall")),
        is_hidden=Coalesce(F("post__root__withheld"), 0) + F("post__withheld"),
        deleted_at=F("post__deleted_at"),
    ):
        number, known = row.post_id or 0, (row.audience, row.root_audience, row.wall_id, bool(row.is_hidden))
        yield row, number, in_post(number, *known) if row.deleted_at is None else OWN
