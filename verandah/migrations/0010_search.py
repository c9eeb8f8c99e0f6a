"""The index of words: a table of FTS5 on SQLite, of tsvector on PostgreSQL. It is filled by a chore."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# Words come folded and apart already, so that the plainest tokenizer will do: every byte beyond ASCII is part of one.
SQLITE = [
    """CREATE VIRTUAL TABLE verandah_postsearch
    USING fts5(words, content='', contentless_delete=1, tokenize='ascii')""",
]
POSTGRESQL = [
    # Without a foreign key, which would keep the table of posts from being emptied: the chore takes out what is gone.
    "CREATE TABLE verandah_postsearch (post_id bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX verandah_postsearch_words ON verandah_postsearch USING gin (words)",
]


def make(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement, params=None)


def drop(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute("DROP TABLE verandah_postsearch", params=None)


class Migration(migrations.Migration):
    dependencies = [("verandah", "0009_by_decision")]
    operations = [migrations.RunPython(make, drop)]
