"""Backing up all that the site keeps, while it runs: its rows, its files, its keys."""

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from verandah.base import dumping
from verandah.base.chests import Chest
from verandah.base.dumping import Table
from verandah.domain.instance.models import Backup
from verandah.domain.media import files
from verandah.domain.media.weights import sizes

FORMAT = 1
# Gzip's own frame, so that any program opens what is not sealed.
GZIP = 31
# By which the parts of a backup are told apart.
ROWS, FILES, WAITING, KEYS = "rows/", "files/", "waiting/", "keys/"

type Step = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Summary:
    """How much a backup holds, and which files went while it was made."""

    rows: int
    files: int
    bytes: int
    gone: tuple[str, ...] = ()


def weight() -> int:
    """How many steps `back_up` will take, about: one a table, one a file."""
    return len(dumping.tables()) + sum(1 for _file in stored_files()) + sum(1 for _file in waiting_files())


def back_up(place: Path, passphrase: str = "", step: Step = lambda: None) -> Summary:
    """Write all that the site keeps into a new folder `place`. Without a passphrase anyone can read it who can open it.

    The rows are of one moment; files that come later are there as well. Raises Unusable when there is something at
    `place`; what was written until then is left beside it and goes with the next attempt.
    """
    row = Backup.objects.create(kind=Backup.Kind.MADE, place=str(place)[:500], started_at=timezone.now())
    chest = Chest(place, passphrase)
    with dumping.snapshot():
        steps = dumping.migrations()
        told = [rows_of(chest, table, step) for table in dumping.tables()]
    gone = [name for name in files_of(chest, step)]
    for path in sorted((settings.DATA / "keys").iterdir()):
        chest.put(KEYS + path.name, [path.read_bytes()])
    chest.close(
        {
            "format": FORMAT,
            "version": version("verandah"),
            "made_at": timezone.now().isoformat(),
            "database": connection.vendor,
            "migrations": steps,
            "tables": told,
        }
    )
    summary = Summary(sum(one["rows"] for one in told), count(chest), sum(p.size for p in chest.parts), tuple(gone))
    note_end(row, summary)
    return summary


def last_proven() -> datetime | None:
    """When a backup was last restored into a scratch folder and came back whole; None when that was never so."""
    proven = Backup.objects.filter(kind=Backup.Kind.PROVEN, failure="").exclude(ended_at=None)
    return proven.order_by("-ended_at").values_list("ended_at", flat=True).first()


def note_end(row: Backup, summary: Summary, failure: str = "") -> None:
    """It has ended, like this."""
    row.ended_at, row.failure = timezone.now(), failure[:500]
    row.rows, row.files, row.bytes = summary.rows, summary.files, summary.bytes
    row.save(update_fields=["ended_at", "failure", "rows", "files", "bytes"])


def rows_of(chest: Chest, table: Table, step: Step) -> dict[str, Any]:
    """Put the rows of a table into the chest; what is to be known of them."""
    counted = Counted(dumping.lines(table))
    chest.put(part_of(table.name), packed(counted))
    step()
    return {
        "name": table.name,
        "key": table.key,
        "columns": table.columns,
        "kinds": table.kinds,
        "rows": counted.count,
        "sha256": counted.digest.hexdigest(),
    }


class Counted:
    """Lines that are counted and digested as they pass."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self.lines, self.count, self.digest = lines, 0, sha256()

    def __iter__(self) -> Iterator[bytes]:
        for line in self.lines:
            self.count += 1
            self.digest.update(line)
            yield line


def files_of(chest: Chest, step: Step) -> Iterator[str]:
    """Put all files into the chest; the names of those that went before their turn came."""
    for name, pieces in (*stored_files(), *waiting_files()):
        try:
            chest.put(name, pieces())
        except FileNotFoundError:
            (chest.folder / chest.file_of(name)).unlink(missing_ok=True)
            yield name
        step()


def stored_files() -> Iterator[tuple[str, Callable[[], Iterable[bytes]]]]:
    """Every file in the store, by its name in the backup, and how to read it."""
    for heap in files.listed("")[0]:
        for path, size in sizes(heap):
            yield FILES + path, partial(files.pieces, path, 0, size - 1)


def waiting_files() -> Iterator[tuple[str, Callable[[], Iterable[bytes]]]]:
    """The same of what has come in and was not made into anything yet."""
    root = Path(settings.QUARANTINE)
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        if path.is_file():
            yield WAITING + path.relative_to(root).as_posix(), partial(pieces_of, path)


def pieces_of(path: Path) -> Iterator[bytes]:
    """A file of this machine, piece by piece."""
    with path.open("rb") as file:
        while piece := file.read(files.PIECE):
            yield piece


def packed(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines, compressed."""
    squeeze = zlib.compressobj(6, zlib.DEFLATED, GZIP)
    for line in lines:
        if piece := squeeze.compress(line):
            yield piece
    yield squeeze.flush()


def unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The lines that were compressed."""
    release, rest = zlib.decompressobj(GZIP), b""
    for piece in pieces:
        *whole, rest = (rest + release.decompress(piece)).split(b"\n")
        for line in whole:
            yield line + b"\n"


def part_of(table: str) -> str:
    """The part that holds the rows of a table."""
    return f"{ROWS}{table}.jsonl.gz"


def count(chest: Chest) -> int:
    """How many files of people are in it."""
    return sum(part.name.startswith((FILES, WAITING)) for part in chest.parts)
