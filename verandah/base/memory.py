"""What is remembered for a while, in this process: values as they are, for threads and for the event loop alike.

Django's cache would make an object anew for each request on the event loop, and copy each value.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

MOST = 50_000


class Memory:
    """Values by name, each until its time is over. When there are too many, those go first, and then the oldest."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.lock = threading.Lock()
        self.found: dict[str, tuple[Any, float]] = {}

    def get(self, name: str) -> Any:
        """What is remembered under this name; None when nothing is."""
        value, until = self.found.get(name, (None, 0.0))
        return value if time.monotonic() < until else None

    def put(self, name: str, value: Any, seconds: float) -> None:
        with self.lock:
            # At the end, where the newest stand.
            self.found.pop(name, None)
            self.found[name] = (value, time.monotonic() + seconds)
            if len(self.found) > self.most:
                self.make_room()

    def add(self, name: str, seconds: float) -> bool:
        """Whether nothing was remembered under this name; from now on something is."""
        with self.lock:
            is_new = self.get(name) is None
        if is_new:
            self.put(name, True, seconds)
        return is_new

    def made[T](self, name: str, make: Callable[[], T], seconds: float) -> T:
        """What is remembered under this name, or what `make` makes."""
        found: T | None = self.get(name)
        if found is None:
            found = make()
            self.put(name, found, seconds)
        return found

    def make_room(self) -> None:
        now = time.monotonic()
        self.found = {name: row for name, row in self.found.items() if row[1] > now}
        for name in list(self.found)[: max(0, len(self.found) - self.most // 2)]:
            del self.found[name]

    def clear(self) -> None:
        """Twice: the same."""
        with self.lock:
            self.found.clear()


MEMORY = Memory()
