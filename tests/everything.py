"""A row in every table, in which someone is named wherever they can be: for what must find all of them."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from verandah.domain.accounts.models import Account, User

NUMBERS = count(10_000)
# Numbers that end in _id and name no account.
OTHER_NUMBERS = {
    "AuditEntry.post_id",
    "AuditEntry.report_id",
    "AuditEntry.case_id",
    "AuditEntry.decision_id",
    "AuditEntry.approval_id",
    "Marker.last_read_id",
    "NotificationChoices.digested_until_id",
    "SnapshotFile.media_id",
    "ThreadState.hidden_until_id",
    "ThreadState.last_read_id",
}


def naming() -> Iterator[tuple[type[models.Model], str]]:
    """Every column of every table that names an account: keys, and numbers that stand for one."""
    for model in apps.get_models(include_auto_created=True):
        name = model._meta.object_name or ""
        for column in model._meta.concrete_fields:
            is_number = isinstance(column, models.BigIntegerField) and column.name.endswith("_id")
            names_someone = is_number and f"{name}.{column.name}" not in OTHER_NUMBERS
            if column.related_model in (Account, User) or names_someone:
                yield model, column.name


class Maker:
    """Makes rows that name `me`; what else a row needs names `other`. Words hold `marker`."""

    def __init__(self, me: Account, other: Account, marker: str) -> None:
        self.me, self.other, self.marker = me, other, marker
        self.made: dict[type[models.Model], models.Model] = {}

    def row(self, model: type[models.Model], mine: str, **given: Any) -> models.Model:
        """A row that names me in the column `mine`; None of the database's refusals is caught."""
        values = {mine: self.me if model._meta.get_field(mine).is_relation else self.me.pk}
        if model._meta.get_field(mine).related_model is User:
            values[mine] = self.me.user
        with transaction.atomic():
            return self.stored(model, values | given)

    def stored(self, model: type[models.Model], given: dict[str, Any]) -> models.Model:
        row = model()
        for column in model._meta.concrete_fields:
            if column.name in given:
                setattr(row, column.name, given[column.name])
            elif not column.null and not isinstance(column, models.AutoField | models.BigAutoField):
                value = self.value(model, column)
                if value is not None:
                    setattr(row, column.name, value)
        row.save(force_insert=True)
        self.made[model] = row
        return row

    def value(self, model: type[models.Model], column: Any) -> Any:
        """Something that can stand there."""
        if column.related_model is Account:
            return self.other
        if column.related_model is User:
            return self.other.user
        if column.related_model is not None:
            return self.made.get(column.related_model) or self.stored(column.related_model, {})
        if column.primary_key or (column.has_default() and not isinstance(column, models.JSONField)):
            return None
        if isinstance(column, models.JSONField):
            return column.get_default() if column.has_default() else {"said": self.marker}
        if isinstance(column, models.CharField | models.TextField):
            return self.word(column)
        if isinstance(column, models.IntegerField | models.FloatField):
            return column.choices[0][0] if column.choices else next(NUMBERS)
        return self.plain(column)

    def plain(self, column: Any) -> Any:
        """The same of what holds neither words nor numbers."""
        kinds = {
            models.DateTimeField: timezone.now() - timedelta(hours=1),
            models.DateField: timezone.localdate(),
            models.GenericIPAddressField: "192.0.2.7",
            models.BinaryField: f"{next(NUMBERS)}".encode(),
            models.BooleanField: False,
        }
        return next((value for kind, value in kinds.items() if isinstance(column, kind)), None)

    def word(self, column: Any) -> str:
        """Different in every row."""
        if column.choices:
            return str(column.choices[0][0])
        return f"{self.marker} {next(NUMBERS)}"[-(column.max_length or 60) :]
