"""Writes pieces of files from the event loop, so that a slow line holds no thread; Django says where."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, ASGISendEvent, HTTPScope

from verandah.base.errors import Refusal
from verandah.base.pieces import CHUNK, Place, Writing
from verandah.base.resumable import BY_SERVER, PLACE, TooLarge
from verandah.streaming.server import refuse

from .requests import TIMEOUT, UPLOAD_TIMEOUT, Request, closing

NAMED = PLACE.lower().encode()

type Django = Callable[[HTTPScope, ASGIReceiveCallable, ASGISendCallable], Awaitable[None]]


@dataclass
class Said:
    """What Django answers, kept: it may be meant for us."""

    events: list[ASGISendEvent] = field(default_factory=list)

    async def keep(self, event: ASGISendEvent) -> None:
        self.events.append(event)

    @property
    def place(self) -> Place | None:
        """Where it wants the piece."""
        named = next((dict(e["headers"]).get(NAMED) for e in self.events if e["type"] == "http.response.start"), None)
        if not named:
            return None
        offset, most, path = named.decode().split(" ", 2)
        return Place(Path(path), int(offset), int(most))

    async def say(self, send: ASGISendCallable) -> None:
        for event in self.events:
            await send(event)


class Receiving:
    """Takes in pieces. Of two for one file the later one is meant: the line of the first has dropped unnoticed."""

    def __init__(self, django: Django) -> None:
        self.django = django
        self.turns: dict[Path, Turn] = {}

    async def __call__(self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        scope = {**scope, "method": "PATCH"}
        first = await self.ask(scope, written=False)
        if first.place is None:
            # Behind the piece that nobody has read, nothing more can be said on this connection.
            await first.say(closing(send))
            return
        if announced(scope) > first.place.most:
            await refuse(closing(send), TooLarge("This piece is larger than the rest of the file."))
            return
        turn = Turn(first.place)
        try:
            await self.have(turn, receive)
        except Refusal as refusal:
            await refuse(closing(send), refusal)
            return
        said = await self.ask(scope, written=True)
        if turn.is_whole:
            await said.say(send)
        elif not turn.is_gone:
            await said.say(closing(send))

    async def ask(self, scope: HTTPScope, written: bool) -> Said:
        """What Django says to the request without its piece."""
        extensions: dict[str, dict[object, object]] = {**(scope.get("extensions") or {})}
        extensions[BY_SERVER] = {"written": written}
        empty, said = Request(scope, b"", 0), Said()
        await self.django({**empty.scope, "extensions": extensions}, empty.receive, said.keep)
        return said

    async def have(self, turn: "Turn", receive: ASGIReceiveCallable) -> None:
        """Let it write, as soon as whoever wrote there before has let go. Raises Conflict."""
        path = turn.place.path
        before, self.turns[path] = self.turns.get(path), turn
        try:
            if before is not None:
                await before.end()
            await turn.take(receive)
        finally:
            turn.has_let_go.set()
            if self.turns.get(path) is turn:
                del self.turns[path]


class Turn:
    """One piece that is being written."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.is_over = asyncio.Event()
        self.has_let_go = asyncio.Event()
        # All of it has come; or its sender has left before that.
        self.is_whole = self.is_gone = False

    async def end(self) -> None:
        """Let go of the file, with what has come so far."""
        self.is_over.set()
        await self.has_let_go.wait()

    async def take(self, receive: ASGIReceiveCallable) -> None:
        """Write what comes, until its end, or until the line is gone or another one takes over. Raises Conflict."""
        try:
            writing = await asyncio.to_thread(Writing, self.place)
            try:
                async with asyncio.timeout(UPLOAD_TIMEOUT):
                    await self.write(receive, writing)
            except TimeoutError:
                self.is_whole = False
            finally:
                await asyncio.to_thread(writing.end)
        except FileNotFoundError:
            # It has been thrown away in this very moment, which Django will say.
            self.is_whole = False

    async def write(self, receive: ASGIReceiveCallable, writing: Writing) -> None:
        buffer, more = bytearray(), True
        over = asyncio.ensure_future(self.is_over.wait())
        try:
            while more:
                coming = asyncio.ensure_future(receive())
                await asyncio.wait({coming, over}, timeout=TIMEOUT, return_when=asyncio.FIRST_COMPLETED)
                if self.is_over.is_set() or not coming.done():
                    coming.cancel()
                    break
                message = coming.result()
                if message["type"] != "http.request":
                    self.is_gone = True
                    break
                buffer += message["body"]
                more = message["more_body"]
                if len(buffer) >= CHUNK or not more:
                    fits = await asyncio.to_thread(writing.write, bytes(buffer))
                    buffer.clear()
                    self.is_whole = fits and not more
                    more = more and fits
            if buffer:
                await asyncio.to_thread(writing.write, bytes(buffer))
        finally:
            over.cancel()


def announced(scope: HTTPScope) -> int:
    """How large the piece is, as far as that was said."""
    said = dict(scope["headers"]).get(b"content-length", b"0")
    return int(said) if said.isdigit() else 0
