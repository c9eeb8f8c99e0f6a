"""Plain SQL that only reads: through Django's connection, or on the event loop through one of our own."""

import json
import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.db import connection

type Rows = list[tuple[Any, ...]]
type Values = Mapping[str, int | str | bytes]

# Ids, sent as one text, as rows of a table `j`: a statement whose text is always the same is prepared once.
ID_ROWS = {
    "sqlite": "json_each(%(ids)s) j",
    "postgresql": "(SELECT e.value::bigint AS value FROM json_array_elements_text(%(ids)s::json) e) j",
}
LOCAL = threading.local()

# A bare parameter may tell SQLite's planner its value, and then the statement is planned anew each time one is given,
# which takes longer than running it. Of a sum and of something with a plus before it the planner knows nothing.
PARAMETER = re.compile(r"%\((\w+)\)s")
LIMIT = re.compile(r"LIMIT %\((\w+)\)s")


class Direct:
    """A connection of our own to SQLite, for one thread. Each statement sees all that was committed before it."""

    def __init__(self, path: str) -> None:
        # A path from the root may begin with two strokes, which would make its first folder a host.
        place = Path("/" + path.lstrip("/")).as_uri()
        self.connection = sqlite3.connect(f"{place}?mode=ro", uri=True, isolation_level=None, cached_statements=256)
        self.connection.execute("PRAGMA cache_size = -64000")
        self.connection.execute("PRAGMA busy_timeout = 1000")

    def rows(self, sql: str, values: Values) -> Rows:
        return self.connection.execute(named(sql), values).fetchall()

    def close(self) -> None:
        """Twice: the same."""
        self.connection.close()


def rows(sql: str, values: Values) -> Rows:
    """All rows that `sql` finds, its parameters written as `%(name)s`."""
    direct: Direct | None = getattr(LOCAL, "direct", None)
    if direct is not None:
        return direct.rows(sql, values)
    if vendor() == "sqlite" and not connection.queries_logged:
        return unwrapped(sql, values)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def unwrapped(sql: str, values: Values) -> Rows:
    """The same without Django's cursors, which take longer than SQLite. Nobody has to hear of what only reads."""
    connection.ensure_connection()
    with connection.wrap_database_errors:
        found: Rows = connection.connection.execute(named(sql), values).fetchall()
    return found


@contextmanager
def by(direct: Direct) -> Iterator[None]:
    """Within it, `rows` of this thread asks `direct`."""
    LOCAL.direct = direct
    try:
        yield
    finally:
        LOCAL.direct = None


@cache
def vendor() -> str:
    """The kind of the database in use. On the event loop Django would make a connection anew for each look at it."""
    return connection.vendor


def id_rows() -> str:
    """The table of ids for the database in use."""
    return ID_ROWS[vendor()]


def id_text(ids: Iterable[int]) -> str:
    """Ids as `ID_ROWS` takes them."""
    return json.dumps(list(ids))


@lru_cache(512)
def named(sql: str) -> str:
    """Django's way to write parameters as SQLite's own, in a form that it plans once and for all."""
    return PARAMETER.sub(r"+:\1", LIMIT.sub(r"LIMIT (:\1 + 0)", sql)).replace("%%", "%")
