"""Albums as a page or an app shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from verandah.domain.accounts.models import Account
from verandah.domain.accounts.show import ShownAccount, show_account
from verandah.domain.media.models import Media
from verandah.domain.media.places import place_of
from verandah.domain.media.show import ShownMedia, show_media
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.rules import audience_told

from .models import Album
from .queries import Face, faces


@dataclass(frozen=True, slots=True)
class ShownAlbum:
    """An album that a viewer may see. `count`: how many of its items they see; there may be more."""

    id: int
    rev: int
    author: ShownAccount
    title: str
    text: str
    audience: Audience
    is_mine: bool
    count: int
    cover: ShownMedia | None
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class ShownItem:
    """A picture or film in an album, and the post it stands in, if it does.

    `is_covered`: there it is shown only after a warning.
    """

    media: ShownMedia
    post_id: int | None
    is_covered: bool


def show_albums(ids: Sequence[int], viewer: Account | None) -> list[ShownAlbum]:
    """Those of the albums `ids` that `viewer` may see, in the order given. Three queries for any number."""
    seen = faces(viewer, ids)
    albums = {row.pk: row for row in Album.objects.select_related("author").filter(pk__in=seen)}
    covers = placed([face.cover_id for face in seen.values() if face.cover_id])
    found = [(albums[number], seen[number]) for number in ids if number in albums]
    return [show_album(album, face, covers.get(face.cover_id or 0), viewer) for album, face in found]


def show_album(album: Album, face: Face, cover: ShownItem | None, viewer: Account | None) -> ShownAlbum:
    """One row, as `viewer` sees it."""
    is_mine = viewer is not None and viewer.pk == album.author_id
    return ShownAlbum(
        id=album.pk,
        rev=album.rev,
        author=show_account(album.author),
        title=album.title,
        text=album.text,
        audience=audience_told(album.audience, is_mine),
        is_mine=is_mine,
        count=face.count,
        cover=cover.media if cover and not cover.is_covered else None,
        created_at=album.created_at,
        changed_at=album.changed_at,
    )


def show_items(ids: Sequence[int]) -> list[ShownItem]:
    """The files `ids`, which a query for the viewer has found, in the order given. One query."""
    found = placed(ids)
    return [found[number] for number in ids if number in found]


def placed(ids: Sequence[int]) -> dict[int, ShownItem]:
    """Files with addresses that open them where they stand now. One query."""
    rows = Media.objects.select_related("post__root", "album", "owner").filter(pk__in=ids) if ids else ()
    return {row.pk: ShownItem(show_media(row, place_of(row)), row.post_id, is_covered(row)) for row in rows}


def is_covered(row: Media) -> bool:
    """Whether its post, or staff for all that its owner shows, has said that not everyone may want to see it."""
    warned = row.post is not None and bool(row.post.is_sensitive or row.post.is_blurred or row.post.warning)
    return warned or row.is_blurred or row.owner.is_always_sensitive
