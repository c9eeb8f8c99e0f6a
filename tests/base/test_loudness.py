"""How loud a sound is, in two hundred numbers."""

from array import array
from pathlib import Path

import pytest

from verandah.base.loudness import MOMENTS, peaks


def told(folder: Path, *samples: int) -> list[int]:
    path = folder / "loudness.raw"
    path.write_bytes(array("h", samples).tobytes())
    return peaks(path)


def test_the_loudest_moment_is_the_highest(tmp_path: Path):
    found = told(tmp_path, *[0] * 1000, *[-16_000] * 500, *[8000] * 500)
    assert found == [0] * 100 + [100] * 50 + [50] * 50


def test_silence_is_silence(tmp_path: Path):
    assert told(tmp_path, *[0] * 1000) == [0] * MOMENTS


@pytest.mark.parametrize("count", [0, 1, MOMENTS - 1])
def test_of_less_than_a_moment_nothing_is_drawn(tmp_path: Path, count: int):
    assert told(tmp_path, *[9] * count) == []


def test_parts_need_not_be_even(tmp_path: Path):
    found = told(tmp_path, *range(MOMENTS * 3 + 7))
    assert (len(found), found[-1], found == sorted(found)) == (MOMENTS, 100, True)
