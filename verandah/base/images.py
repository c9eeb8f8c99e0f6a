"""Pictures: files in, files out. What reads them runs apart from the site."""

import json
import os
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .sandbox import Bounds, run

PROGRAM = Path(__file__).with_name("pixels.py")
BOUNDS = Bounds(cpu=30, seconds=60, memory=1_000_000_000, file_size=60_000_000)
BYTES_A_PIXEL = 25
# Each may need several hundred megabytes, however many people upload at this moment.
SLOTS = threading.BoundedSemaphore(max(1, min(4, os.cpu_count() or 1)))


class Unusable(Exception):  # noqa: N818  # Named like the refusals of the house: by what is the case.
    """Nothing can be made of this file; `reason` is a word of `domain.media.rules.REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Animated(Exception):  # noqa: N818
    """It is a picture that moves, which is a video's work."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How large what is made may be, and how much may be read for it. `cut`: exactly this size, from the middle."""

    pixels: int
    full: int
    small: int
    cut: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """One rendition that was made."""

    extension: str
    content_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Pictures:
    """What was made of a picture: `full.…`, and unless it was cut `small.…` and the blurhash."""

    full: Picture
    small: Picture | None
    blurhash: str


def remake(source: Path, reader: str, folder: Path, shape: Shape) -> Pictures:
    """Make the renditions of a picture in `folder`. Raises Unusable, Animated for a GIF that moves, or Stopped."""
    job = {
        "source": str(source),
        "format": reader,
        "folder": str(folder),
        "pixels": shape.pixels,
        "full": shape.full,
        "small": shape.small,
        "cut": shape.cut,
    }
    with SLOTS:
        ended = run([str(PROGRAM), json.dumps(job)], folder, bounds_for(shape))
    told = json.loads(ended.out) if ended.code == 0 else {"refused": "unreadable"}
    if "refused" in told:
        raise Unusable(told["refused"])
    if "animated" in told:
        raise Animated
    return Pictures(
        picture(told, ""), picture(told, "small_") if "small_width" in told else None, told.get("blurhash", "")
    )


def bounds_for(shape: Shape) -> Bounds:
    """More memory where the site takes larger pictures than most: each pixel may lie there four times over."""
    return replace(BOUNDS, memory=max(BOUNDS.memory, shape.pixels * BYTES_A_PIXEL))


def picture(told: dict[str, Any], prefix: str) -> Picture:
    """One of the pictures that the program has told of."""
    return Picture(*(told[prefix + name] for name in ("extension", "content_type", "width", "height")))
