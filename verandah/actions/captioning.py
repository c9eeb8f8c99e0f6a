"""Saying in writing what is said in a video or a sound: in as many languages as someone likes."""

import re
import tempfile
from functools import partial
from pathlib import Path

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from verandah.base import captions
from verandah.base.captions import NotCaptions
from verandah.base.errors import Invalid, NotFound
from verandah.base.sniffing import Sent
from verandah.domain.accounts.models import Account
from verandah.domain.media import files
from verandah.domain.media.models import Kind, Media, State
from verandah.domain.media.renditions import CAPTIONS, Writing, writings_of

from .permitting import refuse_frozen, refuse_read_only
from .tallying import touch

MOST_BYTES = 500_000
MOST_LANGUAGES = 20
LONGEST_LABEL = 60
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def add_captions(owner: Account, media_id: int, language: str, label: str, sent: Sent | None) -> Media:
    """Have a video or a sound of `owner`'s say this in `language`; what it said there before is gone. Twice: the same.

    Raises NotFound when there is no such file of theirs, Invalid when it cannot be said.
    """
    refuse_read_only(owner)
    check(language, label)
    text = text_of(sent).encode()
    with transaction.atomic():
        row = captioned(owner, media_id)
        others = [writing for writing in writings_of(row) if writing.language != language]
        if len(others) >= MOST_LANGUAGES:
            one, more = "A file has captions in at most %d language.", "A file has captions in at most %d languages."
            raise Invalid("language", ngettext(one, more, MOST_LANGUAGES) % MOST_LANGUAGES)
        if len(others) < len(row.captions):
            refuse_frozen(owner)
        keep(row.name, language, text)
        return say(row, [*others, Writing(language, label.strip() or language, len(text))])


def remove_captions(owner: Account, media_id: int, language: str) -> Media:
    """Say nothing in this language any more. Twice: the same. Raises NotFound when there is no such file of theirs."""
    with transaction.atomic():
        row = captioned(owner, media_id)
        others = [writing for writing in writings_of(row) if writing.language != language]
        if len(others) < len(row.captions):
            refuse_frozen(owner)
            row = say(row, others)
            transaction.on_commit(partial(files.remove_one, row.name, f"{CAPTIONS}-{language}.vtt"))
        return row


def check(language: str, label: str) -> None:
    """Raises Invalid for what is no language, or a name that is too long."""
    if not LANGUAGE.fullmatch(language):
        raise Invalid("language", _("Say the language by its short name, such as en or pt-BR."))
    if len(label.strip()) > LONGEST_LABEL:
        raise Invalid("label", _("Use at most %(most)s characters.") % {"most": LONGEST_LABEL})


def text_of(sent: Sent | None) -> str:
    """What was sent, written anew. Raises Invalid when it is no WebVTT, or too much of it."""
    if sent is None or not sent.size:
        raise Invalid("file", _("This file is empty. Choose it again."))
    if sent.size > MOST_BYTES:
        raise Invalid("file", _("These captions are too long. Send at most 500 kilobytes."))
    try:
        return captions.rewritten(sent.read())
    except NotCaptions as error:
        raise Invalid(
            "file", _("These are no captions that can be shown. Send a file in the format WebVTT.")
        ) from error


def captioned(owner: Account, media_id: int) -> Media:
    """The row, held. Raises NotFound for what is not theirs, and for what nothing can be heard in."""
    mine = Media.objects.select_for_update(of=("self",)).select_related("post__root")
    row = mine.filter(pk=media_id, owner=owner, is_profile=False, kind__in=(Kind.VIDEO, Kind.AUDIO)).first()
    if row is None or row.state == State.FAILED:
        raise NotFound
    return row


def keep(name: str, language: str, text: bytes) -> None:
    """Put the text into the store."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / f"{CAPTIONS}-{language}.vtt"
        made.write_bytes(text)
        files.keep(name, made)


def say(row: Media, writings: list[Writing]) -> Media:
    """Store in which languages it is there; where the file is posted, the post looks different now."""
    Media.objects.filter(pk=row.pk).update(captions=sorted(writings), rev=F("rev") + 1)
    if row.post_id is not None:
        touch(row.post_id)
    row.refresh_from_db()
    return row
