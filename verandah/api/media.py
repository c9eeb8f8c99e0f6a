"""Media: upload a file, say what it shows, ask whether it is ready; and the pictures of a profile."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext as _

from verandah.actions import captioning, picturing, uploading
from verandah.actions.uploading import Details, Focus
from verandah.base import limits
from verandah.base.errors import Invalid
from verandah.domain.media.places import place_of
from verandah.domain.media.queries import own_media
from verandah.domain.media.rules import sentence
from verandah.domain.media.show import show_media

from .door import MemberRequest, endpoint, told
from .entities.media import media_attachment
from .profile import credentials

if TYPE_CHECKING:
    from verandah.domain.media.models import Media


@endpoint("POST", "write:media")
def create(request: MemberRequest) -> HttpResponse:
    """Upload a file. 200: it is ready; 202: it is being made, and has no address until then."""
    return accepted(request, at_once=False)


@endpoint("POST", "write:media")
def create_at_once(request: MemberRequest) -> HttpResponse:
    """Upload a file the old way: pictures are ready when this answers."""
    return accepted(request, at_once=True)


@endpoint("GET", "write:media")
def show(request: MemberRequest, number: int) -> HttpResponse:
    """A file of mine that is in no post yet. 206: it is still being made."""
    return answered(own_media(request.viewer, number), waiting=206)


@endpoint("PUT", "write:media")
def change(request: MemberRequest, number: int) -> HttpResponse:
    """Say something else of a file before it is posted."""
    return answered(uploading.describe(request.viewer, number, details_of(request)), waiting=200)


@endpoint("DELETE", "write:media")
def delete(request: MemberRequest, number: int) -> HttpResponse:
    """Throw away a file that is in no post."""
    uploading.throw_away(request.viewer, number)
    return told({})


@endpoint("DELETE", "write:accounts")
def delete_avatar(request: MemberRequest) -> HttpResponse:
    """Have no picture of mine any more."""
    picturing.remove_picture(request.viewer, "avatar")
    return credentials(request)


@endpoint("DELETE", "write:accounts")
def delete_header(request: MemberRequest) -> HttpResponse:
    """Have no picture over my profile any more."""
    picturing.remove_picture(request.viewer, "header")
    return credentials(request)


@endpoint("POST", "write:media")
def caption(request: MemberRequest, number: int) -> HttpResponse:
    """Have a video or a sound of mine say in writing what is said in it."""
    limits.take("upload", str(request.viewer.id))
    asked = request.parameters
    language, label, sent = asked.text("language"), asked.text("label"), asked.file("file")
    return captioned(captioning.add_captions(request.viewer, number, language, label, sent))


@endpoint("DELETE", "write:media")
def take_captions(request: MemberRequest, number: int, name: str) -> HttpResponse:
    """Have it say nothing in this language any more."""
    return captioned(captioning.remove_captions(request.viewer, number, name))


def captioned(row: Media) -> HttpResponse:
    """The file, as it is shown where it is."""
    return told(media_attachment(show_media(row, place_of(row))))


def accepted(request: MemberRequest, at_once: bool) -> HttpResponse:
    """Take the file in. The limit is counted before anything is done with it."""
    limits.take("upload", str(request.viewer.id))
    row = uploading.accept(request.viewer, request.parameters.file("file"), details_of(request), at_once)
    return answered(row, waiting=202)


def answered(row: Media, waiting: int) -> HttpResponse:
    """The file, with the status that says how far it is. Raises Invalid when nothing could be made of it."""
    shown = show_media(row)
    if shown.state == "failed":
        raise Invalid("file", sentence(row.failure))
    return told(media_attachment(shown), status=200 if shown.state == "ready" else waiting)


def details_of(request: MemberRequest) -> Details:
    """What is said of the file. Raises Invalid for a focus that is none."""
    asked = request.parameters
    return Details(
        description=asked.text("description") if asked.has("description") else None,
        focus=focus_of(asked.text("focus")) if asked.text("focus") else None,
        thumbnail=asked.file("thumbnail"),
    )


def focus_of(text: str) -> Focus:
    """`0.0,0.5` as two numbers; beyond the edge means at the edge."""
    try:
        across, up = (float(part) for part in text.split(","))
    except ValueError:
        across = up = math.nan
    if math.isnan(across) or math.isnan(up):
        raise Invalid("focus", _("The focus is two numbers from -1 to 1, such as 0.0,0.5."))
    return max(-1.0, min(1.0, across)), max(-1.0, min(1.0, up))
