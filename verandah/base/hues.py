"""The colours of the pages as numbers that every mail program knows: `oklch` of one hue becomes #rrggbb."""

from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians, sin

# Percent.
FULL = 100
# What each tone of the pages is made of: its hue, and how much of a colour it is.
TONES = {
    "red": (26, 2.1),
    "amber": (68, 1.1),
    "green": (152, 1.2),
    "blue": (250, 1.35),
    "violet": (300, 1.55),
    "rose": (12, 2.0),
    "grey": (220, 0.16),
}


@dataclass(frozen=True, slots=True)
class Palette:
    """The roles of the pages' style sheet, in one light. `tones`: behind and on the initials of a person."""

    canvas: str
    surface: str
    sunken: str
    line: str
    text: str
    quiet: str
    solid: str
    on_solid: str
    link: str
    tones: tuple[tuple[str, str, str], ...]


@lru_cache(16)
def light(hue: int, chroma: int = FULL) -> Palette:
    """By day."""
    strength = chroma / FULL
    return Palette(
        canvas=shade(0.968, 0.005, 80),
        surface=shade(0.998, 0.001, 80),
        sunken=shade(0.957, 0.005, 80),
        line=shade(0.905, 0.007, 80),
        text=shade(0.240, 0.016, 220),
        quiet=shade(0.440, 0.014, 220),
        solid=shade(0.47, 0.084 * strength, hue),
        on_solid="#ffffff",
        link=shade(0.44, 0.082 * strength, hue),
        tones=tuple(
            (name, shade(0.925, 0.034 * colour, angle), shade(0.44, 0.082 * colour, angle))
            for name, (angle, colour) in tones(hue, strength)
        ),
    )


@lru_cache(16)
def dark(hue: int, chroma: int = FULL) -> Palette:
    """By night."""
    strength = chroma / FULL
    return Palette(
        canvas=shade(0.178, 0.012, 225),
        surface=shade(0.222, 0.013, 225),
        sunken=shade(0.264, 0.014, 225),
        line=shade(0.300, 0.014, 225),
        text=shade(0.945, 0.006, 225),
        quiet=shade(0.780, 0.012, 225),
        solid=shade(0.79, 0.078 * strength, hue),
        on_solid=shade(0.2, 0.03 * strength, hue),
        link=shade(0.82, 0.07 * strength, hue),
        tones=tuple(
            (name, shade(0.325, 0.036 * colour, angle), shade(0.82, 0.07 * colour, angle))
            for name, (angle, colour) in tones(hue, strength)
        ),
    )


def contrasts(hue: int, chroma: int = FULL) -> list[float]:
    """How well what is written in the site's colour is read: words on a button and links, by day and by night.

    As WCAG counts it: 4.5 is enough for words of any size, 21 is black on white.
    """
    return [
        ratio
        for palette in (light(hue, chroma), dark(hue, chroma))
        for ratio in (contrast(palette.on_solid, palette.solid), contrast(palette.link, palette.canvas))
    ]


def contrast(one: str, other: str) -> float:
    """Between two colours, as WCAG counts it."""
    dim, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


def luminance(colour: str) -> float:
    """How bright #rrggbb is for the eye."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def tones(hue: int, strength: float = 1.0) -> list[tuple[str, tuple[float, float]]]:
    """All tones with their hues; the one without a name is the community's own."""
    return [("own", (hue, strength)), *TONES.items()]


def shade(lightness: float, chroma: float, hue: float) -> str:
    """A colour of the Oklab space (CSS Color 4, the matrices of its appendix); what no screen shows is cut off."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    parts = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(255 * bent(min(max(part, 0.0), 1.0))):02x}" for part in parts)


def bent(part: float) -> float:
    """Light as sRGB keeps it."""
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
