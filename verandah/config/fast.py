"""Answers on the event loop what can be answered at once: where the database is a file, which nobody waits for."""

import logging
from collections.abc import Callable
from functools import partial

from asgiref.typing import HTTPScope
from django.conf import settings
from django.db import connection

from verandah.api.cors import EXPOSED, PAGES
from verandah.api.hot import frame
from verandah.api.hot.frame import Ready, Request
from verandah.base import reading
from verandah.base.reading import Direct
from verandah.web.quick import frame as pages
from verandah.web.quick.frame import Ready as Page
from verandah.web.quick.visit import Asked

LOG = logging.getLogger(__name__)
OPEN = ((b"access-control-allow-origin", b"*"), (b"access-control-expose-headers", EXPOSED.encode()))


class FastLane:
    """The event loop's own connection, and the way to it. Until it is open, and with PostgreSQL, there is no answer."""

    def __init__(self) -> None:
        self.direct: Direct | None = None

    def open(self) -> None:
        """To be called on the loop."""
        if connection.vendor == "sqlite" and not settings.MAINTENANCE:
            self.direct = Direct(str(connection.settings_dict["NAME"]))

    def close(self) -> None:
        """Twice: the same."""
        if self.direct is not None:
            self.direct.close()
            self.direct = None

    def answer(self, scope: HTTPScope) -> Ready | Page | None:
        """The answer, or None when the request needs a thread."""
        if self.direct is None or scope["method"] != "GET":
            return None
        answer = way_to(scope)
        if answer is None:
            return None
        try:
            with reading.by(self.direct):
                return answer()
        except Exception:
            LOG.exception("What should be quick was not; a thread answers it.")
            return None


def way_to(scope: HTTPScope) -> Callable[[], Ready | Page | None] | None:
    """Who can answer this at once: what apps ask, or a page that is asked for without parameters."""
    path = scope["path"]
    if path.startswith("/api/"):
        request = request_of(scope)
        return partial(frame.answer, request) if request else None
    if scope["query_string"] or not pages.serves(path):
        return None
    asked = page_of(scope)
    return partial(page, asked) if asked else None


def page(asked: Asked) -> Page | None:
    """A page at once; one about a person may be read by other sites, as `cors.middleware` says."""
    ready = pages.answer(asked)
    if ready and asked.path.startswith(PAGES):
        ready.headers.extend(OPEN)
    return ready


def page_of(scope: HTTPScope) -> Asked | None:
    """Which page is asked for; None for what has a body, or a header twice that should be there once."""
    headers = dict(scope["headers"])
    if len(headers) != len(list(scope["headers"])) or b"content-length" in headers or b"transfer-encoding" in headers:
        return None
    return Asked(scope["path"], headers, is_secure(headers))


def request_of(scope: HTTPScope) -> Request | None:
    """What is asked; None for what has a body, because that may say more."""
    headers = dict(scope["headers"])
    if b"transfer-encoding" in headers or headers.get(b"content-length", b"0") != b"0":
        return None
    client = scope["client"]
    return Request(
        scope["path"],
        scope["query_string"],
        headers.get(b"authorization"),
        client[0] if client else "",
        is_secure(headers),
    )


def is_secure(headers: dict[bytes, bytes]) -> bool:
    """As Django finds it out."""
    if settings.SECURE_PROXY_SSL_HEADER is None:
        return False
    return headers.get(b"x-forwarded-proto", b"").split(b",")[0].strip() == b"https"
