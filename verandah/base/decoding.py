"""Pictures out of files: upright, no larger than needed, in the colours of all screens, in little memory."""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms

MOST_EDGE = 16_000
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
# Bytes that decoding takes for each pixel, measured; what is not named takes five or less.
BYTES_A_PIXEL = {"WEBP": 17, "AVIF": 10, "HEIF": 8}
WITH_ALPHA, WITH_FOUR_COLOURS = 12, 10
# Pictures that must change their mode are changed in strips from this many pixels on.
MANY, STRIP = 6_000_000, 128


class Refused(Exception):  # noqa: N818  # Named like the refusals of the house: by what is the case.
    """Nothing can be made of it; the word says why."""


def refuse_giants(size: tuple[int, int], most: int) -> None:
    """The header alone says how much there would be to decode."""
    width, height = size
    if width * height > most or max(width, height) > MOST_EDGE:
        raise Refused("too_many_pixels")


def refuse_heavy(size: tuple[int, int], form: str, mode: str, memory: int) -> None:
    """Some formats can only be decoded as a whole, some several times over."""
    each = BYTES_A_PIXEL.get(form, 5)
    if form == "AVIF" and mode == "RGBA":
        each = WITH_ALPHA
    if mode == "CMYK":
        each = WITH_FOUR_COLOURS
    if size[0] * size[1] * each > memory:
        raise Refused("too_large")


def size_of_webp(source: Path) -> tuple[int, int]:
    """The measures in the head of a WebP, whose decoder takes its memory before it tells them."""
    with source.open("rb") as file:
        head = file.read(32)
    kind, body = head[12:16], head[20:]
    if kind == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if kind == b"VP8L":
        both = int.from_bytes(body[1:5], "little")
        return (both & 0x3FFF) + 1, (both >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    raise Refused("unreadable")


def decoded(picture: Image.Image, side: int) -> Image.Image:
    """The first picture in the file."""
    orientation = orientation_of(picture)
    profile = picture.info.get("icc_profile")
    # A JPEG can be decoded at a half, a quarter or an eighth of its size, which saves most of the work.
    picture.draft("RGB", (side, side))
    picture = within(plain(picture, side), side)
    if orientation in UPRIGHT:
        picture = picture.transpose(UPRIGHT[orientation])
    return in_common_colours(picture, profile)


def orientation_of(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(EXIF_ORIENTATION, 1))
    except Exception:  # What is written beside the pixels may be broken without harm to them.
        return 1


def plain(picture: Image.Image, side: int) -> Image.Image:
    """In one of the modes that can be made smaller: RGB, RGBA, L, or CMYK."""
    if picture.mode in ("RGB", "L", "CMYK") and not picture.has_transparency_data:
        return picture
    # At least half as large again as needed, so that what follows can still choose well between neighbours.
    factor = int(max(picture.size) / side / 1.5)
    if factor < 2 or picture.width * picture.height < MANY:
        return changed(picture)
    return in_strips(picture, factor)


def in_strips(picture: Image.Image, factor: int) -> Image.Image:
    """Change the mode of a large picture and make it smaller, a strip at a time: never two of it in memory."""
    picture.load()
    size = (-(-picture.width // factor), -(-picture.height // factor))
    whole: Image.Image | None = None
    for top in range(0, picture.height, STRIP * factor):
        strip = picture.crop((0, top, picture.width, min(picture.height, top + STRIP * factor)))
        small = changed(strip).reduce(factor)
        whole = whole or Image.new(small.mode, size)
        whole.paste(small, (0, top // factor))
    return whole or picture


def changed(picture: Image.Image) -> Image.Image:
    """The same in a plainer mode."""
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
            there = ImageCms.profileToProfile(colours, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
            colours = there or colours
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            # A profile that does not fit its picture is common; without it the colours are a little off.
            sys.stderr.write("The colour profile cannot be used.\n")
    colours = colours.convert("RGB")
    if alpha is not None and alpha.getextrema()[0] != 255:
        colours.putalpha(alpha)
    return colours
