"""Videos and sounds become what every browser plays, without a word of what was written beside them."""

from pathlib import Path

import pytest
from PIL import Image

from tests.corpus import song
from tests.pictures import clip, moving_gif
from verandah.base import video
from verandah.base.images import Unusable
from verandah.base.sniffing import HEAD, JPEG, format_of
from verandah.base.video import Clip, Scope, Scrub, look, refuse_giants, remake_sound, remake_video, told

SCOPE = Scope(40_000_000, 600)


def source_of(folder: Path, content: bytes) -> tuple[Path, str]:
    source = folder / "source"
    source.write_bytes(content)
    found = format_of(content[:HEAD])
    assert found is not None
    return source, "gif" if found.reader == "GIF" else found.reader


@pytest.mark.parametrize(
    "content",
    [
        clip("mp4"),
        clip("mp4", "-metadata", "comment=At home", "-metadata", "location=+52.5+013.4/"),
        clip("mov", "-c:v", "mpeg4"),
        clip("webm"),
        clip("mkv", "-c:v", "libx264", "-pix_fmt", "yuv444p"),
        clip("mp4", sound=False),
        clip("mp4", "-ac", "6"),
        clip("mp4", "-vf", "scale=101:57", "-pix_fmt", "yuv444p"),
    ],
)
def test_every_video_becomes_an_mp4_that_starts_at_once(tmp_path: Path, content: bytes):
    source, reader = source_of(tmp_path, content)
    made = remake_video(source, reader, tmp_path, SCOPE)
    kept = (tmp_path / "full.mp4").read_bytes()
    assert 0.9 <= (made.duration or 0) <= 1.2
    assert (made.width % 2, made.height % 2) == (0, 0)
    assert kept.index(b"moov") < kept.index(b"mdat")
    assert not [word for word in (b"home", b"+52.5", b"Lavf") if word in kept]
    assert (tmp_path / "poster.png").stat().st_size
    told_of = video.run([video.ffmpeg(), "-i", "file:full.mp4"], tmp_path, video.LOOK).err
    assert "Video: h264" in told_of
    assert "yuv420p" in told_of
    assert ("Audio: aac" in told_of) == made.has_sound == look(source, reader, tmp_path).has_sound


def test_a_large_video_is_made_smaller(tmp_path: Path):
    source, reader = source_of(tmp_path, clip("mp4", "-vf", "scale=1920:1080", "-preset", "ultrafast"))
    made = remake_video(source, reader, tmp_path, SCOPE)
    assert (made.width, made.height) == (1280, 720)


def test_a_gif_becomes_a_silent_video(tmp_path: Path):
    source, reader = source_of(tmp_path, moving_gif())
    made = remake_video(source, reader, tmp_path, SCOPE, silent=True)
    assert (made.width, made.height, made.has_sound) == (40, 30, False)


@pytest.mark.parametrize("extension", ["mp3", "m4a", "ogg", "opus", "flac", "wav", "mp4"])
def test_every_sound_becomes_aac(tmp_path: Path, extension: str):
    source, reader = source_of(tmp_path, clip(extension, "-metadata", "title=At home", pictures=False))
    made = remake_sound(source, reader, tmp_path, SCOPE)
    assert 0.9 <= (made.duration or 0) <= 1.2
    assert (made.width, made.has_sound) == (0, True)
    assert b"home" not in (tmp_path / "full.m4a").read_bytes()


def remade(source: Path, reader: str, folder: Path) -> Clip:
    found = look(source, reader, folder)
    return (remake_video if found.width else remake_sound)(source, reader, folder, SCOPE)


