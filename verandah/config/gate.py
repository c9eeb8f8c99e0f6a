"""The gate: nothing is answered to networks that the staff has shut out. Every request passes it, streams included.

It also keeps what this process knows of the switches of policy and of the site's mode up to date, and ends all
streams when a pause begins.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterator
from datetime import datetime

from asgiref.typing import ASGISendCallable, HTTPScope, WebSocketScope
from django.db import connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from verandah.actions import announcing
from verandah.base import pubsub
from verandah.base.errors import Forbidden
from verandah.base.gauges import OPEN_STREAMS
from verandah.base.tongues import SPOKEN
from verandah.domain.instance.modes import MODES
from verandah.domain.instance.papers import PAPERS
from verandah.domain.instance.switches import SWITCHBOARD
from verandah.domain.moderation.barring import BARRIER, READ_AGAIN, is_shut_out
from verandah.domain.moderation.rulebook import RULEBOOK
from verandah.streaming.server import refuse

LOG = logging.getLogger(__name__)


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """For whoever runs the pages without the whole server: the same gate before them."""

    def answer(request: HttpRequest) -> HttpResponse:
        if BARRIER.is_old:
            BARRIER.read()
        if not is_shut_out(request.META.get("REMOTE_ADDR", "")):
            return get_response(request)
        if request.path_info.startswith(("/api/", "/oauth/")):
            return JsonResponse({"error": sentence()}, status=403)
        return HttpResponse(f"{sentence()}\n", status=403, content_type="text/plain; charset=utf-8")

    return answer


class Gate:
    """The gate on the event loop. It asks only the memory of this process, which is kept up to date beside it."""

    def __init__(self) -> None:
        self.streams: dict[asyncio.Task[object], str] = {}
        self.ended: set[asyncio.Task[object]] = set()
        self.task: asyncio.Task[None] | None = None
        # The last time that the site was paused for which all streams were ended.
        self.pause: datetime | None = None

    async def start(self) -> None:
        """Learn who is shut out, and hear when that changes."""
        await asyncio.to_thread(read)
        self.task = asyncio.create_task(self.follow())

    async def stop(self) -> None:
        """Twice: the same."""
        if self.task is not None:
            self.task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.task

    def is_shut_for(self, scope: HTTPScope | WebSocketScope) -> bool:
        """Whether nothing is answered to whoever asks this."""
        return is_shut_out(address_of(scope))

    async def refuse(self, scope: HTTPScope | WebSocketScope, send: ASGISendCallable) -> None:
        """Say so; to a socket by not opening it."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": ""})
        else:
            await refuse(send, Forbidden(sentence()))

    @contextlib.contextmanager
    def watching(self, scope: HTTPScope | WebSocketScope) -> Iterator[None]:
        """Around a stream: when its network is shut out while it is open, it ends."""
        task = asyncio.current_task()
        if task is None:
            yield
            return
        self.streams[task] = address_of(scope)
        OPEN_STREAMS.number = len(self.streams)
        try:
            yield
        except asyncio.CancelledError:
            if task not in self.ended:
                raise
            task.uncancel()
        finally:
            self.ended.discard(task)
            del self.streams[task]
            OPEN_STREAMS.number = len(self.streams)

    async def follow(self) -> None:
        """Look at it again when it has changed, and now and then in any case."""
        while True:
            subscription = pubsub.subscribe(announcing.GATE)
            try:
                with contextlib.suppress(TimeoutError):
                    if await asyncio.wait_for(subscription.next(), READ_AGAIN / 2) is None and not subscription.missed:
                        return
            finally:
                pubsub.unsubscribe(subscription)
            await self.look_again()

    async def look_again(self) -> None:
        """What is stored now holds now, for open streams as well."""
        try:
            await asyncio.to_thread(read)
        except Exception:
            LOG.exception("Who is shut out could not be read; what was known holds on.")
        pauses = self.begins_pause()
        for task, address in self.streams.items():
            if pauses or is_shut_out(address):
                self.ended.add(task)
                task.cancel()

    def begins_pause(self) -> bool:
        """Whether the site has just gone into maintenance or ended: all streams end, and the staff's come back."""
        now = MODES.now
        before, self.pause = self.pause, now.since if now.ends_streams else None
        return self.pause is not None and self.pause != before


def read() -> None:
    """In a thread that may have no connection of its own."""
    try:
        BARRIER.read()
        RULEBOOK.read()
        SWITCHBOARD.read()
        SPOKEN.read()
        MODES.read()
        PAPERS.read()
    finally:
        connections.close_all()


def address_of(scope: HTTPScope | WebSocketScope) -> str:
    """Who asks; the proxies before us are taken off already."""
    client = scope["client"]
    return client[0] if client else ""


def sentence() -> str:
    """What they are told."""
    return _("This site can’t be reached from your network.")
