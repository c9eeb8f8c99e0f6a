"""The back end as Django loads it for tests."""

from collections.abc import Sequence
from typing import Any

from verandah.config.sqlite.base import DatabaseWrapper as Sqlite

SEALS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_DELETE'"


class DatabaseOperations(Sqlite.ops_class):
    """Between two tests the seals are broken, and then put back as they were."""

    def sql_flush(self, style: Any, tables: Sequence[str], **choices: bool) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute(SEALS)
            seals = cursor.fetchall()
        flush = super().sql_flush(style, tables, **choices)
        if not flush:
            return []
        return [*(f"DROP TRIGGER {name}" for name, _sql in seals), *flush, *(sql for _name, sql in seals)]


class DatabaseWrapper(Sqlite):
    """The wrapper with that."""

    ops_class = DatabaseOperations
