"""Uploads that can break off and go on, in the words of tus 1.0: what a client may say, and what it is told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date
from django.utils.translation import gettext as _

from .errors import Refusal
from .pieces import Place

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,expiration"
PIECE = "application/offset+octet-stream"
WHOLE = re.compile(r"[0-9]{1,18}")
# The server names this among what it can do: it writes a piece itself, to the place that stands in the answer. Then it
# asks again, so that Django can say what came of it.
BY_SERVER, PLACE = "verandah.piece", "X-Receive"


class OtherVersion(Refusal):
    """The client speaks another version of the protocol."""

    status = 412


class NoPiece(Refusal):
    """What was sent says nothing of being a piece of a file."""

    status = 415


class TooLarge(Refusal):
    """More than is taken."""

    status = 413


class Ended(Refusal):
    """It was begun and can't be gone on with any more."""

    status = 410


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an upload is. `media_id`: what it has become, once all of it is here."""

    id: int
    offset: int
    length: int
    expires_at: datetime
    media_id: int | None = None


def most_bytes() -> int:
    """How large any file may be. Of what kind it is, nobody knows before it is here."""
    return int(max(settings.MOST_BYTES.values()))


def abilities() -> HttpResponse:
    """What this server can do, for whoever asks by OPTIONS."""
    said = {"Tus-Version": VERSION, "Tus-Extension": EXTENSIONS, "Tus-Max-Size": str(most_bytes())}
    return HttpResponse(status=204, headers={"Tus-Resumable": VERSION, **said})


def check_version(request: HttpRequest) -> None:
    """Raises OtherVersion."""
    if request.headers.get("Tus-Resumable") != VERSION:
        raise OtherVersion(_("This site speaks tus 1.0.0: say so in the header Tus-Resumable."))


def length_of(request: HttpRequest) -> int:
    """How large the file will be. Raises Refusal: without that nothing is begun."""
    return whole(request, "Upload-Length")


def offset_of(request: HttpRequest) -> int:
    """Where the piece belongs. Raises Refusal, NoPiece."""
    if request.headers.get("Content-Type", "") != PIECE:
        raise NoPiece(_("Send pieces as %(type)s.") % {"type": PIECE})
    return whole(request, "Upload-Offset")


def whole(request: HttpRequest, name: str) -> int:
    said = request.headers.get(name, "")
    if not WHOLE.fullmatch(said):
        raise Refusal(_("The header %(name)s must be a whole number.") % {"name": name})
    return int(said)


def told(progress: Progress, status: int, location: str = "") -> HttpResponse:
    """How far it is, as an answer."""
    headers = {
        "Tus-Resumable": VERSION,
        "Upload-Offset": str(progress.offset),
        "Upload-Length": str(progress.length),
        "Upload-Expires": http_date(progress.expires_at.timestamp()),
        "Cache-Control": "no-store",
    }
    if location:
        headers["Location"] = location
    if progress.media_id is not None:
        headers["Upload-Media-Id"] = str(progress.media_id)
    return HttpResponse(status=status, headers=headers)


def is_written_by_server(request: HttpRequest) -> bool:
    """Whether the server writes the piece, as soon as it is told where."""
    return BY_SERVER in server_says(request)


def is_written(request: HttpRequest) -> bool:
    """Whether the server has done so."""
    return bool(server_says(request).get(BY_SERVER, {}).get("written"))


def named(place: Place) -> HttpResponse:
    """Where the server shall write the piece."""
    return HttpResponse(status=204, headers={PLACE: f"{place.offset} {place.most} {place.path}"})


def server_says(request: HttpRequest) -> Mapping[str, dict[str, bool]]:
    """What the server has written on the request. Nothing of this comes from a client."""
    scope = request.META.get("asgi.scope") or {}
    return cast(Mapping[str, dict[str, bool]], scope.get("extensions") or {})
