"""Keeping what something looked like when it was reported or decided about, whatever becomes of it."""

import logging
import tempfile
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from verandah.base.errors import NotFound
from verandah.domain.media import files
from verandah.domain.media.models import Kind, Media
from verandah.domain.media.renditions import TYPES
from verandah.domain.moderation.models import Snapshot, SnapshotFile, Subject
from verandah.domain.moderation.snapshots import (
    Look,
    address_look,
    digest_of,
    look_of,
    number_of_address,
    owner_of,
)

LOG = logging.getLogger(__name__)
# Of each file the small picture is kept, under this name in a folder of its own.
SMALL, FULL = "small", "full"


def subject_of(kind: Subject.Kind, ref: int, part: str = "") -> Subject:
    """What can be reported and decided about: the same row each time. Raises NotFound when there is no such thing."""
    found = Subject.objects.filter(kind=kind, ref=ref, part=part).first()
    if found is not None:
        return found
    owner_id = owner_of(kind, ref, part)
    if owner_id is None:
        raise NotFound
    made, _is_new = Subject.objects.get_or_create(
        kind=kind, ref=ref, part=part, defaults={"owner_id": owner_id, "created_at": timezone.now()}
    )
    return made


def subject_of_address(address: str) -> Subject:
    """An address behind which there is nothing, so that it can be looked at like anything else. Twice: the same row."""
    defaults = {"created_at": timezone.now()}
    number = number_of_address(address)
    subject, _is_new = Subject.objects.get_or_create(kind=Subject.Kind.LINK, ref=number, part="", defaults=defaults)
    kept(subject, address_look(address))
    return subject


def capture(subject: Subject) -> Snapshot:
    """What it looks like now, its files copied. The same look: the same row. Of what is gone: the last there is.

    Raises NotFound when it is gone and was never kept.
    """
    look = look_of(subject)
    if look is not None:
        return kept(subject, look)
    newest = Snapshot.objects.filter(subject=subject).order_by("-id").first()
    if newest is None:
        raise NotFound
    return newest


def kept(subject: Subject, look: Look) -> Snapshot:
    """The row for this look; made, with its files, when it is new."""
    digest = digest_of(look.body)
    with transaction.atomic():
        row, is_new = Snapshot.objects.get_or_create(
            subject=subject, digest=digest, defaults={"body": look.body, "created_at": timezone.now()}
        )
        if is_new:
            copies = [copy_of(row, place, file) for place, file in enumerate(look.files)]
            SnapshotFile.objects.bulk_create(copies)
    return row


def copy_of(snapshot: Snapshot, position: int, media: Media) -> SnapshotFile:
    """The row of a file, its small picture copied. What has none, or is out of reach, is kept by its fingerprints."""
    name, (rendition, extension) = files.new_name(), picture_of(media)
    if extension and not copied(media, rendition, name, extension):
        extension = ""
    return SnapshotFile(
        snapshot=snapshot,
        position=position,
        media_id=media.pk,
        name=name,
        extension=extension,
        content_type=TYPES.get(extension, ""),
        sha256=media.sha256,
        pdq=media.pdq,
        description=media.description,
    )


def picture_of(media: Media) -> tuple[str, str]:
    """What is copied of it, and as what; a picture that is small already, as those of profiles, is so itself."""
    if media.small_extension or media.kind != Kind.IMAGE:
        return SMALL, media.small_extension
    return FULL, media.extension


def copied(media: Media, rendition: str, name: str, extension: str) -> bool:
    """Whether the small picture of a file lies under another name now, too."""
    try:
        found = files.kept(media.name, rendition, extension)
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / f"{SMALL}.{extension}"
            with place.open("wb") as file:
                file.writelines(files.pieces(found.place, 0, found.size - 1))
            files.keep(name, place)
    except (NotFound, OSError) as error:
        # A report must not fail because the store does not answer: what is said counts more than how it looked.
        LOG.warning("The small picture of file %s could not be kept: %s", media.pk, error)
        return False
    return True
