"""The last seven days of something as bars, drawn by the server: pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# Of the drawing, in its own units.
WIDTH, HEIGHT, GAP = 70, 24, 3


@dataclass(frozen=True, slots=True)
class Bar:
    """A day: where its bar stands, and how high it is. One that is nothing is still a line."""

    x: int
    y: int
    width: int
    height: int


def bars(values: Sequence[int]) -> list[Bar]:
    """A bar for each value, the oldest first; the highest fills the drawing."""
    most = max(values, default=0)
    step = WIDTH // max(1, len(values))
    heights = [max(1, round(value / most * HEIGHT)) if most else 1 for value in values]
    return [Bar(place * step, HEIGHT - high, step - GAP, high) for place, high in enumerate(heights)]
