"""All photos and all videos of a person, as far as the viewer may see them."""

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

from verandah.base.paging import Page
from verandah.domain.graph.queries import visible_account
from verandah.domain.posts.pictures import CONTEXT, FILMS, PICTURES, Found, files_of

from .cards import blurred, warned
from .gallery import Tile, clock, single
from .paths import older_path
from .people import profile_page
from .viewer import WebRequest, is_partial

if TYPE_CHECKING:
    from verandah.domain.media.models import Kind

LENGTH = 36
ROOM = "(width < 700px) 34vw, 227px"


@dataclass(frozen=True, slots=True)
class Print:
    """A picture of an album. One that is covered shows only where it is; `minutes`: how long a film is."""

    tile: Tile
    post_id: int
    is_covered: bool
    is_film: bool
    minutes: str


@never_cache
@require_safe
def photos(request: WebRequest, username: str) -> HttpResponse:
    """Someone's photos."""
    return album(request, username, "photos", PICTURES)


@never_cache
@require_safe
def videos(request: WebRequest, username: str) -> HttpResponse:
    """Someone's videos."""
    return album(request, username, "videos", FILMS)


def album(request: WebRequest, username: str, tab: str, kinds: Sequence[Kind]) -> HttpResponse:
    """A tab of a profile with a grid; the rest of it for whoever asks for older ones."""
    account = visible_account(request.viewer, username)
    page = replace(Page.from_query(request.GET), length=LENGTH)
    found = files_of(request.viewer, account, kinds, page)
    path = older_path(reverse(f"profile_{tab}", args=[username]), found.last_id, found.count, page)
    context = {
        "prints": [printed(one) for one in found.found],
        "older": path.partition("&")[0],
        "is_first": "before" not in request.GET,
    }
    if is_partial(request) and not context["is_first"]:
        return render(request, "components/older_pictures.html", context)
    return profile_page(request, account, tab, context)


def printed(found: Found) -> Print:
    """How one stands in the grid."""
    post, media = found.full.post, found.media
    is_film = media.kind != "image"
    undescribed = _("Video without a description") if is_film else _("Picture without a description")
    return Print(
        tile=single(media, media.description or undescribed, ROOM),
        post_id=post.id,
        is_covered=bool(
            post.warning or post.is_sensitive or warned(found.full, CONTEXT) or blurred(found.full, CONTEXT)
        ),
        is_film=is_film,
        minutes=clock(round(media.duration or 0)) if is_film and media.duration else "",
    )
