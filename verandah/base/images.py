"""Pictures: files in, files out. What reads them runs apart from the site."""

import json
import os
import threading
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from .likeness import Look
from .sandbox import Bounds, run

PIXELS, PHONE_PIXELS = "verandah.base.pixels", "verandah.base.phone_pixels"
BOUNDS = Bounds(cpu=30, seconds=60, memory=0, file_size=60_000_000)
# What a program may have beside the picture: itself, what it has read, and what it writes.
BESIDE = 300_000_000
# What decoding may take; more where the site takes larger pictures than most.
DECODING, BYTES_A_PIXEL = 340_000_000, 8.5
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
    """How much may be read, and how large each rendition may be; 0: it is not made.

    `cut`: one rendition of exactly this size, from the middle. `frames`: no rendition, but what so many pictures look
    like that lie beside and below each other: their columns, how many, how wide, how high.
    """

    pixels: int
    full: int
    small: int
    cut: tuple[int, int] | None = None
    feed: int = 0
    frames: tuple[int, int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """One rendition that was made: `full`, `feed` or `small` in one of its forms. It lies under its name."""

    name: str
    extension: str
    content_type: str
    width: int
    height: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Pictures:
    """What was made of a picture, of each size first what every app shows; and what it looks like, in all ways of
    looking at it.
    """

    renditions: tuple[Picture, ...]
    blurhash: str = ""
    pdq: str = ""
    pdq_quality: int = 0
    looks: tuple[Look, ...] = ()

    @property
    def full(self) -> Picture:
        """The largest."""
        return self.renditions[0]

    @property
    def small(self) -> Picture | None:
        """The smallest, unless none was asked for."""
        return self.named("small")

    def named(self, name: str) -> Picture | None:
        """The rendition of this size that every app shows."""
        return next((made for made in self.renditions if made.name == name), None)


def remake(source: Path, reader: str, folder: Path, shape: Shape) -> Pictures:
    """Make the renditions of a picture in `folder`, where it lies. Raises Unusable, Animated or Stopped."""
    memory = max(DECODING, int(shape.pixels * BYTES_A_PIXEL))
    job = {"source": str(source), "format": reader, "folder": str(folder), "memory": memory, **asdict(shape)}
    program = PHONE_PIXELS if reader == "HEIF" else PIXELS
    with SLOTS:
        ended = run(["-m", program, json.dumps(job)], folder, replace(BOUNDS, memory=memory + BESIDE))
    told: dict[str, Any] = json.loads(ended.out) if ended.code == 0 else {"refused": "unreadable"}
    if "refused" in told:
        raise Unusable(told["refused"])
    if "animated" in told:
        raise Animated
    made = tuple(Picture(**rendition) for rendition in told.pop("renditions"))
    looks = tuple(Look(way, value) for way, value in told.pop("looks", ()))
    return Pictures(made, **told, looks=looks)
