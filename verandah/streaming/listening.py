"""One open stream of an app: what it wants to hear, and what waits to be sent to it."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import lru_cache
from json import dumps

from verandah.api.scopes import covers
from verandah.domain.accounts.tokens import Bearer

from .wanted import NOTICES_READ, Wanted

MOST_UNSENT = 64

# How a stream is ended, in the numbers of the WebSocket protocol.
GOING_AWAY = 1001
NO_LONGER_ALLOWED = 1008
TRY_AGAIN = 1013

type Send = Callable[[bytes], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Message:
    """What is told. `payload` is text that stands as it is; `id` is where reading can go on, 0 when it cannot."""

    event: str
    payload: str | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class News:
    """A message for one stream of one listener."""

    listener: "Listener"
    wanted: Wanted
    message: Message


class Listener:
    """An app that listens, on behalf of a member. Idle it has no task of its own, only that of its connection."""

    __slots__ = (
        "account_id",
        "code",
        "flushing",
        "held",
        "is_socket",
        "scopes",
        "send",
        "task",
        "token_id",
        "unsent",
        "user_id",
        "wanted",
    )

    def __init__(
        self, bearer: Bearer, account_id: int, send: Send, is_socket: bool, task: asyncio.Task[object] | None
    ) -> None:
        self.token_id = bearer.token_id
        self.account_id = account_id
        self.user_id = bearer.user_id
        self.scopes = same(bearer.scopes)
        self.send = send
        self.is_socket = is_socket
        # That of its connection, which is told by being cancelled that the stream was ended.
        self.task = task
        self.wanted: tuple[Wanted, ...] = ()
        self.unsent: deque[bytes] | None = None
        self.held: list[Message] | None = None
        self.flushing: asyncio.Task[None] | None = None
        # Zero as long as it is open, then why it was ended.
        self.code = 0

    def may_hear(self, wanted: Wanted) -> bool:
        return covers(self.scopes, wanted.scope)

    def may_hear_notices(self) -> bool:
        return covers(self.scopes, NOTICES_READ)

    def hear(self, wanted: Wanted, message: Message) -> None:
        """Send it, or keep it back while what was missed is still being sent."""
        if self.held is not None:
            self.held.append(message)
            if len(self.held) > MOST_UNSENT:
                self.end(TRY_AGAIN)
        else:
            self.push(encoded(message, wanted.names, self.is_socket))

    def push(self, chunk: bytes) -> None:
        """Send as soon as what was pushed before is sent. Who does not take it in time is ended."""
        if self.code:
            return
        if self.unsent is None:
            self.unsent = deque((chunk,))
            self.flushing = asyncio.create_task(self.flush())
        elif len(self.unsent) < MOST_UNSENT:
            self.unsent.append(chunk)
        else:
            self.end(TRY_AGAIN)

    async def flush(self) -> None:
        # Whoever is gone is noticed by the task of the connection.
        with contextlib.suppress(OSError):
            while self.unsent:
                await self.send(self.unsent[0])
                if self.unsent:
                    self.unsent.popleft()
        self.unsent = self.flushing = None

    def leave(self) -> int:
        """Its connection ends: nothing more is sent. Why it was ended; 0 when the app has left by itself."""
        self.task, code = None, self.code
        self.end(GOING_AWAY)
        return code

    def end(self, code: int) -> None:
        """Nothing more is sent, not even what waits. Twice: the first reason counts."""
        if self.code:
            return
        self.code = code
        self.unsent = self.held = None
        if self.flushing is not None:
            self.flushing.cancel()
        if self.task is not None:
            self.task.cancel()


@lru_cache(256)
def same(scopes: frozenset[str]) -> frozenset[str]:
    """Equal scopes as one and the same object: thousands of streams have one of a handful."""
    return scopes


@lru_cache(512)
def encoded(message: Message, names: tuple[str, ...], is_socket: bool) -> bytes:
    """A message as it is sent; for many listeners it is written once."""
    return for_socket(message, names) if is_socket else for_events(message)


def for_socket(message: Message, names: tuple[str, ...]) -> bytes:
    """A frame: the payload is JSON within JSON."""
    frame: dict[str, object] = {"stream": names, "event": message.event}
    if message.payload is not None:
        frame["payload"] = message.payload
    return dumps(frame, ensure_ascii=False, separators=(",", ":")).encode()


def for_events(message: Message) -> bytes:
    """An event of a stream of events. What has no payload has an empty one: without a line of it no browser tells."""
    where = f"id: {message.id}\n" if message.id else ""
    return f"event: {message.event}\n{where}data: {message.payload or '{}'}\n\n".encode()
