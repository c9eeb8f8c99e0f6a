"""How loud a sound is from moment to moment, in as many numbers as can be drawn."""

from array import array
from pathlib import Path

MOMENTS = 200
LOUDEST = 100


def peaks(path: Path) -> list[int]:
    """The highest sample of each of MOMENTS equal parts, from 0 to LOUDEST; `path` holds samples of two bytes."""
    count = path.stat().st_size // 2
    if count < MOMENTS:
        return []
    with path.open("rb") as file:
        highest = [
            highest_of(file.read(2 * ((at + 1) * count // MOMENTS - at * count // MOMENTS))) for at in range(MOMENTS)
        ]
    # What is quiet as a whole is drawn as high as what is loud.
    most = max(highest) or 1
    return [round(value * LOUDEST / most) for value in highest]


def highest_of(content: bytes) -> int:
    """How far the samples are from silence, at most."""
    samples = array("h", content)
    return max(max(samples), -min(samples))
