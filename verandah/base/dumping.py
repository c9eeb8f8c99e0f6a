"""The rows of all tables as lines of JSON, the same from SQLite and from PostgreSQL, and back again."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import batched
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Field, Model

# So many rows are read or written at once.
BATCH = 2000
# How a column's values are written, by what its field is; all others are what JSON has words for.
KINDS = {
    "BinaryField": "bytes",
    "DateTimeField": "moment",
    "DateField": "day",
    "JSONField": "json",
    "GenericIPAddressField": "address",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table, its key, its columns, and of each column how its values are written."""

    name: str
    key: str
    columns: tuple[str, ...]
    kinds: tuple[str, ...]


@contextmanager
def snapshot() -> Iterator[None]:
    """All that is read inside is of one moment, however long it takes. Nobody who writes waits for it."""
    if connection.in_atomic_block:
        yield
        return
    whole = "" if connection.vendor == "sqlite" else " ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(f"BEGIN{whole}")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def tables() -> list[Table]:
    """All tables that this program has, in the order of their names."""
    found = (table_of(model) for model in models())
    return sorted(found, key=lambda table: table.name)


def migrations() -> dict[str, str]:
    """Of each part of the program the last step that its tables have made."""
    return {app: name for app, name in sorted(MigrationRecorder(connection).applied_migrations())}


def lines(table: Table) -> Iterator[bytes]:
    """The rows of a table, in the order of their keys: a line of JSON for each."""
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, table.columns))
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {quote(table.name)} ORDER BY {quote(table.key)}")  # noqa: S608
        while rows := cursor.fetchmany(BATCH):
            for row in rows:
                found = [WRITTEN[kind](value) for kind, value in zip(table.kinds, row, strict=True)]
                yield json.dumps(found, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def load(table: Table, rows: Iterable[bytes]) -> int:
    """Put the rows of `lines` into an empty table; how many. Keys of other tables are looked at when all is there."""
    quote, count = connection.ops.quote_name, 0
    names = ", ".join(map(quote, table.columns))
    marks = ", ".join(["%s"] * len(table.columns))
    sql = f"INSERT INTO {quote(table.name)} ({names}) VALUES ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        for some in batched(rows, BATCH, strict=False):
            found = (zip(table.kinds, json.loads(row), strict=True) for row in some)
            cursor.executemany(sql, [[READ[kind](value) for kind, value in row] for row in found])
            count += len(some)
    return count


def empty_all() -> None:
    """Take all rows out of those tables that are there. Inside a transaction, because their rows need each other."""
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in tables():
            if table.name in there:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")  # noqa: S608


def count_on() -> None:
    """The next row of each table gets a number that none has had."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models()):
            cursor.execute(sql)


def models() -> list[type[Model]]:
    """Everything that has a table of its own."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def table_of(model: type[Model]) -> Table:
    """The table of a model."""
    fields = stored(model)
    kinds = tuple(KINDS.get(field.get_internal_type(), "") for field in fields)
    return Table(
        model._meta.db_table, model._meta.pk.column or "", tuple(field.column or "" for field in fields), kinds
    )


def stored(model: type[Model]) -> list[Field[Any, Any]]:
    """The fields that have a column."""
    return list(model._meta.local_concrete_fields)


def moment(value: datetime | str | None) -> str | None:
    """A moment in UTC; SQLite keeps it without saying so."""
    if value is None:
        return None
    when = datetime.fromisoformat(value) if isinstance(value, str) else value
    return (when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)).isoformat()


def same(value: Any) -> Any:
    """What JSON has a word for."""
    return value


WRITTEN: dict[str, Callable[[Any], Any]] = {
    "": same,
    "bytes": lambda value: None if value is None else base64.b64encode(value).decode(),
    "moment": moment,
    "day": lambda value: value if value is None or isinstance(value, str) else value.isoformat(),
    "json": lambda value: json.loads(value) if isinstance(value, str) else value,
    "address": lambda value: None if value is None else str(value).split("/")[0],
}
READ: dict[str, Callable[[Any], Any]] = {
    "": same,
    "bytes": lambda value: None if value is None else base64.b64decode(value),
    "moment": lambda value: value and connection.ops.adapt_datetimefield_value(datetime.fromisoformat(value)),
    "day": lambda value: value and connection.ops.adapt_datefield_value(date.fromisoformat(value)),
    "json": lambda value: None if value is None else connection.ops.adapt_json_value(value, None),
    "address": same,
}
