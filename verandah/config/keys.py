"""The site's secret key: made once, kept in the data folder, readable by its owner only."""

import os
import secrets
from pathlib import Path

from .env import SettingError


def secret_key(folder: Path) -> str:
    """The key in `folder`, made at the first call. Raises SettingError when the folder cannot be written."""
    place = folder / "secret-key"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return kept_key(place)
        with os.fdopen(handle, "w") as file:
            file.write(key := secrets.token_urlsafe(64))
            file.flush()
            os.fsync(file.fileno())
        return key
    except OSError as error:
        raise SettingError(
            f"The data folder {folder} cannot be used ({error.strerror}). Make it writable, or set VERANDAH_DATA."
        ) from error


def kept_key(place: Path) -> str:
    """The key a former start wrote. An empty file is a start that was killed between two system calls."""
    if key := place.read_text().strip():
        return key
    place.unlink()
    return secret_key(place.parent)
