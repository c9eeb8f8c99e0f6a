"""Making albums: a name and for whom, pictures sent for them or posted before, their order and cover, and the end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from verandah.actions import compiling
from verandah.actions.compiling import AlbumDraft
from verandah.base.errors import Invalid, NotFound
from verandah.base.paging import Page
from verandah.domain.albums import queries
from verandah.domain.albums.rules import KINDS, LONGEST_TEXT, LONGEST_TITLE
from verandah.domain.albums.show import ShownAlbum, show_albums, show_items

from .albums import printed, prints
from .audience_form import Menu, Picked, menu_for, menu_of, menu_sent, picked_from
from .files import brought, left_of, named, room, shown_files
from .paths import older_path
from .people import go
from .viewer import MemberRequest, is_partial, limited, members_only

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

LENGTH = 36
ANY = Menu()
DIGITS = 6


@dataclass(frozen=True, slots=True)
class AlbumForm:
    """What is written on an album, as its form shows it. `key` names this one filling of it."""

    key: str
    title: str = ""
    text: str = ""
    menu: Menu = ANY
    error: str = ""


@never_cache
@require_http_methods(["GET", "POST"])
@members_only
@limited("write")
def new(request: MemberRequest) -> HttpResponse:
    """A new album, and then what shall stand in it."""
    if request.method == "GET":
        return form_page(request, AlbumForm(uuid4().hex, menu=menu_of(request.viewer)))
    try:
        row = compiling.create(request.viewer, draft_from(request), request.POST.get("key", "")[:64] or uuid4().hex)
    except Invalid as error:
        return form_page(request, form_from(request, error.text))
    return redirect("album_add", number=row.pk)


@never_cache
@require_http_methods(["GET", "POST"])
@members_only
@limited("write")
def change(request: MemberRequest, number: int) -> HttpResponse:
    """What is written on an album, its order, its cover, and what shall not stand in it any more."""
    album = own(request.viewer, number)
    if request.method == "GET":
        form = AlbumForm("", album.title, album.text, menu_for(request.viewer, addressed(request.viewer, album)))
        return form_page(request, form, album)
    try:
        compiling.change(request.viewer, number, draft_from(request, album.cover.id if album.cover else 0))
    except Invalid as error:
        return form_page(request, form_from(request, error.text), album)
    compiling.take_out(request.viewer, number, named(request, "out"))
    compiling.arrange(request.viewer, number, order_from(request))
    messages.success(request, _("Your album is saved."))
    return redirect("album", username=request.viewer.username, number=number)


@never_cache
@require_http_methods(["GET", "POST"])
@members_only
@limited("write")
def add(request: MemberRequest, number: int) -> HttpResponse:
    """Put pictures into an album: new ones, and what has been posted before."""
    album = own(request.viewer, number)
    if request.method == "GET":
        return add_page(request, album)
    try:
        files = brought(request)
        ids = [*files.ids, *named(request, "posted")]
        if files.refused or "add" in request.POST:
            return add_page(request, album, files.error, files.ids)
        compiling.add(request.viewer, number, ids)
    except Invalid as error:
        return add_page(request, album, error.text, named(request, "media"))
    if ids:
        messages.success(request, _("Added to your album."))
    return go(request, reverse("album", args=[request.viewer.username, number]))


@never_cache
@require_http_methods(["GET", "POST"])
@members_only
@limited("write")
def delete(request: MemberRequest, number: int) -> HttpResponse:
    """Ask, then take the album away. What is posted stays in its posts."""
    if request.method == "GET":
        template = "components/album_delete.html" if is_partial(request) else "pages/album_delete.html"
        return render(request, template, {"album": own(request.viewer, number)})
    compiling.delete(request.viewer, number)
    messages.success(request, _("Album deleted."), extra_tags=f"unalbum-{number}")
    return go(request, reverse("profile_albums", args=[request.viewer.username]))


@require_POST
@members_only
@limited("write")
def restore(request: MemberRequest, number: int) -> HttpResponse:
    """Undo a deletion."""
    compiling.restore(request.viewer, number)
    messages.success(request, _("Your album is back."))
    return go(request, reverse("album", args=[request.viewer.username, number]))


def own(viewer: Account, number: int) -> ShownAlbum:
    """An album of the viewer's own. Raises NotFound."""
    found = [album for album in show_albums([number], viewer) if album.is_mine]
    if not found:
        raise NotFound
    return found[0]


def form_page(request: MemberRequest, form: AlbumForm, album: ShownAlbum | None = None) -> HttpResponse:
    """The form; that of an album that is there also has its pictures."""
    context = {
        "form": form,
        "album": album,
        "prints": prints(request.viewer, album.id) if album else [],
        "longest_title": LONGEST_TITLE,
        "longest_text": LONGEST_TEXT,
    }
    return render(request, "pages/album_form.html", context, status=422 if form.error else 200)


def add_page(
    request: MemberRequest, album: ShownAlbum, error: str = "", media_ids: list[int] | None = None
) -> HttpResponse:
    """What can be put into an album."""
    page = replace(Page.from_query(request.GET), length=LENGTH)
    ids = queries.offered_ids(request.viewer, album.id, KINDS, page)
    path = older_path(reverse("album_add", args=[album.id]), ids[-1] if ids else 0, len(ids), page)
    context = {
        "album": album,
        "files": shown_files(request.viewer, media_ids or []),
        "room": room(left_of(request.viewer)),
        "offered": printed(show_items(ids)),
        "older": path.partition("&")[0],
        "error": error,
    }
    return render(request, "pages/album_add.html", context, status=422 if error else 200)


def draft_from(request: MemberRequest, cover_id: int = 0) -> AlbumDraft:
    """What the form says. A cover that nobody has chosen goes on being the first picture, whichever that is."""
    cover = [number for number in named(request, "cover") if number != cover_id]
    picked = picked_from(request.viewer, request.POST)
    return AlbumDraft(
        title=request.POST.get("title", ""),
        text=request.POST.get("text", ""),
        audience=picked.audience,
        list_ids=picked.list_ids,
        account_ids=picked.account_ids,
        cover_id=cover[0] if cover and cover[0] not in named(request, "out") else None,
    )


def form_from(request: MemberRequest, error: str) -> AlbumForm:
    """The form as it was sent, with what was wrong with it."""
    asked = request.POST
    menu = menu_sent(request.viewer, asked)
    return AlbumForm(asked.get("key", "")[:64], asked.get("title", ""), asked.get("text", ""), menu, error)


def addressed(viewer: Account, album: ShownAlbum) -> Picked:
    """For whom an album of the viewer's is."""
    lists, people = queries.addressees(viewer, album.id)
    return Picked(album.audience, lists, people)


def order_from(request: MemberRequest) -> list[int]:
    """The pictures by the numbers that the form gives them; of the same number, as they stood."""
    numbers = named(request, "item")
    places = {number: request.POST.get(f"place-{number}", "")[:DIGITS] for number in numbers}
    return sorted(numbers, key=lambda number: int(text) if (text := places[number]).isdecimal() else 10**DIGITS)
