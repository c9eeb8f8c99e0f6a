"""Whether the site can start: its data folder, its database, its schema."""

import fcntl
from pathlib import Path
from typing import IO

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


class NotReady(CommandError):  # noqa: N818  # Named like the refusals of the house: by what is the case.
    """Something foreseeable keeps the site from starting; the text says what, and what to do."""

    def __init__(self, text: str) -> None:
        super().__init__(text, returncode=2)


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


def reach_database() -> None:
    """Raises NotReady when the database does not answer."""
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        advice = "Is its folder writable?" if connection.vendor == "sqlite" else "Is PostgreSQL running there?"
        raise NotReady(f"The database cannot be reached: {reason}. {advice} VERANDAH_DATABASE_URL names it.") from error


def waiting_migrations() -> list[str]:
    """The names of what the schema still lacks. Raises NotReady when the database is newer than this program."""
    executor = MigrationExecutor(connection)
    unknown = sorted(
        name
        for app, name in executor.loader.applied_migrations
        if app == "verandah" and (app, name) not in executor.loader.disk_migrations
    )
    if unknown:
        raise NotReady(
            f"The database was used by a newer Verandah (it has {unknown[-1]}). Install that version or a later one, "
            "or restore a backup from before."
        )
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def bring_schema_up_to_date() -> int:
    """Run the migrations that wait; how many. Raises NotReady when the database is newer than this program."""
    waiting = waiting_migrations()
    if waiting:
        call_command("migrate", interactive=False, verbosity=0)
    return len(waiting)
