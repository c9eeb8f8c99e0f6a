"""What an app wants a post to say from now on, read from its request."""

import base64
import binascii

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from verandah.actions.editing import Change, MediaChange
from verandah.actions.uploading import Details
from verandah.base.errors import Invalid

from .drafts import language_from, mood_from, question_from
from .media import focus_of
from .parameters import Parameters


def change_from(asked: Parameters) -> Change:
    """All of the post: an app that changes it sends it as a whole. Raises Invalid for what cannot be read."""
    said = [Parameters(item) for item in asked.items("media_attributes") if isinstance(item, dict)]
    return Change(
        text=asked.text("status"),
        warning=asked.text("spoiler_text"),
        is_sensitive=asked.flag("sensitive"),
        language=language_from(asked),
        media_ids=tuple(asked.numbers("media_ids")),
        media=tuple(MediaChange(one.number("id", 0), details_of(one)) for one in said),
        poll=question_from(asked),
        place=asked.text("place") if asked.has("place") else None,
        mood=mood_from(asked),
    )


def details_of(said: Parameters) -> Details:
    """What is said of one file of the post."""
    return Details(
        description=said.text("description") if said.has("description") else None,
        focus=focus_of(said.text("focus")) if said.text("focus") else None,
        thumbnail=picture_from(said.text("thumbnail")) if said.text("thumbnail") else None,
    )


def picture_from(text: str) -> SimpleUploadedFile:
    """A picture that was written into the address `data:…;base64,…`, because a list can hold no files."""
    head, comma, body = text.partition(",")
    try:
        if not comma or not head.startswith("data:") or not head.endswith(";base64"):
            raise binascii.Error
        content = base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Invalid("thumbnail", _("The thumbnail is no picture that can be read.")) from error
    return SimpleUploadedFile("thumbnail", content)
