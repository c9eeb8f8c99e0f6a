"""Giving the site its own logo, and a picture behind its landing page. Whatever is sent is made anew apart."""

from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base import images, signs
from verandah.base.errors import Forbidden, Invalid, NotFound
from verandah.base.images import Shape
from verandah.base.sandbox import Stopped
from verandah.base.sniffing import HEAD, Family, Sent, format_of
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Backdrop, Site, SitePicture
from verandah.domain.instance.pictures import BACKDROP_WIDTHS, LOGO_SIDES

from . import administering, announcing
from .auditing import note, role_of

MOST_BYTES = 10_000_000
# A logo is shown as large as a thumb, a backdrop as wide as a window.
SHORTEST_LOGO = 96
NARROWEST_BACKDROP = 800


@dataclass(frozen=True, slots=True)
class Made:
    """One size of a picture, ready to be stored."""

    width: int
    height: int
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """Where a picture stands: its column of the site, its kind as rows have it, and what makes all its sizes."""

    column: str
    kind: int


PLACES = {
    "logo": Place("logo", SitePicture.Kind.LOGO),
    "backdrop": Place("backdrop_picture", SitePicture.Kind.BACKDROP),
}


def set_picture(by: Account, which: str, sent: Sent | None) -> str:
    """Show this picture as the site's `which` (logo, backdrop) from now on; its name. Twice: a new name each time.

    Raises Forbidden, NotFound for another word, Invalid for what is no picture, too large or too small.
    """
    if which not in PLACES:
        raise NotFound
    if not may(Role(role_of(by)), Permission.SET_SWITCHES):
        raise Forbidden
    made = logos(sent) if which == "logo" else backdrops(sent)
    name = token_hex(16)
    with transaction.atomic():
        SitePicture.objects.bulk_create(
            [
                SitePicture(
                    kind=PLACES[which].kind,
                    name=name,
                    width=one.width,
                    height=one.height,
                    content_type=one.content_type,
                    data=one.data,
                    created_at=timezone.now(),
                )
                for one in made
            ]
        )
        replace(by, which, name)
    return name


def remove_picture(by: Account, which: str) -> bool:
    """Go back to what comes with Verandah; whether there was one. Twice: the same. Raises Forbidden, NotFound."""
    if which not in PLACES:
        raise NotFound
    if not may(Role(role_of(by)), Permission.SET_SWITCHES):
        raise Forbidden
    with transaction.atomic():
        return replace(by, which, "")


def replace(by: Account, which: str, name: str) -> bool:
    """Put a picture where another was, which goes; whether anything changed."""
    administering.ensure_site()
    place = PLACES[which]
    site = Site.objects.select_for_update().get(pk=1)
    if getattr(site, place.column) == name:
        return False
    columns: dict[str, str | int] = {place.column: name}
    if which == "backdrop":
        columns["backdrop"] = Backdrop.PICTURE if name else Backdrop.MAP
    Site.objects.filter(pk=1).update(**columns)
    SitePicture.objects.filter(kind=place.kind).exclude(name=name).delete()
    note(by, "set_site_picture", which=which, shown=bool(name))
    announcing.switched()
    return True


def logos(sent: Sent | None) -> list[Made]:
    """Squares in all sizes."""
    with TemporaryDirectory(dir=room()) as folder:
        made, content = remade("logo", sent, Path(folder), max(LOGO_SIDES))
        if max(made.width, made.height) < SHORTEST_LOGO:
            raise Invalid("logo", _("This picture is too small. Send one that is at least 96 pixels wide."))
        return [Made(side, side, "image/png", signs.squared(content, side)) for side in LOGO_SIDES]


def backdrops(sent: Sent | None) -> list[Made]:
    """Two widths, so that telephones need not fetch the large one."""
    with TemporaryDirectory(dir=room()) as folder:
        large, content = remade("backdrop", sent, Path(folder), BACKDROP_WIDTHS[0])
        if large.width < NARROWEST_BACKDROP:
            raise Invalid("backdrop", _("This picture is too narrow. Send one that is at least 800 pixels wide."))
        made = [Made(large.width, large.height, large.content_type, content)]
        small = Path(folder) / f"small.{large.extension}"
        if small.exists():
            width, height = signs.size_of(small.read_bytes())
            made.append(Made(width, height, large.content_type, small.read_bytes()))
        return made


def remade(field: str, sent: Sent | None, folder: Path, side: int) -> tuple[images.Picture, bytes]:
    """The picture made anew from its pixels, apart from the site; a smaller one lies beside it. Raises Invalid."""
    if sent is None or not sent.size:
        raise Invalid(field, _("Choose a picture first."))
    if sent.size > MOST_BYTES:
        raise Invalid(field, _("Choose a picture of at most 10 MB."))
    content = b"".join(sent.chunks())
    found = format_of(content[:HEAD])
    if found is None or found.family is not Family.IMAGE:
        raise Invalid(field, _("This is not a picture. Send a JPEG, PNG, WebP, GIF, HEIC or AVIF."))
    source = folder / "source"
    source.write_bytes(content)
    small = BACKDROP_WIDTHS[1] if side > BACKDROP_WIDTHS[1] else 0
    try:
        made = images.remake(source, found.reader, folder, Shape(settings.MOST_PIXELS, side, small)).full
    except (images.Unusable, images.Animated, Stopped) as error:
        raise Invalid(field, _("This picture can’t be read. Save it as PNG or JPEG and send it again.")) from error
    return made, (folder / f"full.{made.extension}").read_bytes()


def room() -> Path:
    """Where files lie that have just come in."""
    place = Path(settings.QUARANTINE)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place
