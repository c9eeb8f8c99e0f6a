"""uvicorn as this site runs it: one process that ends what never ends, and drains at once when told to stop."""

import asyncio
import contextlib
import resource
import signal
import socket
from types import FrameType
from typing import Any, cast

import uvicorn
from asgiref.typing import ASGI3Application, HTTPScope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from verandah.base import pubsub

from .requests import most_bytes

HEAD_TIMEOUT = 20.0
WRITE_TIMEOUT = 30.0
MOST_HEAD = 65_536
MOST_REQUEST = 1_048_576
# What an app says on a WebSocket is short; and so often it is asked whether it is still there.
LONGEST_FRAME = 8192
PING = 30.0
FILES = 16_384
# Files and sockets that are not connections of visitors.
OWN_FILES = 200

Listener = socket.socket


class Connection(HttpToolsProtocol):
    """A visitor's connection. Heads that trickle or grow, and answers that nobody reads, end it."""

    received = 0
    in_head = True
    most = 0
    timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.expect_within(HEAD_TIMEOUT)

    def connection_lost(self, exc: Exception | None) -> None:
        self.expect_nothing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        # Counted afterwards, because a request that begins in `data` starts the count anew.
        self.received += len(data)
        if self.received > (MOST_HEAD if self.in_head else self.most) and not self.transport.is_closing():
            self.send_400_response("This request is too large.")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.received, self.in_head = 0, True
        self.expect_within(HEAD_TIMEOUT)

    def on_headers_complete(self) -> None:
        self.in_head = False
        self.expect_nothing()
        super().on_headers_complete()
        # What belongs to the body beside its files is little.
        self.most = MOST_REQUEST + most_bytes(cast(HTTPScope, self.scope))

    def pause_writing(self) -> None:
        super().pause_writing()
        self.expect_within(WRITE_TIMEOUT)

    def resume_writing(self) -> None:
        super().resume_writing()
        self.expect_nothing()

    def expect_within(self, seconds: float) -> None:
        self.expect_nothing()
        self.timer = self.loop.call_later(seconds, self.transport.abort)

    def expect_nothing(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None


class Socket(WebSocketsSansIOProtocol):
    """An app's WebSocket. One that takes nothing of what is sent to it is ended."""

    timer: asyncio.TimerHandle | None = None

    def pause_writing(self) -> None:
        super().pause_writing()
        self.timer = self.loop.call_later(WRITE_TIMEOUT, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self.expect_nothing()

    def connection_lost(self, exc: Exception | None) -> None:
        self.expect_nothing()
        super().connection_lost(exc)

    def expect_nothing(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None


class Server(uvicorn.Server):
    """Stops clean: being told to stop is no error, and pages that stay open do not hold it up."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        pubsub.close()
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True


def listener(host: str, port: int) -> Listener:
    """A socket that belongs to us from now on. Raises OSError when the address cannot be had."""
    family, kind, protocol, _name, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    one = socket.socket(family, kind, protocol)
    try:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            # A peer that vanished is noticed at the second heartbeat.
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 30_000)
        one.bind(address)
        one.listen(2048)
    except OSError:
        one.close()
        raise
    return one


def loaded(name: str) -> Server:
    """A server with the application of this import path, ready to run."""
    config = configured(name)
    config.load()
    return Server(config)


def configured(application: ASGI3Application | str) -> uvicorn.Config:
    """How uvicorn serves this application, which may be named by its import path."""
    return uvicorn.Config(
        cast(Any, application),
        loop="uvloop",
        http=Connection,
        ws=Socket,
        ws_max_size=LONGEST_FRAME,
        ws_ping_interval=PING,
        ws_ping_timeout=PING,
        # Packing would cost each open connection far more memory than the few bytes that it saves.
        ws_per_message_deflate=False,
        lifespan="on",
        interface="asgi3",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=10,
        limit_concurrency=most_connections(),
    )


def most_connections() -> int:
    """As many as the system lets us have files, after asking it for more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return max(100, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - OWN_FILES)
