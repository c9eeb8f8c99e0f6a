"""Whether the database answers, and whether its schema is the one of this program."""

from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


class NotReady(CommandError):  # noqa: N818  # Named like the refusals of the house: by what is the case.
    """Something foreseeable keeps the site from starting; the text says what, and what to do."""

    def __init__(self, text: str) -> None:
        super().__init__(text, returncode=2)


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
