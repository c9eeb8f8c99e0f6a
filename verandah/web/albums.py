"""Albums: a tab of a profile, the page of each, and one picture of it large."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from verandah.base.errors import NotFound
from verandah.base.paging import Page
from verandah.domain.albums import queries
from verandah.domain.albums.rules import MOST_ITEMS
from verandah.domain.albums.show import ShownAlbum, ShownItem, show_albums, show_items
from verandah.domain.graph.queries import visible_account

from .gallery import Player, Tile, clock, player, single
from .paths import older_path
from .people import profile_page
from .viewer import WebRequest

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

LENGTH = 24
ROOM, WHOLE = "(width < 700px) 34vw, 227px", "(width < 1000px) 100vw, 960px"


@dataclass(frozen=True, slots=True)
class Cover:
    """An album as its cover shows it; one in which the viewer sees nothing has no picture."""

    album: ShownAlbum
    tile: Tile | None


@dataclass(frozen=True, slots=True)
class Print:
    """A picture or film of an album in its grid. `minutes`: how long a film is."""

    tile: Tile
    id: int
    post_id: int | None
    is_covered: bool
    is_film: bool
    minutes: str


@never_cache
@require_safe
def of_person(request: WebRequest, username: str) -> HttpResponse:
    """Someone's albums, as far as the viewer may see them."""
    account = visible_account(request.viewer, username)
    page = replace(Page.from_query(request.GET), length=LENGTH)
    ids = queries.album_ids(request.viewer, account, page)
    path = older_path(reverse("profile_albums", args=[username]), ids[-1] if ids else 0, len(ids), page)
    covers = [covered(album) for album in show_albums(ids, request.viewer)]
    return profile_page(request, account, "albums", {"covers": covers, "older": path.partition("&")[0]})


@never_cache
@require_safe
def album(request: WebRequest, username: str, number: int) -> HttpResponse:
    """What the viewer may see of an album, in its order."""
    shown = album_of(request.viewer, username, number)
    context = {"album": shown, "prints": prints(request.viewer, shown.id)}
    return render(request, "pages/album.html", context)


@never_cache
@require_safe
def item(request: WebRequest, username: str, number: int, media: int) -> HttpResponse:
    """One picture or film of an album, large, with the way to its neighbours."""
    shown = album_of(request.viewer, username, number)
    ids = queries.item_ids(request.viewer, shown.id, MOST_ITEMS)
    if media not in ids:
        raise NotFound
    found = next(iter(show_items([media])), None)
    if found is None:
        raise NotFound
    place = ids.index(media)
    context = {
        "album": shown,
        "tile": tile_of(found, WHOLE) if found.media.kind == "image" else None,
        "film": film(found),
        "post_id": found.post_id,
        "item_id": media,
        "is_covered": found.is_covered and "show" not in request.GET,
        "place": place + 1,
        "before": ids[place - 1] if place else 0,
        "after": ids[place + 1] if place + 1 < len(ids) else 0,
    }
    return render(request, "pages/album_item.html", context)


def album_of(viewer: Account | None, username: str, number: int) -> ShownAlbum:
    """The album of that number and person. Raises NotFound."""
    author = visible_account(viewer, username)
    found = show_albums([number], viewer) if queries.visible_album(viewer, number).author_id == author.id else []
    if not found:
        raise NotFound
    return found[0]


def prints(viewer: Account | None, number: int) -> list[Print]:
    """What the viewer sees in an album."""
    return printed(show_items(queries.item_ids(viewer, number, MOST_ITEMS)))


def printed(items: Sequence[ShownItem]) -> list[Print]:
    """How they stand in a grid."""
    return [
        Print(
            tile=tile_of(one, ROOM),
            id=one.media.id,
            post_id=one.post_id,
            is_covered=one.is_covered,
            is_film=one.media.kind != "image",
            minutes=clock(round(one.media.duration)) if one.media.duration and one.media.kind == "video" else "",
        )
        for one in items
    ]


def covered(shown: ShownAlbum) -> Cover:
    """An album as one picture. It needs no words of its own: the title stands below."""
    return Cover(shown, single(shown.cover, "", ROOM) if shown.cover else None)


def tile_of(one: ShownItem, room: str) -> Tile:
    """The picture, or the one that stands for a film."""
    is_film = one.media.kind != "image"
    undescribed = _("Video without a description") if is_film else _("Picture without a description")
    return single(one.media, one.media.description or undescribed, room)


def film(one: ShownItem) -> Player | None:
    """What plays, if it does."""
    return player(one.media) if one.media.kind != "image" else None
