"""The bus of this process: verbs announce ids from any thread, doors listen on the event loop."""

import asyncio
import contextlib
from dataclasses import dataclass

# More than this unread, and the listener is told that it has missed something. Nothing is buffered without end.
MOST_UNREAD = 1000


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened to the thing of this `kind` and `id`. Never what: who may know that is asked at the door."""

    channel: str
    kind: str
    id: int


class Subscription:
    """What one listener has not read yet. All but `offer` and `end` is for the loop it was made on."""

    def __init__(self, channel: str, most: int) -> None:
        self.channel = channel
        self.missed = False
        self.loop = asyncio.get_running_loop()
        self.queue: asyncio.Queue[Event | None] = asyncio.Queue(most)

    async def next(self) -> Event | None:
        """The next event; None when the subscription has ended, because it was closed or because it `missed` some."""
        return await self.queue.get()

    def offer(self, event: Event | None) -> None:
        # A loop that is closed already has nobody left to tell.
        with contextlib.suppress(RuntimeError):
            self.loop.call_soon_threadsafe(self.put, event)

    def end(self) -> None:
        self.offer(None)

    def put(self, event: Event | None) -> None:
        if self.missed:
            return
        if event is not None and self.queue.full():
            self.missed = True
        if event is None or self.missed:
            while not self.queue.empty():
                self.queue.get_nowait()
            event = None
        self.queue.put_nowait(event)


class Bus:
    """Who listens to which channel. A list that is replaced, never changed, can be read from any thread."""

    def __init__(self) -> None:
        self.subscriptions: tuple[Subscription, ...] = ()

    def announce(self, event: Event) -> None:
        for subscription in self.subscriptions:
            if subscription.channel == event.channel:
                subscription.offer(event)

    def subscribe(self, channel: str, most: int) -> Subscription:
        subscription = Subscription(channel, most)
        self.subscriptions = (*self.subscriptions, subscription)
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        self.subscriptions = tuple(one for one in self.subscriptions if one is not subscription)

    def close(self) -> None:
        for subscription in self.subscriptions:
            subscription.end()


BUS = Bus()


def announce(channel: str, kind: str, id: int) -> None:
    """Tell whoever listens to `channel` now. Call it when the write has committed. Nobody there: nothing happens."""
    BUS.announce(Event(channel, kind, id))


def subscribe(channel: str, most: int = MOST_UNREAD) -> Subscription:
    """Listen to `channel` from now on; to be called on the event loop, like `unsubscribe`."""
    return BUS.subscribe(channel, most)


def unsubscribe(subscription: Subscription) -> None:
    """Listen no more. Twice: the same."""
    BUS.unsubscribe(subscription)


def close() -> None:
    """End every subscription, so that a server that stops need not wait for its streams. From any thread."""
    BUS.close()
