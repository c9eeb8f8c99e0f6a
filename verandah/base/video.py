"""Videos and sounds: files in, files out, by ffmpeg in a process of its own."""

import re
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import imageio_ffmpeg

from .images import Unusable
from .sandbox import Bounds, Ended, run

# Decoding a few minutes of a telephone's video is minutes of work; the worker waits 30 minutes for any job.
BOUNDS = Bounds(cpu=3000, seconds=1500, memory=3_000_000_000, file_size=1_000_000_000)
LOOK = Bounds(cpu=20, seconds=30, memory=1_000_000_000, file_size=10_000_000)
THREADS = 2
MOST_FRAME_RATE = 60
LONGEST_SIDE = 1280
# Only the file itself is read, and only as what its first bytes say: no list of other files, no address.
QUIET = ["-hide_banner", "-nostdin", "-loglevel", "error", "-y"]
READING = ["-protocol_whitelist", "file", "-f"]
# Nothing of the file but its pictures and sounds.
BARE = ["-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"]
PICTURES = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "24", "-profile:v", "high", "-flags:v", "+bitexact"]
SOUND = ["-c:a", "aac", "-ac", "2", "-ar", "48000", "-flags:a", "+bitexact"]
AT_ONCE = ["-movflags", "+faststart"]
# H.264 takes even measures only.
SCALE = (
    f"scale=w='min(1,{LONGEST_SIDE}/max(iw,ih))*iw':h='min(1,{LONGEST_SIDE}/max(iw,ih))*ih'"
    ":flags=bicubic,scale=w='max(2,2*trunc(iw/2))':h='max(2,2*trunc(ih/2))',setsar=1,format=yuv420p"
)

DURATION = re.compile(r"^  Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)", re.MULTILINE)
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
    )


def refuse_giants(clip: Clip, scope: Scope) -> None:
    """Raises Unusable for what would be too much to decode."""
    if clip.width * clip.height > scope.pixels:
        raise Unusable("too_many_pixels")
    if clip.duration is not None and clip.duration > scope.seconds:
        raise Unusable("too_long")


def remake_video(source: Path, reader: str, folder: Path, scope: Scope, silent: bool = False) -> Clip:
    """Make `full.mp4`, which every browser and telephone plays, and `poster.png` of its first picture."""
    sound = ["-an"] if silent else ["-map", "0:a:0?", *SOUND, "-b:a", "128k"]
    rate = ["-fpsmax", str(MOST_FRAME_RATE)]
    made = [*rate, "-vf", SCALE, *PICTURES, "-threads", str(THREADS), *sound, *BARE, *AT_ONCE]
    # Capital V: the cover of a piece of music is no video.
    convert(source, reader, folder, scope, ["-map", "0:V:0", *made], "full.mp4")
    clip = look(folder / "full.mp4", "mov", folder)
    picture_of(folder / "full.mp4", folder)
    return clip


def remake_sound(source: Path, reader: str, folder: Path, scope: Scope) -> Clip:
    """Make `full.m4a`, which every browser and telephone plays."""
    convert(
        source, reader, folder, scope, ["-map", "0:a:0", "-vn", *SOUND, "-b:a", "160k", *BARE, *AT_ONCE], "full.m4a"
    )
    return look(folder / "full.m4a", "mov", folder)


def convert(source: Path, reader: str, folder: Path, scope: Scope, words: list[str], target: str) -> None:
    """Read `source` to its end, or as long as it may be, and write `target`. Raises Unusable."""
    most = ["-t", str(scope.seconds + 1)]
    program = [ffmpeg(), *QUIET, "-threads", str(THREADS), "-filter_threads", "1", *READING, reader]
    ended = run([*program, "-i", f"file:{source}", *most, *words, f"file:{target}"], folder, BOUNDS)
    refuse_failure(ended, folder / target)


def picture_of(video: Path, folder: Path) -> None:
    """The first picture of a video that we have made."""
    program = [ffmpeg(), *QUIET, "-threads", "1", *READING, "mov", "-i", f"file:{video}"]
    ended = run([*program, "-frames:v", "1", "-f", "image2", "-update", "1", "file:poster.png"], folder, LOOK)
    refuse_failure(ended, folder / "poster.png")


def refuse_failure(ended: Ended, target: Path) -> None:
    """Raises Unusable when nothing was made."""
    if ended.code != 0 or not target.is_file() or target.stat().st_size == 0:
        raise Unusable("unreadable")
