"""Bringing back what was backed up, into a site in which nobody is yet; and proving that it can be brought back."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base import dumping
from verandah.base.chests import Opened, Passing, Unusable, private
from verandah.base.dumping import Table
from verandah.base.errors import Conflict
from verandah.domain.accounts.models import Account
from verandah.domain.instance.models import Backup
from verandah.domain.media import files

from .backing_up import FILES, FORMAT, KEYS, ROWS, WAITING, Step, Summary, note_end, part_of, pieces_of, unpacked

# In the scratch folder everything is of its own: no setting of the site may lead to its database or its bucket.
OF_ITS_OWN = {
    "DJANGO_SETTINGS_MODULE": "verandah.config.settings",
    "VERANDAH_DATABASE_URL": "",
    "VERANDAH_STORAGE": "files",
    "VERANDAH_BUS": "",
}


def weight(place: Path, passphrase: str = "") -> int:
    """How many steps `restore` will take: each part is read twice. Raises Unusable."""
    return 2 * len(Opened(place, passphrase).parts)


def restore(place: Path, passphrase: str = "", step: Step = lambda: None) -> Summary:
    """Make this empty site the one that was backed up: rows, files and keys.

    Raises Unusable when the backup is damaged or of a newer program, before anything is changed; Conflict when there
    are people here already. Broken off, it begins anew: all rows come in one transaction, at the end.
    """
    backup = Opened(place, passphrase)
    refuse_newer(backup.said)
    for name in backup.parts:
        backup.check(name)
        step()
    make_room(backup.said)
    for name in backup.parts:
        if not name.startswith(ROWS):
            put_back(backup, name)
            step()
    with transaction.atomic():
        dumping.empty_all()
        for told in backup.said["tables"]:
            table = table_in(told)
            dumping.load(table, unpacked(backup.read(part_of(table.name))))
            step()
        if wrong := differences(backup):
            raise Unusable(_("What was restored is not what was backed up: %(what)s.") % {"what": ", ".join(wrong[:3])})
    call_command("migrate", interactive=False, verbosity=0)
    dumping.count_on()
    return summary_of(backup)


def prove(place: Path, passphrase: str = "") -> Summary:
    """Restore into a scratch folder, with a database of its own, and compare: so much is proven to come back.

    Raises Unusable when it does not, and then that is noted, too.
    """
    row = Backup.objects.create(kind=Backup.Kind.PROVEN, place=str(place)[:500], started_at=timezone.now())
    with TemporaryDirectory(prefix="drill-", dir=settings.DATA) as scratch:
        own = {**OF_ITS_OWN, "PATH": os.defpath, "VERANDAH_DATA": scratch, "VERANDAH_BACKUP_PASSPHRASE": passphrase}
        program = [sys.executable, "-m", "verandah.cli", "restore", str(place.absolute()), "--json"]
        done = subprocess.run(program, env=own, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        failure = (done.stderr.strip().splitlines() or [_("It ended without a word.")])[-1]
        note_end(row, Summary(0, 0, 0), failure)
        raise Unusable(failure)
    summary = Summary(**json.loads(done.stdout.splitlines()[-1]))
    note_end(row, summary)
    return summary


def refuse_newer(said: dict[str, Any]) -> None:
    """Raises Unusable when this program does not know what the backup holds."""
    known = MigrationExecutor(connection).loader.disk_migrations
    newer = [f"{app}.{name}" for app, name in said.get("migrations", {}).items() if (app, name) not in known]
    if said.get("format") != FORMAT or newer:
        raise Unusable(
            _("This backup was made by Verandah %(version)s. Install that version or a later one to restore it.")
            % {"version": said.get("version", "?")}
        )


def make_room(said: dict[str, Any]) -> None:
    """The tables as they were when the backup was made. Raises Conflict when there is someone in them."""
    here = dumping.migrations() if "django_migrations" in connection.introspection.table_names() else {}
    if "verandah" in here and Account.objects.exists():
        raise Conflict(_("There are people on this site. Restore into an empty one: name another VERANDAH_DATA."))
    if here and here != said["migrations"]:
        raise Conflict(_("The tables here are of another version. Restore into an empty VERANDAH_DATA or database."))
    for app, name in said["migrations"].items():
        call_command("migrate", app, name, interactive=False, verbosity=0)


def put_back(backup: Opened, name: str) -> None:
    """A file or a key goes where it was. Twice: the same."""
    if name.startswith(FILES):
        path = name.removeprefix(FILES)
        files.store().delete(path)
        files.store().save(path, File(io.BufferedReader(Passing(backup.read(name))), name=path))
        return
    root = Path(settings.QUARANTINE) if name.startswith(WAITING) else settings.DATA / KEYS
    place = root / name.split("/", 1)[1]
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    with private(place) as file:
        for piece in backup.read(name):
            file.write(piece)


def differences(backup: Opened) -> list[str]:
    """What is here and is not what the backup holds: tables by their rows, files by their bytes."""
    tables = {told["name"]: (table_in(told), told["sha256"]) for told in backup.said["tables"]}
    wrong = [name for name, (table, digest) in tables.items() if digest_of(dumping.lines(table)) != digest]
    for name, part in backup.parts.items():
        if not name.startswith(ROWS) and digest_of(bytes_of(name, part.size)) != part.sha256:
            wrong.append(name)
    return wrong


def table_in(told: dict[str, Any]) -> Table:
    """A table as the backup tells of it."""
    return Table(told["name"], told["key"], tuple(told["columns"]), tuple(told["kinds"]))


def bytes_of(name: str, size: int) -> Iterator[bytes]:
    """A file as it is here now."""
    if name.startswith(FILES):
        return files.pieces(name.removeprefix(FILES), 0, size - 1)
    root = Path(settings.QUARANTINE) if name.startswith(WAITING) else settings.DATA / KEYS
    return pieces_of(root / name.split("/", 1)[1])


def digest_of(pieces: Iterator[bytes]) -> str:
    found = sha256()
    for piece in pieces:
        found.update(piece)
    return found.hexdigest()


def summary_of(backup: Opened) -> Summary:
    """How much came back."""
    those = [part for name, part in backup.parts.items() if name.startswith((FILES, WAITING))]
    size = sum(part.size for part in backup.parts.values())
    return Summary(sum(told["rows"] for told in backup.said["tables"]), len(those), size)
