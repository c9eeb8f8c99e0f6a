"""What was made last and can be used again, up to a number of things: the longest unused goes first."""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Sequence


class Shelf[T]:
    """Things by key, in the memory of this process. What decides how a thing looks belongs into its key."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.found: OrderedDict[Hashable, T] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: Hashable) -> T | None:
        return self.get_all([key])[0]

    def get_all(self, keys: Sequence[Hashable]) -> list[T | None]:
        """Several at once."""
        with self.lock:
            found = [self.found.get(key) for key in keys]
            for key, value in zip(keys, found, strict=True):
                if value is not None:
                    self.found.move_to_end(key)
            return found

    def put(self, key: Hashable, value: T) -> T:
        with self.lock:
            self.found[key] = value
            if len(self.found) > self.most:
                self.found.popitem(last=False)
        return value

    def clear(self) -> None:
        """Twice: the same."""
        with self.lock:
            self.found.clear()
