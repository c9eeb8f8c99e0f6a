"""What a picture looks like in a few dozen signs: one to paint while it loads, one to find it again by."""

from collections.abc import Sequence
from itertools import pairwise
from math import cos, pi, sqrt, sumprod
from statistics import median_low
from struct import unpack

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
    points = points_of(grey(picture))
    return f"{bits(waves(points)):064x}", quality(points)


def grey(picture: Image.Image) -> Image.Image:
    """How bright it is, in the size in which it is looked at, with a margin of one."""
    lit = picture.convert("L").resize((SIDE, SIDE), Image.Resampling.BILINEAR, reducing_gap=2.0).convert("F")
    return with_margin(with_margin(lit).transpose(Image.Transpose.TRANSPOSE)).transpose(Image.Transpose.TRANSPOSE)


def with_margin(lit: Image.Image) -> Image.Image:
    """One more line on both sides, the mean of the next three: with it a triangle at the edge is two windows there."""
    wider = Image.new("F", (lit.width + 2, lit.height))
    wider.paste(lit, (1, 0))
    for at, first in ((0, 0), (lit.width + 1, lit.width - 3)):
        mean = lit.resize((1, lit.height), Image.Resampling.BOX, (first, 0, first + 3, lit.height))
        wider.paste(mean, (at, 0))
    return wider


def points_of(lit: Image.Image, mirrored: bool = False, upended: bool = False) -> Rows:
    """How bright a picture from `grey` is in each place, blurred by two windows an eighth of their distance wide; or
    how bright its mirror image is, or what is upside down.

    Both windows at once are the triangle by which Pillow makes a picture smaller by half of that distance. The places
    are not symmetric in the picture, so that a mirror image has others.
    """
    step = SIDE // PLACES
    left, top = (1 + step * (1 if turned else 7) / 16 for turned in (mirrored, upended))
    edge, count = SIDE - step // 2, 2 * PLACES - 1
    small = lit.resize((count, count), Image.Resampling.BILINEAR, (left, top, left + edge, top + edge))
    values = unpack(f"{count * count}f", small.tobytes())
    lines = [values[at : at + count : 2] for at in range(0, count * count, 2 * count)]
    if mirrored:
        lines = [line[::-1] for line in lines]
    return lines[::-1] if upended else lines


def waves(points: Rows) -> list[list[float]]:
    """How much there is of each wave, down and across."""
    columns = list(zip(*points, strict=True))
    down = [[sumprod(wave, column) for column in columns] for wave in COSINES]
    return [[sumprod(line, wave) for wave in COSINES] for line in down]


def bits(found: Rows) -> int:
    """A bit for each wave of which there is more than of most."""
    values = [value for line in found for value in line]
    # Torben's median, which the paper takes, is the lower of the two in the middle.
    middle = median_low(values)
    return sum((value > middle) << place for place, value in enumerate(values))


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
