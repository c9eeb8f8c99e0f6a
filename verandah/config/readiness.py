"""Whether the site can start: its data folder, its database, its schema."""

import fcntl
from pathlib import Path
from typing import IO

from django.core.management import call_command

from verandah.base.schema import NotReady, reach_database, waiting_migrations

__all__ = ["NotReady", "bring_schema_up_to_date", "lock", "reach_database", "waiting_migrations"]


def lock(folder: Path) -> IO[str]:
    """The data folder is ours as long as the file stays open. Raises NotReady when another server has it."""
    place = folder / "lock"
    try:
        held = place.open("w")
    except OSError as error:
        raise NotReady(
            f"The data folder {folder} cannot be written ({error.strerror}). Make it writable, or set VERANDAH_DATA."
        ) from error
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        held.close()
        raise NotReady(
            f"Another Verandah is running with the data folder {folder}. Stop it first, or set VERANDAH_DATA."
        ) from error
    return held


def bring_schema_up_to_date() -> int:
    """Run the migrations that wait; how many. Raises NotReady when the database is newer than this program."""
    waiting = waiting_migrations()
    if waiting:
        call_command("migrate", interactive=False, verbosity=0)
    return len(waiting)