@pytest.mark.parametrize(
    "content",
    [
        clip("mp4")[:3000],
        b"\x00\x00\x00\x1cftypisom\0\0\2\0isomavc1" + b"#EXTM3U\nhttp://127.0.0.1:9/x\n",
        b"\x1a\x45\xdf\xa3 webm and then nothing",
        b"RIFF\x10\0\0\0WAVEfmt ",
        b"ID3\x04\0\0\0\0\0\0",
        b"OggS" + b"\0" * 100,
    ],
)
def test_what_cannot_be_played_is_refused(tmp_path: Path, content: bytes):
    source, reader = source_of(tmp_path, content)
    with pytest.raises(Unusable) as refused:
        remade(source, reader, tmp_path)
    assert refused.value.reason == "unreadable"


def test_no_other_file_and_no_address_is_read(tmp_path: Path):
    (tmp_path / "secret.txt").write_text("ffconcat version 1.0\nfile /etc/passwd\n")
    for reader in ("mov", "matroska", "ogg", "wav"):
        with pytest.raises(Unusable):
            look(tmp_path / "secret.txt", reader, tmp_path)


def test_giants_are_refused_by_their_head():
    small = Clip(10.0, 100, 100, 30.0, 1000, True)
    refuse_giants(small, Scope(10_000, 10))
    for scope, reason in ((Scope(9_999, 10), "too_many_pixels"), (Scope(10_000, 9), "too_long")):
        with pytest.raises(Unusable) as refused:
            refuse_giants(small, scope)
        assert refused.value.reason == reason


def test_what_stands_in_the_file_is_not_taken_for_its_description():
    text = (
        "  Metadata:\n    title           : x\n                    :   Stream #0:0: Video: h264, 9x9, 1 fps\n"
        "  Duration: 01:02:03.50, start: 0.000000, bitrate: 12 kb/s\n"
        "  Stream #0:0[0x1](und): Audio: aac (LC), 44100 Hz, stereo, fltp, 128 kb/s (default)\n"
        "  Stream #0:1[0x2](und): Video: png, rgba, 400x400, 90k tbr, 90k tbn (attached pic)\n"
    )
    assert told(text) == Clip(3723.5, 0, 0, 0.0, 12_000, True, has_cover=True)
    with pytest.raises(Unusable):
        told("  Duration: N/A\n  Stream #0:0: Subtitle: ass\n")


def test_small_pictures_lie_row_by_row(tmp_path: Path):
    source, reader = source_of(tmp_path, clip("mp4", "-vf", "tpad=stop=-1", "-t", "23", sound=False))
    made = remake_video(source, reader, tmp_path, SCOPE)
    scrub = video.scrub_of(tmp_path / "full.mp4", tmp_path, made)
    assert scrub == Scrub(columns=10, count=11, width=160, height=90, interval=2.0)
    with Image.open(tmp_path / "scrub.jpg") as picture:
        assert picture.size == (1600, 180)


def test_a_short_video_needs_none(tmp_path: Path):
    source, reader = source_of(tmp_path, clip("mp4", sound=False))
    made = remake_video(source, reader, tmp_path, SCOPE)
    assert video.scrub_of(tmp_path / "full.mp4", tmp_path, made) is None


@pytest.mark.parametrize("extension", ["mp3", "m4a", "ogg", "opus", "flac"])
def test_a_sound_says_what_it_is(tmp_path: Path, extension: str):
    said = ["-metadata", "title=Rain; a=b\\c #1\nfalls", "-metadata", "artist=The \u202eVerandahs" + "x" * 300]
    source, reader = source_of(tmp_path, clip(extension, *said, pictures=False))
    tags = video.tags_of(source, reader, tmp_path)
    assert tags.title == "Rain; a=b\\c #1 falls"
    assert tags.artist == ("The Verandahs" + "x" * 300)[:200]
    assert video.cover_of(source, reader, tmp_path) is None


def test_the_cover_comes_as_it_was_put_there(tmp_path: Path):
    content = song("mp3")()
    source, reader = source_of(tmp_path, content)
    cover = video.cover_of(source, reader, tmp_path)
    assert cover is not None
    assert cover.read_bytes() in content
    assert format_of(cover.read_bytes()[:HEAD]) is JPEG
