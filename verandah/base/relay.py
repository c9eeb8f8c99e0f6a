"""What other processes announce: heard through the database, one connection for the whole process."""

import logging
import threading
import time
from typing import Any

from django.db import Error, connections

from . import pubsub

# How long it waits for news before it looks whether it should stop, and how often it asks for a sign of life.
LOOK = 0.5
CHECK = 30.0
PAUSE = 1.0
PATIENCE = 5.0
LOG = logging.getLogger(__name__)


class Relay:
    """A thread that hears PostgreSQL's notifications and passes them on to the bus of this process."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.listening = threading.Event()
        self.thread = threading.Thread(target=self.run, name="relay", daemon=True)

    def start(self) -> None:
        """Begin to listen. When the database is not to be reached now, it is tried again and again."""
        self.thread.start()
        self.listening.wait(PATIENCE)

    def stop(self) -> None:
        """Listen no more. Twice: the same."""
        self.stopping.set()
        if self.thread.is_alive():
            self.thread.join(PATIENCE)

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                self.listen()
            except Error as error:
                LOG.warning("The news of other processes cannot be heard just now: %s", error)
                self.stopping.wait(PAUSE)

    def listen(self) -> None:
        """Pass on what comes, on a connection of our own."""
        wire = connections.create_connection("default")
        try:
            with wire.cursor() as cursor:
                cursor.execute(f"LISTEN {pubsub.WIRE}")
            if self.listening.is_set():
                # It is the second connection, and nobody knows what was said in between.
                pubsub.missed()
            self.listening.set()
            self.pass_on(wire)
        finally:
            wire.close()

    def pass_on(self, wire: Any) -> None:
        checked = time.monotonic()
        while not self.stopping.is_set():
            with wire.wrap_database_errors:
                for news in wire.connection.notifies(timeout=LOOK):
                    pubsub.receive(news.payload)
            if time.monotonic() - checked > CHECK:
                checked = time.monotonic()
                with wire.cursor() as cursor:
                    cursor.execute("SELECT 1")
