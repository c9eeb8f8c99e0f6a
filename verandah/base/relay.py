"""What other processes announce: heard on one connection for the whole process."""

import logging
import threading

from . import pubsub
from .wires import Cut, Wire

PAUSE = 1.0
PATIENCE = 5.0
LOG = logging.getLogger(__name__)


class Relay:
    """A thread that hears what is said on the wire and passes it on to the bus of this process."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.stopping = threading.Event()
        self.listening = threading.Event()
        self.thread = threading.Thread(target=self.run, name="relay", daemon=True)

    def start(self) -> None:
        """Begin to listen. When the wire is cut now, it is tried again and again."""
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
                self.wire.listen(self.opened, pubsub.receive, self.stopping)
            except Cut as error:
                LOG.warning("The news of other processes cannot be heard just now: %s", error)
                self.stopping.wait(PAUSE)

    def opened(self) -> None:
        if self.listening.is_set():
            # It is the second connection, and nobody knows what was said in between.
            pubsub.missed()
        self.listening.set()
