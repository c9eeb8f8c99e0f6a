"""How long answers take, by the name of what was asked for: counted in memory, and taken away now and then."""

import threading
from dataclasses import dataclass

# What takes longer is slow, in milliseconds.
SLOW = 1000
# Names beyond are not counted: there are fewer addresses than that.
MOST = 1000


@dataclass(slots=True)
class Lap:
    """So many answers, their milliseconds all together, the slowest, and how many were slow."""

    count: int = 0
    milliseconds: float = 0.0
    slowest: float = 0.0
    slow: int = 0

    def add(self, milliseconds: float) -> None:
        self.count += 1
        self.milliseconds += milliseconds
        self.slowest = max(self.slowest, milliseconds)
        self.slow += milliseconds > SLOW


class Stopwatch:
    """The times of this process, for many threads at once."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.laps: dict[str, Lap] = {}

    def note(self, name: str, milliseconds: float) -> None:
        """One more answer."""
        with self.lock:
            lap = self.laps.get(name)
            if lap is None:
                if len(self.laps) >= MOST:
                    return
                lap = self.laps[name] = Lap()
            lap.add(milliseconds)

    def take(self) -> dict[str, Lap]:
        """What was counted since the last time; it begins anew."""
        with self.lock:
            taken, self.laps = self.laps, {}
        return taken


STOPWATCH = Stopwatch()
