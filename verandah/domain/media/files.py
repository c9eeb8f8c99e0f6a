"""Where files lie: what came in and waits apart, what was made of it in the store."""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import IO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages

from verandah.base.errors import NotFound

DAY = 86_400


@dataclass(frozen=True, slots=True)
class Kept:
    """A rendition in the store. `path` is where it lies on this machine; empty in a store elsewhere."""

    path: str
    size: int
    open: Callable[[], IO[bytes]]


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
    """A rendition of this name. Raises NotFound when it is not there."""
    path = place(name, rendition, extension)
    try:
        size = store().size(path)
    except FileNotFoundError as error:
        raise NotFound from error
    try:
        here = store().path(path)
    except NotImplementedError:
        here = ""
    return Kept(here, size, lambda: store().open(path))


def remove(name: str) -> None:
    """Delete all renditions of this name, and what still waits. Twice: the same."""
    folder = f"{name[:2]}/{name}"
    for file in listed(folder)[1]:
        store().delete(f"{folder}/{file}")
    store().delete(folder)
    clear_room(name)


def old_names() -> Iterator[list[str]]:
    """In heaps: the names of all that has lain in the store for a day."""
    for heap in listed("")[0]:
        yield [name for name in listed(heap)[0] if is_old(f"{heap}/{name}")]


def is_old(folder: str) -> bool:
    """Whether nothing has been put there for a day; an empty folder is."""
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
