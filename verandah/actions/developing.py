"""Making of a file that came in what can be shown, now or as a job."""

import logging
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, TypedDict

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.tasks import task

from verandah.base import images, loudness, video
from verandah.base.images import Animated, Pictures, Shape, Unusable
from verandah.base.jobs import HEAVY
from verandah.base.likeness import Look
from verandah.base.sandbox import Stopped
from verandah.base.sniffing import HEAD, Family, Format, format_of
from verandah.base.video import Clip
from verandah.domain.media import files
from verandah.domain.media.models import Kind, Media, State
from verandah.domain.media.renditions import CAPTIONS, Rendition
from verandah.domain.moderation.banks import Find

from . import matching

MOST_ATTEMPTS = 3
FULL, FEED, SMALL = 2000, 1080, 640
# No sheet of small pictures of a film has a longer side.
SHEET = 16_000
SOURCE, THUMBNAIL = "source", "thumbnail"
# What reads pictures that move, by what reads those that stand still.
MOVING = {"GIF": "gif", "PNG": "apng", "WEBP": "webp_anim"}
LOG = logging.getLogger(__name__)


class Facts(TypedDict, total=False):
    """What is stored of what was made."""

    kind: Kind
    extension: str
    content_type: str
    small_extension: str
    width: int | None
    height: int | None
    small_width: int | None
    small_height: int | None
    duration: float | None
    frame_rate: float | None
    bitrate: int | None
    blurhash: str
    renditions: list[Rendition]
    scrub: list[float]
    peaks: list[int]
    title: str
    artist: str
    pdq: str
    pdq_quality: int
    # No column: see `columns`.
    looks: list[Look]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that came in under `name` and lies in its waiting room."""

    name: str
    format: Format

    @property
    def room(self) -> Path:
        return files.waiting_room(self.name)


@task(priority=HEAVY)
def develop(media_id: int) -> None:
    """Make the renditions of a file that waits. Twice: the same. A file that ends its program is tried three times."""
    row = Media.objects.filter(pk=media_id, state=State.WAITING).first()
    if row is None:
        return
    source = files.waiting_room(row.name) / SOURCE
    found = format_of(head_of(source)) if source.is_file() else None
    if found is None or row.attempts >= MOST_ATTEMPTS:
        give_up(row, "stopped" if found else "lost")
        return
    Media.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1)
    try:
        facts = develop_now(Waiting(row.name, found))
        in_banks = matching.look_up(row.sha256, facts.get("looks", []))
    except Unusable as unusable:
        give_up(row, unusable.reason)
    except Stopped as stopped:
        LOG.warning("Media %s, attempt %s: %s", row.pk, row.attempts + 1, stopped)
        if row.attempts + 1 < MOST_ATTEMPTS:
            raise
        give_up(row, "stopped")
    else:
        show(row, facts, in_banks)


def develop_now(waiting: Waiting) -> Facts:
    """Put the renditions into the store. Raises Unusable or Stopped."""
    if waiting.format.family is Family.IMAGE:
        try:
            return develop_image(waiting)
        except Animated:
            return develop_moving(waiting, MOVING[waiting.format.reader], Kind.GIFV)
    clip = video.look(waiting.room / SOURCE, waiting.format.reader, waiting.room)
    video.refuse_giants(clip, video_scope())
    if clip.width and waiting.format.family is Family.VIDEO:
        return develop_moving(waiting, waiting.format.reader, Kind.VIDEO)
    return develop_sound(waiting)


def develop_image(waiting: Waiting) -> Facts:
    """The renditions of a picture. Raises Animated when it moves."""
    room = waiting.room
    made = images.remake(room / SOURCE, waiting.format.reader, room, shape())
    full = made.full
    return {
        "kind": Kind.IMAGE,
        "extension": full.extension,
        "content_type": full.content_type,
        "width": full.width,
        "height": full.height,
        **picture_facts(waiting.name, room, made),
    }


def develop_moving(waiting: Waiting, reader: str, kind: Kind) -> Facts:
    """The renditions of a video; one that was a drawing that moves has no sound."""
    room = waiting.room
    source, is_silent = room / SOURCE, kind is Kind.GIFV
    if is_silent:
        video.refuse_giants(video.look(source, reader, room), video_scope())
    clip = video.remake_video(source, reader, room, video_scope(), silent=is_silent)
    scrub = None if is_silent else video.scrub_of(room / "full.mp4", room, clip)
    # Before they are moved into the store.
    film_looks = looks_of_film(room, clip, scrub)
    preview = preview_of(waiting) or picture_facts(
        waiting.name, room, images.remake(room / "poster.png", "PNG", room, preview_shape())
    )
    return {
        **clip_facts(clip, kind, "mp4", "video/mp4"),
        "width": clip.width,
        "height": clip.height,
        "frame_rate": clip.frame_rate,
        **scrub_facts(scrub),
        **preview,
        "renditions": [*kept_clip(waiting, "full.mp4", clip), *kept_scrub(waiting, scrub), *preview["renditions"]],
        "looks": [*preview["looks"], *film_looks],
    }


def looks_of_film(room: Path, clip: Clip, scrub: video.Scrub | None) -> list[Look]:
    """What the first picture of a film looks like, and others of it, whatever picture was sent to stand for it."""
    sheets = [(room / "poster.png", "PNG", (1, 1, clip.width, clip.height))]
    if scrub is not None:
        sheets.append((room / "scrub.jpg", "JPEG", (scrub.columns, scrub.count, scrub.width, scrub.height)))
    found: list[Look] = []
    for picture, reader, frames in sheets:
        found += images.remake(picture, reader, room, Shape(settings.MOST_PIXELS, SHEET, 0, frames=frames)).looks
    return found


def develop_sound(waiting: Waiting) -> Facts:
    """What plays of a sound, how loud it is, and what it says of itself."""
    room, reader = waiting.room, waiting.format.reader
    tags = video.tags_of(room / SOURCE, reader, room)
    clip = video.remake_sound(room / SOURCE, reader, room, video_scope())
    preview = preview_of(waiting) or cover_facts(waiting) or {}
    return {
        **clip_facts(clip, Kind.AUDIO, "m4a", "audio/mp4"),
        "peaks": loudness.peaks(room / "loudness.raw"),
        "title": tags.title,
        "artist": tags.artist,
        **preview,
        "renditions": [*kept_clip(waiting, "full.m4a", clip), *preview.get("renditions", [])],
    }


def kept_clip(waiting: Waiting, file: str, clip: Clip) -> list[Rendition]:
    """What plays, in the store."""
    made = waiting.room / file
    told = Rendition("full", made.suffix[1:], clip.width, clip.height, made.stat().st_size)
    files.keep(waiting.name, made)
    return [told]


def kept_scrub(waiting: Waiting, scrub: video.Scrub | None) -> list[Rendition]:
    """The small pictures of a video, in the store."""
    if scrub is None:
        return []
    made = waiting.room / "scrub.jpg"
    rows = -(-scrub.count // scrub.columns)
    told = Rendition("scrub", "jpg", scrub.columns * scrub.width, rows * scrub.height, made.stat().st_size)
    files.keep(waiting.name, made)
    return [told]


def scrub_facts(scrub: video.Scrub | None) -> Facts:
    return {"scrub": list(astuple(scrub)) if scrub else []}


def clip_facts(clip: Clip, kind: Kind, extension: str, content_type: str) -> Facts:
    return {
        "kind": kind,
        "extension": extension,
        "content_type": content_type,
        "duration": clip.duration or 0.0,
        "bitrate": clip.bitrate,
    }


def preview_of(waiting: Waiting) -> Facts | None:
    """The picture that was sent to stand for a video or a sound, if one was and it is one."""
    picture = waiting.room / THUMBNAIL
    return usable(waiting, picture) if picture.is_file() else None


def cover_facts(waiting: Waiting) -> Facts | None:
    """The picture that lies in a piece of music, if one does and it is one."""
    cover = video.cover_of(waiting.room / SOURCE, waiting.format.reader, waiting.room)
    return usable(waiting, cover) if cover else None


def usable(waiting: Waiting, picture: Path) -> Facts | None:
    """The preview that can be made of `picture`; None when nothing can: what it stands for does without."""
    found = format_of(head_of(picture))
    try:
        return develop_preview(waiting.name, picture, found) if found else None
    except Unusable as unusable:
        LOG.info("The picture for %s cannot be used (%s).", waiting.name, unusable.reason)
        return None


def develop_preview(name: str, picture: Path, found: Format) -> Facts:
    """Make `picture` stand for the video or sound `name`. Raises Unusable or Stopped."""
    if found.family is not Family.IMAGE:
        raise Unusable("not_a_picture")
    room = picture.parent
    try:
        made = images.remake(picture, found.reader, room, preview_shape())
    except Animated as animated:
        raise Unusable("not_a_picture") from animated
    return picture_facts(name, room, made)


def picture_facts(name: str, room: Path, made: Pictures) -> Facts:
    """Put all that was made of a picture into the store."""
    for one in made.renditions:
        files.keep(name, room / f"{one.name}.{one.extension}")
    small = made.small
    return {
        "small_extension": small.extension if small else "",
        "small_width": small.width if small else None,
        "small_height": small.height if small else None,
        "blurhash": made.blurhash,
        "pdq": made.pdq,
        "pdq_quality": made.pdq_quality,
        "looks": list(made.looks),
        "renditions": [rendition(one) for one in made.renditions],
    }


def rendition(made: images.Picture) -> Rendition:
    """What was made, as it is stored."""
    return Rendition(made.name, made.extension, made.width, made.height, made.bytes)


def columns(facts: Facts) -> dict[str, Any]:
    """What of it stands in the row of the file."""
    return {name: value for name, value in facts.items() if name != "looks"}


def show(row: Media, facts: Facts, in_banks: Sequence[Find] = ()) -> None:
    """It can be shown from now on, unless its owner has thrown it away meanwhile, or a bank keeps it back."""
    with transaction.atomic():
        changed = Media.objects.filter(pk=row.pk, state=State.WAITING).update(state=State.READY, **columns(facts))
        if changed:
            matching.keep_looks(row, facts.get("looks", []))
            matching.record(row, in_banks)
    if changed:
        # An attempt before this one may have left what is not made any more.
        keep_what_is(row.pk, row.name, facts)
        files.clear_room(row.name)
    elif not Media.objects.filter(pk=row.pk).exists():
        files.remove(row.name)


def keep_what_is(media_id: int, name: str, facts: Facts) -> None:
    """Nothing lies in the store but what was made, and what is said in it."""
    made = {f"{made.name}.{made.extension}" for made in facts["renditions"]}
    said = Media.objects.values_list("captions", flat=True).get(pk=media_id)
    files.keep_only(name, made | {f"{CAPTIONS}-{writing[0]}.vtt" for writing in said})


def give_up(row: Media, reason: str) -> None:
    """Nothing can be made of it; its owner is told why, and nothing of it is kept."""
    Media.objects.filter(pk=row.pk, state=State.WAITING).update(state=State.FAILED, failure=reason)
    files.remove(row.name)


def head_of(path: Path) -> bytes:
    """The bytes that tell what a file is."""
    with path.open("rb") as file:
        return file.read(HEAD)


def shape() -> Shape:
    """How much a picture may hold, and what is made of it."""
    return Shape(settings.MOST_PIXELS, FULL, SMALL, feed=FEED)


def preview_shape() -> Shape:
    """The same for what stands for a video or a sound."""
    return Shape(settings.MOST_PIXELS, 0, SMALL, feed=FEED)


def video_scope() -> video.Scope:
    """How much a video or a sound may hold."""
    return video.Scope(settings.MOST_PIXELS, settings.MOST_SECONDS)
