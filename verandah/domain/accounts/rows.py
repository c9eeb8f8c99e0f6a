"""Accounts by plain SQL: with every column, so that nothing is asked for later."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import BooleanField, DateField, DateTimeField, Field, JSONField, Model

from verandah.base.reading import id_rows, id_text, rows

from .models import Account

type Change = Callable[[Any], Any]


class Loader:
    """How the columns of a table become what Django would have: SQLite gives much of it as text or number."""

    def __init__(self, model: type[Model]) -> None:
        fields = model._meta.concrete_fields
        self.length = len(fields)
        self.names = [field.attname for field in fields]
        changes = [(place, change_for(field)) for place, field in enumerate(fields)]
        self.changes = [(place, change) for place, change in changes if change is not None]

    def values(self, row: Sequence[object]) -> list[object]:
        """A row as it is to be loaded."""
        found = list(row)
        for place, change in self.changes:
            if found[place] is not None:
                found[place] = change(found[place])
        return found


def accounts(ids: Iterable[int]) -> list[Account]:
    """The accounts `ids`. One query."""
    wanted = id_text(ids)
    return [account_from(row) for row in rows(accounts_sql(), {"ids": wanted})] if wanted != "[]" else []


@cache
def accounts_sql() -> str:
    """The query of `accounts`."""
    return f"SELECT {columns()} FROM {id_rows()} JOIN verandah_account a ON a.id = j.value"  # noqa: S608


@cache
def columns() -> str:
    """Every column of an account `a`, in the order of the table."""
    return ", ".join(f"a.{field.column}" for field in Account._meta.concrete_fields)


def account_from(row: Sequence[object]) -> Account:
    """The account whose columns these are."""
    load = loader(Account)
    return Account.from_db(DEFAULT_DB_ALIAS, load.names, load.values(row))


@cache
def loader(model: type[Model]) -> Loader:
    """The one of this table, whose fields are known only once all tables are."""
    return Loader(model)


def change_for(field: "Field[Any, Any]") -> Change | None:
    """What has to be done with the values of a column."""
    if isinstance(field, JSONField):
        return from_json
    if isinstance(field, BooleanField):
        return bool
    if isinstance(field, DateTimeField):
        return moment
    return day if isinstance(field, DateField) else None


def from_json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def moment(value: datetime | str) -> datetime:
    """SQLite keeps moments as UTC unsaid."""
    when = datetime.fromisoformat(value) if isinstance(value, str) else value
    return when if when.tzinfo is not None else when.replace(tzinfo=UTC)


def day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
