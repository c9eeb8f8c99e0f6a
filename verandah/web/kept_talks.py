"""Comments as HTML, each rendered once for everyone to whom it looks the same, put together as they are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from verandah.domain.posts.conversation import Place, places_of
from verandah.domain.posts.full import FullPost

from .kept_cards import Effort, Sort, found_cards
from .tags import DrawnComment, Times
from .threads import Comment, Talk, comment_parts

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account
    from verandah.domain.posts.models import Post

# Where the answers stand in a comment that has room for them.
END = "</ul></li>"


class Spot(NamedTuple):
    """Where a comment stands, and what it says of that. All but the first as those of `threads.Comment`."""

    is_top: bool
    is_by_author: bool
    under_mine: bool = False
    to_id: int = 0
    to_name: str = ""
    more: int = 0


def thread_of(viewer: Account | None, talk: Talk, root: Post, effort: Effort) -> SafeString | None:
    """The comments of a page for a viewer without filters; None when it takes another look or more effort."""
    spots = spots_in(talk, root, talk.places or places_of(talk.ids), viewer is not None and viewer.id == root.author_id)
    sort = Sort(spots.get, lambda full, when: item(full, spots[full.post.id], viewer is not None, when))
    shown = found_cards(viewer, talk.ids, sort, effort)
    if shown is None or len(shown) != len(talk.ids):
        return None
    if talk.below:
        return mark_safe("".join(html for _number, html in shown))  # noqa: S308
    pieces: list[str] = []
    for number, html in shown:
        if spots[number].is_top:
            start, end, rest = html.rpartition(END)
            pieces += (start, end + rest)
        else:
            pieces.insert(-1, html)
    return mark_safe("".join(pieces))  # noqa: S308


def spots_in(talk: Talk, root: Post, places: Mapping[int, Place], under_mine: bool) -> dict[int, Spot]:
    """Where each comment of a page stands, as `threads.branches` finds it."""
    spots: dict[int, Spot] = {}
    top = talk.below
    for number in talk.ids:
        place = places[number]
        is_by_author = place.author_id == root.author_id
        if not top or (place.parent_id in (root.pk, None) and not talk.below):
            top = number
            spots[number] = Spot(True, is_by_author, under_mine)
            continue
        parent = place.parent_id if place.parent_id in places and place.parent_id != top else None
        to = (parent, places[parent].author_name) if parent else (0, "")
        spots[number] = Spot(False, is_by_author, under_mine, *to, talk.more.get(number, 0))
    return spots


def item(full: FullPost, spot: Spot, for_member: bool, when: Times) -> str:
    """A comment as an item of the list, without what answers it and is shown."""
    comment = Comment(full, for_member, *spot[1:])
    inside = render_to_string("components/comment.html", comment_parts(comment) | {"when": when})
    shown = DrawnComment(comment.id, comment.rev, comment.more, inside)
    return render_to_string("components/comment_item.html", {"comment": shown, "answers": ()})
