"""Posts by plain SQL, each with its author and its app: with every column, so that nothing is asked for later.

Django would spend more on putting this query together than the database on answering it.
"""

from collections.abc import Sequence
from functools import cache

from django.db import DEFAULT_DB_ALIAS

from verandah.base.reading import id_rows, id_text, rows
from verandah.domain.accounts.models import Account, App
from verandah.domain.accounts.rows import account_from, columns, loader

from .models import Post
from .visible import VISIBLE

APP = ("id", "name", "website")


def posts(viewer: Account | None, ids: Sequence[int]) -> list[Post]:
    """Those of the posts `ids` that `viewer` may see, in no order. One query."""
    if not ids:
        return []
    found = rows(posts_sql(), {"viewer": viewer.id if viewer else 0, "ids": id_text(ids)})
    return [post_from(row) for row in found]


@cache
def posts_sql() -> str:
    """The query of `posts`."""
    own = ", ".join(f"p.{field.column}" for field in Post._meta.concrete_fields)
    app = ", ".join(f"g.{name}" for name in APP)
    return f"""
SELECT {own}, {columns()}, {app} FROM {id_rows()} CROSS JOIN verandah_post p
JOIN verandah_account a ON a.id = p.author_id LEFT JOIN verandah_app g ON g.id = p.app_id
WHERE p.id = j.value AND {VISIBLE}"""  # noqa: S608


def post_from(row: Sequence[object]) -> Post:
    """One row."""
    load = loader(Post)
    length, end = load.length, len(row) - len(APP)
    post = Post.from_db(DEFAULT_DB_ALIAS, load.names, load.values(row[:length]))
    post.author = account_from(row[length:end])
    post.app = App.from_db(DEFAULT_DB_ALIAS, APP, list(row[end:])) if row[end] is not None else None
    return post
