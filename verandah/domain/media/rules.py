"""What may be done with a file: facts about one row, without a look at the database."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from verandah.base.sniffing import FORMATS, Family
from verandah.base.video import ffmpeg

if TYPE_CHECKING:
    from .models import Media

MOST_IN_A_POST = 30
LONGEST_DESCRIPTION = 1500
# Which part of what a member may keep has to be left, lest they are told how much it is.
LITTLE = 5
# The room of posts stands above this one; a test holds this number to its Audience.PUBLIC.
AUDIENCE_OF_ALL = 1

# And this to the number with which something is removed by a decision: then its files are nobody's.
REMOVED = 2
# And this to its word for what waits until somebody has looked at it.
HELD = "hold"

# Why nothing could be made of a file.
REASONS: dict[str, Promise] = {
    "empty": _("This file is empty. Choose it again."),
    "unknown": _(
        "This kind of file is not taken. Send a photo (JPEG, PNG, WebP, GIF, HEIC, AVIF), a video (MP4, MOV, WebM, "
        "MKV) or a sound (MP3, M4A, OGG, Opus, FLAC, WAV, AAC)."
    ),
    "not_a_picture": _("This is not a picture. Send a JPEG, PNG, WebP, GIF, HEIC or AVIF."),
    "too_heavy": _("This file is too large for this site. Make it smaller and send it again."),
    "too_many_pixels": _("This picture has too many pixels for this site. Make it smaller and send it again."),
    "too_fine": _("The pictures of this video are larger than 4K. Make it smaller and send it again."),
    "too_long": _("This video or sound is too long for this site. Cut it and send it again."),
    "too_large": _("This picture is too large to be opened here. Make it smaller and send it again."),
    "unreadable": _("This file is damaged and can't be opened. Save it anew and send it again."),
    "no_video": _("This site can't take videos and sounds at the moment. Its owner can see why with: verandah check"),
    "stopped": _("This file took too much time or memory. Make it smaller or shorter and send it again."),
    "lost": _("This file was lost on its way. Send it again."),
    "banked": _("This file looks like one that is not published on this site, so it was not taken."),
    "held": _("This file waits until somebody has looked at it. You can post it; others see it after that."),
}


def taken_types() -> Iterator[str]:
    """The content types of what can be uploaded, as apps ask for them; a site without ffmpeg takes pictures alone."""
    return (name for found in FORMATS if found.family is Family.IMAGE or ffmpeg() for name in found.types)


def is_open_to_all(is_profile: bool, audience: int | None) -> bool:
    """Whether everyone who has the address may fetch the file, signed or not."""
    return is_profile or audience == AUDIENCE_OF_ALL


def is_loose(row: "Media") -> bool:
    """Whether it belongs to no post that is there, nor to an album; its owner can still put it into one."""
    is_free = row.post is None or (row.post.deleted_at is not None and row.post.withheld != REMOVED)
    return is_free and row.album_id is None and (not row.is_withheld or is_held(row))


def is_held(row: "Media") -> bool:
    """Whether it is kept back only until somebody has looked at it."""
    return row.is_withheld and row.restriction is not None and row.restriction.kind == HELD


def little_left(used: int) -> int | None:
    """Bytes that a member may still send, of whom so many are here; None while there is no need to speak of it."""
    left = max(0, settings.QUOTA - used)
    return left if settings.QUOTA and left < settings.QUOTA // LITTLE else None


def sentence(reason: str) -> str:
    """Why it failed, for its owner."""
    return str(REASONS.get(reason, REASONS["unreadable"]))
