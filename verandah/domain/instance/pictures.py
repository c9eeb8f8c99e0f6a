"""The site's own pictures, for everyone: their addresses, and their bytes."""

from dataclasses import dataclass

from django.urls import reverse

from .models import SitePicture

# The sides of a logo, which is a square, and how wide the picture behind the landing page is.
LOGO_SIDES = (512, 192, 96, 48)
BACKDROP_WIDTHS = (1920, 960)
EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


@dataclass(frozen=True, slots=True)
class Bytes:
    """A picture as it is sent."""

    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Backing:
    """One size of the picture behind the landing page."""

    path: str
    width: int
    height: int


def logo_path(name: str, side: int) -> str:
    """Where a logo lies in one of its sizes; empty without a logo."""
    return reverse("site_picture", args=[name, side, side, "png"]) if name else ""


def backings(name: str) -> list[Backing]:
    """The picture behind the landing page in all its sizes, the largest first. One query, none without one."""
    if not name:
        return []
    found = SitePicture.objects.filter(name=name).order_by("-width").values_list("width", "height", "content_type")
    return [
        Backing(reverse("site_picture", args=[name, width, height, EXTENSIONS[kind]]), width, height)
        for width, height, kind in found
    ]


def bytes_of(name: str, width: int, height: int) -> Bytes | None:
    """A picture in one size; None when there is none. One query."""
    row = SitePicture.objects.filter(name=name, width=width, height=height).first()
    return Bytes(bytes(row.data), row.content_type) if row else None
