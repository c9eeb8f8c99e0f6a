"""The site's own logo as squares: with room around it, or on a ground that can be cut to any shape. Pillow alone."""

from functools import lru_cache
from io import BytesIO

from PIL import Image

# How much of a picture that may be cut to any shape is sure to be seen.
SAFE = 0.72
GROUND = (255, 255, 255, 255)
MOST_KEPT = 16


@lru_cache(MOST_KEPT)
def squared(content: bytes, edge: int) -> bytes:
    """A PNG of `edge` times `edge` in which the whole of a picture stands in the middle, with nothing around it."""
    return fitted(content, edge, 1, (0, 0, 0, 0))


@lru_cache(MOST_KEPT)
def maskable(content: bytes, edge: int) -> bytes:
    """The same on a white ground that is filled to its corners, the picture within what is never cut off."""
    return fitted(content, edge, SAFE, GROUND)


@lru_cache(MOST_KEPT)
def as_ico(content: bytes) -> bytes:
    """A small picture in the form that browsers ask for by themselves."""
    with Image.open(BytesIO(content), formats=["PNG"]) as opened:
        file = BytesIO()
        opened.convert("RGBA").save(file, "ICO", sizes=[(32, 32), (16, 16)])
    return file.getvalue()


def size_of(content: bytes) -> tuple[int, int]:
    """How wide and how high a picture is that we have written."""
    with Image.open(BytesIO(content), formats=["PNG", "JPEG", "WEBP"]) as opened:
        return opened.size


def fitted(content: bytes, edge: int, part: float, ground: tuple[int, int, int, int]) -> bytes:
    """The picture as large as `part` of the square allows."""
    with Image.open(BytesIO(content), formats=["PNG", "JPEG", "WEBP"]) as opened:
        picture = opened.convert("RGBA")
    room = max(1, round(edge * part))
    scale = room / max(picture.size)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    # Seen through its own edges, a picture that is made smaller as it is would have dark ones.
    picture = picture.convert("RGBa").resize(size, Image.Resampling.LANCZOS).convert("RGBA")
    square = Image.new("RGBA", (edge, edge), ground)
    square.alpha_composite(picture, ((edge - size[0]) // 2, (edge - size[1]) // 2))
    file = BytesIO()
    square.save(file, "PNG", optimize=True)
    return file.getvalue()
