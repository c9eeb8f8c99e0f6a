"""A program that makes pictures anew from their pixels. It runs in a process of its own: see `limited.py`.

It is told what to do as JSON, and says as JSON what it has made, or why it made nothing. What it writes holds nothing
but pixels: no camera, no place, no comment, no second file hidden behind the first.
"""

import json
import sys
from io import BytesIO
from math import cos, pi
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps

MOST_EDGE = 16_000
QUALITY = 85
# A drawing is kept as PNG up to this size; larger ones are photos in the wrong format.
MOST_DRAWING = 1_500_000
EXIF_ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": QUALITY, "progressive": True, "optimize": True},
    "PNG": {},
    "WEBP": {"quality": QUALITY, "method": 3},
}
TYPES = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png"), "WEBP": ("webp", "image/webp")}
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"


class Refused(Exception):  # noqa: N818  # Named like the refusals of the house: by what is the case.
    """Nothing can be made of it; the word says why."""


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


def make(job: dict[str, Any]) -> dict[str, Any]:
    """The full rendition and, unless the picture is cut to a shape, the small one."""
    # Our own rule stands below, before anything is decoded.
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(job["source"], formats=[job["format"]]) as opened:
        refuse_giants(opened, job["pixels"])
        if job["format"] == "GIF" and not job["cut"] and getattr(opened, "is_animated", False):
            return {"animated": True}
        picture = decoded(opened, job["full"])
    folder = Path(job["folder"])
    if job["cut"]:
        picture = ImageOps.fit(picture, tuple(job["cut"]), Image.Resampling.LANCZOS)
        return written(rebuilt(picture), folder / "full", "WEBP")
    full = rebuilt(picture)
    small = rebuilt(within(full, job["small"]))
    told = drawing(full, folder) if job["format"] in ("PNG", "GIF") else None
    told = told or written(full, folder / "full", "WEBP" if has_alpha(full) else "JPEG")
    other = written(small, folder / "small", "WEBP" if has_alpha(small) else "JPEG")
    return told | {f"small_{name}": value for name, value in other.items()} | {"blurhash": blurhash(small)}


def refuse_giants(picture: Image.Image, most: int) -> None:
    """The header alone says how much there would be to decode."""
    width, height = picture.size
    if width * height > most or max(width, height) > MOST_EDGE:
        raise Refused("too_many_pixels")


def decoded(picture: Image.Image, side: int) -> Image.Image:
    """The first picture in the file: no larger than needed, upright, in the colours of all screens."""
    orientation = orientation_of(picture)
    profile = picture.info.get("icc_profile")
    # A JPEG can be decoded at a half, a quarter or an eighth of its size, which saves most of the work.
    picture.draft("RGB", (side, side))
    picture = within(plain(picture), side)
    if orientation in UPRIGHT:
        picture = picture.transpose(UPRIGHT[orientation])
    return in_common_colours(picture, profile)


def orientation_of(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(EXIF_ORIENTATION, 1))
    except Exception:  # What is written beside the pixels may be broken without harm to them.
        return 1


def plain(picture: Image.Image) -> Image.Image:
    """In one of the modes that can be made smaller: RGB, RGBA, L, or CMYK."""
    if picture.mode.startswith("I;16"):
        # Of each two bytes the more important one.
        high = 0 if picture.mode == "I;16B" else 1
        return Image.frombytes("L", picture.size, picture.tobytes()[high::2])
    if picture.mode in ("I", "F"):
        return picture.point(lambda value: value * (1 / 256)).convert("L")
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    return picture if picture.mode in ("RGB", "L", "CMYK") else picture.convert("RGB")


def within(picture: Image.Image, side: int) -> Image.Image:
    """The picture, made smaller if one of its sides is longer than `side`."""
    if max(picture.size) <= side:
        picture.load()
        return picture
    shape = (max(1, round(size * side / max(picture.size))) for size in picture.size)
    return picture.resize((next(shape), next(shape)), Image.Resampling.LANCZOS, reducing_gap=3.0)


