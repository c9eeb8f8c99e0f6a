"""The whole server: pages by Django in a pool of threads, streams on the event loop, jobs beside them."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from resource import RLIMIT_NOFILE, getrlimit
from typing import IO, Any, cast

from a2wsgi import WSGIMiddleware
from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGISendCallable,
    HTTPScope,
    Scope,
    WebSocketScope,
)
from django.conf import settings
from django.db import DatabaseError, connection, connections

from .peers import networks, with_true_client
from .requests import Gone, Request, closing, is_piece, most_bytes
from .wsgi import application as pages

# isort: split
# Only now, because these need the apps that the line above has loaded.
from verandah.actions import counting
from verandah.actions.chores import ensure_chores
from verandah.actions.indexing import fill_index_soon
from verandah.base import pubsub
from verandah.base.errors import Refusal
from verandah.base.jobs import release_leases
from verandah.base.relay import Relay
from verandah.base.wires import wire
from verandah.base.worker import Worker
from verandah.streaming.apps import Apps
from verandah.streaming.asking import Questions
from verandah.streaming.server import PATH, Closing, Live, refuse

from . import straight
from .fast import FastLane
from .gate import Gate
from .receiving import Receiving
from .sending import Answer, is_for_files, offering_files

MOST_STREAMS = 5000
# Requests that wait for a thread. Beyond it an answer would come too late to be wanted.
MOST_WAITING = 256
# A whole response fits between thread and socket, so that a slow reader does not hold a thread.
MOST_CHUNKS = 512
DRAIN = 10.0
# How long pages take is counted in memory, and written down so often, in seconds.
NOTED_EACH = 60.0
LOG = logging.getLogger(__name__)

type Body = bytes | IO[bytes] | None


class Server:
    """The ASGI application."""

    def __init__(self, wsgi: Any) -> None:
        self.trusted = networks(settings.TRUSTED_PROXIES)
        self.threads = WSGIMiddleware(wsgi, workers=settings.WEB_THREADS, send_queue_size=MOST_CHUNKS)
        # The library has names of its own for the types of the protocol.
        self.django = cast(ASGI3Application, self.threads)
        # SQLite has one writer at a time. Where that is always the same, its memory of the file stays good.
        self.deeds = ThreadPoolExecutor(1, "deeds") if connection.vendor == "sqlite" else None
        self.most_streams = min(MOST_STREAMS, getrlimit(RLIMIT_NOFILE)[0] // 2)
        self.questions = Questions()
        self.live = Live(self.questions, self.has_room)
        self.apps = Apps(self.questions, self.has_room)
        self.relay = relay_of_site()
        self.fast = FastLane()
        self.gate = Gate()
        self.receiving = Receiving(self.answer)
        self.worker = Worker(settings.JOB_THREADS)
        self.waiting = 0
        self.clock: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if scope["type"] == "lifespan":
            await self.run(receive, send)
        elif scope["type"] == "http":
            await self.http(with_true_client(scope, self.trusted), receive, send)
        elif scope["type"] == "websocket":
            await self.socket(with_true_client(scope, self.trusted), receive, send)

    async def http(self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Bring a request to who answers it."""
        if self.gate.is_shut_for(scope):
            await self.gate.refuse(scope, closing(send))
        elif is_for_files(scope):
            await self.page(scope, receive, send)
        elif scope["path"] == PATH:
            with self.gate.watching(scope):
                await self.live(scope, receive, send)
        elif self.apps.serves(scope["path"]):
            with self.gate.watching(scope):
                await self.apps.events(scope, receive, send)
        elif ready := self.fast.answer(scope):
            await send({"type": "http.response.start", "status": 200, "headers": ready.headers, "trailers": False})
            await send({"type": "http.response.body", "body": ready.body, "more_body": False})
        elif is_piece(scope):
            await self.receiving(scope, receive, send)
        else:
            await self.page(scope, receive, send)

    async def socket(self, scope: WebSocketScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Let an app listen."""
        if self.gate.is_shut_for(scope) or is_for_files(scope):
            await receive()
            await self.gate.refuse(scope, send)
            return
        with self.gate.watching(scope):
            await self.apps.socket(scope, receive, send)

    def has_room(self) -> bool:
        """Whether one more stream can be carried."""
        return len(self.live.streams.streams) + len(self.apps.listeners.listeners) < self.most_streams

    async def run(self, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Start what lives beside the requests, and end it when the server stops."""
        await receive()
        await self.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def start(self) -> None:
        if self.relay:
            await asyncio.to_thread(self.relay.start)
        await self.gate.start()
        self.fast.open()
        self.live.streams.start()
        self.apps.listeners.start()
        self.clock = asyncio.create_task(keep_noting())
        if settings.JOB_THREADS:
            await asyncio.to_thread(prepare_queue)
            self.worker.start()

    async def stop(self) -> None:
        pubsub.close()
        if self.clock is not None:
            self.clock.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.clock
            await asyncio.to_thread(note_times)
        await self.gate.stop()
        await self.live.streams.stop()
        await self.apps.listeners.stop()
        await self.questions.stop()
        if self.relay:
            await asyncio.to_thread(self.relay.stop)
        self.fast.close()
        for pool in (self.threads.executor, self.deeds):
            if pool:
                pool.shutdown(wait=False)
        if settings.JOB_THREADS and not await asyncio.to_thread(self.worker.stop, DRAIN):
            LOG.warning("A job did not end within %s s; it will be done again after the next start.", DRAIN)

    async def page(self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Let Django answer, as soon as the request is here completely."""
        try:
            request = await Request.read(scope, receive, most_bytes(scope))
        except Gone:
            return
        except Refusal as refusal:
            await refuse(closing(send), refusal)
            return
        answer = Answer(request.answered_by(send))
        try:
            await self.answer(offering_files(request.scope), request.receive, answer.send, request.body)
        finally:
            request.close()
        await answer.send_file(receive)

    async def answer(
        self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable, body: Body = None
    ) -> None:
        """Let a thread answer, or say that too many wait for one."""
        if self.waiting >= MOST_WAITING:
            busy = Closing("Too many people want something at this moment. Try again in a little while.")
            await refuse(closing(send), busy)
            return
        self.waiting += 1
        try:
            if isinstance(body, bytes) and not is_for_files(scope) and (place := straight.place_of(scope)):
                pool = self.deeds if place.is_deed and self.deeds else self.threads.executor
                await say(pool, partial(straight.answer, scope, body, place), send)
            else:
                await self.django(scope, receive, send)
        finally:
            self.waiting -= 1


async def keep_noting() -> None:
    """Once a minute, write down how long pages took."""
    while True:
        await asyncio.sleep(NOTED_EACH)
        await asyncio.to_thread(note_times)


def note_times() -> None:
    """In a thread that may have no connection of its own. What cannot be written is lost, and nothing else."""
    try:
        counting.note_times()
    except DatabaseError:
        LOG.warning("How long pages took could not be written down.")
    finally:
        connections.close_all()


def relay_of_site() -> Relay | None:
    """What hears the other processes, where there can be any."""
    line = wire()
    return Relay(line) if line else None


async def say(pool: Executor, ask: Callable[[], straight.Said], send: ASGISendCallable) -> None:
    """Let a thread ask the apps' door, and pass on what it says."""
    said = await asyncio.get_running_loop().run_in_executor(pool, ask)
    await send({"type": "http.response.start", "status": said.status, "headers": said.headers, "trailers": False})
    await send({"type": "http.response.body", "body": said.body, "more_body": False})


def prepare_queue() -> None:
    """The next turns of all chores; and what a killed server left half done, where no other server can be alive."""
    try:
        if connection.vendor == "sqlite":
            release_leases()
        ensure_chores()
        # After an upgrade or a restore nobody waits an hour to find what was said.
        fill_index_soon()
    finally:
        connections.close_all()


application = Server(pages)
