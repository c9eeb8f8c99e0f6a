"""A blurhash becomes a small picture in the colours of the real one."""

import base64
from io import BytesIO

import pytest
from PIL import Image

from verandah.base.blurhash import picture
from verandah.base.pixels import blurhash


def opened(address: str) -> Image.Image:
    kind, _comma, content = address.partition(",")
    assert kind == "data:image/png;base64"
    return Image.open(BytesIO(base64.b64decode(content)))


@pytest.mark.parametrize(
    ("size", "small"), [((90, 60), (8, 5)), ((60, 90), (5, 8)), ((500, 10), (8, 2)), ((1, 1), (8, 8))]
)
def test_it_has_the_proportions_of_the_picture(size, small):
    assert opened(picture(blurhash(Image.new("RGB", size, "red")), *size)).size == small


def test_it_has_the_colours_of_the_picture():
    real = Image.new("RGB", (80, 40), (200, 30, 30))
    real.paste((20, 40, 190), (40, 0, 80, 40))
    found = opened(picture(blurhash(real), 80, 40))
    left, right = found.getpixel((0, 2)), found.getpixel((7, 2))
    assert left[0] > 2 * left[2]
    assert right[2] > 2 * right[0]


def test_a_plain_colour_stays_as_it_is():
    found = opened(picture(blurhash(Image.new("RGB", (30, 30), (10, 120, 240))), 30, 30))
    for (lowest, highest), wanted in zip(found.getextrema(), (10, 120, 240), strict=True):
        assert wanted - 12 < lowest <= highest < wanted + 12


@pytest.mark.parametrize("wrong", ["", "L", "LEHV6n", "ü" * 28, "LEHV6nWB2yk8pyo0adR*.7kCMdn", '"><script>'])
def test_what_is_no_blurhash_is_no_picture(wrong):
    assert picture(wrong, 10, 10) == ""
