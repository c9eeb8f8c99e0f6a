"""The files of a form: what was sent with it, what is said of each, and how they are shown while nothing is posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from verandah.actions import uploading
from verandah.actions.uploading import Details
from verandah.base import limits
from verandah.base.errors import Invalid
from verandah.base.resumable import TooLarge, most_bytes
from verandah.domain.media.queries import own_files
from verandah.domain.media.renditions import Writing, writings_of
from verandah.domain.media.rules import LONGEST_DESCRIPTION, MOST_IN_A_POST, little_left, sentence, taken_types
from verandah.domain.media.show import show_media

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account
    from verandah.domain.media.models import Media

    from .viewer import MemberRequest

MEGABYTE = 1_000_000
DIGITS = 19


@dataclass(frozen=True, slots=True)
class FormFile:
    """A file in a form. The focus is told in hundredths, from the left and from the bottom to the middle and beyond."""

    id: int
    kind: str
    state: str
    picture: str
    description: str
    across: int
    up: int
    writings: tuple[Writing, ...] = ()
    # Why nothing could be made of it.
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """What may be sent, told before anything is: megabytes of one file of each kind, and how many files.

    `left`: how many megabytes are left of all that one may send, which is `quota`; None while that is enough.
    """

    image: int
    megapixels: int
    video: int
    minutes: int
    audio: int
    quota: int
    left: int | None
    files: int = MOST_IN_A_POST
    description: int = LONGEST_DESCRIPTION


@dataclass(slots=True)
class Brought:
    """The files that came with a form, in their order, and what is wrong with those that could not be taken."""

    ids: list[int] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def error(self) -> str:
        return " ".join(self.refused)


def room(left: int | None) -> Room:
    """What this site takes of someone who has so many bytes left; None: enough."""
    most = settings.MOST_BYTES
    return Room(
        image=most["IMAGE"] // MEGABYTE,
        megapixels=settings.MOST_PIXELS // 1_000_000,
        video=most["VIDEO"] // MEGABYTE,
        minutes=settings.MOST_SECONDS // 60,
        audio=most["AUDIO"] // MEGABYTE,
        quota=settings.QUOTA // MEGABYTE,
        left=None if left is None else left // MEGABYTE,
    )


def left_of(viewer: Account | None) -> int | None:
    """How many bytes `viewer` may still send, if it is time to say so. What is still on its way is in their form."""
    return little_left(viewer.media_bytes) if viewer else None


def brought(request: MemberRequest) -> Brought:
    """Take in what a form brings, and note what it says of what is here already. Files are never taken by half."""
    found = Brought()
    for number in named(request, "media"):
        if number in named(request, "drop"):
            continue
        if own_files(request.viewer, [number]):
            uploading.describe(request.viewer, number, details_of(request, number))
        found.ids.append(number)
    for sent in request.FILES.getlist("files"):
        try:
            limits.take("upload", str(request.viewer.id))
            found.ids.append(uploading.accept(request.viewer, sent, Details()).pk)
        except (Invalid, TooLarge) as refusal:
            found.refused.append(_("%(file)s: %(why)s") % {"file": (sent.name or "")[:80], "why": refusal.text})
    return found


def named(request: MemberRequest, name: str) -> list[int]:
    """The ids that a form holds under this name; what cannot be one is passed over."""
    said = request.POST.getlist(name)
    return [int(text) for text in said if text.isascii() and text.isdigit() and len(text) < DIGITS]


def details_of(request: MemberRequest, number: int) -> Details:
    """What a form says of a file. What it does not mention stays as it is."""
    across, up = (request.POST.get(f"{name}-{number}") for name in ("across", "up"))
    return Details(
        description=request.POST.get(f"alt-{number}"),
        focus=(hundredths(across), hundredths(up)) if across is not None and up is not None else None,
    )


def hundredths(text: str) -> float:
    """Raises Invalid unless it is a whole number from -100 to 100."""
    try:
        number = int(text[:5])
    except ValueError:
        number = 101
    if not -100 <= number <= 100:
        raise Invalid("focus", _("Choose a point within the picture."))
    return number / 100


def shown_files(viewer: Account, ids: Sequence[int]) -> list[FormFile]:
    """Files of the viewer's that are in no post, as they stand in a form."""
    return [form_file(row) for row in own_files(viewer, ids)]


def shown_file(viewer: Account, number: int) -> FormFile | None:
    """One of them."""
    return next(iter(shown_files(viewer, [number])), None)


def form_file(row: Media) -> FormFile:
    shown = show_media(row)
    return FormFile(
        id=shown.id,
        kind=shown.kind,
        state=shown.state,
        picture=shown.preview_url or (shown.url if shown.kind == "image" else "") or "",
        description=shown.description,
        across=round(shown.focus[0] * 100),
        up=round(shown.focus[1] * 100),
        writings=writings_of(row),
        failure=sentence(row.failure) if shown.state == "failed" else "",
    )


def accepted_types() -> str:
    """What a browser offers when someone chooses files."""
    return ",".join(taken_types())


def most_megabytes() -> int:
    """How large any file may be."""
    return most_bytes() // MEGABYTE
