"""A folder of parts, each with its size and digest, which is whole or not there at all; sealed if that is wanted.

Sealed parts are files of the format age (https://age-encryption.org/v1): any program for it opens them.
"""

import io
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

import pyrage
from django.utils.translation import gettext as _

from .errors import Refusal

PIECE = 1_048_576
LIST = "contents.json"
# The key that opens all parts, itself sealed for the passphrase.
KEY = "key.age"
SEALED = ".age"


class Unusable(Refusal):
    """The folder is no backup, or not a whole one, or the passphrase is wrong; the text says which."""

    status = 422


@dataclass(frozen=True, slots=True)
class Part:
    """What is in one file: bytes and digest before it was sealed."""

    name: str
    size: int
    sha256: str


class Chest:
    """One that is being filled. Until `close` there is nothing at its place."""

    def __init__(self, place: Path, passphrase: str = "") -> None:
        """Raises Unusable when there is something already."""
        if place.exists() and (not place.is_dir() or any(place.iterdir())):
            raise Unusable(_("%(place)s is not empty. Name a folder that is not there yet.") % {"place": place})
        self.place, self.folder = place, place.with_name(f"{place.name}.unfinished")
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(mode=0o700, parents=True)
        self.parts: list[Part] = []
        self.recipient = self.locked(passphrase) if passphrase else None

    def locked(self, passphrase: str) -> pyrage.x25519.Recipient:
        """A new key, which the passphrase opens."""
        identity = pyrage.x25519.Identity.generate()
        self.write(KEY, pyrage.passphrase.encrypt(str(identity).encode(), passphrase))
        return identity.to_public()

    def put(self, name: str, pieces: Iterable[bytes]) -> Part:
        """Write a part; what `pieces` raises ends it."""
        source, place = Passing(pieces), self.folder / self.file_of(name)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with private(place) as file:
            if self.recipient:
                pyrage.encrypt_io(io.BufferedReader(source, PIECE), file, [self.recipient])
            else:
                shutil.copyfileobj(source, file, PIECE)
            file.flush()
            os.fsync(file.fileno())
        part = Part(name, source.size, source.digest.hexdigest())
        self.parts.append(part)
        return part

    def close(self, said: dict[str, Any]) -> None:
        """Write down what is in it, beside what the owner of the chest says of it. From now on it is there."""
        told = {**said, "parts": [asdict(part) for part in self.parts]}
        sealed = json.dumps({**told, "digest": digest_of(told)}, ensure_ascii=False, indent=1).encode()
        if self.recipient:
            sealed = pyrage.encrypt(sealed, [self.recipient])
        self.write(self.file_of(LIST), sealed)
        if self.place.exists():
            self.place.rmdir()
        self.folder.rename(self.place)

    def file_of(self, name: str) -> str:
        return name + SEALED if self.recipient else name

    def write(self, name: str, content: bytes) -> None:
        with private(self.folder / name) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


class Opened:
    """One that is whole: what it says of itself, and its parts."""

    def __init__(self, place: Path, passphrase: str = "") -> None:
        """Raises Unusable."""
        self.place, self.identity = place, unlocked(place, passphrase)
        try:
            told = json.loads(b"".join(self.pieces(LIST)))
            if told.pop("digest") != digest_of(told):
                raise damaged(LIST)
            self.parts = {part["name"]: Part(**part) for part in told.pop("parts")}
            if not all(map(is_inside, self.parts)):
                raise damaged(LIST)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise damaged(LIST) from error
        self.said: dict[str, Any] = told

    def read(self, name: str) -> Iterator[bytes]:
        """A part, piece by piece. Raises Unusable at its end when it is not what was written."""
        part, digest, size = self.parts[name], sha256(), 0
        for piece in self.pieces(name):
            digest.update(piece)
            size += len(piece)
            yield piece
        if (size, digest.hexdigest()) != (part.size, part.sha256):
            raise damaged(name)

    def check(self, name: str) -> None:
        """Raises Unusable when a part is not what was written."""
        for _piece in self.read(name):
            pass

    def pieces(self, name: str) -> Iterator[bytes]:
        """What the file of a part holds."""
        try:
            with (self.place / (name + SEALED if self.identity else name)).open("rb") as file:
                yield from read_out(self.opened(file, name) if self.identity else file)
        except OSError as error:
            raise damaged(name) from error

    def opened(self, file: BinaryIO, name: str) -> BinaryIO:
        """What was sealed. It lies in a file without a name, which is gone with the program."""
        clear = cast(BinaryIO, TemporaryFile())  # noqa: SIM115  # Whoever reads it closes it.
        try:
            pyrage.decrypt_io(file, clear, [self.identity])
        except pyrage.DecryptError as error:
            raise damaged(name) from error
        clear.seek(0)
        return clear


class Passing(io.RawIOBase):
    """Pieces as a file that is read once, counted and digested as they pass."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces, self.left = iter(pieces), memoryview(b"")
        self.size, self.digest = 0, sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.left:
            piece = next(self.pieces, None)
            if piece is None:
                return 0
            self.left = memoryview(piece)
            self.size += len(piece)
            self.digest.update(piece)
        length = min(len(buffer), len(self.left))
        buffer[:length], self.left = self.left[:length], self.left[length:]
        return length


def unlocked(place: Path, passphrase: str) -> pyrage.x25519.Identity | None:
    """The key to what is sealed. Raises Unusable."""
    if not (place / LIST).is_file() and not (place / (LIST + SEALED)).is_file():
        raise Unusable(_("There is no whole backup in %(place)s.") % {"place": place})
    if not (place / (LIST + SEALED)).is_file():
        return None
    if not passphrase:
        raise Unusable(_("This backup is sealed. Give the passphrase it was made with."))
    try:
        key = pyrage.passphrase.decrypt((place / KEY).read_bytes(), passphrase)
        return pyrage.x25519.Identity.from_str(key.decode())
    except (pyrage.DecryptError, pyrage.IdentityError, OSError, UnicodeDecodeError) as error:
        raise Unusable(_("That is not the passphrase of this backup, or its file key.age is damaged.")) from error


def digest_of(told: dict[str, Any]) -> str:
    """Of a list of what is in a chest, however it is laid out."""
    return sha256(json.dumps(told, separators=(",", ":"), sort_keys=True).encode()).hexdigest()


def is_inside(name: str) -> bool:
    """Whether a part of this name lies in the folder, and goes to no other place when it is taken out."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\0" not in name


def damaged(name: str) -> Unusable:
    return Unusable(_("The backup is damaged: %(part)s is not what was written. Use another backup.") % {"part": name})


def read_out(file: BinaryIO) -> Iterator[bytes]:
    """All of a file, piece by piece."""
    with file:
        while piece := file.read(PIECE):
            yield piece


def private(place: Path) -> BinaryIO:
    """A new file that only its owner can read."""
    return os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
