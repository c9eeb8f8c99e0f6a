"""Which albums there are for a viewer, and what they see in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from verandah.base.errors import NotFound
from verandah.base.ids import comma_list
from verandah.base.paging import HIGHEST, Page
from verandah.base.reading import rows
from verandah.domain.accounts.models import Account
from verandah.domain.graph.queries import PRESENT
from verandah.domain.media.models import State
from verandah.domain.posts.queries import VISIBLE, viewer_id
from verandah.domain.posts.visible import named_album

from .models import Album, AlbumAudience

# The one rule, about an album instead of a post: it says of itself for whom it is in the same words.
ALBUM_VISIBLE = named_album("al")

# What stands in a post is seen in an album only by who sees the post as well, whatever the album says; what was sent
# to an album alone is seen by who sees the album.
ITEM_VISIBLE = f"""(m.state = {State.READY:d} AND m.is_withheld = false AND ((m.post_id IS NULL AND m.album_id = al.id)
    OR EXISTS (SELECT 1 FROM verandah_post p WHERE p.id = m.post_id AND {VISIBLE})))"""  # noqa: S608

IN_ALBUM = """verandah_albumitem i JOIN verandah_media m ON m.id = i.media_id"""

OF_PERSON = f"""
SELECT al.id FROM verandah_album al JOIN verandah_account a ON a.id = al.author_id
WHERE al.author_id = %(author)s AND al.id < %(before)s AND al.id > %(after)s AND {ALBUM_VISIBLE} AND {PRESENT}
ORDER BY al.id DESC LIMIT %(length)s"""  # noqa: S608

ONE = f"""SELECT al.id FROM verandah_album al JOIN verandah_account a ON a.id = al.author_id
WHERE al.id = %(album)s AND {ALBUM_VISIBLE} AND {PRESENT}"""  # noqa: S608

# How many items the viewer sees, and which of them stands for the album.
FACES = f"""
SELECT al.id, (SELECT count(*) FROM {IN_ALBUM} WHERE i.album_id = al.id AND {ITEM_VISIBLE}),
    (SELECT m.id FROM {IN_ALBUM} WHERE i.album_id = al.id AND {ITEM_VISIBLE}
        ORDER BY (m.id = COALESCE(al.cover_id, 0)) DESC, i.position, i.id LIMIT 1)
FROM verandah_album al WHERE al.id IN ({{ids}}) AND {ALBUM_VISIBLE}"""  # noqa: S608

ITEMS = f"""
SELECT m.id FROM verandah_album al CROSS JOIN {IN_ALBUM}
WHERE al.id = %(album)s AND i.album_id = al.id AND {ALBUM_VISIBLE} AND {ITEM_VISIBLE}
ORDER BY i.position, i.id LIMIT %(length)s OFFSET %(offset)s"""  # noqa: S608

# What the viewer has posted and can put into an album of theirs, newest first.
OFFERED = f"""
SELECT m.id FROM verandah_media m JOIN verandah_post p ON p.id = m.post_id
WHERE m.owner_id = %(viewer)s AND p.author_id = %(viewer)s AND m.state = {State.READY:d} AND m.is_withheld = false
  AND m.kind IN ({{kinds}})
  AND m.id < %(before)s AND m.id > %(after)s AND {VISIBLE}
  AND NOT EXISTS (SELECT 1 FROM verandah_albumitem i WHERE i.album_id = %(album)s AND i.media_id = m.id)
ORDER BY m.id DESC LIMIT %(length)s"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Face:
    """What a viewer sees of an album from outside: how many items, and the one that stands for it."""

    count: int
    cover_id: int | None


def album_ids(viewer: Account | None, author: Account, page: Page) -> list[int]:
    """The albums of `author` that `viewer` may see, newest first."""
    bounds = {"author": author.id, "before": page.before, "after": page.after, "length": page.length}
    found = rows(page.ordered(OF_PERSON), {"viewer": viewer_id(viewer), **bounds})
    return page.newest_first([row[0] for row in found])


def visible_album(viewer: Account | None, album_id: int) -> Album:
    """The album with its author. Raises NotFound when there is none or `viewer` may not see it: both look the same."""
    if not 0 < album_id < HIGHEST or not rows(ONE, {"viewer": viewer_id(viewer), "album": album_id}):
        raise NotFound
    found = Album.objects.select_related("author").filter(pk=album_id).first()
    if found is None:
        raise NotFound
    return found


def own_album(viewer: Account, album_id: int) -> Album:
    """An album of the viewer's own that is there. Raises NotFound."""
    album = visible_album(viewer, album_id)
    if album.author_id != viewer.id:
        raise NotFound
    return album


def faces(viewer: Account | None, ids: Sequence[int]) -> dict[int, Face]:
    """Those of the albums `ids` that `viewer` may see, from outside. One query."""
    if not ids:
        return {}
    found = rows(FACES.format(ids=comma_list(ids)), {"viewer": viewer_id(viewer)})
    return {number: Face(count, cover) for number, count, cover in found}


def addressees(viewer: Account, album_id: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The lists and the people behind an album of the viewer's own; of others none."""
    behind = AlbumAudience.objects.filter(album=album_id, album__author=viewer).order_by("pk")
    found = list(behind.values_list("people_list_id", "account_id"))
    lists = tuple(number for number, _account in found if number)
    return lists, tuple(number for _list, number in found if number)


def item_ids(viewer: Account | None, album_id: int, length: int, offset: int = 0) -> list[int]:
    """What `viewer` sees in an album, in its order."""
    bounds = {"album": album_id, "length": length, "offset": offset}
    return [row[0] for row in rows(ITEMS, {"viewer": viewer_id(viewer), **bounds})]


def offered_ids(viewer: Account, album_id: int, kinds: Sequence[int], page: Page) -> list[int]:
    """What `viewer` has posted and can still put into an album of theirs, newest first."""
    bounds = {"album": album_id, "before": page.before, "after": page.after, "length": page.length}
    sql = page.ordered(OFFERED.format(kinds=comma_list(kinds)))
    return page.newest_first([row[0] for row in rows(sql, {"viewer": viewer.id, **bounds})])
