"""What is shown of a conversation: comments under the post, and answers under them. Pure, but for one read of ids."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from verandah.domain.posts.conversation import Outline, Place, outline_of
from verandah.domain.posts.filters import hides
from verandah.domain.posts.full import FullPost

from .cards import content, deeds, warned

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account
    from verandah.domain.posts.models import Post

# Comments on one page.
MOST_COMMENTS = 50
# Of what a comment answers, so many stand above it on its own page.
MOST_ABOVE = 20
# Comments on the post, and answers to them. What stands deeper is shown to whoever asks for it.
LEVELS = 2


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment in its place. `to_id`, `to_name`: what it answers, where that is not what it stands below.

    `more`: so many stand below it that are not shown. `under_mine`: the post is the viewer's.
    """

    full: FullPost
    is_member: bool
    is_by_author: bool
    under_mine: bool = False
    to_id: int = 0
    to_name: str = ""
    more: int = 0

    @property
    def id(self) -> int:
        return self.full.post.id

    @property
    def rev(self) -> int:
        return self.full.post.rev


@dataclass(slots=True)
class Branch:
    """A comment, and all that answers it: deeper answers are indented no further."""

    top: Comment
    answers: list[Comment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Talk:
    """The comments on a page, as ids in the order they are read. `count`: of all that the viewer may see.

    `after`: the comment behind which the next page begins, `before`: the same of the page before, which is there if
    `has_older`. `here`: the one whose own page this is. `below`: the one whose answers alone these are. `cut`: above
    this one there are more than are shown. `newest`: of all. Each of them 0 when there is none. `more`: of what stands
    below some of them, how much is not shown. `places`: where they hang, if nobody's name is needed for that.
    """

    ids: tuple[int, ...]
    count: int
    after: int = 0
    before: int = 0
    has_older: bool = False
    here: int = 0
    below: int = 0
    cut: int = 0
    newest: int = 0
    more: Mapping[int, int] = field(default_factory=dict)
    places: Mapping[int, Place] = field(default_factory=dict)


def talk_below(viewer: Account | None, root: Post, after: int, at: int = 0) -> Talk:
    """The conversation about a post, from behind the comment `after`, or the page on which `at` stands. One query."""
    outline = outline_of(viewer, root.pk)
    shown = [number for number in outline.order if outline.depth[number] <= LEVELS]
    start = start_of(outline, shown, after, at)
    page = shown[start : start + MOST_COMMENTS]
    end = start + len(page)
    ids = page if not page else [*(top for top in [outline.at_depth(page[0], 1)] if top != page[0]), *page]
    return Talk(
        ids=tuple(ids),
        count=len(outline.order),
        after=page[-1] if end < len(shown) else 0,
        before=shown[start - MOST_COMMENTS - 1] if start > MOST_COMMENTS else 0,
        has_older=start > 0,
        newest=max(outline.order, default=0),
        more=not_shown(outline, ids),
        places=places_in(outline, ids),
    )


def start_of(outline: Outline, shown: Sequence[int], after: int, at: int) -> int:
    """The place in `shown` where a page begins."""
    if at in outline.depth and at != 0 and outline.depth[at]:
        return shown.index(outline.at_depth(at, LEVELS)) // MOST_COMMENTS * MOST_COMMENTS
    return shown.index(after) + 1 if after in shown else 0


def not_shown(outline: Outline, ids: Collection[int]) -> dict[int, int]:
    """Below which of these comments there are more that are not among them."""
    deep = (number for number in ids if outline.depth[number] == LEVELS)
    return {number: outline.below[number] for number in deep if outline.below[number]}


def places_in(outline: Outline, ids: Collection[int]) -> dict[int, Place]:
    """Where comments of the first two levels hang: what they answer is never named, for they stand below it."""
    return {number: Place(outline.parents[number], outline.authors[number], "") for number in ids}


def talk_around(viewer: Account | None, comment: Post, root: Post, after: int = 0) -> Talk:
    """A comment between what it answers and what answers it. One query."""
    outline = outline_of(viewer, root.pk)
    chain = chain_to(outline, comment.pk, root.pk)
    below = outline.under(comment.pk)
    start = below.index(after) + 1 if after in below else 0
    page, above = below[start : start + MOST_COMMENTS], chain[-MOST_ABOVE:]
    return Talk(
        ids=(*above, comment.pk, *page),
        count=len(outline.order),
        after=page[-1] if len(below) > start + MOST_COMMENTS else 0,
        here=comment.pk,
        cut=above[0] if len(chain) > len(above) else 0,
        newest=max(outline.order, default=0),
    )


def chain_to(outline: Outline, number: int, root: int) -> list[int]:
    """What a comment answers, and what that does, from the post down."""
    chain: list[int] = []
    while (number := outline.parents.get(number, root)) != root:
        chain.append(number)
    return chain[::-1]


def talk_rest(viewer: Account | None, comment: Post, root: Post, after: int = 0) -> Talk:
    """What answers a comment, however deep, from behind `after`. One query."""
    outline = outline_of(viewer, root.pk)
    below = outline.under(comment.pk) if comment.pk in outline.depth else ()
    start = below.index(after) + 1 if after in below else 0
    page = below[start : start + MOST_COMMENTS]
    goes_on = len(below) > start + MOST_COMMENTS
    left = {comment.pk: len(below) - start - len(page)} if goes_on else {}
    return Talk(page, len(outline.order), page[-1] if goes_on else 0, below=comment.pk, more=left)


def talk_of(viewer: Account | None, root: Post, wanted: Collection[int]) -> Talk:
    """Some comments, with those that they stand below: what has to be drawn anew when these have changed. One query."""
    outline = outline_of(viewer, root.pk)
    there = [number for number in wanted if number in outline.depth and number != root.pk]
    drawn = {outline.at_depth(number, depth) for number in there for depth in range(1, LEVELS + 1)}
    ids = tuple(number for number in outline.order if number in drawn)
    more, places, newest = not_shown(outline, ids), places_in(outline, ids), max(outline.order, default=0)
    return Talk(ids, len(outline.order), newest=newest, more=more, places=places)


def branches(talk: Talk, found: dict[int, FullPost], root: FullPost, is_member: bool) -> list[Branch]:
    """The comments of a page, without those that a filter takes out; whatever the filters, the one that is `here`."""
    grown: list[Branch] = []
    for number in talk.ids:
        full = found.get(number)
        if full is None or (hides(full.matches, "thread") and number != talk.here):
            continue
        more, is_by_author = talk.more.get(number, 0), full.post.author.id == root.post.author.id
        comment = Comment(full, is_member, is_by_author, under_mine=root.post.is_mine, more=more)
        place = talk.places.get(number)
        if not grown or (place.parent_id if place else full.post.parent_id) in (root.post.id, None):
            grown.append(Branch(comment))
        else:
            parent = found.get(full.post.parent_id or 0)
            grown[-1].answers.append(placed(comment, grown[-1].top.id, parent))
    return grown


def placed(comment: Comment, top: int, parent: FullPost | None) -> Comment:
    """The comment below `top`; when it answers another one that is there, it says which."""
    if parent is None or parent.post.id == top:
        return comment
    return replace(comment, to_id=parent.post.id, to_name=parent.post.author.display_name)


def comment_parts(comment: Comment) -> dict[str, Any]:
    """What the template of a comment is given."""
    return {
        "comment": comment,
        "key": f"c{comment.id}",
        "number": comment.id,
        "filtered": warned(comment.full, "thread"),
        "may_remove": comment.under_mine and not comment.full.post.is_mine,
        **content(comment.full, "thread", comment.is_member, is_whole=False),
        **deeds(comment.full, comment.is_member),
    }
