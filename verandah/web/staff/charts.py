"""Charts as places on a plane: numbers in, lines and labels out. Pure; time always goes from left to right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 700, 240
LEFT, TOP, BOTTOM = 64, 12, 204
LABELS = 4
# What a step between two lines of the grid can begin with.
STEPS = (1, 2, 5)
SPARK = (160, 36)

type Words = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Mark:
    """A word at a place."""

    x: str
    y: str
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A number of one kind as a bar, with its word before it and its number behind it."""

    y: str
    middle: str
    width: str
    end: str
    label: str
    number: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A line over days. `rows`: the same in words, for the table."""

    name: str
    title: str
    finding: str
    line: str
    area: str
    last: Mark
    grid: tuple[Mark, ...]
    days: tuple[Mark, ...]
    rows: tuple[tuple[str, str], ...]


def line_chart(
    name: str, title: str, finding: str, days: Sequence[str], values: Sequence[int], words: Words
) -> Chart | None:
    """A line through `values`, one for each of `days`; None when there are not two of them."""
    if len(values) < 2:
        return None
    top = ceiling(max(values))
    points = [(across(number, len(values)), down(value, top)) for number, value in enumerate(values)]
    line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    grid = tuple(Mark(f"{LEFT}", f"{down(value, top):.1f}", words(value)) for value in ticks(top))
    return Chart(
        name,
        title,
        finding,
        line,
        f"{line}L{WIDTH} {BOTTOM}L{LEFT} {BOTTOM}z",
        Mark(f"{points[-1][0]:.1f}", f"{points[-1][1]:.1f}", words(values[-1])),
        grid,
        tuple(Mark(f"{across(number, len(days)):.1f}", "", days[number]) for number in labelled(len(days))),
        tuple((day, words(value)) for day, value in zip(days, values, strict=True)),
    )


def spark(values: Sequence[int]) -> str:
    """A small line without words; empty when there are not two values."""
    if len(values) < 2:
        return ""
    width, height = SPARK
    least, most = min(values), max(values)
    span = max(1, most - least)
    places = [
        (number * width / (len(values) - 1), height - 4 - (value - least) * (height - 10) / span)
        for number, value in enumerate(values)
    ]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)


def bars(numbers: Sequence[tuple[str, int, str]], width: int = 320) -> tuple[Bar, ...]:
    """A bar for each label, number and number in words; the longest is as wide as there is room."""
    left, room = 78, width - 78 - 76
    most = max((number for _label, number, _words in numbers), default=0) or 1
    found = []
    for place, (label, number, words) in enumerate(numbers):
        long = max(2.0, room * number / most)
        y = place * 34
        found.append(Bar(f"{y + 4}", f"{y + 18}", f"{long:.1f}", f"{left + long + 8:.1f}", label, words))
    return tuple(found)


def across(number: int, count: int) -> float:
    """Where the day with this number stands."""
    return LEFT + number * (WIDTH - LEFT) / max(1, count - 1)


def down(value: int, top: int) -> float:
    """Where a value stands."""
    return BOTTOM - value * (BOTTOM - TOP) / top


def ceiling(most: int) -> int:
    """The number at the uppermost line of the grid: no less than the largest value, and round."""
    step = step_for(most)
    return max(step, -(-most // step) * step)


def ticks(top: int) -> range:
    """The numbers at the lines of the grid."""
    return range(0, top + 1, step_for(top))


def step_for(most: int) -> int:
    """How far the lines are from each other, so that there are about five of them."""
    rough, power = max(1, most) / LABELS, 1
    while power * 10 <= rough:
        power *= 10
    return next((step * power for step in STEPS if step * power >= rough), 10 * power)


def labelled(count: int) -> list[int]:
    """The days that are written under the line, evenly spread; the last one has no room beside it."""
    if count <= LABELS:
        return list(range(count - 1))
    return [number * (count - 1) // LABELS for number in range(LABELS)]
