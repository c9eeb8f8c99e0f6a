"""A blurhash as the tiny picture that stands for a real one until that has come."""

import base64
import struct
import zlib
from functools import lru_cache
from math import cos, pi

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"
VALUES = {digit: value for value, digit in enumerate(DIGITS)}
# The longer side of the picture; a browser smooths it over whatever room it fills.
SIDE = 8

type Colour = tuple[float, float, float]
type Wave = tuple[int, int, Colour]


@lru_cache(2048)
def picture(blurhash: str, width: int, height: int) -> str:
    """A PNG as a `data:` address, in the proportions of what it stands for; empty when it is no blurhash."""
    if len(blurhash) < 6 or not VALUES.keys() >= set(blurhash):
        return ""
    waves = waves_of(blurhash)
    if waves is None:
        return ""
    across, down = measures(width, height)
    lines = [line(waves, across, (row + 0.5) / down) for row in range(down)]
    return "data:image/png;base64," + base64.b64encode(png(across, down, lines)).decode()


def waves_of(blurhash: str) -> list[Wave] | None:
    """The waves that are laid over each other, how many times each swings either way and how strongly."""
    across, down = VALUES[blurhash[0]] % 9 + 1, VALUES[blurhash[0]] // 9 + 1
    if len(blurhash) != 4 + 2 * across * down:
        return None
    strength = (VALUES[blurhash[1]] + 1) / 166
    colours = [mean(number(blurhash[2:6]))]
    for place in range(6, len(blurhash), 2):
        colours.append(swing(number(blurhash[place : place + 2]), strength))
    return [(place % across, place // across, colour) for place, colour in enumerate(colours)]


def number(digits: str) -> int:
    """What the digits say to the base of 83."""
    value = 0
    for digit in digits:
        value = value * 83 + VALUES[digit]
    return value


def mean(value: int) -> Colour:
    """The colour of the whole, as light."""
    return as_light(value >> 16), as_light(value >> 8 & 255), as_light(value & 255)


def swing(value: int, strength: float) -> Colour:
    """How far a wave moves each colour."""
    parts = (value // 361, value // 19 % 19, value % 19)
    red, green, blue = (((part - 9) / 9) * abs((part - 9) / 9) * strength for part in parts)
    return red, green, blue


def as_light(value: int) -> float:
    """From the number in a file to the amount of light."""
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def as_byte(light: float) -> int:
    """And back."""
    light = min(1.0, max(0.0, light))
    share = light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return round(share * 255)


def measures(width: int, height: int) -> tuple[int, int]:
    """Pixels either way."""
    longer = max(width, height, 1)
    return max(2, round(SIDE * width / longer)), max(2, round(SIDE * height / longer))


def line(waves: list[Wave], across: int, down: float) -> bytes:
    """A row of pixels, and before it the byte that says they stand as they are."""
    found = bytearray(b"\0")
    for column in range(across):
        place = (column + 0.5) / across
        bases = [(cos(pi * x * place) * cos(pi * y * down), colour) for x, y, colour in waves]
        found += bytes(as_byte(sum(base * colour[part] for base, colour in bases)) for part in range(3))
    return bytes(found)


def png(width: int, height: int, lines: list[bytes]) -> bytes:
    """The file."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"".join(lines), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
