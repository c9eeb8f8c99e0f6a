"""Taking in a file piece by piece, so that a dropped line costs only what was on its way."""

from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base import pieces
from verandah.base.errors import Conflict, Invalid, NotFound, TooMany
from verandah.base.pieces import Place
from verandah.base.resumable import Ended, Progress, TooLarge, most_bytes
from verandah.base.sniffing import HEAD
from verandah.domain.accounts.models import Account
from verandah.domain.media import files
from verandah.domain.media.models import Upload

from .developing import SOURCE
from .pacing import refuse_many_files
from .uploading import look_at, refuse_unusable, take_in, told_as
from .weighing import refuse_over_quota

# So long after its last piece an upload can be gone on with.
GOES_ON_FOR = timedelta(days=1)
MOST_UNFINISHED = 60


def begin(owner: Account, length: int) -> Progress:
    """A place for a file of so many bytes. Each call makes another one.

    Raises TooLarge when it is too large, or more than the member may keep here; TooMany when too many are unfinished.
    """
    if length < 1:
        raise Invalid("file", _("This file is empty. Choose it again."))
    if length > most_bytes():
        raise TooLarge(_("No file may be larger than %(most)s MB here.") % {"most": most_bytes() // 1_000_000})
    refuse_many_files(owner)
    name, now = files.new_name(), timezone.now()
    pieces.begin(source_of(name))
    try:
        with transaction.atomic():
            # Of two at the same moment, each sees what the other has announced.
            Account.objects.select_for_update(no_key=True).get(pk=owner.pk)
            refuse_over_quota(owner, length)
            refuse_many(owner)
            row = Upload.objects.create(
                owner=owner, name=name, length=length, expires_at=now + GOES_ON_FOR, created_at=now
            )
    except BaseException:
        files.clear_room(name)
        raise
    return progress(row, 0)


def look(owner: Account, number: int) -> Progress:
    """How far it is. One that is here completely is made something of, if a crash has prevented that.

    Raises NotFound, Ended; Invalid when nothing can be made of it.
    """
    row = own(owner, number)
    offset = here(row)
    return settle(owner, number) if row.media_id is None and offset == row.length else progress(row, offset)


def place_for(owner: Account, number: int, offset: int) -> Place:
    """Where the next piece belongs. Raises NotFound, Ended, Conflict when it does not begin where the file ends."""
    row = own(owner, number)
    found = here(row)
    if offset != found:
        raise Conflict(_("%(bytes)s bytes of this file are here. Go on from there.") % {"bytes": found})
    return Place(source_of(row.name), offset, row.length - offset)


def settle(owner: Account, number: int) -> Progress:
    """A piece has been written: what is no use is refused early; what is complete becomes a file of theirs. Twice: the
    same.

    Raises NotFound, Ended, Conflict when someone else is at it; Invalid when it is no use, and then nothing is left.
    """
    try:
        with pieces.held(source_of(own(owner, number).name)) as file, told_as("file"):
            # Whoever held it before may have made something of it.
            row = own(owner, number)
            offset = here(row)
            if row.media_id is None and offset >= min(HEAD, row.length):
                refuse_unusable(file.read(HEAD), row.length)
            if row.media_id is None and offset == row.length:
                complete(row)
    except FileNotFoundError:
        row = own(owner, number)
        return progress(row, here(row))
    except Invalid:
        abandon(owner, number)
        raise
    row.expires_at = timezone.now() + GOES_ON_FOR
    Upload.objects.filter(pk=row.pk).update(expires_at=row.expires_at)
    return progress(row, offset)


def abandon(owner: Account, number: int) -> None:
    """Throw away what has come of it; what it has become stays. Raises NotFound, also the second time."""
    row = Upload.objects.filter(pk=number, owner=owner).first()
    if row is None:
        raise NotFound
    throw_away(row)


def clear_expired() -> int:
    """Throw away what nobody has gone on with; how many. Twice: nothing is left."""
    rows = list(Upload.objects.filter(expires_at__lt=timezone.now()))
    for row in rows:
        throw_away(row)
    return len(rows)


def complete(row: Upload) -> None:
    """Make a file of the member's of what is here. Raises Unusable or Stopped."""
    looked = look_at(row.name)
    with transaction.atomic():
        row.media = take_in(row.owner, row.name, looked)
        Upload.objects.filter(pk=row.pk).update(media=row.media)
    if looked.facts is not None:
        files.clear_room(row.name)


def throw_away(row: Upload) -> None:
    """The row first: a folder without one is found by the chore."""
    gone, _counts = Upload.objects.filter(pk=row.pk, media=None).delete()
    if gone:
        files.clear_room(row.name)
    else:
        Upload.objects.filter(pk=row.pk).delete()


def own(owner: Account, number: int) -> Upload:
    """An upload of theirs. Raises NotFound, and Ended when its time is over."""
    row = Upload.objects.select_related("owner").filter(pk=number, owner=owner).first()
    if row is None:
        raise NotFound
    if row.expires_at < timezone.now():
        raise Ended(_("This upload was left alone for more than a day. Begin it anew."))
    return row


def here(row: Upload) -> int:
    """How many bytes of it have come. Raises Ended when its file is gone."""
    if row.media_id is not None:
        return row.length
    try:
        return pieces.size_of(source_of(row.name))
    except FileNotFoundError:
        raise Ended(_("This upload was lost on its way. Begin it anew.")) from None


def refuse_many(owner: Account) -> None:
    if Upload.objects.filter(owner=owner, media=None).count() >= MOST_UNFINISHED:
        raise TooMany(
            _("%(most)s files are on their way already. Wait for them, or remove one.") % {"most": MOST_UNFINISHED}, 60
        )


def source_of(name: str) -> Path:
    return files.waiting_room(name) / SOURCE


def progress(row: Upload, offset: int) -> Progress:
    return Progress(row.pk, offset, row.length, row.expires_at, row.media_id)
