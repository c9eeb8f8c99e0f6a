"""New columns of one table: what stood there before has the defaults, and the way back is open."""

import pytest
from django.db import connection, models
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ProjectState

from verandah.base.columns import AddColumns

TABLE = CreateModel("Shed", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=9))])
COLUMNS = AddColumns(
    "Shed",
    [
        ("words", models.CharField(max_length=20, default="it's")),
        ("number", models.PositiveSmallIntegerField(default=7)),
        ("is_open", models.BooleanField(default=True)),
        ("list", models.JSONField(default=list)),
        ("since", models.DateTimeField(null=True)),
        ("other", models.ForeignKey("verandah.Shed", models.CASCADE, null=True, related_name="+")),
    ],
)


@pytest.mark.django_db(transaction=True)
def test_rows_have_the_defaults_and_the_columns_can_go_again() -> None:
    before = ProjectState()
    TABLE.state_forwards("verandah", before)
    after = before.clone()
    COLUMNS.state_forwards("verandah", after)
    with connection.schema_editor() as editor:
        TABLE.database_forwards("verandah", editor, ProjectState(), before)
    try:
        before.apps.get_model("verandah", "Shed").objects.create(name="old")
        with connection.schema_editor() as editor:
            COLUMNS.database_forwards("verandah", editor, before, after)
        shed = after.apps.get_model("verandah", "Shed")
        old = shed.objects.values("name", "words", "number", "is_open", "list", "since", "other").get()
        assert old == {
            "name": "old",
            "words": "it's",
            "number": 7,
            "is_open": True,
            "list": [],
            "since": None,
            "other": None,
        }
        assert shed.objects.create(name="new", words="", list=[1]).pk
        with connection.schema_editor() as editor:
            COLUMNS.database_backwards("verandah", editor, after, before)
        assert before.apps.get_model("verandah", "Shed").objects.count() == 2
    finally:
        with connection.schema_editor() as editor:
            TABLE.database_backwards("verandah", editor, before, ProjectState())


def test_it_tells_what_it_does() -> None:
    assert COLUMNS.describe() == "Add words, number, is_open, list, since, other to shed"
