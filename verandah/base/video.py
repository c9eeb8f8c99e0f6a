"""Videos and sounds: files in, files out, by ffmpeg in a process of its own."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import imageio_ffmpeg

from .images import Unusable
from .sandbox import Bounds, run

# Decoding a few minutes of a telephone's video is minutes of work; the worker waits 30 minutes for any job.
BOUNDS = Bounds(cpu=3000, seconds=1500, memory=2_000_000_000, file_size=1_000_000_000)
# A few seconds of a drawing that moves; what takes longer unfolds to more than anyone looks at.
MOVING = Bounds(cpu=240, seconds=240, memory=2_000_000_000, file_size=200_000_000)
LOOK = Bounds(cpu=20, seconds=30, memory=1_000_000_000, file_size=20_000_000)
THREADS = 2
MOST_FRAME_RATE = 60
LONGEST_SIDE = 1280
# Of 4K: a decoder keeps several pictures at once, and one of 8K is 50 MB.
MOST_VIDEO_PIXELS = 9_437_184
# The pictures that are shown while someone looks for a place: how many at most, in how many columns, how wide.
MOST_SCRUBS = 100
COLUMNS, SCRUB_WIDTH = 10, 160
SECONDS_A_KEY = 2
LONGEST_TAG = 200
LONGEST_TAGS = 100_000
# Only the file itself is read, and only as what its first bytes say: no list of other files, no address.
QUIET = ["-hide_banner", "-nostdin", "-loglevel", "error", "-y"]
READING = ["-protocol_whitelist", "file", "-f"]
# Nothing of the file but its pictures and sounds.
BARE = ["-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"]
PICTURES = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "24", "-profile:v", "high", "-flags:v", "+bitexact"]
# So often one can jump to a place at once.
KEYS = ["-force_key_frames", f"expr:gte(t,n_forced*{SECONDS_A_KEY})"]
# How loud it is, to be drawn: thousands of numbers a second are more than enough.
LOUDNESS = ["-map", "0:a:0", "-ac", "1", "-ar", "8000", "-f", "s16le", "file:loudness.raw"]
SOUND = ["-c:a", "aac", "-ac", "2", "-ar", "48000", "-flags:a", "+bitexact"]
AT_ONCE = ["-movflags", "+faststart"]
# H.264 takes even measures only.
SCALE = (
    f"scale=w='min(1,{LONGEST_SIDE}/max(iw,ih))*iw':h='min(1,{LONGEST_SIDE}/max(iw,ih))*ih'"
    ":flags=bicubic,scale=w='max(2,2*trunc(iw/2))':h='max(2,2*trunc(ih/2))',setsar=1,format=yuv420p"
)

DURATION = re.compile(r"^  Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)", re.MULTILINE)
# What shines through in a drawing stands on white.
ON_WHITE = "split[under][over];[under]drawbox=t=fill:c=white:replace=1[white];[white][over]overlay=format=auto,"
STREAM = re.compile(r"^  Stream #0:\d+\S*: (Video|Audio): (.*)$", re.MULTILINE)
SIZE = re.compile(r", (\d{1,6})x(\d{1,6})[ ,]")
RATE = re.compile(r", (\d+(?:\.\d+)?)(k?) (?:fps|tbr)")
BITRATE = re.compile(r"bitrate: (\d+) kb/s")


@dataclass(frozen=True, slots=True)
class Clip:
    """What a file holds. Without pictures its measures are 0; a length that it does not tell is None."""

    duration: float | None
    width: int
    height: int
    frame_rate: float
    bitrate: int
    has_sound: bool
    has_cover: bool = False


@dataclass(frozen=True, slots=True)
class Scrub:
    """One picture made of many small ones, each `interval` seconds after the other, row by row."""

    columns: int
    count: int
    width: int
    height: int
    interval: float


@dataclass(frozen=True, slots=True)
class Tags:
    """What a piece of music says of itself."""

    title: str = ""
    artist: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """How much a video or a sound may be."""

    pixels: int
    seconds: int


@cache
def ffmpeg() -> str:
    """Where the program is: the wheel's, or that of the system. Empty when there is none."""
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError:
        return shutil.which("ffmpeg") or ""


