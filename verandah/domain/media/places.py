"""As part of what a file is shown. Its address holds only there, and only as long as that is for the same people."""

from typing import TYPE_CHECKING, NamedTuple

from verandah.base.errors import NotFound

from .rules import is_loose, is_open_to_all

if TYPE_CHECKING:
    from .models import Media

# Of a comment both count, its own audience and that of what it is about. What stands on a wall is never everyone's, as
# its owner may close the wall at any time.
ROOT = 10
WALL = 100


class Place(NamedTuple):
    """The number of a post, or of an album with a minus before it, and for whom that is."""

    number: int = 0
    audience: int = 0


# Before it is posted: its owner's own.
OWN = Place()


def in_post(post_id: int, audience: int, root_audience: int | None, wall_id: int | None) -> Place | None:
    """As part of a post that is there; None when everyone on the web may see it."""
    if wall_id is None and is_open_to_all(False, audience) and is_open_to_all(False, root_audience or audience):
        return None
    return Place(post_id, audience + ROOT * (root_audience or 0) + (WALL if wall_id else 0))


def place_of(row: "Media") -> Place | None:
    """Where a row, loaded with its post, what that is about, and its album, is shown now; None: to everyone.

    Raises NotFound when it is shown to nobody.
    """
    if row.is_profile:
        return None
    if is_loose(row):
        return OWN
    around = [row.post, row.post.root] if row.post else [row.album]
    if any(one is not None and one.deleted_at is not None for one in around):
        raise NotFound
    if row.post is not None:
        post, root = row.post, row.post.root
        wall_id = post.wall_id or (root.wall_id if root else None)
        return in_post(post.pk, post.audience, root.audience if root else None, wall_id)
    if row.album is None:
        raise NotFound
    return None if is_open_to_all(False, row.album.audience) else Place(-row.album.pk, row.album.audience)
