"""Where files lie: what came in and waits apart, what was made of it in the store."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Protocol, runtime_checkable

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages

from verandah.base.errors import NotFound

DAY = 86_400
# So much of a file is read at once.
PIECE = 262_144


@dataclass(frozen=True, slots=True)
class Kept:
    """A rendition in the store: where it lies there, and how many bytes it has."""

    place: str
    size: int


@runtime_checkable
class Elsewhere(Protocol):
    """A store on another machine, which the event loop can ask by itself."""

    def stream(self, name: str, first: int, last: int) -> AsyncIterator[bytes]:
        """The bytes from `first` to `last`."""
        ...


class Made(File):  # type: ignore[type-arg]  # Only its stubs take a type.
    """A file that the store may move instead of copying it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.open("rb"), path.name)
        self.path = path

    def temporary_file_path(self) -> str:
        return str(self.path)


def new_name() -> str:
    """A name that nobody can guess."""
    return token_hex(20)


def waiting_room(name: str) -> Path:
    """The folder of what came in under this name and must not be shown to anyone."""
    return Path(settings.QUARANTINE) / name


def clear_room(name: str) -> None:
    """What came in is not needed any more. Twice: the same."""
    shutil.rmtree(waiting_room(name), ignore_errors=True)


def store() -> Storage:
    """Where renditions lie."""
    return storages["media"]


def place(name: str, rendition: str, extension: str) -> str:
    """The path of a rendition in the store."""
    return f"{name[:2]}/{name}/{rendition}.{extension}"


def keep(name: str, made: Path) -> None:
    """Move a rendition into the store. What lay there under its name before is replaced."""
    path = f"{name[:2]}/{name}/{made.name}"
    store().delete(path)
    with Made(made) as file:
        store().save(path, file)


def kept(name: str, rendition: str, extension: str) -> Kept:
    """A rendition of this name. Raises NotFound when it is not there, OSError when the store does not answer."""
    path = place(name, rendition, extension)
    try:
        return Kept(path, store().size(path))
    except FileNotFoundError as error:
        raise NotFound from error


def pieces(path: str, first: int, last: int) -> Iterator[bytes]:
    """The bytes of a file in the store from `first` to `last`."""
    with store().open(path) as file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece


async def stream(path: str, first: int, last: int) -> AsyncIterator[bytes]:
    """The same without waiting in a thread for whoever reads slowly."""
    there = store()
    if isinstance(there, Elsewhere):
        async for piece in there.stream(path, first, last):
            yield piece
        return
    file = await asyncio.to_thread(there.open, path)
    try:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (piece := await asyncio.to_thread(file.read, min(PIECE, left))):
            left -= len(piece)
            yield piece
    finally:
        file.close()


def remove(name: str) -> None:
    """Delete all renditions of this name, and what still waits. Twice: the same."""
    folder = f"{name[:2]}/{name}"
    for file in listed(folder)[1]:
        store().delete(f"{folder}/{file}")
    store().delete(folder)
    clear_room(name)


def remove_one(name: str, file: str) -> None:
    """Delete one file of this name. Twice: the same."""
    store().delete(f"{name[:2]}/{name}/{file}")


def keep_only(name: str, wanted: Collection[str]) -> None:
    """Delete what lies under this name besides these files. Twice: the same."""
    folder = f"{name[:2]}/{name}"
    for file in listed(folder)[1]:
        if file not in wanted:
            store().delete(f"{folder}/{file}")


def names() -> Iterator[list[str]]:
    """In heaps: the names of all that lies in the store."""
    for heap in listed("")[0]:
        yield listed(heap)[0]


def is_old(name: str) -> bool:
    """Whether nothing has been put there under this name for a day; an empty folder is old."""
    folder = f"{name[:2]}/{name}"
    moments = [store().get_modified_time(f"{folder}/{file}").timestamp() for file in listed(folder)[1]]
    return max(moments, default=0) < time.time() - DAY


def listed(folder: str) -> tuple[list[str], list[str]]:
    """The folders and the files in a folder of the store, which need not be there."""
    try:
        return store().listdir(folder)
    except FileNotFoundError:
        return [], []


def old_rooms() -> Iterator[Path]:
    """What has waited for more than a day: folders, and what was left of uploads that broke off."""
    root = Path(settings.QUARANTINE)
    for path in root.iterdir() if root.is_dir() else ():
        if path.stat().st_mtime < time.time() - DAY:
            yield path