def look(source: Path, reader: str, folder: Path) -> Clip:
    """What is in the file, told by its head. Raises Unusable."""
    words = [ffmpeg(), "-hide_banner", "-nostdin", *READING, reader, "-i", f"file:{source}"]
    return told(run(words, folder, LOOK).err)


def told(text: str) -> Clip:
    """The clip that ffmpeg has described. What is written in the file itself stands further to the right."""
    streams = STREAM.findall(text)
    pictures = [line for kind, line in streams if kind == "Video" and "attached pic" not in line and SIZE.search(line)]
    sounds = [line for kind, line in streams if kind == "Audio"]
    if not pictures and not sounds:
        raise Unusable("unreadable")
    size = SIZE.search(pictures[0]) if pictures else None
    rate = RATE.search(pictures[0]) if pictures else None
    length, bitrate = DURATION.search(text), BITRATE.search(text)
    return Clip(
        duration=int(length[1]) * 3600 + int(length[2]) * 60 + float(length[3]) if length else None,
        width=int(size[1]) if size else 0,
        height=int(size[2]) if size else 0,
        frame_rate=float(rate[1]) * (1000 if rate[2] else 1) if rate else 0.0,
        bitrate=int(bitrate[1]) * 1000 if bitrate else 0,
        has_sound=bool(sounds),
        has_cover=any("attached pic" in line for kind, line in streams if kind == "Video"),
    )


def refuse_giants(clip: Clip, scope: Scope) -> None:
    """Raises Unusable for what would be too much to decode."""
    if clip.width * clip.height > scope.pixels:
        raise Unusable("too_many_pixels")
    if clip.width * clip.height > MOST_VIDEO_PIXELS:
        raise Unusable("too_fine")
    if clip.duration is not None and clip.duration > scope.seconds:
        raise Unusable("too_long")


def remake_video(source: Path, reader: str, folder: Path, scope: Scope, silent: bool = False) -> Clip:
    """Make `full.mp4`, which every browser and telephone plays, and `poster.png` of its first picture."""
    sound = ["-an"] if silent else ["-map", "0:a:0?", *SOUND, "-b:a", "128k"]
    rate = ["-fpsmax", str(MOST_FRAME_RATE)]
    drawn = ["-vf", f"{ON_WHITE if silent else ''}{SCALE}"]
    made = [*rate, *drawn, *PICTURES, *KEYS, "-threads", str(THREADS), *sound, *BARE, *AT_ONCE, "file:full.mp4"]
    # Capital V: the cover of a piece of music is no video.
    convert(source, reader, folder, scope, ["-map", "0:V:0", *made], MOVING if silent else BOUNDS)
    refuse_missing(folder / "full.mp4")
    clip = look(folder / "full.mp4", "mov", folder)
    picture_of(folder / "full.mp4", folder)
    return clip


def remake_sound(source: Path, reader: str, folder: Path, scope: Scope) -> Clip:
    """Make `full.m4a`, which every browser and telephone plays, and `loudness.raw`."""
    made = ["-map", "0:a:0", "-vn", *SOUND, "-b:a", "160k", *BARE, *AT_ONCE, "file:full.m4a"]
    convert(source, reader, folder, scope, [*made, *LOUDNESS], BOUNDS)
    refuse_missing(folder / "full.m4a")
    return look(folder / "full.m4a", "mov", folder)


def loudness_of(sound: Path, folder: Path) -> None:
    """Make `loudness.raw` of a sound that we have made."""
    program = [ffmpeg(), *QUIET, "-threads", "1", *READING, "mov", "-i", f"file:{sound}"]
    run([*program, *LOUDNESS], folder, BOUNDS)
    refuse_missing(folder / "loudness.raw")


def convert(source: Path, reader: str, folder: Path, scope: Scope, words: list[str], bounds: Bounds) -> None:
    """Read `source` to its end, or as long as it may be, and write what `words` name. Raises Unusable."""
    most = ["-t", str(scope.seconds + 1)]
    program = [ffmpeg(), *QUIET, "-threads", str(THREADS), "-filter_threads", "1", *most, *READING, reader]
    if run([*program, "-i", f"file:{source}", *words], folder, bounds).code != 0:
        raise Unusable("unreadable")


