"""A ZIP that is written in steps and can break off in any of them: what a finished step has put in stays in."""

import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ARCHIVE = "archive.zip"
# The end of a ZIP is the list of what is in it, which each step writes over: kept beside it for every step.
END = "end-{step}"
MARK = 16


class Archive:
    """The ZIP in `folder`, opened for one step; what was put in by steps that never ended is gone."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self.file = file

    @contextmanager
    def entry(self, name: str, packed: bool = True) -> Iterator[IO[bytes]]:
        """A file in the ZIP, to be written piece by piece. `packed`: whether making it smaller is worth the time."""
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        with self.file.open(info, "w", force_zip64=True) as out:
            yield out

    def put(self, name: str, pieces: Iterable[str | bytes], packed: bool = True) -> None:
        """The same for what comes in pieces."""
        with self.entry(name, packed) as out:
            for piece in pieces:
                out.write(piece.encode() if isinstance(piece, str) else piece)


@contextmanager
def step(folder: Path, number: int) -> Iterator[Archive]:
    """The ZIP as step `number` finds it, the first being 0. Twice: what the first attempt has left is written over."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / ARCHIVE
    put_back(folder, number)
    with zipfile.ZipFile(path, "a", allowZip64=True) as file:
        yield Archive(file)
        start = file.start_dir
    keep_end(folder, number + 1, start)


def put_back(folder: Path, number: int) -> None:
    """The ZIP as it was when so many steps had ended."""
    path, end = folder / ARCHIVE, folder / END.format(step=number)
    if number == 0 or not end.exists():
        path.unlink(missing_ok=True)
        return
    kept = end.read_bytes()
    with path.open("r+b") as file:
        file.truncate(int(kept[:MARK], 16))
        file.seek(0, 2)
        file.write(kept[MARK:])


def has_ended(folder: Path, number: int) -> bool:
    """Whether what so many steps have written is there still."""
    return number == 0 or ((folder / ARCHIVE).exists() and (folder / END.format(step=number)).exists())


def keep_end(folder: Path, number: int, start: int) -> None:
    """Note how the ZIP ends now, whole or not at all; of the ends before only the last is needed."""
    with (folder / ARCHIVE).open("rb") as file:
        file.seek(start)
        tail = file.read()
    draft = folder / "end-draft"
    draft.write_bytes(f"{start:0{MARK}x}".encode() + tail)
    draft.rename(folder / END.format(step=number))
    for old in folder.glob("end-*"):
        if old.name not in (END.format(step=number), END.format(step=number - 1)):
            old.unlink()
