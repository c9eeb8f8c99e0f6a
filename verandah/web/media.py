"""Files for whoever has their address. Nothing of a session is read here: apps fetch pictures as nobody."""

import re
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import Resolver404, resolve

from verandah.base.errors import NotFound
from verandah.domain.instance.modes import Mode, mode_now
from verandah.domain.links.queries import image_of
from verandah.domain.media.files import Kept, kept, pieces
from verandah.domain.media.queries import fetchable
from verandah.domain.media.renditions import SCRUB, type_of
from verandah.domain.media.show import small_pictures
from verandah.domain.media.signing import PREFIX

ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
LOCKED = "default-src 'none'; sandbox"
# Whoever has fetched what is for everyone need not ask again, as each change has another address. Caches that serve
# many must, within a minute: removed means gone. What is for some is asked for anew after a minute, and then it
# costs no more than the answer that nothing has changed.
FOR_ALL = "public, max-age=31536000, s-maxage=60, immutable"
FOR_SOME = "private, max-age=60"
# The server names this among what it can do: it sends a file itself, by the place that stands in the answer.
BY_SERVER, PLACE = "verandah.file", "X-Sendfile"
NOT_FOUND = "There is no such file.\n"
NOT_NOW = "This file cannot be fetched at the moment. Try again in a little while.\n"

type View = Callable[[HttpRequest], HttpResponseBase]
type Span = tuple[int, int]


def middleware(get_response: View) -> View:
    """Answer here what is a file, on the host that files have, where there is one. What follows is for pages."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if is_for_files(request.META.get("HTTP_HOST", "")):
            file = None if mode_now().mode is Mode.CLOSED else file_at(request.path_info)
            return file(request) if file else missing()
        file = file_at(request.path_info)
        if file is None:
            return get_response(request)
        if mode_now().mode is Mode.CLOSED:
            return missing()
        return elsewhere(request) if settings.MEDIA_ORIGIN else file(request)

    return answer


def is_for_files(host: str) -> bool:
    """Whether this host serves files and nothing else."""
    return bool(settings.MEDIA_ORIGIN) and host.lower() == settings.MEDIA_ORIGIN.split("://", 1)[1].lower()


def elsewhere(request: HttpRequest) -> HttpResponse:
    """Where the file is, if there is one: addresses that were told before files had a host of their own go on."""
    address = settings.MEDIA_ORIGIN + request.get_full_path()
    return HttpResponse(status=307, headers={"Location": address, "Cache-Control": "no-store"})


def file_at(path: str) -> View | None:
    """What answers at this path, if it is the address of a file; there are others that begin like it."""
    if not path.startswith(PREFIX):
        return None
    try:
        match = resolve(path)
    except Resolver404:
        return lambda _request: missing()
    return partial(match.func, **match.kwargs) if match.func in (fetch, fetch_of_link) else None


def fetch(request: HttpRequest, name: str, rendition: str, extension: str) -> HttpResponseBase:
    """A rendition of a file, or the part of it that is asked for."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    asked = request.GET
    try:
        opened = fetchable(None, name, rendition, asked.get("e", ""), asked.get("s", ""))
        content_type = type_of(opened.row, rendition, extension)
        if (rendition, extension) == (SCRUB, "vtt"):
            headers = {"Content-Type": content_type, "Cache-Control": FOR_SOME, "Access-Control-Allow-Origin": "*"}
            return HttpResponse(small_pictures(opened.row), headers={"Content-Security-Policy": LOCKED, **headers})
        found = kept(name, rendition, extension)
    except NotFound:
        return missing()
    except OSError:
        return said(NOT_NOW, 503)
    tag = f'"{opened.row.name[:16]}-{rendition}-{opened.row.rev}"'
    age = FOR_ALL if opened.is_open else FOR_SOME
    return answered(request, found, headers_for(tag, age, content_type))


def fetch_of_link(request: HttpRequest, name: str, extension: str) -> HttpResponseBase:
    """The picture of a page that some post links to: for whoever was told its address, which nobody can guess."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    try:
        content_type = image_of(None, name, extension)
        found = kept(name, "full", extension)
    except NotFound:
        return missing()
    except OSError:
        return said(NOT_NOW, 503)
    return answered(request, found, headers_for(f'"{name[:16]}-link"', FOR_ALL, content_type))


def headers_for(tag: str, age: str, content_type: str) -> dict[str, str]:
    """What is told with every file: that it is one, and nothing that runs."""
    return {
        "ETag": tag,
        "Accept-Ranges": "bytes",
        "Cache-Control": age,
        "Content-Type": content_type,
        "Content-Disposition": "inline",
        "Content-Security-Policy": LOCKED,
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
        "X-Robots-Tag": "noindex",
    }


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
    status = 206 if wanted.startswith("bytes=") else 200
    if status == 206:
        headers["Content-Range"] = f"bytes {first}-{last}/{found.size}"
    headers["Content-Length"] = str(last - first + 1)
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers)
    if BY_SERVER in request.META.get("asgi.scope", {}).get("extensions", {}):
        return HttpResponse(status=status, headers={**headers, PLACE: f"{first} {last} {found.place}"})
    return StreamingHttpResponse(pieces(found.place, first, last), status=status, headers=headers)


def span_of(wanted: str, size: int) -> Span | None:
    """First and last byte of what is wanted: all, unless a range is. None: several are, or nothing is in that one."""
    if not wanted.startswith("bytes="):
        return 0, size - 1
    found = ONE_RANGE.fullmatch(wanted)
    if found is None:
        return None
    first, last = found.groups()
    if not first:
        begin, end = (size - min(int(last or 0), size), size - 1)
    else:
        begin, end = int(first), min(int(last) if last else size - 1, size - 1)
    return (begin, end) if begin <= end else None


def missing() -> HttpResponse:
    """The same for what never was, what is gone, and what is not for everyone."""
    return said(NOT_FOUND, 404)


def said(text: str, status: int) -> HttpResponse:
    """A sentence that no cache keeps."""
    headers = {"Cache-Control": "no-store", "Content-Security-Policy": LOCKED}
    return HttpResponse(text, status=status, content_type="text/plain", headers=headers)
