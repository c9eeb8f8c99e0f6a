"""A file that comes in piece by piece: one writer at a time, and what is told to be here is on the disk."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from .errors import Conflict

CHUNK = 262_144


class Source(Protocol):
    """Whatever can be read bit by bit, such as a request."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece belongs: behind the first `offset` bytes of the file, and of at most this many bytes."""

    path: Path
    offset: int
    most: int


def size_of(path: Path) -> int:
    """How much of it is here. Raises FileNotFoundError."""
    return path.stat().st_size


def begin(path: Path) -> None:
    """An empty file, which stays after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("xb") as file:
        os.fsync(file.fileno())


@contextmanager
def held(path: Path) -> Iterator[IO[bytes]]:
    """The file, with nobody else writing to it or making something of it. Raises Conflict, FileNotFoundError.

    The system lets go of it when the process ends, however it ends.
    """
    with path.open("r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict("Another piece of this file is on its way. Try again in a moment.") from None
        yield file


class Writing:
    """A piece on its way to the disk. Raises Conflict when it does not belong where the file ends by now."""

    def __init__(self, place: Place) -> None:
        self.left = place.most
        self.context = held(place.path)
        self.file = self.context.__enter__()
        if os.fstat(self.file.fileno()).st_size != place.offset:
            self.end()
            raise Conflict("This piece does not begin where the file ends. Ask how far it is.")
        self.file.seek(place.offset)

    def write(self, piece: bytes | bytearray) -> bool:
        """Put it behind what is there; False when there is more of it than belongs there."""
        self.file.write(piece[: self.left])
        is_all = len(piece) <= self.left
        self.left -= min(len(piece), self.left)
        return is_all

    def end(self) -> None:
        """Whatever was written is on the disk when this returns."""
        try:
            self.file.flush()
            os.fsync(self.file.fileno())
        finally:
            self.context.__exit__(None, None, None)


def append(place: Place, source: Source) -> None:
    """All of `source`, up to what belongs there. Raises Conflict."""
    writing = Writing(place)
    try:
        while piece := source.read(CHUNK):
            if not writing.write(piece):
                break
    finally:
        writing.end()
