"""As part of what a file is shown. Its address holds only there, and only as long as that is for the same people."""

from typing import TYPE_CHECKING, NamedTuple

from verandah.base.errors import NotFound
from verandah.domain.instance.switches import switches

from .rules import REMOVED, is_loose, is_open_to_all

if TYPE_CHECKING:
    from .models import Media

# Of a comment both count, its own audience and that of what it is about. What stands on a wall is never everyone's, as
# its owner may close the wall at any time.
ROOT = 10
WALL = 100
# What a decision has hidden is its author's alone: whoever has kept an address from before opens nothing with it.
HIDDEN = 1000


class Place(NamedTuple):
    """The number of a post, or of an album with a minus before it, and for whom that is."""

    number: int = 0
    audience: int = 0


# Before it is posted: its owner's own.
OWN = Place()


def in_post(
    post_id: int, audience: int, root_audience: int | None, wall_id: int | None, is_hidden: bool = False
) -> Place | None:
    """As part of a post that is there; None when everyone on the web may see it.

    Where nothing is for guests, nothing is for everyone on the web; nor is what a decision has hidden.
    """
    is_for_guests = switches().allows_guests and not is_hidden and wall_id is None
    if is_for_guests and is_open_to_all(False, audience) and is_open_to_all(False, root_audience or audience):
        return None
    apart = (WALL if wall_id else 0) + (HIDDEN if is_hidden else 0)
    return Place(post_id, audience + ROOT * (root_audience or 0) + apart)


def place_of(row: "Media") -> Place | None:
    """Where a row, loaded with its post, what that is about, and its album, is shown now; None: to everyone.

    Raises NotFound when it is shown to nobody.
    """
    if row.is_profile:
        return None
    if is_loose(row):
        return OWN
    around = [row.post, row.post.root] if row.post else [row.album]
    if any(one is not None and (one.deleted_at is not None or one.withheld == REMOVED) for one in around):
        raise NotFound
    if row.post is not None:
        post, root = row.post, row.post.root
        wall_id = post.wall_id or (root.wall_id if root else None)
        is_hidden = bool(post.withheld or (root and root.withheld))
        return in_post(post.pk, post.audience, root.audience if root else None, wall_id, is_hidden)
    if row.album is None:
        raise NotFound
    is_hidden = bool(row.album.withheld)
    is_open = switches().allows_guests and not is_hidden and is_open_to_all(False, row.album.audience)
    return None if is_open else Place(-row.album.pk, row.album.audience + (HIDDEN if is_hidden else 0))
