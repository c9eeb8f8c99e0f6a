"""Making of a file that came in what can be shown, now or as a job."""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from django.conf import settings
from django.db.models import F
from django.tasks import task

from verandah.base import images, video
from verandah.base.images import Animated, Pictures, Shape, Unusable
from verandah.base.jobs import HEAVY
from verandah.base.sandbox import Stopped
from verandah.base.sniffing import HEAD, Family, Format, format_of
from verandah.base.video import Clip
from verandah.domain.media import files
from verandah.domain.media.models import Kind, Media, State

MOST_ATTEMPTS = 3
FULL, SMALL = 2000, 640
SOURCE, THUMBNAIL = "source", "thumbnail"
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
    except Unusable as unusable:
        give_up(row, unusable.reason)
    except Stopped as stopped:
        LOG.warning("Media %s, attempt %s: %s", row.pk, row.attempts + 1, stopped)
        if row.attempts + 1 < MOST_ATTEMPTS:
            raise
        give_up(row, "stopped")
    else:
        show(row, facts)


def develop_now(waiting: Waiting) -> Facts:
    """Put the renditions into the store. Raises Unusable or Stopped."""
    if waiting.format.family is Family.IMAGE:
        try:
            return develop_image(waiting)
        except Animated:
            return develop_moving(waiting, "gif", Kind.GIFV)
    clip = video.look(waiting.room / SOURCE, waiting.format.reader, waiting.room)
    video.refuse_giants(clip, video_scope())
    if clip.width and waiting.format.family is Family.VIDEO:
        return develop_moving(waiting, waiting.format.reader, Kind.VIDEO)
    return develop_sound(waiting)


def develop_image(waiting: Waiting) -> Facts:
    """The renditions of a picture. Raises Animated when it moves."""
    room = waiting.room
    made = images.remake(room / SOURCE, waiting.format.reader, room, shape())
    files.keep(waiting.name, room / f"full.{made.full.extension}")
    full = made.full
    return {
        "kind": Kind.IMAGE,
        "extension": full.extension,
        "content_type": full.content_type,
        "width": full.width,
        "height": full.height,
        **small_facts(waiting.name, room, made),
    }


def develop_moving(waiting: Waiting, reader: str, kind: Kind) -> Facts:
    """The renditions of a video; one that was a GIF has no sound."""
    room = waiting.room
    clip = video.remake_video(room / SOURCE, reader, room, video_scope(), silent=kind is Kind.GIFV)
    files.keep(waiting.name, room / "full.mp4")
    preview = preview_of(waiting) or small_facts(
        waiting.name, room, images.remake(room / "poster.png", "PNG", room, shape())
    )
    return {
        **clip_facts(clip, kind, "mp4", "video/mp4"),
        "width": clip.width,
        "height": clip.height,
        "frame_rate": clip.frame_rate,
        **preview,
    }


def develop_sound(waiting: Waiting) -> Facts:
    """What plays of a sound."""
    clip = video.remake_sound(waiting.room / SOURCE, waiting.format.reader, waiting.room, video_scope())
    files.keep(waiting.name, waiting.room / "full.m4a")
    return {**clip_facts(clip, Kind.AUDIO, "m4a", "audio/mp4"), **(preview_of(waiting) or {})}


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
    found = format_of(head_of(picture)) if picture.is_file() else None
    try:
        return develop_preview(waiting.name, picture, found) if found else None
    except Unusable as unusable:
        LOG.info("The picture sent with %s cannot be used (%s).", waiting.name, unusable.reason)
        return None


def develop_preview(name: str, picture: Path, found: Format) -> Facts:
    """Make `picture` the small rendition of the file `name`. Raises Unusable or Stopped."""
    if found.family is not Family.IMAGE:
        raise Unusable("not_a_picture")
    room = picture.parent
    try:
        made = images.remake(picture, found.reader, room, shape())
    except Animated as animated:
        raise Unusable("not_a_picture") from animated
    return small_facts(name, room, made)


def small_facts(name: str, room: Path, made: Pictures) -> Facts:
    """Put the small rendition into the store."""
    if made.small is None:
        return {}
    files.keep(name, room / f"small.{made.small.extension}")
    return {
        "small_extension": made.small.extension,
        "small_width": made.small.width,
        "small_height": made.small.height,
        "blurhash": made.blurhash,
    }


def show(row: Media, facts: Facts) -> None:
    """It can be shown from now on, unless its owner has thrown it away meanwhile."""
    changed = Media.objects.filter(pk=row.pk, state=State.WAITING).update(state=State.READY, **facts)
    if changed or not Media.objects.filter(pk=row.pk).exists():
        (files.clear_room if changed else files.remove)(row.name)


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
    return Shape(settings.MOST_PIXELS, FULL, SMALL)


def video_scope() -> video.Scope:
    """How much a video or a sound may hold."""
    return video.Scope(settings.MOST_PIXELS, settings.MOST_SECONDS)
