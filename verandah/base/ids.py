"""Ids that sort by time: 48 bits of milliseconds, 6 of node, 10 of sequence (Mastodon's layout, 63 bits in use)."""

import os
import threading
import time
from collections.abc import Iterable
from datetime import UTC, datetime

NODE = os.getpid() & 0x3F
# Until the year 2109 a double holds every multiple of 32; a multiple of 10 besides, and no shorter text means it.
EXACT = 160


class Clock:
    """Gives each caller a higher number than the last, also within a millisecond and when time steps back."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.last = 0
        self.sequence = 0

    def next(self) -> int:
        with self.lock:
            now = max(time.time_ns() // 1_000_000, self.last)
            self.sequence = self.sequence + 1 if now == self.last else 0
            if self.sequence == 1024:
                now, self.sequence = now + 1, 0
            self.last = now
            return now << 16 | NODE << 10 | self.sequence


class ExactClock(Clock):
    """The same in steps of 160, which every program that counts in doubles keeps and prints to the last digit."""

    def next(self) -> int:
        with self.lock:
            now = max(time.time_ns() // 1_000_000, self.last)
            self.sequence = self.sequence + 1 if now == self.last else 0
            if self.sequence == 6:
                now, self.sequence = now + 1, 0
            self.last = now
            return -(-(now << 16) // EXACT) * EXACT + (NODE * 6 + self.sequence) * EXACT


CLOCK = Clock()
EXACT_CLOCK = ExactClock()


def new_id() -> int:
    """A new id, greater than every id this process gave before."""
    return CLOCK.next()


def exact_id() -> int:
    """A new id for what apps know by a number instead of a text: apps in JavaScript would round any other."""
    return EXACT_CLOCK.next()


def id_at(moment: datetime, sequence: int = 0) -> int:
    """The id of the `sequence`-th thing made at `moment`: for imports and sample data."""
    return int(moment.timestamp() * 1000) << 16 | sequence & 0xFFFF


def moment_of(number: int) -> datetime:
    """When the thing with this id was made, to the millisecond."""
    return datetime.fromtimestamp((number >> 16) / 1000, UTC)


def comma_list(ids: Iterable[int]) -> str:
    """Ids for an SQL `IN (…)`; anything that is not a whole number raises ValueError."""
    return ", ".join(str(int(number)) for number in ids)
