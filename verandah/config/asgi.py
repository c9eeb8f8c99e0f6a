"""The whole server: pages by Django in a pool of threads, streams on the event loop, jobs beside them."""

import asyncio
import logging
from urllib.parse import quote

from a2wsgi import WSGIMiddleware
from asgiref.typing import (
    ASGIReceiveCallable,
    ASGIReceiveEvent,
    ASGISendCallable,
    ASGISendEvent,
    HTTPScope,
    LifespanScope,
    Scope,
)
from django.conf import settings
from django.db import connection, connections

from .peers import networks, with_true_client
from .wsgi import application as pages

# isort: split
# Only now, because these need the apps that the line above has loaded.
from verandah.actions.chores import ensure_chores
from verandah.base import pubsub
from verandah.base.jobs import release_leases
from verandah.base.worker import Worker
from verandah.streaming.server import PATH, Closing, Live, refuse

MOST_STREAMS = 5000
# Requests that wait for a thread. Beyond it an answer would come too late to be wanted.
MOST_WAITING = 256
# A whole response fits between thread and socket, so that a slow reader does not hold a thread.
MOST_CHUNKS = 512
BODY_TIMEOUT = 20.0
DRAIN = 10.0
LOG = logging.getLogger(__name__)


class Gone(Exception):
    """The client left before its request was complete."""


class Server:
    """The ASGI application."""

    def __init__(self) -> None:
        self.trusted = networks(settings.TRUSTED_PROXIES)
        self.django = WSGIMiddleware(pages, workers=settings.WEB_THREADS, send_queue_size=MOST_CHUNKS)
        self.live = Live(MOST_STREAMS)
        self.worker = Worker(settings.JOB_THREADS)
        self.waiting = 0

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if scope["type"] == "lifespan":
            await self.live_and_die(scope, receive, send)
        elif scope["type"] == "http":
            scope = with_true_client(scope, self.trusted)
            if scope["path"] == PATH:
                await self.live(scope, receive, send)
            else:
                await self.page(scope, receive, send)

    async def live_and_die(
        self, scope: LifespanScope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        await receive()
        self.live.streams.start()
        if settings.JOB_THREADS:
            await asyncio.to_thread(prepare_queue)
            self.worker.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        pubsub.close()
        await self.live.streams.stop()
        if settings.JOB_THREADS and not await asyncio.to_thread(self.worker.stop, DRAIN):
            LOG.warning("A job did not end in %s s; it will be done again after the next start.", DRAIN)
        await send({"type": "lifespan.shutdown.complete"})

    async def page(self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Let Django answer, once the request is here completely: no thread waits for a slow client."""
        if self.waiting >= MOST_WAITING:
            await refuse(send, Closing("Too many people want something at this moment. Try again in a little while."))
            return
        self.waiting += 1
        try:
            request = await Request.read(scope, receive)
            await self.django(request.scope, request.receive, request.closing(send))
        except Gone:
            LOG.debug("A client left before its request was complete.")
        finally:
            self.waiting -= 1


class Request:
    """A request that is here completely, or is known to be too large."""

    def __init__(self, scope: HTTPScope, body: bytes, whole: bool) -> None:
        self.scope = scope
        self.body = body
        self.whole = whole

    @classmethod
    async def read(cls, scope: HTTPScope, receive: ASGIReceiveCallable) -> Request:
        """Raises Gone when the client leaves, or takes too long to send its body."""
        length = dict(scope["headers"]).get(b"content-length", b"0")
