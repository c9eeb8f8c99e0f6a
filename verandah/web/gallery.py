"""What is shown of files: pictures as a grid, videos and sounds with all that their players need. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from verandah.base import blurhash

from .waves import wave

if TYPE_CHECKING:
    from verandah.domain.media.show import Captions, ShownMedia, Source

# Pictures in a card; of those beyond, their number stands on the last one, and the post's own page shows them.
GRID = 5
# Width by height of a picture that stands alone; a wider or taller one is cut to that.
WIDEST, TALLEST = 1.91, 0.8
# What a picture fills of a card, by how many there are; the last stands for all beyond.
ALONE, HALF, THIRD = "(width < 700px) 100vw, 680px", "(width < 700px) 50vw, 340px", "(width < 700px) 34vw, 227px"
# Every browser shows these.
COMMON = {"image/jpeg", "image/png", "image/webp", "image/gif"}
# No screen shows a picture of a card wider than this.
WIDE_ENOUGH = 1600
ROOM = {1: (ALONE,), 2: (HALF, HALF), 3: (ALONE, HALF, HALF), 4: (HALF,) * 4, 5: (HALF, HALF, THIRD)}


@dataclass(frozen=True, slots=True)
class Choice:
    """The renditions of one kind, as a browser chooses from them."""

    content_type: str
    srcset: str


@dataclass(frozen=True, slots=True)
class Tile:
    """One picture of a grid. `rest`: how many more there are than are shown, told on the last one."""

    id: int
    url: str
    source: str
    srcset: str
    choices: tuple[Choice, ...]
    sizes: str
    alt: str
    description: str
    width: int | None
    height: int | None
    look: str
    blur: str
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Player:
    """A video or a sound. `wave`: how loud it is, as the path of a drawing. `minutes`: how long, as people write it."""

    id: int
    kind: str
    url: str
    poster: str
    blur: str
    description: str
    width: int | None
    height: int | None
    seconds: int
    minutes: str
    wave: str
    title: str
    artist: str
    captions: tuple[Captions, ...]


def files(media: Sequence[ShownMedia], most: int) -> dict[str, Any]:
    """Pictures as a grid, everything else below it. `further`: the pictures for which the grid has no room."""
    pictures = [file for file in media if file.kind == "image"]
    tiles = [tile(file, number, pictures, most) for number, file in enumerate(pictures, 1)]
    return {
        "tiles": tiles[:most],
        "further": tiles[most:],
        "players": [player(file) for file in media if file.kind != "image"],
    }


def tile(file: ShownMedia, number: int, pictures: Sequence[ShownMedia], most: int) -> Tile:
    """The picture `number` of a grid of `most`."""
    room = ROOM[min(len(pictures), GRID)]
    return single(
        file,
        alt=file.description or undescribed(number, len(pictures)),
        sizes=room[min(number, len(room)) - 1],
        rest=len(pictures) - most if number == most else 0,
    )


def single(file: ShownMedia, alt: str, sizes: str, rest: int = 0) -> Tile:
    """A picture, or what stands for a video, in the room that `sizes` tells of."""
    common, choices = offered(file.sources)
    return Tile(
        id=file.id,
        url=file.url or "",
        source=common[0].url if common else file.preview_url or file.url or "",
        srcset=srcset(common) if len(common) > 1 else "",
        choices=choices,
        sizes=sizes,
        alt=alt,
        description=file.description,
        width=file.width or file.small_width,
        height=file.height or file.small_height,
        look=f"{shape(file)} {focus(file)}".strip(),
        blur=blur(file),
        rest=rest,
    )


def offered(sources: Sequence[Source]) -> tuple[list[Source], tuple[Choice, ...]]:
    """What every browser may be given, the smallest first; and kinds that one may prefer, the best first.

    A kind whose largest rendition is too small would keep a browser from a larger one: so it is no kind of its own.
    """
    enough = min(WIDE_ENOUGH, max((source.width for source in sources), default=0))
    kinds = dict.fromkeys(source.content_type for source in sources if source.width >= enough)
    preferred = list(kinds)[:-1]
    rest = [source for source in sources if source.content_type not in preferred and source.content_type in COMMON]
    choices = [Choice(kind, srcset([s for s in sources if s.content_type == kind])) for kind in preferred]
    return sorted(rest, key=lambda source: source.width), tuple(choices)


def srcset(sources: Sequence[Source]) -> str:
    """Renditions with their widths."""
    return ", ".join(f"{source.url} {source.width}w" for source in sources)


def player(file: ShownMedia) -> Player:
    """A video or a sound."""
    seconds = round(file.duration or 0)
    return Player(
        id=file.id,
        kind=file.kind,
        url=file.url or "",
        poster=file.preview_url or "",
        blur=blur(file),
        description=file.description,
        width=file.width,
        height=file.height,
        seconds=seconds,
        minutes=clock(seconds),
        wave=wave(file.peaks) if file.kind == "audio" else "",
        title=file.title or (file.description if file.kind == "audio" else ""),
        artist=file.artist,
        captions=file.captions,
    )


def clock(seconds: int) -> str:
    """`3:34`, or `1:02:05`."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}" if minutes >= 60 else f"{minutes}:{rest:02d}"


def blur(file: ShownMedia) -> str:
    """What stands there until the picture has come."""
    width, height = file.width or file.small_width, file.height or file.small_height
    return blurhash.picture(file.blurhash, width or 1, height or 1) if file.blurhash else ""


def undescribed(number: int, count: int) -> str:
    """What is read out for a picture that nobody has described."""
    if count == 1:
        return _("Picture without a description")
    return _("Picture %(number)d of %(count)d, without a description") % {"number": number, "count": count}


def shape(file: ShownMedia) -> str:
    """The class of a picture whose own shape would be too wide or too tall."""
    ratio = file.width / file.height if file.width and file.height else 1
    return "wide" if ratio > WIDEST else "tall" if ratio < TALLEST else ""


def focus(file: ShownMedia) -> str:
    """The classes of what must not be cut off: a third of the picture each way."""
    across, up = file.focus
    names = ("fx0" if across < -1 / 3 else "fx2" if across > 1 / 3 else "", "fy0" if up > 1 / 3 else "")
    return " ".join(name for name in (*names, "fy2" if up < -1 / 3 else "") if name)
