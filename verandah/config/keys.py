"""The site's secrets: each made once, kept in the data folder, readable by its owner only."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from .env import SettingError

# How many points the curve P-256 has: a private key is any number below it, but not 0.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def secret_key(folder: Path) -> str:
    """The key that signs and seals, made at the first call. Raises SettingError when the folder cannot be written."""
    return kept(folder / "secret-key", lambda: secrets.token_urlsafe(64))


def vapid_key(folder: Path) -> str:
    """The key by which push services know the site; apps are told its public half, so that it must stay the same."""
    return kept(folder / "vapid-key", new_vapid_key)


def new_vapid_key() -> str:
    """A private key of P-256, in hexadecimal."""
    return f"{secrets.randbelow(ORDER - 1) + 1:064x}"


def kept(place: Path, make: Callable[[], str]) -> str:
    """The secret at `place`, made at the first call."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return read(place, make)
        with os.fdopen(handle, "w") as file:
            file.write(key := make())
            file.flush()
            os.fsync(file.fileno())
        return key
    except OSError as error:
        raise SettingError(
            f"The data folder {place.parent} cannot be used ({error.strerror}). Make it writable, or set VERANDAH_DATA."
        ) from error


def read(place: Path, make: Callable[[], str]) -> str:
    """The secret a former start wrote. An empty file is a start that was killed between two system calls."""
    if key := place.read_text().strip():
        return key
    place.unlink()
    return kept(place, make)
