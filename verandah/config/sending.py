"""Sends files from the event loop, so that whoever watches a video slowly holds no thread."""

import asyncio
from pathlib import Path
from typing import IO, Any

from asgiref.typing import (
    ASGIReceiveCallable,
    ASGISendCallable,
    ASGISendEvent,
    HTTPResponseStartEvent,
    HTTPScope,
)

from verandah.web.media import BY_SERVER, PATH

PIECE = 262_144
NAMED = PATH.lower().encode()


def offering_files(scope: HTTPScope) -> HTTPScope:
    """The request as Django sees it, with the word that files need not go through a thread."""
    return {**scope, "extensions": {**(scope.get("extensions") or {}), BY_SERVER: {}}}


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
        first, last, path = self.named.split(" ", 2)
        try:
            file = await asyncio.to_thread(Path(path).open, "rb")
        except OSError:
            # It was deleted in this very moment.
            await self.out({"type": "http.response.start", "status": 404, "headers": [], "trailers": False})
            await self.out({"type": "http.response.body", "body": b"", "more_body": False})
            return
        gone = asyncio.ensure_future(receive())
        try:
            await self.out(self.held)
            await self.send_pieces(file, int(first), int(last) - int(first) + 1, gone)
        finally:
            gone.cancel()
            file.close()

    async def send_pieces(self, file: IO[bytes], first: int, left: int, gone: asyncio.Future[Any]) -> None:
        file.seek(first)
        while left > 0 and not gone.done():
            piece = await asyncio.to_thread(file.read, min(PIECE, left))
            if not piece:
                break
            left -= len(piece)
            await self.out({"type": "http.response.body", "body": piece, "more_body": left > 0})
