"""A program that makes pictures anew from their pixels. It runs in a process of its own: see `limited.py`.

It is told what to do as JSON, and says as JSON what it has made, or why it made nothing. What it writes holds nothing
but pixels: no camera, no place, no comment, no second file hidden behind the first.
"""

import json
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, features

from .decoding import Refused, decoded, refuse_giants, refuse_heavy, size_of_webp, within
from .fingerprints import blurhash, pdq
from .likeness import frames_of, looks_of

QUALITY = 85
# A drawing is kept as PNG up to this size; larger ones are photos in the wrong format.
MOST_DRAWING = 1_500_000
# A rendition for feeds is only made of what is a good deal larger.
WORTH_IT = 1.2
OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": QUALITY, "progressive": True, "optimize": True},
    "PNG": {},
    "WEBP": {"quality": QUALITY, "method": 3},
    # A third smaller than the same as JPEG, for three times the work; slower speeds take four times as long again.
    "AVIF": {"quality": 60, "speed": 9, "max_threads": 1},
}
TYPES = {
    "JPEG": ("jpg", "image/jpeg"),
    "PNG": ("png", "image/png"),
    "WEBP": ("webp", "image/webp"),
    "AVIF": ("avif", "image/avif"),
}
MOVING = ("GIF", "WEBP", "PNG")
LOSSLESS = ("PNG", "GIF")

type Told = dict[str, Any]


def main(words: list[str]) -> None:
    job = json.loads(words[1])
    try:
        told = make(job)
    except Refused as reason:
        told = {"refused": str(reason)}
    except MemoryError:
        told = {"refused": "too_large"}
    except Exception as error:  # A broken file can raise anything, and all of it means the same.
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        told = {"refused": "unreadable"}
    sys.stdout.write(json.dumps(told))


def make(job: Told) -> Told:
    """All renditions that are asked for, or one that is cut to a shape; or of a film only what it looks like."""
    # Our own rules stand below, before anything is decoded.
    Image.MAX_IMAGE_PIXELS = None
    source, folder = Path(job["source"]), Path(job["folder"])
    if job["format"] == "WEBP":
        refuse_giants(size_of_webp(source), job["pixels"])
        refuse_heavy(size_of_webp(source), "WEBP", "RGBA", job["memory"])
    with Image.open(source, formats=[job["format"]]) as opened:
        refuse_giants(opened.size, job["pixels"])
        if job["format"] in MOVING and not job["cut"] and getattr(opened, "is_animated", False):
            return {"animated": True}
        refuse_heavy(opened.size, job["format"], opened.mode, job["memory"])
        # What is made from it has no tie to the file any more.
        picture = rebuilt(decoded(opened, max(job["full"], job["feed"], job["small"])))
    if job["frames"]:
        return {"renditions": [], "looks": frames_of(picture, *job["frames"])}
    if job["cut"]:
        looks = looks_of(picture)
        picture = ImageOps.fit(picture, tuple(job["cut"]), Image.Resampling.LANCZOS)
        return {"renditions": [written(rebuilt(picture), folder, "full", "WEBP")], "looks": looks}
    return renditions(picture, job, folder)


def renditions(picture: Image.Image, job: Told, folder: Path) -> Told:
    """Each size in the forms that suit it, and the fingerprints."""
    made: list[Told] = []
    for name in ("full", "feed", "small"):
        side = job[name]
        # Without a full one, which is a video, the next smaller one would do as well.
        enough = (side if job["full"] else job["small"]) * WORTH_IT
        if side and not (name == "feed" and max(picture.size) <= enough):
            made += forms(within(picture, side), folder, name, job["format"] in LOSSLESS)
    print_, quality = pdq(picture)
    seen = blurhash(within(picture, job["small"] or job["full"]))
    return {
        "renditions": made,
        "blurhash": seen,
        "pdq": print_,
        "pdq_quality": quality,
        "looks": looks_of(picture),
    }


def forms(picture: Image.Image, folder: Path, name: str, lossless: bool) -> list[Told]:
    """One size: what every app shows first, then what takes less room."""
    if name == "full" and lossless and (told := drawing(picture, folder)):
        return [told]
    if picture.mode == "RGBA":
        return [written(picture, folder, name, "WEBP")]
    modern = [written(picture, folder, name, "AVIF")] if features.check("avif") else []
    return [written(picture, folder, name, "JPEG"), *modern]


def rebuilt(picture: Image.Image) -> Image.Image:
    """A new picture of the same pixels, to which nothing else is tied."""
    return Image.frombytes(picture.mode, picture.size, picture.tobytes())


def drawing(picture: Image.Image, folder: Path) -> Told | None:
    """What came without loss stays without loss, as long as that is not too much."""
    told = written(picture, folder, "full", "PNG")
    if told["bytes"] <= MOST_DRAWING:
        return told
    (folder / "full.png").unlink()
    return None


def written(picture: Image.Image, folder: Path, name: str, form: str) -> Told:
    """Write the picture, and say what it is now."""
    extension, content_type = TYPES[form]
    # By way of memory: Pillow does not notice when a disk is full.
    content = BytesIO()
    picture.save(content, form, **OPTIONS[form])
    (folder / f"{name}.{extension}").write_bytes(content.getbuffer())
    width, height = picture.size
    return {
        "name": name,
        "extension": extension,
        "content_type": content_type,
        "width": width,
        "height": height,
        "bytes": len(content.getbuffer()),
    }


if __name__ == "__main__":
    main(sys.argv)