def picture_of(video: Path, folder: Path) -> None:
    """The first picture of a video that we have made."""
    program = [ffmpeg(), *QUIET, "-threads", "1", *READING, "mov", "-i", f"file:{video}"]
    run([*program, "-frames:v", "1", "-f", "image2", "-update", "1", "file:poster.png"], folder, LOOK)
    refuse_missing(folder / "poster.png")


def scrub_of(video: Path, folder: Path, clip: Clip) -> Scrub | None:
    """Make `scrub.jpg` of a video that we have made; None of one that is too short to look for a place in it."""
    length = clip.duration or 0.0
    interval = max(SECONDS_A_KEY, -(-length // MOST_SCRUBS))
    count = int(length // interval)
    if count < 2:
        return None
    height = max(2, round(SCRUB_WIDTH * clip.height / clip.width / 2) * 2)
    rows = -(-count // COLUMNS)
    # Only what stands for itself is decoded, which is one picture of sixty.
    program = [ffmpeg(), *QUIET, "-threads", "1", "-skip_frame", "nokey", *READING, "mov", "-i", f"file:{video}"]
    tiles = f"fps=1/{interval:g}:round=up,scale={SCRUB_WIDTH}:{height},tile={COLUMNS}x{rows}"
    one = [
        "-frames:v",
        "1",
        "-q:v",
        "5",
        "-flags:v",
        "+bitexact",
        "-fflags",
        "+bitexact",
        "-f",
        "image2",
        "-update",
        "1",
    ]
    run([*program, "-vf", tiles, *one, "file:scrub.jpg"], folder, LOOK)
    refuse_missing(folder / "scrub.jpg")
    return Scrub(COLUMNS, count, SCRUB_WIDTH, height, float(interval))


def cover_of(source: Path, reader: str, folder: Path) -> Path | None:
    """The picture that lies in a piece of music, as it was put there: it must be made anew like any other."""
    program = [ffmpeg(), *QUIET, *READING, reader, "-i", f"file:{source}"]
    run([*program, "-map", "0:v:0", "-c", "copy", "-frames:v", "1", "-f", "rawvideo", "file:cover"], folder, LOOK)
    cover = folder / "cover"
    return cover if cover.is_file() and cover.stat().st_size else None


def tags_of(source: Path, reader: str, folder: Path) -> Tags:
    """Title and artist, as far as they are there."""
    program = [ffmpeg(), *QUIET, *READING, reader, "-i", f"file:{source}"]
    run([*program, "-map", "0:a:0", "-c", "copy", "-t", "0", "-f", "ffmetadata", "file:tags.txt"], folder, LOOK)
    path = folder / "tags.txt"
    return tags_in(path.read_text("utf-8", "replace")[:LONGEST_TAGS]) if path.is_file() else Tags()


def tags_in(text: str) -> Tags:
    """What ffmpeg has written down of a file: `key=value`, in which signs of its own have a backslash before them."""
    said: dict[str, str] = {}
    for line in lines_of(text):
        key, mark, value = line.partition("=")
        if mark:
            said.setdefault(key.strip().lower(), in_one_line(value))
    artist = said.get("artist") or said.get("album_artist") or said.get("performer") or ""
    return Tags(said.get("title", "")[:LONGEST_TAG], artist[:LONGEST_TAG])


def lines_of(text: str) -> Iterator[str]:
    """Lines, of which one goes on behind a backslash at its end."""
    for line in re.findall(r"(?:[^\\\n]|\\[\s\S])+", text):
        yield re.sub(r"\\([\s\S])", r"\1", line)


def in_one_line(value: str) -> str:
    """Without line ends and whatever cannot be seen."""
    return " ".join("".join(sign if sign.isprintable() else " " * sign.isspace() for sign in value).split())


def refuse_missing(target: Path) -> None:
    """Raises Unusable when nothing was made."""
    if not target.is_file() or target.stat().st_size == 0:
        raise Unusable("unreadable")
