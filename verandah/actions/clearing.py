"""Removing what was uploaded and belongs to nothing: rows without a post, files without a row."""

import shutil
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from verandah.domain.accounts.models import Account
from verandah.domain.media import files
from verandah.domain.media.models import Media, State

from .developing import give_up
from .uploading import remove

LOOSE_FOR = timedelta(days=1)
WAITING_FOR = timedelta(hours=6)
BATCH = 200


def clear_media() -> int:
    """Remove what nobody has posted within a day, and files that no row knows; how many. Twice: nothing is left."""
    return clear_rows() + clear_files() + clear_rooms()


def clear_rows() -> int:
    """Whatever is in no post and no profile for a day, and is not to be said later. What waits too long is lost."""
    now = timezone.now()
    for row in Media.objects.filter(state=State.WAITING, created_at__lt=now - WAITING_FOR)[:BATCH]:
        give_up(row, "stopped")
    shown = Account.objects.filter(Q(avatar=OuterRef("pk")) | Q(header=OuterRef("pk")))
    loose = Media.objects.filter(~Exists(shown), post=None, scheduled=None, created_at__lt=now - LOOSE_FOR)
    count = 0
    while batch := list(loose[:BATCH]):
        remove(batch)
        count += len(batch)
    return count


def clear_files() -> int:
    """Files whose row is gone, with its member or by a kill at the wrong moment."""
    count = 0
    for names in files.old_names():
        known = set(Media.objects.filter(name__in=names).values_list("name", flat=True))
        for name in set(names) - known:
            files.remove(name)
            count += 1
    return count


def clear_rooms() -> int:
    """What came in and was never made into anything."""
    count = 0
    for path in files.old_rooms():
        if not Media.objects.filter(name=path.name, state=State.WAITING).exists():
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
            count += 1
    return count
