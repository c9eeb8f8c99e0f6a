"""Comments as HTML, each rendered once for everyone to whom it looks the same, put together as they are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from verandah.domain.posts.conversation import Place, places_of
from verandah.domain.posts.full import FullPost

from .kept_cards import Effort, Sort, found_cards
from .tags import ShownCard, Times
from .threads import Comment, Talk, comment_parts

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account
    from verandah.domain.posts.models import Post

# Where the answers stand in a comment that has room for them.
END = "</ul></li>"


class Spot(NamedTuple):
    """Where a comment stands, and what it says of that. `to_id`, `to_name`: as those of `threads.Comment`."""

    is_top: bool
    is_by_author: bool
    to_id: int = 0
    to_name: str = ""


def thread_of(viewer: Account | None, talk: Talk, root: Post, effort: Effort) -> SafeString | None:
    """The comments of a page for a viewer without filters; None when it takes another look or more effort."""
    spots = spots_in(talk, root, places_of(talk.ids))
    sort = Sort(spots.get, lambda full, when: item(full, spots[full.post.id], viewer is not None, when))
    shown = found_cards(viewer, talk.ids, sort, effort)
    if shown is None or len(shown) != len(talk.ids):
        return None
    pieces: list[str] = []
    for number, html in shown:
        if spots[number].is_top:
            start, end, rest = html.rpartition(END)
            pieces += (start, end + rest)
        else:
            pieces.insert(-1, html)
    return mark_safe("".join(pieces))  # noqa: S308


def spots_in(talk: Talk, root: Post, places: Mapping[int, Place]) -> dict[int, Spot]:
    """Where each comment of a page stands, as `threads.branches` finds it."""
    spots: dict[int, Spot] = {}
    top = 0
    for number in talk.ids:
        place = places[number]
        is_by_author = place.author_id == root.author_id
        if not top or place.parent_id in (root.pk, None):
            top = number
            spots[number] = Spot(True, is_by_author)
            continue
        parent = place.parent_id if place.parent_id in places and place.parent_id != top else None
        to = (parent, places[parent].author_name) if parent else (0, "")
        spots[number] = Spot(False, is_by_author, *to)
    return spots


def item(full: FullPost, spot: Spot, for_member: bool, when: Times) -> str:
    """A comment as an item of the list, without what answers it."""
    comment = Comment(full, for_member, spot.is_by_author, spot.to_id, spot.to_name)
    inside = render_to_string("components/comment.html", comment_parts(comment) | {"when": when})
    context = {"comment": ShownCard(comment.id, inside), "is_top": spot.is_top, "answers": ()}
    return render_to_string("components/comment_item.html", context)
