"""What someone has said, as another sees it, for whoever has said it: nothing in it is the other's own."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from verandah.base.reading import id_rows, id_text, rows
from verandah.domain.accounts.models import Account

from .full import FullPost, full_posts
from .polls import polls_of
from .rules import audience_told
from .standing import NONE

# Nobody has this id: a member who knows nobody and has done nothing.
STRANGER_ID = -1


def stranger() -> Account:
    """A member without any ties."""
    return Account(pk=STRANGER_ID)


def told_to_author(author: Account, ids: Sequence[int]) -> list[FullPost]:
    """Of the posts `ids` of `author`'s, which someone else was found to see, those about which only `author` decides.

    With no mark of what the other has done with them, and nothing of whom a third lets see something: both are for
    those two alone.
    """
    mine = {row[0] for row in rows(own_sql(), {"viewer": author.id, "ids": id_text(ids)})} if ids else set()
    found = full_posts(author, [number for number in ids if number in mine])
    polls = polls_of(None, [full.post.id for full in found if full.poll])
    return [without_marks(replace(full, poll=polls.get(full.post.id))) for full in found]


def without_marks(full: FullPost) -> FullPost:
    """A post as it looks to someone who has not written it, and done nothing with it."""
    post = replace(full.post, is_mine=False, audience=audience_told(full.post.audience, is_mine=False))
    shared = without_marks(full.shared) if full.shared else None
    return replace(full, post=post, flags=NONE, matches=(), may_quote=False, shared=shared)


@cache
def own_sql() -> str:
    """Posts of the viewer's on no other's wall, and shares of such posts."""
    return f"""
SELECT p.id FROM {id_rows()} CROSS JOIN verandah_post p LEFT JOIN verandah_post o ON o.id = p.share_of_id
WHERE p.id = j.value AND p.author_id = %(viewer)s AND p.wall_id IS NULL
  AND (p.share_of_id IS NULL OR (o.author_id = p.author_id AND o.wall_id IS NULL AND o.root_id IS NULL))"""  # noqa: S608
