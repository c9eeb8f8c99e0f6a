"""Sends files from the event loop, so that whoever watches a video slowly holds no thread."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any, cast

from asgiref.typing import (
    ASGIReceiveCallable,
    ASGISendCallable,
    ASGISendEvent,
    HTTPResponseStartEvent,
    HTTPScope,
    WebSocketScope,
)

from verandah.domain.media import files
from verandah.web import media
from verandah.web.media import BY_SERVER, PLACE

NAMED = PLACE.lower().encode()
# The body stays away; the heads must not tell how long it would have been.
FAILED = [(b"cache-control", b"no-store"), (b"content-length", b"0")]


def offering_files(scope: HTTPScope) -> HTTPScope:
    """The request as Django sees it, with the word that files need not go through a thread."""
    return {**scope, "extensions": {**(scope.get("extensions") or {}), BY_SERVER: {}}}


def is_for_files(scope: HTTPScope | WebSocketScope) -> bool:
    """Whether this is asked of the host that serves files and nothing else: no stream, no API."""
    return media.is_for_files(dict(scope["headers"]).get(b"host", b"").decode("latin-1"))


class Answer:
    """What Django answers. A file that it names instead of a body is sent afterwards."""

    def __init__(self, send: ASGISendCallable) -> None:
        self.out = send
        self.held: HTTPResponseStartEvent | None = None
        self.named = ""

    async def send(self, event: ASGISendEvent) -> None:
        if event["type"] == "http.response.start":
            self.named = dict(event["headers"]).get(NAMED, b"").decode("utf-8")
            if self.named:
                kept = [(name, value) for name, value in event["headers"] if name != NAMED]
                self.held = {**event, "headers": kept}
        if self.held is None:
            await self.out(event)

    async def send_file(self, receive: ASGIReceiveCallable) -> None:
        """Send the file, unless the answer is out already; until its end, or until nobody listens any more."""
        if self.held is None:
            return
        first, last, place = self.named.split(" ", 2)
        pieces = cast(AsyncGenerator[bytes], files.stream(place, int(first), int(last)))
        gone = asyncio.ensure_future(receive())
        try:
            piece = await anext(pieces, b"")
            await self.out(self.held)
            await self.send_pieces(piece, pieces, int(last) - int(first) + 1, gone)
        except OSError as error:
            await self.fail(error)
        finally:
            gone.cancel()
            await pieces.aclose()

    async def send_pieces(
        self, piece: bytes, pieces: AsyncGenerator[bytes], left: int, gone: asyncio.Future[Any]
    ) -> None:
        self.held = None
        while piece and not gone.done():
            left -= len(piece)
            await self.out({"type": "http.response.body", "body": piece, "more_body": left > 0})
            piece = await anext(pieces, b"")

    async def fail(self, error: OSError) -> None:
        """Say that it has been deleted in this very moment, or that its store does not answer.

        Behind a head that is out nothing more can be said: the connection ends before its time.
        """
        if self.held is None:
            raise error
        status = 404 if isinstance(error, FileNotFoundError) else 503
        await self.out({"type": "http.response.start", "status": status, "headers": FAILED, "trailers": False})
        await self.out({"type": "http.response.body", "body": b"", "more_body": False})
