"""The straight way of apps to their door: in a thread, but past all of Django that is for browsers only.

The request is the one that Django would make, the door is the same, and so are the two middlewares that write headers
on its answers. Left out is the way there: streams of bytes between loop and thread, the list of all addresses, and
middlewares that let requests of apps pass.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple, cast

from a2wsgi.wsgi import build_environ
from asgiref.typing import HTTPScope
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.middleware.security import SecurityMiddleware
from django.urls import Resolver404, resolve

from verandah.api.door import Resource

# What is asked of the door and read as a whole. Files are taken in by Django piece by piece.
METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
WITH_FILES = b"multipart/"
# Numbers in an address lead to the same place as any other number.
NUMBER = re.compile(r"/[0-9]{1,19}(?=/|$)")
MOST_PLACES = 1024
# Posts, and how people stand to each other: where no write waits for anything but the database.
DEEDS = ("/api/v1/statuses", "/api/v1/accounts/")
BODILESS = frozenset({204, 304})


class Place(NamedTuple):
    """Where a request leads: what stands there, and the parts of the address that differ."""

    resource: Resource
    parts: Mapping[str, str]
    # Whether it is one of the short writes that make up nearly all of them.
    is_deed: bool


class Said(NamedTuple):
    """A whole answer."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class Call(WSGIRequest):
    """A request that knows already where it leads."""

    place: Place


def place_of(scope: HTTPScope) -> Place | None:
    """Where a request leads; None when it must go the usual way."""
    path = scope["path"]
    if settings.MAINTENANCE or scope["method"] not in METHODS or not path.startswith("/api/"):
        return None
    if dict(scope["headers"]).get(b"content-type", b"").startswith(WITH_FILES):
        return None
    found = resource_like(NUMBER.sub("/0", path))
    match = found[1].match(path.removeprefix("/")) if found else None
    if found is None or match is None:
        return None
    return Place(found[0], match.groupdict(), scope["method"] != "GET" and path.startswith(DEEDS))


@lru_cache(MOST_PLACES)
def resource_like(path: str) -> tuple[Resource, re.Pattern[str]] | None:
    """What stands at addresses like this one, and what they look like."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return (match.func, re.compile(match.route)) if isinstance(match.func, Resource) else None


def answer(scope: HTTPScope, body: bytes, place: Place) -> Said:
    """Ask the door, in a thread that has asked it before."""
    close_old_connections()
    return asked(scope, body, place)


def asked(scope: HTTPScope, body: bytes, place: Place) -> Said:
    """What the door says."""
    call = Call(cast(Any, build_environ(cast(Any, scope), cast(Any, BytesIO(body)))))
    call.place = place
    told = ASK(call)
    content = told.content
    headers = [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in told.items()]
    headers += [(b"set-cookie", cookie.OutputString().encode("latin1")) for cookie in told.cookies.values()]
    if told.status_code not in BODILESS:
        headers.append((b"content-length", b"%d" % len(content)))
    return Said(told.status_code, headers, content)


def at_the_door(request: HttpRequest) -> HttpResponse:
    place = cast(Call, request).place
    return place.resource(request, **place.parts)


# The middlewares between the door and the outside that have something to say, in the order of the settings.
ASK = cast(Any, SecurityMiddleware(ContentSecurityPolicyMiddleware(at_the_door)))
