"""The bus: verbs announce ids from any thread, doors of every process listen on their event loop."""

import asyncio
import contextlib
import json
import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from secrets import token_hex

from .wires import Cut, wire

# More than this unread, and the listener is told that it has missed something. Nothing is buffered without end.
MOST_UNREAD = 1000
# So many ids at once: a message through PostgreSQL has room for 8,000 bytes.
MOST_IDS = 300
LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened to the things of this `kind` and these `ids`. Never what: who may know is asked by doors."""

    channel: str
    kind: str
    ids: tuple[int, ...]

    @property
    def id(self) -> int:
        """The first of them, which for most kinds is the only one."""
        return self.ids[0]


class Subscription:
    """What one listener has not read yet. All but `offer`, `end` and `skip` is for the loop it was made on."""

    def __init__(self, channels: Sequence[str], most: int, is_heard: Callable[[], bool]) -> None:
        self.channels = frozenset(channels)
        self.is_heard = is_heard
        self.missed = False
        self.loop = asyncio.get_running_loop()
        self.queue: asyncio.Queue[Event | None] = asyncio.Queue(most)

    async def next(self) -> Event | None:
        """The next event; None when the subscription has ended, because it was closed or because it `missed` some."""
        return await self.queue.get()

    def offer(self, event: Event | None) -> None:
        # Waking the loop for nobody would cost as much as a whole answer from memory.
        if event is not None and not self.is_heard():
            return
        # A loop that is closed already has nobody left to tell.
        with contextlib.suppress(RuntimeError):
            self.loop.call_soon_threadsafe(self.put, event)

    def end(self) -> None:
        self.offer(None)

    def skip(self) -> None:
        """Something was announced that could not be heard."""
        with contextlib.suppress(RuntimeError):
            self.loop.call_soon_threadsafe(self.miss)

    def miss(self) -> None:
        if not self.missed:
            self.missed = True
            self.empty()

    def put(self, event: Event | None) -> None:
        if self.missed:
            return
        if event is None:
            self.empty()
        elif self.queue.full():
            self.miss()
        else:
            self.queue.put_nowait(event)

    def empty(self) -> None:
        """Nothing that waits is heard any more."""
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(None)


class Bus:
    """Who listens to which channel. A list that is replaced, never changed, can be read from any thread."""

    def __init__(self) -> None:
        self.subscriptions: tuple[Subscription, ...] = ()
        self.made_by = 0
        self.name = ""

    def own_name(self) -> str:
        """What tells this process from the others, also after it was forked."""
        if self.made_by != os.getpid():
            self.made_by, self.name = os.getpid(), token_hex(8)
        return self.name

    def announce(self, event: Event) -> None:
        for subscription in self.subscriptions:
            if event.channel in subscription.channels:
                subscription.offer(event)

    def subscribe(self, channels: Sequence[str], most: int, is_heard: Callable[[], bool]) -> Subscription:
        subscription = Subscription(channels, most, is_heard)
        self.subscriptions = (*self.subscriptions, subscription)
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        self.subscriptions = tuple(one for one in self.subscriptions if one is not subscription)

    def skip(self) -> None:
        for subscription in self.subscriptions:
            subscription.skip()

    def close(self) -> None:
        for subscription in self.subscriptions:
            subscription.end()


BUS = Bus()


def announce(channel: str, kind: str, *ids: int) -> None:
    """Tell whoever listens to `channel` now, in this process and in all others of the site.

    Call it when the write has committed. Nobody there: nothing happens. It never fails: the write is done already.
    """
    for event in (Event(channel, kind, ids[start : start + MOST_IDS]) for start in range(0, len(ids), MOST_IDS)):
        BUS.announce(event)
        send(event)


def subscribe(*channels: str, most: int = MOST_UNREAD, is_heard: Callable[[], bool] = lambda: True) -> Subscription:
    """Listen to `channels` from now on; to be called on the event loop, like `unsubscribe`.

    `is_heard`, asked in any thread: whether there is anybody at this moment for whom an event would be of use.
    """
    return BUS.subscribe(channels, most, is_heard)


def unsubscribe(subscription: Subscription) -> None:
    """Listen no more. Twice: the same."""
    BUS.unsubscribe(subscription)


def missed() -> None:
    """Tell all listeners that they may have missed something. From any thread."""
    BUS.skip()


def close() -> None:
    """End every subscription, so that a server that stops need not wait for its streams. From any thread."""
    BUS.close()


def send(event: Event) -> None:
    """Tell the other processes, if there can be any. If that fails they hear of it at a heartbeat, or not at all."""
    line = wire()
    if line is None:
        return
    try:
        line.say(json.dumps([BUS.own_name(), event.channel, event.kind, event.ids]))
    except Cut as error:
        LOG.error("Other processes could not be told of %s: %s", event, error)


def receive(words: str) -> None:
    """Pass on what another process has sent. What came from this one has been heard already."""
    try:
        name, channel, kind, ids = json.loads(words)
        event = Event(str(channel), str(kind), tuple(int(number) for number in ids))
    except (ValueError, TypeError):
        LOG.warning("Something that is no event came from another process.")
        return
    if name != BUS.own_name() and event.ids:
        BUS.announce(event)
