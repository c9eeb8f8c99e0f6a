"""Timelines, each post with the state it is in: one query instead of one for ids and one for states."""

from functools import lru_cache

from verandah.base.paging import Page
from verandah.domain.accounts.models import Account
from verandah.domain.posts.queries import viewer_id
from verandah.domain.posts.stamps import BESIDE, COLUMNS, MATCHED, Stamp, stamps_by

from .queries import BY_AUTHOR, BY_LIST, BY_TAG, COMMUNITY, Kinds, Someone


def community_stamps(viewer: Account | None, page: Page) -> list[Stamp]:
    """As `queries.community_ids`."""
    return stamps(COMMUNITY.format(media=""), viewer, page)


def author_stamps(viewer: Account | None, author: Someone, page: Page, kinds: Kinds) -> list[Stamp]:
    """As `queries.author_ids`."""
    return stamps(BY_AUTHOR.format(kinds=kinds.sql()), viewer, page, author=author.id, tag=kinds.tag)


def tag_stamps(viewer: Account | None, tag: str, page: Page) -> list[Stamp]:
    """As `queries.tag_ids`."""
    return stamps(BY_TAG.format(more=""), viewer, page, tag=tag)


def list_stamps(viewer: Account, list_id: int, page: Page) -> list[Stamp]:
    """As `queries.list_ids`."""
    return stamps(BY_LIST, viewer, page, list=list_id)


def stamps(sql: str, viewer: Account | None, page: Page, **more: int | str) -> list[Stamp]:
    """Run one of the queries for ids as one for stamps."""
    bounds = {"viewer": viewer_id(viewer), "before": page.before, "after": page.after, "length": page.length}
    return page.newest_first(stamps_by(page.ordered(with_states(sql)), {**bounds, **more}))


@lru_cache(256)
def with_states(sql: str) -> str:
    """A query for the ids of posts `p` as one for their stamps: the same rows by the same conditions."""
    columns = sql.replace("SELECT p.id FROM", f"SELECT {COLUMNS} FROM", 1)
    return columns.replace("\nWHERE ", f"\n{BESIDE}\nWHERE {MATCHED} AND ", 1)
