"""What people have done with posts, for a viewer: who reacted, who shared, who quoted, and what I keep."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connection

from verandah.base.errors import NotFound
from verandah.base.paging import Page
from verandah.base.reading import rows
from verandah.domain.accounts.models import Account
from verandah.domain.graph.queries import PRESENT, Entry

from .audience import Audience
from .models import Post, Reaction
from .queries import VISIBLE, viewer_id, visible_post
from .quoting import QuoteState

REACTED = f"""
SELECT r.id, a.id, r.kind FROM verandah_reaction r JOIN verandah_account a ON a.id = r.account_id
WHERE r.post_id = %(post)s AND r.id < %(before)s AND r.id > %(after)s AND (%(kind)s = 0 OR r.kind = %(kind)s)
  AND {PRESENT} ORDER BY r.id DESC LIMIT %(length)s"""  # noqa: S608

REACTED_HOW = f"""
SELECT r.kind, count(*) FROM verandah_reaction r JOIN verandah_account a ON a.id = r.account_id
WHERE r.post_id = %(post)s AND {PRESENT} GROUP BY r.kind ORDER BY r.kind"""  # noqa: S608

# `p` is the share. Who shares for followers only has not told everyone that they do.
SHARED = f"""
SELECT p.id, a.id FROM verandah_post p JOIN verandah_account a ON a.id = p.author_id
WHERE p.share_of_id = %(post)s AND p.id < %(before)s AND p.id > %(after)s
  AND p.audience IN ({Audience.PUBLIC:d}, {Audience.MEMBERS:d}) AND {VISIBLE} AND {PRESENT}
ORDER BY p.id DESC LIMIT %(length)s"""  # noqa: S608

QUOTES = f"""
SELECT p.id, p.id FROM verandah_post p
WHERE p.quote_of_id = %(post)s AND p.quote_state = {QuoteState.ACCEPTED:d}
  AND p.id < %(before)s AND p.id > %(after)s AND {VISIBLE} ORDER BY p.id DESC LIMIT %(length)s"""  # noqa: S608

PARTS = ("id", "author_id", "root_id", "parent_id", "audience", "is_locked")
MEANT = f"""
SELECT {", ".join(f"t.{part}" for part in PARTS)} FROM verandah_post p
JOIN verandah_post t ON t.id = COALESCE(p.share_of_id, p.id) WHERE p.id = %(post)s AND {VISIBLE}"""  # noqa: S608

MY_REACTIONS = f"""
SELECT r.id, p.id FROM verandah_reaction r JOIN verandah_post p ON p.id = r.post_id
WHERE r.account_id = %(viewer)s AND r.id < %(before)s AND r.id > %(after)s
  AND {VISIBLE} ORDER BY r.id DESC LIMIT %(length)s"""  # noqa: S608

MY_BOOKMARKS = f"""
SELECT b.id, p.id FROM verandah_bookmark b JOIN verandah_post p ON p.id = b.post_id
WHERE b.account_id = %(viewer)s AND b.id < %(before)s AND b.id > %(after)s
  AND {VISIBLE} ORDER BY b.id DESC LIMIT %(length)s"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Reacted:
    """Someone's reaction: `position` is where the next page starts below, `kind` its word."""

    position: int
    account_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A post in a list of someone's: `position` is where the next page starts below."""

    position: int
    post_id: int


def meant_post(viewer: Account | None, post_id: int) -> Post:
    """The post, or what it shares if it is a share. Raises NotFound when `viewer` may not see it."""
    post = visible_post(viewer, post_id)
    return visible_post(viewer, post.share_of_id) if post.share_of_id else post


def meant(viewer: Account | None, post_id: int) -> Post:
    """The same in one query; of the post no more is loaded than who is to hear of a deed depends on."""
    found = rows(MEANT, {"viewer": viewer_id(viewer), "post": post_id})
    if not found:
        raise NotFound
    return Post.from_db(DEFAULT_DB_ALIAS, PARTS, found[0])


def reacted_by(viewer: Account | None, post: Post, page: Page, kind: int = 0) -> list[Reacted]:
    """Who has reacted to a post that `viewer` may see, newest first; with `kind` those alone who gave that sign."""
    rows = run(REACTED, viewer, page, post=post.id, kind=kind)
    return [Reacted(position, account, Reaction.Kind(kind).name.lower()) for position, account, kind in rows]


def reaction_counts(viewer: Account | None, post: Post) -> dict[str, int]:
    """How many of those whom `reacted_by` lists gave which sign."""
    with connection.cursor() as cursor:
        cursor.execute(REACTED_HOW, {"viewer": viewer_id(viewer), "post": post.id})
        return {Reaction.Kind(kind).name.lower(): int(count) for kind, count in cursor.fetchall()}


def shared_by(viewer: Account | None, post: Post, page: Page) -> list[Entry]:
    """Who has shared a post, newest first, as far as `viewer` may see the share."""
    return [Entry(*row) for row in run(SHARED, viewer, page, post=post.id)]


def quotes_of(viewer: Account | None, post: Post, page: Page) -> list[Kept]:
    """The posts that quote this one and that `viewer` may see, newest first."""
    return [Kept(*row) for row in run(QUOTES, viewer, page, post=post.id)]


def my_reactions(viewer: Account, page: Page) -> list[Kept]:
    """The posts that `viewer` has reacted to and may still see, the last reaction first."""
    return [Kept(*row) for row in run(MY_REACTIONS, viewer, page)]


def my_bookmarks(viewer: Account, page: Page) -> list[Kept]:
    """The posts that `viewer` has saved and may still see, the last one first."""
    return [Kept(*row) for row in run(MY_BOOKMARKS, viewer, page)]


def run(sql: str, viewer: Account | None, page: Page, **more: int) -> Sequence[tuple[int, ...]]:
    """Run one of the constants above."""
    bounds = {"before": page.before, "after": page.after, "length": page.length}
    with connection.cursor() as cursor:
        cursor.execute(page.ordered(sql), {"viewer": viewer_id(viewer), **bounds, **more})
        return page.newest_first(list(cursor.fetchall()))
