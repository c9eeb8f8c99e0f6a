"""How a viewer stands to posts: what they have done with each of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from verandah.base.reading import id_rows, id_text, rows
from verandah.domain.accounts.models import Account

from .models import Post, Reaction

# Posts that can stand first on a profile.
MOST_PINNED = 5

# Each row is one deed of the viewer's with one of the posts asked about; its name is a field of Flags. A unary plus
# keeps SQLite from the index of what someone wrote, which is long.
DEEDS = """
SELECT 'reacted', post_id, kind FROM verandah_reaction WHERE account_id = %(viewer)s AND post_id IN ({ids})
UNION ALL SELECT 'shared', share_of_id, 1 FROM verandah_post
    WHERE author_id = %(viewer)s AND share_of_id IN ({ids}) AND deleted_at IS NULL
UNION ALL SELECT 'bookmarked', post_id, 1 FROM verandah_bookmark
    WHERE account_id = %(viewer)s AND post_id IN ({ids})
UNION ALL SELECT 'muted', p.id, 1 FROM verandah_post p JOIN verandah_threadstate t
    ON t.root_id = COALESCE(p.root_id, p.id) AND t.account_id = %(viewer)s WHERE p.id IN ({ids}) AND t.is_muted
UNION ALL SELECT 'pinned', id, 1 FROM verandah_post
    WHERE +author_id = %(viewer)s AND id IN ({ids}) AND pinned_at IS NOT NULL"""


TOLD = """
SELECT is_followed, is_muted FROM verandah_threadstate WHERE account_id = %(viewer)s AND root_id = %(root)s"""


@dataclass(frozen=True, slots=True)
class Flags:
    """What the viewer has done with a post. `reacted`: the word for their reaction, empty when there is none."""

    reacted: str = ""
    # The same as the number that is stored, 0 when there is none.
    kind: int = 0
    shared: bool = False
    bookmarked: bool = False
    # The whole conversation.
    muted: bool = False
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """Of what in a conversation someone is told: of every comment, of none, or, where both are False, of answers."""

    followed: bool = False
    muted: bool = False


NONE = Flags()
WORDS = {int(kind): kind.name.lower() for kind in Reaction.Kind}


def viewer_flags(viewer: Account | None, post_ids: Sequence[int]) -> dict[int, Flags]:
    """What `viewer` has done with each of the posts, in one query for any number; nothing for a guest."""
    if viewer is None or not post_ids:
        return dict.fromkeys(post_ids, NONE)
    deeds: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for name, number, value in rows(deeds_sql(), {"viewer": viewer.id, "ids": id_text(post_ids)}):
        deeds[number][name] = value
    return {number: flags_from(deeds[number]) if number in deeds else NONE for number in post_ids}


@cache
def deeds_sql() -> str:
    """The query for the database in use."""
    return DEEDS.format(ids=f"SELECT j.value FROM {id_rows()}")  # noqa: S608


def told_of(viewer: Account, post: Post) -> Told:
    """How `viewer` stands to the conversation of a post that they see. One query."""
    found = rows(TOLD, {"root": post.root_id or post.pk, "viewer": viewer.id})
    return Told(*map(bool, found[0])) if found else Told()


def kind_named(word: str) -> Reaction.Kind | None:
    """The reaction of that word, if there is one."""
    return next((kind for kind in Reaction.Kind if kind.name.lower() == word), None)


def flags_from(deeds: dict[str, int]) -> Flags:
    """The rows of one post."""
    return Flags(
        reacted=WORDS.get(deeds.get("reacted", 0), ""),
        kind=deeds.get("reacted", 0),
        shared="shared" in deeds,
        bookmarked="bookmarked" in deeds,
        muted="muted" in deeds,
        pinned="pinned" in deeds,
    )
