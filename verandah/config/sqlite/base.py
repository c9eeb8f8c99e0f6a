"""The back end as Django loads it."""

import sqlite3
from typing import Any

from django.db.backends.sqlite3.base import DatabaseWrapper as Sqlite

from verandah.domain.feeds.doubts import watch

# SQLite's own defaults: https://sqlite.org/limits.html, numbers 2 and 9.
LIMITS = {sqlite3.SQLITE_LIMIT_COLUMN: 2000, sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 32766}


class Connection(sqlite3.Connection):
    """The wheel's connection has no `getlimit`, which Django asks before it makes long statements."""

    def getlimit(self, category: int, /) -> int:
        return LIMITS[category]


class DatabaseWrapper(Sqlite):
    """Django's wrapper with that connection; its statements are watched for what makes a kept home doubtful."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.execute_wrappers.append(watch)

    def get_connection_params(self) -> dict[str, Any]:
        return super().get_connection_params() | {"factory": Connection}
