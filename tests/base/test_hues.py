"""Colours of letters: those of the pages, in numbers, and readable for every hue that a site can have."""

import re

import pytest

from verandah.base.hues import dark, light, shade


def brightness(colour: str) -> float:
    """How bright a colour is (WCAG 2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    higher, lower = sorted((brightness(one), brightness(other)), reverse=True)
    return (higher + 0.05) / (lower + 0.05)


# What browsers make of the same words of CSS.
@pytest.mark.parametrize(
    ("lightness", "chroma", "hue", "colour"),
    [
        (1, 0, 0, "#ffffff"),
        (0, 0, 0, "#000000"),
        (0.6279554, 0.2576833, 29.2338, "#ff0000"),
        (0.8664396, 0.2948272, 142.4953, "#00ff00"),
        (0.4520137, 0.3132144, 264.052, "#0000ff"),
    ],
)
def test_colours_are_those_of_browsers(lightness: float, chroma: float, hue: float, colour: str) -> None:
    assert shade(lightness, chroma, hue) == colour


def test_what_no_screen_shows_is_cut_off() -> None:
    assert re.fullmatch("#[0-9a-f]{6}", shade(0.5, 0.4, 264))


@pytest.mark.parametrize("hue", range(0, 361, 15))
def test_every_hue_can_be_read_by_day_and_by_night(hue: int) -> None:
    for palette in (light(hue), dark(hue)):
        assert contrast(palette.text, palette.sunken) >= 7
        assert contrast(palette.quiet, palette.canvas) >= 4.5
        assert contrast(palette.solid, palette.on_solid) >= 4.5
        assert contrast(palette.link, palette.surface) >= 4.5
        for name, behind, on in palette.tones:
            assert contrast(behind, on) >= 4.5, name
