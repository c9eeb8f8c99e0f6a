"""Removing what was uploaded and belongs to nothing: rows without a post, files without a row."""

import shutil
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import batched

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from verandah.domain.accounts.models import Account, Export
from verandah.domain.links.models import Link
from verandah.domain.media import files
from verandah.domain.media.models import Media, State, Upload
from verandah.domain.moderation.models import SnapshotFile
from verandah.domain.posts.drafts import files_of_drafts

from .developing import give_up
from .receiving import clear_expired
from .uploading import remove

LOOSE_FOR = timedelta(days=1)
WAITING_FOR = timedelta(hours=6)
BATCH = 200


def clear_media() -> int:
    """Remove what nobody has posted within a day, and files that no row knows; how many. Twice: nothing is left."""
    return clear_expired() + clear_rows() + clear_files() + clear_rooms()


def clear_rows() -> int:
    """What is in no post, album, profile or draft for a day, and not to be said later. What waits too long is lost.

    While nothing of someone's may be removed, what an edit has taken out of a post stays.
    """
    now = timezone.now()
    for row in Media.objects.filter(state=State.WAITING, created_at__lt=now - WAITING_FOR)[:BATCH]:
        give_up(row, "stopped")
    shown = Account.objects.filter(Q(avatar=OuterRef("pk")) | Q(header=OuterRef("pk")))
    unused = Q(post=None, scheduled=None, is_withheld=False) & (Q(album=None) | Q(state=State.FAILED))
    old = Media.objects.filter(created_at__lt=now - LOOSE_FOR, owner__is_frozen=False)
    loose = old.filter(unused, ~Exists(shown))
    count, last = 0, 0
    while batch := list(loose.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last, wanted = batch[-1].pk, files_of_drafts([row.owner_id for row in batch])
        unwanted = [row for row in batch if row.pk not in wanted]
        remove(unwanted)
        count += len(unwanted)
    return count


def clear_files() -> int:
    """Files whose row is gone, with its member or by a kill at the wrong moment."""
    count = 0
    for names in files.names():
        # Asked for their age only then: in a bucket elsewhere every look costs.
        for name in unknown(names):
            if files.is_old(name):
                files.remove(name)
                count += 1
    return count


def unknown(names: Sequence[str]) -> Iterator[str]:
    """Those of the names that no row has."""
    for batch in batched(names, BATCH, strict=False):
        known = set(Media.objects.filter(name__in=batch).values_list("name", flat=True))
        known |= set(Link.objects.filter(image_name__in=batch).values_list("image_name", flat=True))
        known |= set(Export.objects.filter(name__in=batch).values_list("name", flat=True))
        known |= set(SnapshotFile.objects.filter(name__in=batch).values_list("name", flat=True))
        yield from (name for name in batch if name not in known)


def clear_rooms() -> int:
    """What came in and was never made into anything."""
    count = 0
    for path in files.old_rooms():
        if not is_wanted(path.name):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
            count += 1
    return count


def is_wanted(name: str) -> bool:
    """Whether something is still to be made of what lies there, or the rest of it may still come."""
    waits = Media.objects.filter(name=name, state=State.WAITING)
    made = Export.objects.filter(ended_at=None, state__room=name)
    return waits.exists() or Upload.objects.filter(name=name).exists() or made.exists()
