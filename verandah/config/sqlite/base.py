"""The back end as Django loads it."""

import sqlite3
from typing import Any

from django.db.backends.sqlite3.base import DatabaseWrapper as Sqlite
from django.db.backends.sqlite3.base import SQLiteCursorWrapper

from verandah.base.reading import named
from verandah.domain.feeds.doubts import watch

# SQLite's own defaults: https://sqlite.org/limits.html, numbers 2 and 9.
LIMITS = {sqlite3.SQLITE_LIMIT_COLUMN: 2000, sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 32766}


class Connection(sqlite3.Connection):
    """The wheel's connection has no `getlimit`, which Django asks before it makes long statements."""

    def getlimit(self, category: int, /) -> int:
        return LIMITS[category]


class Cursor(SQLiteCursorWrapper):
    """Django's cursor, for which our own statements are written as they are on the event loop."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        if param_names is None:
            return super().convert_query(query)
        return named(query)


class DatabaseWrapper(Sqlite):
    """Django's wrapper with these two; its statements are watched for what makes a kept home doubtful."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.execute_wrappers.append(watch)

    def create_cursor(self, name: str | None = None) -> Cursor:
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        return cursor

    def get_connection_params(self) -> dict[str, Any]:
        return super().get_connection_params() | {"factory": Connection}
