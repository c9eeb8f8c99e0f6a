"""What a picture looks like in a few dozen signs: one to paint while it loads, one to find it again by."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import cos, pi, sqrt
from statistics import median_low

from PIL import Image

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"
# PDQ: the picture is brought to this size, blurred, and looked at in so many places, of which so many waves are kept.
SIDE, PLACES, WAVES = 512, 64, 16

type Rows = Sequence[Sequence[float]]


def pdq(picture: Image.Image) -> tuple[str, int]:
    """256 bits as hexadecimal digits, and from 0 to 100 how much there is to see.

    Pictures that look the same differ in few bits (at most 31 is taken for the same); see "The TMK+PDQF
    video-hashing algorithm and the PDQ image-hashing algorithm", Facebook 2019. Below a quality of 50 it says little.
    """
    grey = picture.convert("L").resize((SIDE, SIDE), Image.Resampling.BILINEAR, reducing_gap=2.0).tobytes()
    across = [sampled(grey[at : at + SIDE]) for at in range(0, SIDE * SIDE, SIDE)]
    points = list(zip(*(sampled(column) for column in zip(*across, strict=True)), strict=True))
    waves = times(times(COSINES, points), list(zip(*COSINES, strict=True)))
    # Torben's median, which the paper takes, is the lower of the two in the middle.
    values = [value for row in waves for value in row]
    middle = median_low(values)
    bits = sum((value > middle) << place for place, value in enumerate(values))
    return f"{bits:064x}", quality(points)


def sampled(line: Sequence[float]) -> list[float]:
    """A line blurred twice by a window an eighth of the distance between places, and then looked at in each place."""
    width = SIDE // (2 * PLACES)
    blurred = boxed(boxed(line, width), width)
    return blurred[SIDE // PLACES // 2 :: SIDE // PLACES]


def boxed(line: Sequence[float], width: int) -> list[float]:
    """The mean of `width` neighbours at each place, one more of them behind it; at the edges of fewer."""
    before = width - (width + 2) // 2
    sums = list(accumulate(line, initial=0.0))
    most = len(line)
    means = [(high - low) / width for low, high in zip(sums, sums[width:], strict=False)]
    first = [sums[min(most, at + width - before)] / (at + width - before) for at in range(before)]
    last = [(sums[most] - sums[at - before]) / (most - at + before) for at in range(most - width + before + 1, most)]
    return first + means + last


def times(left: Rows, right: Rows) -> list[list[float]]:
    """The product of two matrices."""
    columns = list(zip(*right, strict=True))
    return [[sum(map(float.__mul__, row, column)) for column in columns] for row in left]


def quality(points: Rows) -> int:
    """How much neighbours differ; a plain sky has nothing to be found again by."""
    steps = 0
    for lines in (points, list(zip(*points, strict=True))):
        for line, following in pairwise(lines):
            steps += sum(abs(int((one - other) * 100 / 255)) for one, other in zip(line, following, strict=True))
    return min(100, steps // 90)


COSINES = [
    [sqrt(2 / PLACES) * cos(pi / 2 / PLACES * wave * (2 * at + 1)) for at in range(PLACES)]
    for wave in range(1, WAVES + 1)
]


def blurhash(picture: Image.Image) -> str:
    """A few dozen signs from which an app paints what is to come (https://blurha.sh)."""
    across, down = (4, 3) if picture.width >= picture.height else (3, 4)
    tiny = picture.convert("RGB").resize((32, 32), Image.Resampling.BOX)
    values = [[linear(value) for value in tiny.tobytes()[channel::3]] for channel in range(3)]
    waves = [[cos(pi * wave * (at + 0.5) / 32) for at in range(32)] for wave in range(4)]
    factors = [
        [wave_in(channel, waves[x], waves[y], 1 if x == y == 0 else 2) for channel in values]
        for y in range(down)
        for x in range(across)
    ]
    strongest = max(abs(value) for factor in factors[1:] for value in factor)
    scale = max(0, min(82, int(strongest * 166 - 0.5)))
    signs = digits(across - 1 + (down - 1) * 9, 1) + digits(scale, 1)
    red, green, blue = (on_screen(value) for value in factors[0])
    signs += digits((red << 16) + (green << 8) + blue, 4)
    return signs + "".join(digits(contrast(factor, (scale + 1) / 166), 2) for factor in factors[1:])


def wave_in(channel: list[float], across: list[float], down: list[float], weight: int) -> float:
    """How much of a wave there is in one colour."""
    rows = (sum(map(float.__mul__, channel[y * 32 : y * 32 + 32], across)) * down[y] for y in range(32))
    return weight * sum(rows) / 1024


def contrast(factor: list[float], strongest: float) -> int:
    found = 0
    for value in factor:
        part = value / strongest
        root = abs(part) ** 0.5 * (1 if part >= 0 else -1)
        found = found * 19 + max(0, min(18, int(root * 9 + 9.5)))
    return found


def linear(value: int) -> float:
    part = value / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def on_screen(value: float) -> int:
    part = max(0.0, min(1.0, value))
    return int((part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055) * 255 + 0.5)


def digits(value: int, length: int) -> str:
    return "".join(DIGITS[value // 83**place % 83] for place in reversed(range(length)))
