"""Backups that are made by themselves: where they lie, one each night, so many kept, and trying one out."""

import logging
import os
import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.chests import LIST, SEALED, Unusable
from verandah.base.errors import Forbidden, Invalid
from verandah.base.jobs import later
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Backup, Site

from . import backing_up, restoring
from .auditing import note, role_of
from .authenticating import write_letter

FIELD = "backup_place"
# The name of a folder is the moment at which its backup began, by the clock of the server's time zone.
NAME = "verandah-%Y-%m-%d-%H%M"
OURS = re.compile(r"verandah-\d{4}-\d\d-\d\d-\d{4}")
UNFINISHED = ".unfinished"
# Where a disk is mounted there is this folder, and nobody has put it there.
OF_THE_DISK = "lost+found"
LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """A backup that was made or tried out. `is_running`: it has not ended yet; `failure`: why it is none."""

    is_drill: bool
    place: str
    started_at: datetime
    ended_at: datetime | None
    failure: str
    rows: int
    files: int
    bytes: int

    @property
    def is_running(self) -> bool:
        return self.ended_at is None and not self.failure


def back_up_nightly() -> int:
    """Once a night, from its hour on, have a backup made; how many were begun. Twice: the second finds the first."""
    site = Site.objects.filter(pk=1).first()
    if site is None or not site.backup_place:
        return 0
    if Backup.objects.filter(
        kind=Backup.Kind.MADE, place__startswith=site.backup_place, started_at__gte=due_since(site.backup_hour)
    ).exists():
        return 0
    later(make_backup, key="nightly_backup")
    return 1


def due_since(hour: int) -> datetime:
    """The last moment at which a backup was due."""
    now = timezone.localtime()
    today = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)


def drill(by: Account) -> None:
    """Have a backup made now and restored into a scratch folder. Twice: one waits. Raises Forbidden, Invalid."""
    if not may(Role(role_of(by)), Permission.SET_SWITCHES):
        raise Forbidden
    with transaction.atomic():
        site = Site.objects.filter(pk=1).first()
        if site is None or not site.backup_place:
            raise Invalid(FIELD, _("Choose a folder for backups first."))
        note(by, "drill")
        later(make_backup, True, key="backup_drill")


@task
def make_backup(is_tried: bool = False) -> None:
    """Make a backup where the owner wants them, and with `is_tried` restore it for trial; older ones go then.

    What goes wrong stands in the list of backups, and the owner is told by letter. Twice: two backups.
    """
    site = Site.objects.get(pk=1)
    if not site.backup_place:
        return
    begun, place = timezone.now(), free_name(Path(site.backup_place))
    words = str(settings.BACKUP_PASSPHRASE)
    try:
        checked_place(site.backup_place)
        backing_up.back_up(place, words)
        if is_tried:
            restoring.prove(place, words)
    except (OSError, Unusable, Invalid) as error:
        failed(place, begun, reason_of(error))
    else:
        keep_newest(Path(site.backup_place), site.backups_kept)


def failed(place: Path, begun: datetime, reason: str) -> None:
    """Note why there is no backup, and tell those who run the site."""
    LOG.error("The backup into %s failed: %s", place, reason)
    open_rows = Backup.objects.filter(place=str(place)[:500], started_at__gte=begun, ended_at=None)
    with transaction.atomic():
        if not open_rows.update(ended_at=timezone.now(), failure=reason[:500]) and not Backup.objects.filter(
            place=str(place)[:500], started_at__gte=begun
        ).exclude(failure=""):
            Backup.objects.create(
                kind=Backup.Kind.MADE,
                place=str(place)[:500],
                started_at=begun,
                ended_at=timezone.now(),
                failure=reason[:500],
            )
        facts = {"reason": reason, "page": settings.URL + reverse("staff_backups")}
        for user in User.objects.filter(role=Role.OWNER, is_active=True):
            write_letter("backup_failed", user.email, user.language, facts)


def reason_of(error: OSError | Unusable | Invalid) -> str:
    """In a sentence."""
    return str(error.strerror or error) if isinstance(error, OSError) else error.text


def free_name(folder: Path) -> Path:
    """Where a backup of this minute can lie."""
    at = timezone.localtime()
    while (place := folder / at.strftime(NAME)).exists():
        at += timedelta(minutes=1)
    return place


def keep_newest(folder: Path, count: int) -> int:
    """Delete all but the newest `count` whole backups of ours, and what was broken off; how many went."""
    whole = sorted(path for path in folder.iterdir() if OURS.fullmatch(path.name) and is_whole(path))
    broken = [path for path in folder.iterdir() if OURS.fullmatch(path.name.removesuffix(UNFINISHED))]
    gone = [*whole[: max(0, len(whole) - max(1, count))], *(path for path in broken if path.suffix == UNFINISHED)]
    for path in gone:
        shutil.rmtree(path, ignore_errors=True)
    return len(gone)


def is_whole(path: Path) -> bool:
    """Whether a folder holds a backup that came to its end."""
    return path.is_dir() and any((path / name).is_file() for name in (LIST, LIST + SEALED))


def checked_place(words: str) -> str:
    """A folder in which backups can lie, made if need be; or nothing. Raises Invalid."""
    if not words.strip():
        return ""
    place = Path(words.strip())
    if not place.is_absolute() or "\0" in words:
        raise Invalid(FIELD, _("Write the whole path of a folder, from / on."))
    place = place.resolve()
    for own in (settings.DATA, settings.PACKAGE):
        if place.is_relative_to(Path(own).resolve()):
            raise Invalid(FIELD, _("This is inside the site’s own folder, and would be lost together with it."))
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        strange = [path.name for path in place.iterdir() if not is_ours(path)]
        with TemporaryFile(dir=place) as trial:
            trial.write(b"Can this be written?")
    except OSError as error:
        reason = error.strerror or str(error)
        raise Invalid(FIELD, _("Nothing can be written there: %(reason)s.") % {"reason": reason}) from error
    if strange:
        raise Invalid(FIELD, _("There are other files in this folder. Choose an empty one."))
    return str(place)


def offered_place() -> str:
    """A folder beside the site's own, for whoever has not thought of one; empty where none can be made."""
    beside = Path(settings.DATA).resolve().parent
    return str(beside / "verandah-backups") if os.access(beside, os.W_OK) else ""


def is_ours(path: Path) -> bool:
    """Whether this lies there because of us, or of the disk."""
    return path.name == OF_THE_DISK or OURS.fullmatch(path.name.removesuffix(UNFINISHED)) is not None


def free_bytes(words: str) -> int:
    """How much room is left where a folder lies, or would lie; -1 when nobody can say."""
    with suppress(OSError):
        place = Path(words).resolve()
        while not place.exists():
            place = place.parent
        return shutil.disk_usage(place).free
    return -1


def last_backups(viewer: Account, most: int = 8) -> Sequence[Told]:
    """The newest first, as `viewer`, who looks after the site, reads of them. One query."""
    if not may(Role(viewer.user.role), Permission.SEE_POLICIES):
        return []
    return [
        Told(
            row.kind == Backup.Kind.PROVEN,
            Path(row.place).name,
            row.started_at,
            row.ended_at,
            row.failure,
            row.rows,
            row.files,
            row.bytes,
        )
        for row in Backup.objects.order_by("-id")[:most]
    ]
