"""Files for whoever has their address. Nothing of a session is read here: apps fetch pictures as nobody."""

import re
from collections.abc import Callable, Iterator
from typing import IO

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import Resolver404, resolve

from verandah.base.errors import NotFound
from verandah.domain.media.files import Kept, kept
from verandah.domain.media.queries import fetchable
from verandah.domain.media.show import rendition_of

PREFIX = "/media/"
PIECE = 65_536
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
LOCKED = "default-src 'none'; sandbox"
# The server names this among what it can do: it sends a file itself, by the path that stands in the answer.
BY_SERVER, PATH = "verandah.file", "X-Sendfile"
NOT_FOUND = "There is no such file.\n"

type View = Callable[[HttpRequest], HttpResponseBase]
type Span = tuple[int, int]


def middleware(get_response: View) -> View:
    """Answer here what is a file. What follows is for pages."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(PREFIX):
            try:
                match = resolve(request.path_info)
            except Resolver404:
                return missing()
            if match.func is fetch:
                return fetch(request, **match.kwargs)
        return get_response(request)

    return answer


def fetch(request: HttpRequest, name: str, rendition: str, extension: str) -> HttpResponseBase:
    """A rendition of a file, or the part of it that is asked for."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    asked = request.GET
    try:
        row = fetchable(None, name, rendition, asked.get("e", ""), asked.get("s", ""))
        content_type = rendition_of(row, rendition, extension)
        found = kept(name, rendition, extension)
    except NotFound:
        return missing()
    age = "public, max-age=31536000, immutable" if row.is_profile else "private, max-age=86400"
    headers = {
        "ETag": f'"{row.name[:16]}-{rendition}-{row.rev}"',
        "Accept-Ranges": "bytes",
        "Cache-Control": age,
        "Content-Type": content_type,
        "Content-Disposition": "inline",
        "Content-Security-Policy": LOCKED,
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
    }
    return answered(request, found, headers)


def answered(request: HttpRequest, found: Kept, headers: dict[str, str]) -> HttpResponseBase:
    """The whole file, the part that is wanted, or only that nothing has changed."""
    if headers["ETag"] in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    wanted = request.headers.get("Range", "")
    if request.headers.get("If-Range", headers["ETag"]) != headers["ETag"]:
        wanted = ""
    span = span_of(wanted, found.size)
    if span is None:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{found.size}"})
    first, last = span
    status = 206 if RANGE.fullmatch(wanted) else 200
    if status == 206:
        headers["Content-Range"] = f"bytes {first}-{last}/{found.size}"
    headers["Content-Length"] = str(last - first + 1)
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers)
    if found.path and BY_SERVER in request.META.get("asgi.scope", {}).get("extensions", {}):
        return HttpResponse(status=status, headers={**headers, PATH: f"{first} {last} {found.path}"})
    return StreamingHttpResponse(pieces(found.open(), first, last), status=status, headers=headers)


def span_of(wanted: str, size: int) -> Span | None:
    """First and last byte of what is wanted: all, unless it is one range. None: there is nothing in that range."""
    found = RANGE.fullmatch(wanted)
    if found is None:
        return 0, size - 1
    first, last = found.groups()
    if not first:
        begin, end = (size - min(int(last or 0), size), size - 1)
    else:
        begin, end = int(first), min(int(last) if last else size - 1, size - 1)
    return (begin, end) if begin <= end else None


def pieces(file: IO[bytes], first: int, last: int) -> Iterator[bytes]:
    """The bytes of a file from `first` to `last`."""
    with file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece


def missing() -> HttpResponse:
    """The same for what never was, what is gone, and what is not for everyone."""
    return HttpResponse(NOT_FOUND, status=404, content_type="text/plain", headers={"Cache-Control": "no-store"})
