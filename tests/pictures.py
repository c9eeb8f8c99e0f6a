"""Files for tests: pictures by Pillow, videos and sounds by the ffmpeg that the site itself uses."""

import subprocess
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from verandah.actions import uploading
from verandah.actions.uploading import Details
from verandah.base import video
from verandah.domain.accounts.models import Account
from verandah.domain.media.models import Media

MOVING = ["-f", "lavfi", "-i", "testsrc=size=320x180:rate=10:duration=1"]
SOUNDING = ["-f", "lavfi", "-i", "sine=frequency=440:duration=1"]


def picture(form: str = "JPEG", size: tuple[int, int] = (120, 80), mode: str = "RGB", **options: Any) -> bytes:
    """A picture with something on it, in a format of Pillow."""
    image = Image.radial_gradient("L").resize(size).convert(mode)
    file = BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def moving_gif() -> bytes:
    """A GIF of three pictures."""
    file = BytesIO()
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "green", "blue")]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=100)
    return file.getvalue()


@cache
def clip(extension: str, *more: str, sound: bool = True, pictures: bool = True) -> bytes:
    """A second of video or sound; `more` are words for ffmpeg."""
    sources = [*(MOVING if pictures else []), *(SOUNDING if sound else [])]
    with TemporaryDirectory() as folder:
        target = Path(folder) / f"clip.{extension}"
        words = [video.ffmpeg(), "-nostdin", "-loglevel", "error", *sources, *more, str(target)]
        subprocess.run(words, check=True)
        return target.read_bytes()


def sent(content: bytes, name: str = "file.bin", kind: str = "application/octet-stream") -> SimpleUploadedFile:
    """A file as it comes in. Neither its name nor its kind tells the truth unless it is said."""
    return SimpleUploadedFile(name, content, kind)


def make_media(owner: Account, description: str = "", content: bytes = b"") -> Media:
    """A picture of `owner`'s that is ready for a post."""
    return uploading.accept(owner, sent(content or picture()), Details(description=description))
