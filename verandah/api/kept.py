"""What was rendered and can be used again: the newest of it, in the memory of this process."""

import json
import threading
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from typing import Any


class Kept[T]:
    """What was rendered last, up to a number; the longest unused goes first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.found: OrderedDict[Hashable, T] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: Hashable) -> T | None:
        with self.lock:
            found = self.found.get(key)
            if found is not None:
                self.found.move_to_end(key)
            return found

    def get_all(self, keys: Sequence[Hashable]) -> list[T | None]:
        """The same for several at once."""
        with self.lock:
            found = [self.found.get(key) for key in keys]
            for key, value in zip(keys, found, strict=True):
                if value is not None:
                    self.found.move_to_end(key)
            return found

    def put(self, key: Hashable, value: T) -> None:
        with self.lock:
            self.found[key] = value
            if len(self.found) > self.most:
                self.found.popitem(last=False)

    def clear(self) -> None:
        """Twice: the same."""
        with self.lock:
            self.found.clear()


def dumps(value: Any) -> bytes:
    """JSON as every answer is written."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
