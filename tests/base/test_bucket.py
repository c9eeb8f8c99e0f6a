"""A bucket behaves like a folder: the same calls, the same errors."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from tests.buckets import buckets, new_bucket
from verandah.base import bucket
from verandah.base.bucket import Bucket, Unreachable
from verandah.domain.media.files import Elsewhere, Made

FILM = bytes(range(256)) * 10_000


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with buckets() as address:
        yield address


@pytest.fixture
def there(server: str) -> Bucket:
    return Bucket(**new_bucket(server))


def gathered(there: Bucket, name: str, first: int, last: int) -> list[bytes]:
    async def pieces() -> list[bytes]:
        return [piece async for piece in there.stream(name, first, last)]

    return asyncio.run(pieces())


def test_what_is_put_there_is_there(there: Bucket):
    assert there.save("ab/abc/full.jpg", ContentFile(b"a picture")) == "ab/abc/full.jpg"
    assert (there.exists("ab/abc/full.jpg"), there.exists("ab/abc/small.jpg")) == (True, False)
    assert there.size("ab/abc/full.jpg") == 9
    with there.open("ab/abc/full.jpg") as file:
        assert file.read() == b"a picture"
        file.seek(2)
        assert file.read(3) == b"pic"
    assert abs((datetime.now(UTC) - there.get_modified_time("ab/abc/full.jpg")).total_seconds()) < 60
    there.save("ab/abc/full.jpg", ContentFile(b"another"))
    assert there.size("ab/abc/full.jpg") == 7


def test_a_file_of_this_machine_goes_there(there: Bucket, tmp_path: Path):
    path = tmp_path / "full.mp4"
    path.write_bytes(FILM)
    with Made(path) as file:
        there.save("ab/abc/full.mp4", file)
    with there.open("ab/abc/full.mp4") as file:
        assert file.read() == FILM


def test_folders_are_what_stands_before_the_slash(there: Bucket):
    for name in ("ab/abc/full.jpg", "ab/abc/small.jpg", "ab/abd/full.jpg", "cd/cde/full.jpg"):
        there.save(name, ContentFile(b"x"))
    assert there.listdir("") == (["ab", "cd"], [])
    assert there.listdir("ab") == (["abc", "abd"], [])
    assert there.listdir("ab/abc") == ([], ["full.jpg", "small.jpg"])
    assert there.listdir("none") == ([], [])


def test_gone_is_gone_and_twice_is_the_same(there: Bucket):
    there.save("ab/abc/full.jpg", ContentFile(b"x"))
    there.delete("ab/abc/full.jpg")
    there.delete("ab/abc/full.jpg")
    there.delete("ab/abc")
    assert not there.exists("ab/abc/full.jpg")
    for look in (there.size, there.get_modified_time, lambda name: there.open(name).read()):
        with pytest.raises(FileNotFoundError):
            look("ab/abc/full.jpg")
    with pytest.raises(FileNotFoundError):
        gathered(there, "ab/abc/full.jpg", 0, 3)


@pytest.mark.parametrize(("first", "last"), [(0, 0), (0, 2_559_999), (5, 1_100_000), (2_559_990, 2_559_999)])
def test_a_part_comes_in_small_pieces(there: Bucket, monkeypatch, first: int, last: int):
    monkeypatch.setattr(bucket, "PART", 100_000)
    there.save("ab/abc/full.mp4", ContentFile(FILM))
    pieces = gathered(there, "ab/abc/full.mp4", first, last)
    assert b"".join(pieces) == FILM[first : last + 1]
    assert max(map(len, pieces)) <= 100_000
    assert isinstance(there, Elsewhere)


def test_a_server_that_is_not_there_says_so_in_a_line_without_keys():
    away = Bucket("photos", "us-east-1", "http://127.0.0.1:9", "owner", "hardly secret")
    with pytest.raises(Unreachable) as told:
        away.size("ab/abc/full.jpg")
    assert "\n" not in str(told.value)
    assert "secret" not in str(told.value)
