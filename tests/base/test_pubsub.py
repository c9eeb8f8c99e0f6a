"""The bus: ids from any thread to who listens, and nothing kept without end."""

import asyncio
import threading

import pytest

from verandah.base import pubsub
from verandah.base.pubsub import Event


def announce(channel: str, kind: str, *ids: int) -> None:
    """In this process alone: on PostgreSQL others are told through the database, which `tests/streaming` tries."""
    pubsub.BUS.announce(Event(channel, kind, ids))


@pytest.fixture(autouse=True)
def nobody_is_left():
    yield
    assert pubsub.BUS.subscriptions == ()


def test_what_a_thread_announces_reaches_the_listeners_of_that_channel_in_order():
    async def listen() -> list[Event | None]:
        posts, other = pubsub.subscribe("posts"), pubsub.subscribe("other")
        thread = threading.Thread(target=lambda: [announce("posts", "post", n) for n in (1, 2)])
        thread.start()
        heard = [await posts.next(), await posts.next()]
        thread.join()
        assert other.queue.empty()
        pubsub.unsubscribe(posts)
        pubsub.unsubscribe(other)
        announce("posts", "post", 3)
        await asyncio.sleep(0)
        assert posts.queue.empty()
        return heard

    assert asyncio.run(listen()) == [Event("posts", "post", (1,)), Event("posts", "post", (2,))]


def test_a_listener_that_does_not_read_is_told_that_it_missed_something():
    async def listen() -> None:
        slow = pubsub.subscribe("posts", most=3)
        for number in range(10):
            announce("posts", "post", number)
        await asyncio.sleep(0.01)
        assert slow.missed
        assert slow.queue.qsize() == 1
        assert await slow.next() is None
        pubsub.unsubscribe(slow)

    asyncio.run(listen())


def test_closing_wakes_every_listener_at_once():
    async def listen() -> None:
        listeners = [pubsub.subscribe("posts"), pubsub.subscribe("other")]
        waiting = [asyncio.create_task(one.next()) for one in listeners]
        threading.Timer(0.01, pubsub.close).start()
        assert await asyncio.wait_for(asyncio.gather(*waiting), 1) == [None, None]
        for one in listeners:
            assert not one.missed
            pubsub.unsubscribe(one)

    asyncio.run(listen())


def test_announcing_needs_no_listener_and_no_loop_that_still_runs():
    announce("posts", "post", 1)

    async def leave() -> pubsub.Subscription:
        return pubsub.subscribe("posts")

    left = asyncio.run(leave())
    announce("posts", "post", 2)
    pubsub.close()
    pubsub.unsubscribe(left)
