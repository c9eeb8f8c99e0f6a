"""Plain SQL that writes, within the transaction that is open: where Django takes longer to put it than to have it done.

What is written here goes through Django's connection all the same, so that it commits and is watched with the rest.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from .reading import Rows

type Value = int | str | datetime | None
type Values = Mapping[str, Value]


def returned(sql: str, values: Values) -> Rows:
    """Run a statement that ends with RETURNING; the rows it names."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def changed(sql: str, values: Values) -> int:
    """Run a statement; how many rows it has changed."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def stored(moment: datetime) -> Any:
    """A moment as the database takes it."""
    return connection.ops.adapt_datetimefield_value(moment)
