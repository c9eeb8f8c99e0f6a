"""Albums: pictures that someone has put together, in an order of their own, for whom they choose."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import uuid4

from django.http import HttpResponse

from verandah.actions import compiling
from verandah.actions.compiling import AlbumDraft
from verandah.base import limits
from verandah.base.errors import NotFound
from verandah.domain.albums import queries
from verandah.domain.albums.rules import MOST_ITEMS
from verandah.domain.albums.show import show_albums, show_items
from verandah.domain.posts.full import full_person

from .door import ApiRequest, MemberRequest, endpoint, open_endpoint, told
from .drafts import chosen_from
from .editing import audience_named
from .entities.album import AlbumJson, album, album_item
from .paging import listed, page_of
from .people import person

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


@endpoint("GET", "read:statuses")
def index(request: MemberRequest) -> HttpResponse:
    """My albums, newest first."""
    return page_of_albums(request, request.viewer)


@open_endpoint("GET", "read:statuses")
def of_person(request: ApiRequest, number: int) -> HttpResponse:
    """Someone's albums that I may see, newest first."""
    return page_of_albums(request, person(request, number))


@endpoint("POST", "write:statuses")
def create(request: MemberRequest) -> HttpResponse:
    """Make an album, with pictures in it if there are `media_ids`. The same Idempotency-Key: the same album."""
    limits.take("write", str(request.viewer.id))
    key = request.headers.get("Idempotency-Key", "") or uuid4().hex
    row = compiling.create(request.viewer, draft_from(request), sha256(key.encode("utf-8", "replace")).hexdigest())
    if ids := request.parameters.numbers("media_ids"):
        compiling.add(request.viewer, row.pk, ids)
    return one(request, row.pk)


@open_endpoint("GET", "read:statuses")
def show(request: ApiRequest, number: int) -> HttpResponse:
    """An album."""
    return one(request, number)


@endpoint("PUT", "write:statuses")
def change(request: MemberRequest, number: int) -> HttpResponse:
    """Change what an album says, for whom it is, or its cover. What is not named stays."""
    limits.take("write", str(request.viewer.id))
    compiling.change(request.viewer, number, draft_from(request))
    return one(request, number)


@endpoint("DELETE", "write:statuses")
def delete(request: MemberRequest, number: int) -> HttpResponse:
    """Delete an album. What is posted stays in its posts."""
    limits.take("write", str(request.viewer.id))
    compiling.delete(request.viewer, number)
    return told({})


@endpoint("POST", "write:statuses")
def restore(request: MemberRequest, number: int) -> HttpResponse:
    """Bring a deleted album back, for a day after it was deleted."""
    limits.take("write", str(request.viewer.id))
    compiling.restore(request.viewer, number)
    return one(request, number)


@open_endpoint("GET", "read:statuses")
def items(request: ApiRequest, number: int) -> HttpResponse:
    """What I may see in an album, in its order."""
    queries.visible_album(request.viewer, number)
    length = min(request.parameters.number("limit", 40), MOST_ITEMS) or 1
    offset = min(request.parameters.number("offset", 0), MOST_ITEMS)
    found = show_items(queries.item_ids(request.viewer, number, length, offset))
    return told([album_item(item) for item in found])


@endpoint("POST", "write:statuses")
def add(request: MemberRequest, number: int) -> HttpResponse:
    """Put files of mine at the end of an album: what I have posted, or sent for this."""
    limits.take("write", str(request.viewer.id))
    compiling.add(request.viewer, number, request.parameters.numbers("media_ids"))
    return one(request, number)


@endpoint("DELETE", "write:statuses")
def take_out(request: MemberRequest, number: int) -> HttpResponse:
    """Take files out of an album. What is in no post is thrown away."""
    limits.take("write", str(request.viewer.id))
    compiling.take_out(request.viewer, number, request.parameters.numbers("media_ids"))
    return one(request, number)


@endpoint("PUT", "write:statuses")
def arrange(request: MemberRequest, number: int) -> HttpResponse:
    """Put an album in order: these files first, the others behind them as before."""
    limits.take("write", str(request.viewer.id))
    compiling.arrange(request.viewer, number, request.parameters.numbers("media_ids"))
    return one(request, number)


def one(request: ApiRequest, number: int) -> HttpResponse:
    """The album as it is now. Raises NotFound."""
    found = albums(request, [number])
    if not found:
        raise NotFound
    return told(found[0])


def page_of_albums(request: ApiRequest, author: Account) -> HttpResponse:
    """Someone's albums, a page of them."""
    ids = queries.album_ids(request.viewer, author, page_of(request))
    return listed(request, albums(request, ids), ids)


def albums(request: ApiRequest, ids: Sequence[int]) -> list[AlbumJson]:
    """Those that the viewer may see, in the order given."""
    shown = show_albums(ids, request.viewer)
    return [album(row, full_person(request.viewer, row.author)) for row in shown]


def draft_from(request: MemberRequest) -> AlbumDraft:
    """What the app wants an album to be like."""
    asked = request.parameters
    return AlbumDraft(
        title=asked.text("title") if asked.has("title") else None,
        text=asked.text("text") if asked.has("text") else None,
        audience=audience_named(asked.text("audience")) if asked.has("audience") else None,
        list_ids=chosen_from(asked, "list_ids"),
        account_ids=chosen_from(asked, "account_ids"),
        cover_id=asked.number("cover_id", 0) if asked.has("cover_id") else None,
    )
