"""What lies in the store of one file: its renditions, its small pictures, and what is said in it."""

from typing import TYPE_CHECKING, NamedTuple

from verandah.base.errors import NotFound

if TYPE_CHECKING:
    from .models import Media

TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "mp4": "video/mp4",
    "m4a": "audio/mp4",
    "vtt": "text/vtt; charset=utf-8",
}
# The names of what is not a rendition of its own: small pictures one after the other, and what is said in writing.
SCRUB, CAPTIONS = "scrub", "captions"


class Rendition(NamedTuple):
    """One file. `name`: full, feed or small of a picture or what stands for a video; full is what plays."""

    name: str
    extension: str
    width: int
    height: int
    size: int


class Writing(NamedTuple):
    """What is said, in one language (as BCP 47), under a name for people; `size` in bytes."""

    language: str
    label: str
    size: int


class Scrub(NamedTuple):
    """How small pictures of a video lie in one large one: each `interval` seconds after the other, row by row."""

    columns: int
    pictures: int
    width: int
    height: int
    interval: float


def renditions_of(row: "Media") -> tuple[Rendition, ...]:
    """All that lies in the store, in the order in which it was made; of a size first what every app shows."""
    if row.renditions:
        return tuple(Rendition(*made) for made in row.renditions)
    found = []
    if row.extension:
        found.append(Rendition("full", row.extension, row.width or 0, row.height or 0, 0))
    if row.small_extension:
        found.append(Rendition("small", row.small_extension, row.small_width or 0, row.small_height or 0, 0))
    return tuple(found)


def writings_of(row: "Media") -> tuple[Writing, ...]:
    """What is said in it, in each language that is there."""
    return tuple(Writing(*writing) for writing in row.captions)


def scrub_of(row: "Media") -> Scrub | None:
    """The small pictures of a video."""
    return Scrub(*row.scrub) if row.scrub else None


def type_of(row: "Media", name: str, extension: str) -> str:
    """The content type of what has this name. Raises NotFound for what there is not."""
    names = {(made.name, made.extension) for made in renditions_of(row)}
    names |= {(f"{CAPTIONS}-{writing.language}", "vtt") for writing in writings_of(row)}
    if row.scrub:
        names.add((SCRUB, "vtt"))
    if (name, extension) not in names:
        raise NotFound
    return TYPES[extension]


def cues_of(scrub: Scrub, address: str) -> str:
    """WebVTT that says which part of the picture at `address` belongs to which seconds."""
    lines = ["WEBVTT", ""]
    for number in range(scrub.pictures):
        begin, end = number * scrub.interval, (number + 1) * scrub.interval
        row, column = divmod(number, scrub.columns)
        part = f"{column * scrub.width},{row * scrub.height},{scrub.width},{scrub.height}"
        lines += [f"{moment(begin)} --> {moment(end)}", f"{address}#xywh={part}", ""]
    return "\n".join(lines)


def moment(seconds: float) -> str:
    """`00:01:02.500`."""
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{rest // 1000:02d}.{rest % 1000:03d}"
