"""Making renditions anew of what was made before: when a later version of Verandah makes more of them, or better."""

import shutil
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F

from verandah.base import images, loudness, video
from verandah.base.images import Shape, Unusable
from verandah.base.sniffing import HEAD, format_of
from verandah.domain.media import files
from verandah.domain.media.models import Kind, Media, State
from verandah.domain.media.renditions import Rendition, renditions_of

from .developing import FEED, FULL, SMALL, Facts, columns, keep_what_is, picture_facts, preview_shape, scrub_facts
from .matching import keep_looks
from .tallying import touch


def redevelop(media_id: int) -> bool:
    """Make all that is made of the full rendition anew; that stays as it is, because what came in is not kept.

    False: there is no such file, or it is not ready. Twice: the same again. Raises Unusable or Stopped, and then
    everything is as before.
    """
    row = Media.objects.filter(pk=media_id, state=State.READY, is_profile=False).first()
    if row is None:
        return False
    room = files.waiting_room(row.name)
    room.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        facts = picture_again(row, room) if row.kind == Kind.IMAGE else clip_again(row, room)
        return replaced(row, facts)
    finally:
        files.clear_room(row.name)


def picture_again(row: Media, room: Path) -> Facts:
    """Of a picture."""
    full = rendition_named(row, "full")
    source = fetched(row, full, room)
    made = images.remake(source, reader_of(source), room, Shape(settings.MOST_PIXELS, FULL, SMALL, feed=FEED))
    others = tuple(one for one in made.renditions if (one.name, one.extension) != (full.name, full.extension))
    # What was a small drawing stays the only full rendition; a photo beside it would be the same once more.
    if full.extension in ("png", "webp"):
        others = tuple(one for one in others if one.name != "full")
    facts = picture_facts(row.name, room, replace(made, renditions=others))
    return {**facts, "renditions": [full, *facts["renditions"]]}


def clip_again(row: Media, room: Path) -> Facts:
    """Of a video or a sound; the picture that stands for it may have been chosen, and is made of itself."""
    full = rendition_named(row, "full")
    source = fetched(row, full, room)
    facts: Facts = {"renditions": [full]}
    if row.kind == Kind.AUDIO:
        video.loudness_of(source, room)
        facts["peaks"] = loudness.peaks(room / "loudness.raw")
    elif row.kind == Kind.VIDEO:
        facts |= scrub_again(row, room, source, full)
    preview = preview_again(row, room, source)
    return {**preview, **facts, "renditions": [*facts["renditions"], *preview.get("renditions", [])]}


def scrub_again(row: Media, room: Path, source: Path, full: Rendition) -> Facts:
    """The small pictures of a video, in the store."""
    scrub = video.scrub_of(source, room, video.look(source, "mov", room))
    made = [full]
    if scrub is not None:
        rows = -(-scrub.count // scrub.columns)
        size = (room / "scrub.jpg").stat().st_size
        made.append(Rendition("scrub", "jpg", scrub.columns * scrub.width, rows * scrub.height, size))
        files.keep(row.name, room / "scrub.jpg")
    return {**scrub_facts(scrub), "renditions": made}


def preview_again(row: Media, room: Path, source: Path) -> Facts:
    """What stands for a video or a sound."""
    shown = [made for made in renditions_of(row) if made.name in ("feed", "small") and made.extension != "avif"]
    if shown:
        picture = fetched(row, max(shown, key=lambda made: made.width), room)
    elif row.kind == Kind.AUDIO:
        return {}
    else:
        video.picture_of(source, room)
        picture = room / "poster.png"
    made = images.remake(picture, reader_of(picture), room, preview_shape())
    return picture_facts(row.name, room, made)


def rendition_named(row: Media, name: str) -> Rendition:
    """The rendition of this size that every app shows. Raises Unusable when it is not there."""
    for made in renditions_of(row):
        if made.name == name:
            return made
    raise Unusable("lost")


def fetched(row: Media, made: Rendition, room: Path) -> Path:
    """A rendition out of the store, as a file in `room`. Raises Unusable when it is not there."""
    here = room / f"kept-{made.name}.{made.extension}"
    try:
        with files.store().open(files.place(row.name, made.name, made.extension)) as kept, here.open("wb") as copy:
            shutil.copyfileobj(kept, copy)
    except FileNotFoundError as error:
        raise Unusable("lost") from error
    return here


def reader_of(picture: Path) -> str:
    """What reads it. Raises Unusable for what is no picture."""
    with picture.open("rb") as file:
        found = format_of(file.read(HEAD))
    if found is None:
        raise Unusable("unreadable")
    return found.reader


def replaced(row: Media, facts: Facts) -> bool:
    """Store what there is now, unless the file is gone meanwhile; whoever shows it shows it anew."""
    with transaction.atomic():
        same = Media.objects.filter(pk=row.pk, state=State.READY, rev=row.rev)
        if not same.update(rev=F("rev") + 1, **columns(facts)):
            if not Media.objects.filter(pk=row.pk).exists():
                files.remove(row.name)
            return False
        if row.kind == Kind.IMAGE:
            keep_looks(row, facts.get("looks", []))
        if row.post_id is not None:
            touch(row.post_id)
    keep_what_is(row.pk, row.name, facts)
    return True
