"""What decides how a post looks to a viewer, without its words: found by one query, so that a rendering can be kept."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from verandah.base.reading import id_rows, id_text, rows
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.quoting import QuotePolicy

from .queries import VISIBLE, viewer_id
from .visible import named

# `t` is the post itself or what it shares: what one does with a share is done with that. Who sees a comment sees its
# root, so that only an answer to another comment may answer what is kept from them. A unary plus keeps SQLite from
# the index of what someone wrote, which is long.
STAMPS = f"""
SELECT p.id, p.rev, p.author_id, a.rev, t.id, t.rev, t.author_id, b.rev,
    COALESCE(t.quote_of_id, 0), (t.has_poll = true), (t.has_media = true),
    COALESCE((SELECT x.kind FROM verandah_reaction x WHERE x.post_id = t.id AND x.account_id = %(viewer)s), 0),
    EXISTS (SELECT 1 FROM verandah_post x WHERE x.share_of_id = t.id AND x.share_of_id IS NOT NULL
        AND +x.author_id = %(viewer)s AND x.deleted_at IS NULL),
    EXISTS (SELECT 1 FROM verandah_bookmark x WHERE x.post_id = t.id AND x.account_id = %(viewer)s),
    EXISTS (SELECT 1 FROM verandah_threadstate x
        WHERE x.account_id = %(viewer)s AND x.root_id = COALESCE(t.root_id, t.id) AND x.is_muted = true),
    (t.pinned_at IS NOT NULL),
    CASE WHEN t.quote_policy = {QuotePolicy.FOLLOWERS:d} THEN EXISTS (SELECT 1 FROM verandah_follow x
        WHERE x.follower_id = %(viewer)s AND x.followee_id = t.author_id) ELSE false END,
    CASE WHEN t.parent_id IS NULL THEN false WHEN t.parent_id = t.root_id THEN true ELSE EXISTS (
        SELECT 1 FROM verandah_post x WHERE x.id = t.parent_id AND {named("x")}) END,
    (t.has_media = true AND b.is_always_sensitive = true)
FROM {{ids}} CROSS JOIN verandah_post p JOIN verandah_account a ON a.id = p.author_id
JOIN verandah_post t ON t.id = COALESCE(p.share_of_id, p.id) JOIN verandah_account b ON b.id = t.author_id
WHERE p.id = j.value AND {VISIBLE}"""  # noqa: S608


class Stamp(NamedTuple):
    """A post as one viewer sees it, told apart from every other state of it."""

    id: int
    rev: int
    author_id: int
    author_rev: int
    # Of what it shares, or of itself.
    shown_id: int
    shown_rev: int
    shown_author_id: int
    shown_author_rev: int
    # What is quoted there; 0 when nothing is.
    quote_id: int
    has_poll: bool
    has_media: bool
    reaction: int
    shared: bool
    bookmarked: bool
    muted: bool
    pinned: bool
    follows_author: bool
    answers_something: bool
    is_always_sensitive: bool

    @property
    def deeds(self) -> tuple[int | bool, ...]:
        """What the viewer has done with it, and all else that its own number of changes does not count."""
        return self[11:]


class State(NamedTuple):
    """The post, and what it quotes, as far as the viewer may see that."""

    post: Stamp
    quoted: Stamp | None

    @property
    def is_plain(self) -> bool:
        """Whether there are words alone, without files and polls."""
        return not any(stamp.has_poll or stamp.has_media for stamp in self if stamp is not None)


def states(viewer: Account | None, ids: Sequence[int]) -> list[State]:
    """Those of the posts `ids` that `viewer` may see now, in the order given. One query, or two where one quotes."""
    found = stamps(viewer, ids)
    quoted = {stamp.id: stamp for stamp in stamps(viewer, quotes_in(found))}
    return [State(stamp, quoted.get(stamp.quote_id)) for stamp in found]


def quotes_in(found: Iterable[Stamp]) -> list[int]:
    """What these posts quote."""
    return [stamp.quote_id for stamp in found if stamp.quote_id]


def stamps(viewer: Account | None, ids: Sequence[int]) -> list[Stamp]:
    """Those of the posts `ids` that `viewer` may see now, in the order given. One query for any number."""
    if not ids:
        return []
    found = rows(stamps_sql(), {"viewer": viewer_id(viewer), "ids": id_text(ids)})
    by_id = {row[0]: Stamp(*row) for row in found}
    return [by_id[number] for number in ids if number in by_id]


@cache
def stamps_sql() -> str:
    """The query for the database in use."""
    return STAMPS.replace("{ids}", id_rows())
