"""A file is what its first bytes say, whatever its name."""

import pytest

from tests.pictures import clip, moving_gif, picture
from verandah.base import sniffing
from verandah.base.sniffing import HEAD, format_of

FTYP = b"\x00\x00\x00\x1cftyp"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (picture("JPEG"), sniffing.JPEG),
        (picture("PNG"), sniffing.PNG),
        (picture("WEBP"), sniffing.WEBP),
        (picture("AVIF"), sniffing.AVIF),
        (moving_gif(), sniffing.GIF),
        (FTYP + b"isom\0\0\2\0isomavc1", sniffing.MP4),
        (FTYP + b"mif1\0\0\0\0mif1avif", sniffing.AVIF),
        (FTYP + b"mif1\0\0\0\0mif1heic", sniffing.HEIC),
        (FTYP + b"heic\0\0\0\0mif1heic", sniffing.HEIC),
        (FTYP + b"mif1\0\0\0\0mif1jpeg", None),
        (b"\xff\xf1\x50\x80", sniffing.AAC),
        (b"\xff\xfb\x90\x00", sniffing.MP3),
        (b"\xff\xfb\xf0\x00", None),
        (b"\xff", None),
        (b"", None),
        (b"RIFF\0\0\0\0AVI ", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"PK\x03\x04", None),
        (b"%PDF-1.7", None),
        (b"#EXTM3U\n", None),
        (b"<!doctype html>", None),
        (b"MZ\x90\x00", None),
    ],
)
def test_by_the_first_bytes(content: bytes, expected: sniffing.Format | None):
    assert format_of(content[:HEAD]) is expected


@pytest.mark.parametrize("extension", ["mp4", "mov", "webm", "mkv", "mp3", "m4a", "ogg", "opus", "flac", "wav", "aac"])
def test_what_ffmpeg_writes_is_known(extension: str):
    is_video = extension in ("mp4", "mov", "webm", "mkv")
    found = format_of(clip(extension, pictures=is_video)[:HEAD])
    assert found is not None
    assert (found.family is sniffing.Family.VIDEO) == is_video
