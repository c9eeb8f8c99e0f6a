"""The sign of the site as a picture that telephones put among their apps: a veranda with a lamp, in the site's hue."""

from functools import lru_cache
from io import BytesIO
from math import cos, radians, sin

from PIL import Image, ImageDraw

# Drawn so many times larger, then made smaller: edges become smooth.
FINER = 4
# The logo is drawn on a square of 40.
GRID = 40
LAMP = (240, 168, 69)
WHITE = (255, 255, 255)
ROOF = ((6.5, 17.5), (20, 8), (33.5, 17.5))
BEAMS = (((10.5, 19), (10.5, 31.5)), ((29.5, 19), (29.5, 31.5)), ((7.5, 31.5), (32.5, 31.5)))
# How much of a picture that may be cut to any shape is sure to be seen.
SAFE = 0.72
MOST_ICONS = 16

type Colour = tuple[int, int, int]
type Point = tuple[float, float]


@lru_cache(MOST_ICONS)
def app_icon(size: int, hue: int, maskable: bool, chroma: int = 100) -> bytes:
    """A PNG of `size` times `size`. A maskable one fills its square, so that it can be cut to a circle."""
    edge, colour = size * FINER, (*brand_colour(hue, chroma), 255)
    image = Image.new("RGBA", (edge, edge), colour if maskable else (0, 0, 0, 0))
    if not maskable:
        corner = round(edge * 11 / GRID)
        ImageDraw.Draw(image).rounded_rectangle((0, 0, edge - 1, edge - 1), corner, colour)
    image.alpha_composite(glow(edge, SAFE if maskable else 1))
    draw_house(ImageDraw.Draw(image), edge, SAFE if maskable else 1)
    file = BytesIO()
    image.resize((size, size), Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return file.getvalue()


def brand_colour(hue: int, chroma: int = 100) -> Colour:
    """The colour of the sign: as dark for each hue, so that white is always seen on it. `chroma`: in percent."""
    return srgb(0.46, 0.075 * chroma / 100, hue)


def as_hex(colour: Colour) -> str:
    """As styles write it."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def srgb(lightness: float, chroma: float, hue: float) -> Colour:
    """A colour of OKLCH for screens; what they cannot show becomes the nearest that they can."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    return gamma(red), gamma(green), gamma(blue)


def gamma(linear: float) -> int:
    value = min(1.0, max(0.0, linear))
    return round(255 * (value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055))


def glow(edge: int, part: float) -> Image.Image:
    """The light around the lamp."""
    layer = Image.new("RGBA", (edge, edge), (0, 0, 0, 0))
    disc(ImageDraw.Draw(layer), (20, 22), 6.5, (*LAMP, 71), edge, part)
    return layer


def draw_house(draw: ImageDraw.ImageDraw, edge: int, part: float) -> None:
    """Roof, posts, floor, and the lamp on its string."""
    stroke(draw, ROOF, 3.2, edge, part)
    for beam in BEAMS:
        stroke(draw, beam, 2.4, edge, part)
    stroke(draw, ((20, 12.5), (20, 18)), 1.6, edge, part)
    disc(draw, (20, 22), 3.6, (*LAMP, 255), edge, part)


def stroke(draw: ImageDraw.ImageDraw, points: tuple[Point, ...], width: float, edge: int, part: float) -> None:
    """A line with round ends and corners."""
    placed = [place(point, edge, part) for point in points]
    draw.line(placed, WHITE, round(width * edge * part / GRID), joint="curve")
    for point in points:
        disc(draw, point, width / 2, WHITE, edge, part)


def disc(
    draw: ImageDraw.ImageDraw, middle: Point, radius: float, fill: tuple[int, ...], edge: int, part: float
) -> None:
    (across, down), reach = place(middle, edge, part), radius * edge * part / GRID
    draw.ellipse((across - reach, down - reach, across + reach, down + reach), fill)


def place(point: Point, edge: int, part: float) -> Point:
    """Where a point of the logo lies, when the logo takes so great a part of the middle."""
    middle = GRID / 2
    across, down = (edge / 2 + (value - middle) * part * edge / GRID for value in point)
    return across, down
