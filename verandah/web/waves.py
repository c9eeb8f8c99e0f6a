"""How loud a sound is, drawn: bars around a middle line. Pure."""

from collections.abc import Sequence

BARS = 72
# In the measures of the drawing: from bar to bar, how wide one is, how high all is, how high the lowest is.
STEP, WIDE, HIGH, LOW = 4, 2.4, 34, 2
WIDTH = BARS * STEP


def wave(peaks: Sequence[int]) -> str:
    """The path of the bars; of a sound whose loudness is not known, all are low."""
    return "".join(bar(place, height) for place, height in enumerate(heights(peaks)))


def heights(peaks: Sequence[int]) -> list[int]:
    """The loudest of each part, from 0 to 100, whatever number of parts was measured."""
    if not peaks:
        return [0] * BARS
    count = len(peaks)
    parts = (
        peaks[place * count // BARS : max((place + 1) * count // BARS, place * count // BARS + 1)]
        for place in range(BARS)
    )
    return [min(100, max(0, *part, 0)) for part in parts]


def bar(place: int, height: int) -> str:
    """One bar."""
    high = LOW + (HIGH - LOW) * height / 100
    return f"M{place * STEP} {(HIGH - high) / 2:.1f}h{WIDE}v{high:.1f}h-{WIDE}z"
