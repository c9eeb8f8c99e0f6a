"""One history of the schema, in one line, with its end written beside it."""

import re

from django.db.migrations.loader import MigrationLoader

from .source import PACKAGE

FOLDER = PACKAGE / "migrations"


def test_the_last_migration_is_named_beside_them():
    # Two branches that both add a migration both change this file, so that git reports the conflict.
    last = max(path.stem for path in FOLDER.glob("[0-9]*.py"))
    assert (FOLDER / "max_migration.txt").read_text() == f"{last}\n"


def test_the_history_is_one_line():
    graph = MigrationLoader(None, ignore_no_migrations=True).graph
    mine = [key for key in graph.nodes if key[0] == "verandah"]
    assert len(graph.leaf_nodes("verandah")) == 1
    assert sorted(name for _app, name in mine) == sorted(path.stem for path in FOLDER.glob("[0-9]*.py"))
    for key in mine:
        assert len([child for child in graph.node_map[key].children if child.key[0] == "verandah"]) <= 1


def test_a_migration_has_a_spoken_name_and_imports_no_table():
    for path in FOLDER.glob("[0-9]*.py"):
        assert re.fullmatch(r"\d{4}_[a-z]+(_[a-z]+)*", path.stem), path.stem
        assert "auto" not in path.stem
        # Tables change after the migration; a function that a column names by default is all it may import, and an
        # operation that is no table's.
        of_ours = r"^(from|import) verandah(?!\.base\.(ids|columns))"
        assert not re.search(of_ours, path.read_text(), re.MULTILINE), path.stem
