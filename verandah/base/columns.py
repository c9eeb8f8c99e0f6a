"""An operation of migrations: new columns of one table, on SQLite without copying the table once for each."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field


class AddColumns(Operation):
    """Add `fields`, pairs of a name and a field, to a model: the same as `AddField` for each.

    On SQLite Django copies the whole table for every column that has a default. `ALTER TABLE ... ADD COLUMN` copies
    nothing; all it leaves behind is that the database knows the default as well.
    """

    reversible = True

    def __init__(self, model_name: str, fields: list[tuple[str, Field[Any, Any]]]) -> None:
        self.model_name = model_name.lower()
        self.fields = fields

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [], {"model_name": self.model_name, "fields": self.fields}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        key = app_label, self.model_name
        for name, field in self.fields:
            state.models[key].fields[name] = field
            if state._relations is not None:  # type: ignore[attr-defined]
                state.resolve_model_field_relations(key, name, field)
        # Once, and not once for each column: with a hundred models that is what takes the time.
        state.reload_model(*key, delay=not any(field.is_relation for _name, field in self.fields))

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        before = from_state.apps.get_model(app_label, self.model_name)
        for name, _field in self.fields:
            field: Field[Any, Any] = model._meta.get_field(name)
            if schema_editor.connection.vendor == "sqlite" and not field.null and not field.unique:
                add_with_default(schema_editor, field)
            else:
                schema_editor.add_field(before, field)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = from_state.apps.get_model(app_label, self.model_name)
        for name, _field in reversed(self.fields):
            schema_editor.remove_field(model, model._meta.get_field(name))

    def describe(self) -> str:
        return f"Add {', '.join(name for name, _field in self.fields)} to {self.model_name}"

    @property
    def migration_name_fragment(self) -> str:
        return f"{self.model_name}_columns"


def add_with_default(editor: BaseDatabaseSchemaEditor, field: Field[Any, Any]) -> None:
    """Add a column that is never empty, each row with the field's default, by one statement of SQLite."""
    kind = field.db_parameters(editor.connection)
    default = editor.quote_value(editor.effective_default(field))
    check = f" CHECK ({kind['check']})" if kind["check"] else ""
    table, column = editor.quote_name(field.model._meta.db_table), editor.quote_name(str(field.column))
    editor.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind['type']} NOT NULL DEFAULT {default}{check}")
