"""What `bench media` makes ready: files as telephones, cameras and drawing programs make them."""

import subprocess
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from PIL import Image
from pillow_heif import register_heif_opener

from verandah.actions import developing
from verandah.actions.developing import SOURCE, Waiting
from verandah.base import images, sandbox, video
from verandah.base.sandbox import Bounds, Ended
from verandah.base.sniffing import HEAD, format_of
from verandah.domain.media import files

settings.MOST_PIXELS = 50_000_000
register_heif_opener()


@dataclass(frozen=True)
class Sample:
    """A picture of so many points in a format, or what ffmpeg makes of these words."""

    extension: str
    size: tuple[int, int] = (0, 0)
    options: tuple[tuple[str, Any], ...] = ()
    words: tuple[str, ...] = ()
    seconds: float = 0


def clip(size: str, rate: int, seconds: int, extension: str, *words: str) -> Sample:
    """A film in which much moves, and a sound."""
    moving = f"testsrc2=size={size}:rate={rate}:duration={seconds}"
    tone = f"aevalsrc='sin(440*2*PI*t)*sin(t)':d={seconds}"
    pictures = ("-f", "lavfi", "-i", moving, "-f", "lavfi", "-i", tone, "-pix_fmt", "yuv420p")
    return Sample(extension, words=(*pictures, *words), seconds=seconds)


MUSIC = ("-f", "lavfi", "-i", "aevalsrc='sin(440*2*PI*t)*sin(t)':d=180", "-b:a", "192k")
SAMPLES = {
    "photo of 12 MP": Sample("jpg", (4000, 3000), (("quality", 92),)),
    "photo of 12 MP, HEIC": Sample("heic", (4000, 3000), (("quality", 60),)),
    "photo of 40 MP": Sample("jpg", (7300, 5470), (("quality", 90),)),
    "picture of a screen": Sample("png", (1170, 2532)),
    "photo of 2 MP, WebP": Sample("webp", (1600, 1200), (("quality", 80),)),
    "film of 10 s, 1080p": clip("1920x1080", 30, 10, "mp4", "-preset", "ultrafast"),
    "film of 4 s, 4K H.265": clip("3840x2160", 30, 4, "mp4", "-c:v", "libx265", "-preset", "ultrafast"),
    "film of 10 s, 720p VP8": clip(
        "1280x720", 30, 10, "webm", "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8"
    ),
    "music of 3 minutes": Sample("mp3", words=MUSIC, seconds=180),
}


def made(sample: Sample, folder: Path) -> Path:
    """The file of a sample."""
    target = folder / f"sample.{sample.extension}"
    if sample.words:
        program = [video.ffmpeg(), "-nostdin", "-loglevel", "error", "-y", *sample.words, str(target)]
        subprocess.run(program, check=True)  # noqa: S603
    else:
        photo(sample.size).save(target, **dict(sample.options))
    return target


def photo(size: tuple[int, int]) -> Image.Image:
    """Soft shapes with the grain of a sensor: about as much to encode as a landscape."""
    small = (size[0] // 16, size[1] // 16)
    bands = [Image.effect_noise(small, 90).resize(size, Image.Resampling.BICUBIC) for _band in range(3)]
    return Image.blend(Image.merge("RGB", bands), Image.effect_noise(size, 12).convert("RGB"), 0.1)


def develop(source: Path) -> None:
    """Make it ready as a job does, without a database; nothing of it is kept."""
    name = files.new_name()
    room = files.waiting_room(name)
    room.mkdir(parents=True)
    (room / SOURCE).write_bytes(source.read_bytes())
    with source.open("rb") as file:
        found = format_of(file.read(HEAD))
    if found is None:
        raise ValueError(f"Nobody knows what {source} is.")
    try:
        developing.develop_now(Waiting(name, found))
    finally:
        files.remove(name)


class Peaks:
    """How much memory any of the programs had at once, and their processor time, as long as this is open."""

    def __enter__(self) -> Self:
        self.most, self.cpu = 0, 0.0
        images.run = video.run = self.run
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        images.run = video.run = sandbox.run

    def run(self, program: list[str], folder: Path, bounds: Bounds) -> Ended:
        ended = sandbox.run(program, folder, bounds)
        self.most, self.cpu = max(self.most, ended.peak), self.cpu + ended.cpu
        return ended
