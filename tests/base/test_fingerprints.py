"""What pictures look like, in signs: the same as the reference makes, and much alike for what looks alike."""

import pytest
from PIL import Image, ImageEnhance

from verandah.base.fingerprints import pdq

SPIRAL, CORNER = (-2.0, -1.5, 1.0, 1.5), (-0.8, 0.05, -0.7, 0.15)
# What the reference says of them (github.com/facebook/ThreatExchange, by its package pdqhash 0.2.8).
KNOWN = {
    SPIRAL: ("2e6bc198ecd09b1f939ee66173612d8c8d8cb1933890ce674353392cbc6cb6d3", 95),
    CORNER: ("c9b2326d0f92b06f5f93806c7f93e06c0d9b3e40e07f87c09c3f18e0b387999e", 100),
}
# Pictures with no more different bits than this are taken for the same.
SAME = 31


def drawn(part: tuple[float, float, float, float], size: tuple[int, int] = (512, 512)) -> Image.Image:
    return Image.effect_mandelbrot(size, part, 100)


def distance(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


@pytest.mark.parametrize("part", KNOWN)
def test_it_is_the_same_as_the_reference(part):
    assert pdq(drawn(part)) == KNOWN[part]
    assert pdq(drawn(part).convert("RGB")) == KNOWN[part]


@pytest.mark.parametrize("size", [(640, 640), (1000, 800), (200, 200)])
def test_what_looks_alike_is_alike(size: tuple[int, int]):
    known, _quality = KNOWN[CORNER]
    for changed in (
        drawn(CORNER).resize(size),
        ImageEnhance.Brightness(drawn(CORNER)).enhance(0.8),
        drawn(CORNER).crop((3, 3, 509, 509)),
    ):
        assert distance(pdq(changed)[0], known) <= SAME


def test_what_looks_otherwise_is_not_alike():
    assert distance(KNOWN[SPIRAL][0], KNOWN[CORNER][0]) > 3 * SAME
    assert distance(pdq(drawn(CORNER).transpose(Image.Transpose.ROTATE_90))[0], KNOWN[CORNER][0]) > 2 * SAME


@pytest.mark.parametrize(("size", "most"), [((1, 1), 0), ((64, 64), 0), ((2000, 1), 0)])
def test_of_one_colour_there_is_nothing_to_say(size: tuple[int, int], most: int):
    found, quality = pdq(Image.new("RGB", size, "teal"))
    assert (len(found), quality) == (64, most)