def in_common_colours(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """In sRGB, so that it looks the same once its own profile is gone."""
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    colours = picture.convert("RGB") if alpha is not None else picture
    if profile:
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            changed = ImageCms.profileToProfile(colours, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
            colours = changed or colours
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            # A profile that does not fit its picture is common; without it the colours are a little off.
            sys.stderr.write("The colour profile cannot be used.\n")
    colours = colours.convert("RGB")
    if alpha is not None and alpha.getextrema()[0] != 255:
        colours.putalpha(alpha)
    return colours


def rebuilt(picture: Image.Image) -> Image.Image:
    """A new picture of the same pixels, to which nothing else is tied."""
    return Image.frombytes(picture.mode, picture.size, picture.tobytes())


def has_alpha(picture: Image.Image) -> bool:
    return picture.mode == "RGBA"


def drawing(picture: Image.Image, folder: Path) -> dict[str, Any] | None:
    """What came without loss stays without loss, as long as that is not too much."""
    told = written(picture, folder / "full", "PNG")
    path = folder / f"full.{told['extension']}"
    if path.stat().st_size <= MOST_DRAWING:
        return told
    path.unlink()
    return None


def written(picture: Image.Image, path: Path, form: str) -> dict[str, Any]:
    """Write the picture beside its name, and say what it is now."""
    extension, content_type = TYPES[form]
    # By way of memory: Pillow does not notice when a disk is full.
    content = BytesIO()
    picture.save(content, form, **OPTIONS[form])
    path.with_suffix(f".{extension}").write_bytes(content.getbuffer())
    width, height = picture.size
    return {"extension": extension, "content_type": content_type, "width": width, "height": height}


def blurhash(picture: Image.Image) -> str:
    """A few dozen signs from which an app paints what is to come (https://blurha.sh)."""
    across, down = (4, 3) if picture.width >= picture.height else (3, 4)
    tiny = picture.convert("RGB").resize((32, 32), Image.Resampling.BOX)
    values = [[linear(value) for value in tiny.tobytes()[channel::3]] for channel in range(3)]
    waves = [[cos(pi * wave * (at + 0.5) / 32) for at in range(32)] for wave in range(4)]
    factors = [
        [wave_in(channel, waves[x], waves[y], 1 if x == y == 0 else 2) for channel in values]
        for y in range(down)
        for x in range(across)
    ]
    strongest = max(abs(value) for factor in factors[1:] for value in factor)
    scale = max(0, min(82, int(strongest * 166 - 0.5)))
    signs = digits(across - 1 + (down - 1) * 9, 1) + digits(scale, 1)
    red, green, blue = (on_screen(value) for value in factors[0])
    signs += digits((red << 16) + (green << 8) + blue, 4)
    return signs + "".join(digits(contrast(factor, (scale + 1) / 166), 2) for factor in factors[1:])


def wave_in(channel: list[float], across: list[float], down: list[float], weight: int) -> float:
    """How much of a wave there is in one colour."""
    rows = (sum(map(float.__mul__, channel[y * 32 : y * 32 + 32], across)) * down[y] for y in range(32))
    return weight * sum(rows) / 1024


def contrast(factor: list[float], strongest: float) -> int:
    found = 0
    for value in factor:
        part = value / strongest
        root = abs(part) ** 0.5 * (1 if part >= 0 else -1)
        found = found * 19 + max(0, min(18, int(root * 9 + 9.5)))
    return found


def linear(value: int) -> float:
    part = value / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def on_screen(value: float) -> int:
    part = max(0.0, min(1.0, value))
    return int((part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055) * 255 + 0.5)


def digits(value: int, length: int) -> str:
    return "".join(DIGITS[value // 83**place % 83] for place in reversed(range(length)))


if __name__ == "__main__":
    main(sys.argv)
