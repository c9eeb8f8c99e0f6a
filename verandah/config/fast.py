"""Answers on the event loop what can be answered at once: where the database is a file, which nobody waits for."""

import logging

from asgiref.typing import HTTPScope
from django.conf import settings
from django.db import connection

from verandah.api.hot import frame
from verandah.api.hot.frame import Ready, Request
from verandah.base import reading
from verandah.base.reading import Direct

LOG = logging.getLogger(__name__)


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

    def answer(self, scope: HTTPScope) -> Ready | None:
        """The answer, or None when the request needs a thread."""
        if self.direct is None or scope["method"] != "GET" or not scope["path"].startswith("/api/"):
            return None
        request = request_of(scope)
        if request is None:
            return None
        try:
            with reading.by(self.direct):
                return frame.answer(request)
        except Exception:
            LOG.exception("What should be quick was not; a thread answers it.")
            return None


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
