"""A conversation: what a post answers, and all that answers it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from verandah.base.reading import id_rows, id_text, rows
from verandah.domain.accounts.models import Account

from .models import Post
from .queries import VISIBLE, run

# Oldest first: a conversation is read from its beginning.
COMMENTS = f"""
SELECT p.id, p.parent_id, p.author_id FROM verandah_post p WHERE p.root_id = %(root)s AND {VISIBLE}
ORDER BY p.id LIMIT %(most)s"""  # noqa: S608

PLACE = f"""
SELECT p.id, p.parent_id, p.root_id, p.is_comment FROM verandah_post p WHERE p.id = %(post)s AND {VISIBLE}"""  # noqa: S608

# How much of a conversation is shown, as on Mastodon: to whoever is signed in, and to guests.
MEMBER_ABOVE, MEMBER_BELOW = 4096, 4096
GUEST_ABOVE, GUEST_BELOW = 40, 60

# A conversation is read as a whole up to here, so that what answers a comment can be found among it.
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Around:
    """Ids: `above` from the root down to the parent; `below` as a tree is read, answers behind what they answer."""

    above: tuple[int, ...] = ()
    below: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A conversation as a viewer sees it: the ids of all comments as a tree is read, answers behind what they answer.

    `parents`: what each answers, the post itself for those that answer it. `depth`: 1 for these, 2 for their answers.
    `below`: how many answer each, and what answers those. `authors`: who wrote each.
    """

    order: tuple[int, ...]
    parents: Mapping[int, int]
    depth: Mapping[int, int]
    below: Mapping[int, int]
    authors: Mapping[int, int]

    def at_depth(self, number: int, depth: int) -> int:
        """The comment itself, or, where it stands deeper, what it answers at that depth."""
        while self.depth[number] > depth:
            number = self.parents[number]
        return number

    def under(self, number: int) -> tuple[int, ...]:
        """All that answers a comment."""
        start = self.order.index(number) + 1
        return self.order[start : start + self.below[number]]


class Place(NamedTuple):
    """What a comment answers, and whose it is."""

    parent_id: int | None
    author_id: int
    author_name: str


def conversation_around(viewer: Account | None, post: Post, most_above: int, most_below: int) -> Around:
    """What stands around a post that `viewer` has been found to see, as far as they may see it. One query."""
    root = post.root_id or post.id
    parents, answers, _authors = tree_of(viewer, root)
    below = [number for number in walk(answers, post.id) if number != post.id]
    return Around(tuple(above(post, parents, root)[-most_above:]), tuple(below[:most_below]))


def outline_of(viewer: Account | None, root: int) -> Outline:
    """The conversation about a post that `viewer` has been found to see. One query."""
    parents, answers, authors = tree_of(viewer, root)
    order = [number for number in walk(answers, root) if number != root]
    # What answers a comment that the viewer does not see stands directly below the post.
    above = {number: parents[number] if parents[number] in parents else root for number in order}
    depth, below = {root: 0}, dict.fromkeys([root, *order], 0)
    for number in order:
        depth[number] = depth[above[number]] + 1
    for number in reversed(order):
        below[above[number]] += below[number] + 1
    return Outline(tuple(order), above, depth, below, authors)


def tree_of(viewer: Account | None, root: int) -> tuple[dict[int, int], dict[int, list[int]], dict[int, int]]:
    """What each comment says it answers, what stands below each, oldest first, and who wrote it. One query."""
    found = run(viewer, COMMENTS, root=root, most=MOST)
    parents = {number: parent or root for number, parent, _author in found}
    answers: defaultdict[int, list[int]] = defaultdict(list)
    for number, parent in parents.items():
        # What answers a comment that the viewer does not see hangs on the nearest one above that they do: the root.
        answers[parent if parent in parents or parent == root else root].append(number)
    return parents, answers, {number: author for number, _parent, author in found}


def places_of(ids: Sequence[int]) -> dict[int, Place]:
    """Where comments hang that a viewer has been found to see, and who wrote them. One query."""
    found = rows(places_sql(), {"ids": id_text(ids)}) if ids else []
    return {row[0]: Place(*row[1:]) for row in found}


@cache
def places_sql() -> str:
    """The query for the database in use."""
    return f"""SELECT p.id, p.parent_id, p.author_id, a.display_name FROM {id_rows()} CROSS JOIN verandah_post p
        JOIN verandah_account a ON a.id = p.author_id WHERE p.id = j.value"""  # noqa: S608


def around_post(viewer: Account | None, post_id: int) -> Around | None:
    """The same by id, as much of it as `viewer` is shown: None when they may not see the post. Two queries."""
    found = run(viewer, PLACE, post=post_id)
    if not found:
        return None
    post = Post.from_db(None, ["id", "parent_id", "root_id", "is_comment"], list(found[0]))
    return conversation_around(viewer, post, *most_around(viewer))


def most_around(viewer: Account | None) -> tuple[int, int]:
    """How much is shown above a post and below it."""
    return (GUEST_ABOVE, GUEST_BELOW) if viewer is None else (MEMBER_ABOVE, MEMBER_BELOW)


def walk(answers: dict[int, list[int]], start: int) -> Iterator[int]:
    """A tree without recursion: a conversation can be deeper than Python's stack."""
    waiting = [start]
    while waiting:
        number = waiting.pop()
        yield number
        waiting.extend(reversed(answers.get(number, ())))


def above(post: Post, parents: dict[int, int], root: int) -> Sequence[int]:
    """From the root down to what `post` answers."""
    chain: list[int] = []
    number = parents.get(post.id, post.parent_id or 0) if post.is_comment else 0
    while number and number != root and number in parents:
        chain.append(number)
        number = parents[number]
    return [*([root] if post.is_comment else []), *reversed(chain)]
