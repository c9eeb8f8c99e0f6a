"""A Valkey as the wire between processes: publish and subscribe, nothing stored."""

import threading
import time
from collections.abc import Callable

from valkey import Valkey
from valkey.client import PubSub
from valkey.exceptions import ValkeyError

from .wires import CHECK, LOOK, Cut, cut

# No write waits longer than this for a Valkey that does not answer.
PATIENCE = 2.0
# And when it has not answered, no other write waits for it for so long.
SILENCE = 5.0


class Channel:
    """One channel for each site; several sites may share a Valkey. A client may be used from any thread."""

    def __init__(self, address: str, name: str) -> None:
        self.name = name
        self.silent_until = 0.0
        self.client = Valkey.from_url(
            address, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, health_check_interval=int(CHECK)
        )

    def say(self, words: str) -> None:
        if time.monotonic() < self.silent_until:
            raise Cut("it did not answer a moment ago")
        try:
            with cut(ValkeyError):
                self.client.publish(self.name, words)
        except Cut:
            self.silent_until = time.monotonic() + SILENCE
            raise

    def listen(self, opened: Callable[[], None], heard: Callable[[str], None], stop: threading.Event) -> None:
        with cut(ValkeyError), PubSub(self.client.connection_pool) as line:
            line.subscribe(self.name)  # type: ignore[no-untyped-call]
            self.pass_on(line, opened, heard, stop)

    def pass_on(
        self, line: PubSub, opened: Callable[[], None], heard: Callable[[str], None], stop: threading.Event
    ) -> None:
        while not stop.is_set():
            news = line.get_message(timeout=LOOK)
            if news is None:
                continue
            if news["type"] == "subscribe":
                opened()
            elif news["type"] == "message":
                heard(news["data"].decode(errors="replace"))
