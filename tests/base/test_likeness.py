"""Pictures that were turned or framed are found again, and an index answers exactly as a look at all would."""

import random

import pytest
from PIL import Image, ImageDraw, ImageOps

from verandah.base.fingerprints import pdq
from verandah.base.likeness import FARTHEST, FEW, UPRIGHT, WAYS, Index, looks_of, nearest, turned_value, unframed

TURNS = {
    "mirrored": Image.Transpose.FLIP_LEFT_RIGHT,
    "upended": Image.Transpose.FLIP_TOP_BOTTOM,
    "turned_180": Image.Transpose.ROTATE_180,
    "transposed": Image.Transpose.TRANSPOSE,
    "turned_90": Image.Transpose.ROTATE_90,
    "turned_270": Image.Transpose.ROTATE_270,
    "transversed": Image.Transpose.TRANSVERSE,
}


def drawn(number: int, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A pattern of its own for each number."""
    chance, picture = random.Random(number), Image.new("RGB", size, "grey")
    pen = ImageDraw.Draw(picture)
    for _shape in range(60):
        left, top = chance.randrange(-80, size[0]), chance.randrange(-80, size[1])
        box = (left, top, left + chance.randrange(20, size[0] // 2), top + chance.randrange(20, size[1] // 2))
        colour = tuple(chance.randrange(256) for _channel in range(3))
        (pen.ellipse if chance.random() < 0.5 else pen.rectangle)(box, fill=colour)
    return picture


def distance(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def values(count: int, number: int = 1) -> list[str]:
    chance = random.Random(number)
    return [f"{chance.getrandbits(256):064x}" for _value in range(count)]


def changed(value: str, bits: int, number: int = 1) -> str:
    places = random.Random(number).sample(range(256), bits)
    return f"{int(value, 16) ^ sum(1 << place for place in places):064x}"


@pytest.mark.parametrize("number", range(3))
def test_each_way_of_lying_has_the_fingerprint_of_the_turned_picture(number: int):
    picture = drawn(number)
    looks = {look.way: look.value for look in looks_of(picture)}
    assert distance(looks[UPRIGHT], pdq(picture)[0]) == 0
    for way, turn in TURNS.items():
        assert distance(looks[way], pdq(picture.transpose(turn))[0]) <= 2, way


@pytest.mark.parametrize("number", range(3))
def test_a_fingerprint_alone_nearly_tells_how_it_would_be_turned(number: int):
    picture = drawn(number)
    looks = {look.way: look.value for look in turned_value(pdq(picture)[0])}
    assert list(looks) == list(WAYS)
    for way, turn in TURNS.items():
        assert distance(looks[way], pdq(picture.transpose(turn))[0]) <= 48, way


@pytest.mark.parametrize("border", [(64, 0), (0, 48), (64, 48)])
@pytest.mark.parametrize("colour", ["black", "white", "teal"])
def test_a_border_of_one_colour_is_taken_off(border: tuple[int, int], colour: str):
    picture = drawn(7)
    framed = ImageOps.expand(picture, (*border, *border), fill=colour)
    bank = Index([pdq(picture)[0]])
    found = nearest(bank, looks_of(framed), 20)
    assert found is not None
    assert found[0].way.startswith(("unframed", "middle"))
    inner = unframed(framed)
    assert inner is not None
    assert abs(inner.width - 640) <= 8
    assert abs(inner.height - 480) <= 8


def test_a_framed_mirror_image_is_found():
    picture = drawn(8)
    framed = ImageOps.expand(picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT), 60, fill="black")
    assert nearest(Index([pdq(picture)[0]]), looks_of(framed), FARTHEST) is not None


@pytest.mark.parametrize("size", [(1, 1), (1, 2000), (300, 200)])
def test_of_one_colour_there_is_nothing_to_take_off(size: tuple[int, int]):
    plain = Image.new("RGB", size, "teal")
    assert unframed(plain) is None
    assert looks_of(plain) == []


def test_what_looks_otherwise_is_not_found():
    bank = Index(pdq(drawn(number))[0] for number in range(20))
    assert nearest(bank, looks_of(drawn(99)), FARTHEST) is None


@pytest.mark.parametrize("count", [0, 1, FEW, FEW + 1, 3000])
def test_the_index_finds_exactly_what_a_look_at_all_finds(count: int):
    known = values(count)
    index = Index(known)
    chance = random.Random(2)
    for number in range(200):
        start = known[chance.randrange(count)] if count else values(1, 5)[0]
        wanted = changed(start, chance.randrange(60), number)
        most = chance.choice((0, 1, 20, FARTHEST))
        there = {place for place, value in enumerate(known) if distance(value, wanted) <= most}
        found = index.within(wanted, most)
        assert {near.place for near in found} == there
        assert [near.distance for near in found] == sorted(near.distance for near in found)


def test_the_farthest_is_found_wherever_its_bits_differ():
    known = values(FEW + 1)
    index = Index(known)
    for number in range(300):
        assert index.within(changed(known[5], FARTHEST, number), FARTHEST)[0].place == 5
    # Two of each chunk but one, which has one: the worst case of the pigeonhole.
    worst = sum(0b11 << 16 * chunk for chunk in range(15)) | 1 << 240
    assert index.within(f"{int(known[7], 16) ^ worst:064x}", FARTHEST)[0] == (7, FARTHEST)
    assert index.within(changed(known[5], FARTHEST + 1), 256) == []
