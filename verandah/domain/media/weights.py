"""How many bytes lie where files lie."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol, runtime_checkable

from django.conf import settings

from .files import listed, store


@runtime_checkable
class Listing(Protocol):
    """A store elsewhere, which tells the sizes of many files at once."""

    def sizes(self, folder: str) -> Iterator[tuple[str, int]]:
        """Every file in a folder and below, with its size."""
        ...


def weights() -> Iterator[dict[str, int]]:
    """In heaps: how many bytes lie in the store under each name."""
    for heap in listed("")[0]:
        found: dict[str, int] = {}
        for path, size in sizes(heap):
            name = path.split("/")[1]
            found[name] = found.get(name, 0) + size
        yield found


def sizes(heap: str) -> Iterator[tuple[str, int]]:
    """Every file of one heap, with its size."""
    there = store()
    if isinstance(there, Listing):
        yield from there.sizes(heap)
        return
    for name in listed(heap)[0]:
        for file in listed(f"{heap}/{name}")[1]:
            with suppress(FileNotFoundError):
                yield f"{heap}/{name}/{file}", there.size(f"{heap}/{name}/{file}")


def waiting_weights() -> Iterator[int]:
    """The size of everything that has come in and waits."""
    root = Path(settings.QUARANTINE)
    for path in root.rglob("*") if root.is_dir() else ():
        with suppress(FileNotFoundError):
            if path.is_file():
                yield path.stat().st_size
