"""Finding pictures again that were turned, mirrored or framed: more fingerprints of each, and an index of very many.

PDQ forgives what re-encoding, resizing and other colours do to a picture, but not that it is turned or framed. So what
comes in is looked at in all eight ways of lying, without the border around it, and in its middle.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from PIL import Image, ImageChops

from .fingerprints import bits, grey, points_of, quality, waves

BITS, CHUNKS = 256, 16
CHUNK = BITS // CHUNKS
VALUES = 1 << CHUNK
# Up to so many differing bits, one of the chunks differs in at most one: 16 chunks with two each would be 32.
FARTHEST = 2 * CHUNKS - 1
# So few are faster looked through one by one.
FEW = 400
# What is lit this evenly, in steps of 256, is border; a border takes at most so much of each side.
EVEN, MOST_BORDER = 16, 0.45
# How much of a picture is its middle: of one that has got a frame or a banner this is what it was before.
MIDDLES = (0.9, 0.8, 0.7)
# Of what shows less the fingerprint says little (the paper's own figure).
LEAST_QUALITY = 50
FRAMED = "unframed_"
# So many pictures of a film are looked at.
MOST_FRAMES = 24
# The ways in which a picture can lie, in the order of `turned`.
WAYS = ("upright", "mirrored", "upended", "turned_180", "transposed", "turned_90", "turned_270", "transversed")
UPRIGHT = WAYS[0]
# Waves that change their sign when the picture is mirrored, or upended.
ODD_ACROSS = int("5555" * 16, 16)
ODD_DOWN = int("0000ffff" * 8, 16)


class Look(NamedTuple):
    """One way in which a picture is looked at, and what is seen then: 256 bits as digits."""

    way: str
    value: str


class Near(NamedTuple):
    """The place of a value in an index, and in how many bits it differs."""

    place: int
    distance: int


def looks_of(picture: Image.Image) -> list[Look]:
    """All that is compared of a picture. What shows too little to be told apart, or the same once more, is left out."""
    whole, inner = grey(picture), unframed(picture)
    found = turned(whole, "")
    if inner is not None:
        found += turned(grey(inner), FRAMED)
    for part in MIDDLES:
        lit = grey(middle(picture, part))
        if says_enough(lit):
            found.append(Look("middle", upright(lit)))
    return once(found)


def once(looks: Iterable[Look]) -> list[Look]:
    """Each value once, as the first look that has it."""
    found: dict[str, Look] = {}
    for look in looks:
        found.setdefault(look.value, look)
    return list(found.values())


def says_enough(lit: Image.Image) -> bool:
    """Whether there is enough to see in a picture from `grey` to tell it from others."""
    return quality(points_of(lit)) >= LEAST_QUALITY


def frames_of(picture: Image.Image, columns: int, count: int, width: int, height: int) -> list[Look]:
    """The looks of pictures that lie in one, row by row: some of them, evenly apart, as they are and mirrored."""
    found: list[Look] = []
    for number in range(0, count, max(1, -(-count // MOST_FRAMES))):
        left, top = number % columns * width, number // columns * height
        lit = grey(picture.crop((left, top, left + width, top + height)))
        if says_enough(lit):
            found += [Look("frame", upright(lit)), Look("frame_mirrored", digits(bits(waves(points_of(lit, True)))))]
    return once(found)


def upright(lit: Image.Image) -> str:
    """The fingerprint of a picture from `grey`."""
    return digits(bits(waves(points_of(lit))))


def turned(lit: Image.Image, before: str) -> list[Look]:
    """A picture from `grey` in all ways of lying: four are looked at, and of the others their waves exchanged."""
    if not says_enough(lit):
        return []
    four = [waves(points_of(lit, mirrored, upended)) for upended in (False, True) for mirrored in (False, True)]
    # Exchanging across and down of what was mirrored turns it to the left, of what was upended to the right.
    eight = [bits(found) for found in four] + [bits(list(zip(*found, strict=True))) for found in four]
    return [Look(before + way, digits(value)) for way, value in zip(WAYS, eight, strict=True)]


def digits(value: int) -> str:
    return f"{value:064x}"


def turned_value(value: str) -> list[Look]:
    """What a fingerprint alone tells of the picture lying otherwise: as `turned` would, give or take some dozen bits.

    Enough for many that were sent before all of their looks were kept, not for all.
    """
    upright_bits = int(value, 16)
    across = exchanged(upright_bits)
    masks = (0, ODD_ACROSS, ODD_DOWN, ODD_ACROSS ^ ODD_DOWN)
    found = [upright_bits ^ mask for mask in masks] + [
        across ^ mask for mask in (0, ODD_DOWN, ODD_ACROSS, ODD_ACROSS ^ ODD_DOWN)
    ]
    return [Look(way, digits(turned_bits)) for way, turned_bits in zip(WAYS, found, strict=True)]


def exchanged(value: int) -> int:
    """The bits of the same waves the other way round."""
    return sum(
        (value >> (16 * across + down) & 1) << (16 * down + across) for down in range(16) for across in range(16)
    )


def middle(picture: Image.Image, part: float) -> Image.Image:
    """The middle of a picture, so much of each of its sides."""
    width, height = picture.size
    left, top = int(width * (1 - part) / 2), int(height * (1 - part) / 2)
    return picture.crop((left, top, max(left + 1, width - left), max(top + 1, height - top)))


def unframed(picture: Image.Image) -> Image.Image | None:
    """The picture without the border of one colour around it; None when it has none, or is nothing else."""
    lit = picture.convert("RGB").resize((256, 256), Image.Resampling.BOX, reducing_gap=2.0)
    box = inner_box(lit)
    if box is None:
        return None
    across, down = picture.width / 256, picture.height / 256
    # One step further in than seen, because a step may be half border.
    left, top, right, bottom = (
        (edge + (step if edge not in (0, 256) else 0)) * scale
        for edge, step, scale in zip(box, (1, 1, -1, -1), (across, down, across, down), strict=True)
    )
    return picture.crop((round(left), round(top), round(right), round(bottom)))


def inner_box(lit: Image.Image) -> tuple[int, int, int, int] | None:
    """Where a picture of 256 by 256 is something else than the colour of its edges."""
    found = (0, 0, 256, 256)
    for corner in ((0, 0), (255, 255)):
        other = ImageChops.difference(lit, Image.new("RGB", lit.size, lit.getpixel(corner)))
        found = one_inside(found, other.convert("L").point(lambda value: 255 * (value > EVEN)).getbbox())
    left, top, right, bottom = found
    least = 256 * (1 - 2 * MOST_BORDER)
    if found == (0, 0, 256, 256) or right - left < least or bottom - top < least:
        return None
    return found


def one_inside(box: tuple[int, int, int, int], other: tuple[int, int, int, int] | None) -> tuple[int, int, int, int]:
    """What both hold: two bars may differ in colour."""
    if other is None:
        return (0, 0, 0, 0)
    return (max(box[0], other[0]), max(box[1], other[1]), min(box[2], other[2]), min(box[3], other[3]))


class Index:
    """Fingerprints by their chunks, so that the few which can be near another one are found without looking at all.

    `within` is exact up to FARTHEST. Each chunk has a list of places sorted by its value there, and where each value
    begins in it: flat arrays, 160 bytes for each fingerprint and half a megabyte for each chunk.
    """

    def __init__(self, values: Iterable[str]) -> None:
        self.values = [int(value, 16) for value in values]
        self.starts: list[array[int]] = []
        self.places: list[array[int]] = []
        if len(self.values) > FEW:
            for chunk in range(CHUNKS):
                self.sort(chunk)

    def sort(self, chunk: int) -> None:
        """The list of one chunk."""
        shift, mask = chunk * CHUNK, VALUES - 1
        keys = array("H", (value >> shift & mask for value in self.values))
        counts = array("I", bytes(4 * (VALUES + 1)))
        for key in keys:
            counts[key + 1] += 1
        total = 0
        for key in range(VALUES + 1):
            total += counts[key]
            counts[key] = total
        self.starts.append(counts)
        self.places.append(array("I", sorted(range(len(keys)), key=keys.__getitem__)))

    def within(self, value: str, most: int) -> list[Near]:
        """All that differ in at most `most` bits, the nearest first."""
        wanted, most = int(value, 16), min(most, FARTHEST)
        near = (Near(place, (self.values[place] ^ wanted).bit_count()) for place in self.candidates(wanted))
        return sorted((one for one in near if one.distance <= most), key=lambda one: (one.distance, one.place))

    def candidates(self, wanted: int) -> Iterable[int]:
        """The places of all that may be near."""
        if not self.starts:
            return range(len(self.values))
        found: set[int] = set()
        for chunk, (starts, places) in enumerate(zip(self.starts, self.places, strict=True)):
            key = wanted >> chunk * CHUNK & VALUES - 1
            for near in neighbours(key):
                first, after = starts[near], starts[near + 1]
                if first != after:
                    found.update(places[first:after])
        return found


def neighbours(key: int) -> Iterator[int]:
    """The value of a chunk, and those that differ from it in one bit."""
    yield key
    for place in range(CHUNK):
        yield key ^ (1 << place)


def nearest(index: Index, looks: Sequence[Look], most: int) -> tuple[Look, Near] | None:
    """The look that comes nearest to anything in an index, and to what."""
    found = [(look, near[0]) for look in looks if (near := index.within(look.value, most))]
    return min(found, key=lambda one: one[1].distance, default=None)
