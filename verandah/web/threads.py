"""What is shown of a conversation: comments under the post, and answers under them. Pure, but for one read of ids."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from verandah.domain.posts.conversation import MOST, conversation_around
from verandah.domain.posts.filters import hides
from verandah.domain.posts.full import FullPost

from .cards import content, deeds, warned

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account
    from verandah.domain.posts.models import Post

# Comments on one page.
MOST_COMMENTS = 100
# Of what a comment answers, so many stand above it on its own page.
MOST_ABOVE = 20


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment in its place. `to_id`, `to_name`: what it answers, where that is not what it stands below."""

    full: FullPost
    is_member: bool
    is_by_author: bool
    to_id: int = 0
    to_name: str = ""

    @property
    def id(self) -> int:
        return self.full.post.id


@dataclass(slots=True)
class Branch:
    """A comment, and all that answers it: deeper answers are indented no further."""

    top: Comment
    answers: list[Comment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Talk:
    """The comments on a page, as ids in the order they are read. `count`: of all that the viewer may see.

    `after`: the comment behind which the next page begins, and `here`: the one whose own page this is; or 0.
    """

    ids: tuple[int, ...]
    count: int
    after: int = 0
    here: int = 0


def talk_below(viewer: Account | None, root: Post, after: int) -> Talk:
    """The conversation about a post, from behind the comment `after`. One query."""
    below = conversation_around(viewer, root, 0, MOST).below
    start = below.index(after) + 1 if after in below else 0
    page = below[start : start + MOST_COMMENTS]
    return Talk(page, len(below), page[-1] if len(below) > start + MOST_COMMENTS else 0)


def talk_around(viewer: Account | None, comment: Post, root: Post) -> Talk:
    """A comment between what it answers and what answers it. Two queries."""
    around = conversation_around(viewer, comment, MOST_ABOVE, MOST_COMMENTS)
    above = tuple(number for number in around.above if number != root.pk)
    count = len(conversation_around(viewer, root, 0, MOST).below)
    return Talk((*above, comment.pk, *around.below), count, here=comment.pk)


def branches(talk: Talk, found: dict[int, FullPost], root: FullPost, is_member: bool) -> list[Branch]:
    """The comments of a page, without those that a filter takes out; whatever the filters, the one that is `here`."""
    grown: list[Branch] = []
    for number in talk.ids:
        full = found.get(number)
        if full is None or (hides(full.matches, "thread") and number != talk.here):
            continue
        comment = Comment(full, is_member, full.post.author.id == root.post.author.id)
        if not grown or full.post.parent_id in (root.post.id, None):
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
        **content(comment.full, "thread", comment.is_member, is_whole=False),
        **deeds(comment.full, comment.is_member),
    }
