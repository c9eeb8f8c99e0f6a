"""Landscapes and a tune that nobody has painted or played: for the sample town, and free of anyone's rights."""

import struct
import wave
from dataclasses import dataclass
from io import BytesIO
from math import exp, pi, sin
from random import Random

from PIL import Image, ImageDraw, ImageFilter

RATE = 22_050
# A slow tune in C: semitones above it, and how many beats each lasts.
TUNE = ((0, 2), (4, 1), (7, 1), (9, 2), (7, 2), (5, 1), (4, 1), (2, 2), (4, 1), (0, 1), (-3, 2), (0, 4))
BEAT = 0.45
# The colours of a time of day: the sky above and below, the sun, the land near and far, the water.
LIGHTS = {
    "dawn": ("#7f9cc4", "#f8d3a4", "#fff1c9", "#31506b", "#8ea7b8", "#5b86a0"),
    "noon": ("#4f9bd0", "#d9eef7", "#ffffff", "#3f7a52", "#a7c69d", "#2f7f9b"),
    "dusk": ("#3b3a6b", "#e58e72", "#ffd9a0", "#241f3d", "#6c5a80", "#4b4a78"),
    "mist": ("#b9c4c6", "#e6eae6", "#f7f7ee", "#52675f", "#a9b7b0", "#8ea3a4"),
    "night": ("#0f1a33", "#2b4468", "#f4f1dc", "#0a1120", "#1c2c48", "#1a3050"),
}


@dataclass(frozen=True, slots=True)
class Scene:
    """What is to be seen: the light, and whether there is water before the hills. `seed` makes it another place."""

    light: str
    has_water: bool
    seed: int
    size: tuple[int, int] = (1080, 720)


def painted(scene: Scene) -> bytes:
    """The landscape as a JPEG. The same scene: the same picture."""
    chance, (width, height) = Random(scene.seed), scene.size  # noqa: S311
    above, below, sun, near, far, water = LIGHTS[scene.light]
    image = shaded((width, height), above, below)
    shine(image, sun, (chance.uniform(0.2, 0.8) * width, chance.uniform(0.25, 0.4) * height), height / 14)
    draw = ImageDraw.Draw(image)
    for step in range(4):
        colour = mixed(far, near, step / 3)
        draw.polygon(ridge(chance, width, height, 0.5 + step * 0.09), fill=colour)
    if scene.has_water:
        pool = shaded((width, round(height * 0.3)), water, mixed(water, below, 0.4))
        image.paste(pool, (0, height - pool.height))
        glitter(ImageDraw.Draw(image), chance, width, height, sun)
    file = BytesIO()
    image.save(file, "JPEG", quality=88)
    return file.getvalue()


def shaded(size: tuple[int, int], above: str, below: str) -> Image.Image:
    """One colour that becomes another downwards."""
    ramp = Image.linear_gradient("L").resize(size)
    return Image.composite(Image.new("RGB", size, below), Image.new("RGB", size, above), ramp)


def shine(image: Image.Image, colour: str, centre: tuple[float, float], radius: float) -> None:
    """The sun, and its light around it."""
    light = Image.new("L", image.size)
    for factor, strength in ((4.0, 50), (2.2, 90), (1.0, 255)):
        reach = radius * factor
        x, y = centre
        ImageDraw.Draw(light).ellipse((x - reach, y - reach, x + reach, y + reach), fill=strength)
    image.paste(Image.new("RGB", image.size, colour), mask=light.filter(ImageFilter.GaussianBlur(radius / 2)))


def ridge(chance: Random, width: int, height: int, level: float) -> list[tuple[float, float]]:
    """The outline of hills, which fills all that is below it."""
    waves = [(chance.uniform(0.6, 5), chance.uniform(0, 2 * pi), chance.uniform(0.008, 0.045)) for _part in range(5)]
    top = [
        (x, height * (level + sum(high * sin(often * 2 * pi * x / width + start) for often, start, high in waves)))
        for x in range(0, width + 9, 8)
    ]
    return [(0, height), *top, (width, height)]


def glitter(draw: ImageDraw.ImageDraw, chance: Random, width: int, height: int, colour: str) -> None:
    """Light on the water: short lines, longer where it is nearer."""
    for _line in range(160):
        depth = chance.random()
        x, y, long = chance.uniform(0, width), height * (0.71 + 0.28 * depth), width * (0.008 + 0.03 * depth)
        draw.line((x, y, x + long, y), fill=colour, width=1 + round(2 * depth))


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two."""
    pairs = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + bytes(round(a + (b - a) * share) for a, b in pairs).hex()


def played() -> bytes:
    """The tune, twice, as a WAV: plucked strings, and a low one below."""
    total = sum(beats for _tone, beats in TUNE) * 2
    sound = [0.0] * round(RATE * BEAT * (total + 2))
    at = 0
    for tone, beats in TUNE * 2:
        pluck(sound, at, 261.63 * 2 ** (tone / 12), 0.5)
        if at % 4 == 0:
            pluck(sound, at, 65.41 * 2 ** ((tone % 12) / 12), 0.35)
        at += beats
    file = BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(b"".join(struct.pack("<h", round(20_000 * max(-1.0, min(1.0, one)))) for one in sound))
    return file.getvalue()


def pluck(sound: list[float], beat: int, pitch: float, strength: float) -> None:
    """A string that fades."""
    start = round(beat * BEAT * RATE)
    for place in range(min(round(1.6 * RATE), len(sound) - start)):
        time = place / RATE
        swing = 2 * pi * pitch * time
        sound[start + place] += strength * exp(-3 * time) * (sin(swing) + 0.4 * sin(2 * swing) + 0.2 * sin(3 * swing))
