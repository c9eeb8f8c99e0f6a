"""`verandah check`: a line for each thing the site needs, with what to do where it is missing."""

import tempfile
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from verandah.actions import backing_up, chores, stocktaking
from verandah.base.sandbox import can_shut_in
from verandah.base.video import ffmpeg
from verandah.config.readiness import NotReady, reach_database, waiting_migrations
from verandah.domain.instance.contacts import contacts, missing
from verandah.domain.moderation import lawpacks
from verandah.management.stores import place

# The WAL-reset bug, which can corrupt a database: https://sqlite.org/wal.html#walresetbug.
FIRST_BROKEN, FIRST_FIXED = (3, 7, 0), (3, 51, 3)


class Command(BaseCommand):
    help = "Check what the site needs: a line for each thing, with what to do where something is wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for check in CHECKS:
            try:
                line = check()
            except NotReady as reason:
                wrong += 1
                self.stdout.write(f"wrong  {reason}")
                # Nothing after it can be looked at without a database.
                if check is database:
                    break
            else:
                self.stdout.write(f"ok     {line}")
        if wrong:
            raise CommandError("One thing is wrong." if wrong == 1 else f"{wrong} things are wrong.")


def folder() -> str:
    try:
        with tempfile.TemporaryFile(dir=settings.DATA) as file:
            file.write(b"can be written")
    except OSError as error:
        raise NotReady(
            f"The data folder {settings.DATA} cannot be written: {error.strerror}. Make it writable."
        ) from error
    return f"The data folder {settings.DATA} can be written."


def address() -> str:
    if is_local() or settings.HTTPS:
        return f"The site's address is {settings.URL}."
    raise NotReady(
        f"{settings.URL} sends passwords unprotected. Put a web server with https in front and set VERANDAH_URL."
    )


def mail() -> str:
    if not settings.MAILERS["default"]["BACKEND"].endswith(".console.EmailBackend"):
        return f"Letters are sent from {settings.DEFAULT_FROM_EMAIL}."
    if is_local():
        return "Letters are printed where the server runs. Set VERANDAH_MAIL_URL before others use the site."
    raise NotReady("Letters are only printed where the server runs. Set VERANDAH_MAIL_URL, so that people get them.")


def database() -> str:
    reach_database()
    return "The database answers." if connection.vendor == "sqlite" else "PostgreSQL answers."


def sqlite() -> str:
    if connection.vendor != "sqlite":
        return "PostgreSQL looks after its own files."
    with connection.cursor() as cursor:
        version, mode = cursor.execute("SELECT sqlite_version(), journal_mode FROM pragma_journal_mode").fetchone()
    if FIRST_BROKEN <= tuple(int(part) for part in version.split(".")) < FIRST_FIXED:
        raise NotReady(f"SQLite {version} can corrupt the database. Install the package pysqlite3, or a newer Python.")
    if mode != "wal":
        raise NotReady(f"SQLite's journal mode is {mode}; it must be WAL. Put the data folder on a local disk.")
    return f"SQLite {version} keeps its journal in WAL mode."


def schema() -> str:
    if waiting := waiting_migrations():
        raise NotReady(f"The database lacks {len(waiting)} changes. Start the server; it makes them.")
    return "The database has the newest schema."


def jobs() -> str:
    if "verandah_job" not in connection.introspection.table_names():
        raise NotReady("There is no queue yet. Start the server; it makes it.")
    if dead := len(chores.dead_jobs()):
        raise NotReady(f"Jobs that failed for good: {dead}. See them with: verandah jobs")
    return "No job has failed for good."


def store() -> str:
    try:
        stocktaking.try_store()
    except OSError as error:
        raise NotReady(f"Files cannot be stored: {error}. Look at VERANDAH_STORAGE and its keys.") from error
    return f"Files are stored in {place()}."


def videos() -> str:
    if not ffmpeg():
        raise NotReady("Videos and sounds are refused, because ffmpeg is missing. Install the package imageio-ffmpeg.")
    return f"Videos and sounds are processed by {ffmpeg()}."


def walls() -> str:
    if not can_shut_in():
        return "Files of strangers are read within limits. Install bubblewrap to shut in what reads them, too."
    return "What reads the files of strangers is shut in by bubblewrap."


def backups() -> str:
    proven = backing_up.last_proven() if "verandah_backup" in connection.introspection.table_names() else None
    if proven is None:
        return "No backup has been tried out yet. Do it with: verandah backup --drill"
    return f"A backup was last tried out on {proven:%Y-%m-%d}, and it came back whole."


def reachable() -> str:
    """Who answers for the site is told to everyone; a site that others use without that stands alone."""
    there = "verandah_site" in connection.introspection.table_names()
    if lacking := ", ".join(missing(contacts())) if there else "":
        if is_local():
            return f"Not told yet, under Administration, Contact: {lacking}."
        raise NotReady(f"The site does not tell {lacking}. Fill in the page Administration, Contact.")
    return "The site tells who answers for it, and where."


def law_packs() -> str:
    if waiting_migrations():
        return "The law packs are read once the database has the newest schema."
    if wrong := lawpacks.faults() + [f"There is no law pack {name}." for name in lawpacks.unknown()]:
        raise NotReady(f"{wrong[0]} Correct it in {lawpacks.own_folder()}, or choose others on the page Clocks.")
    packs = lawpacks.in_force()
    if stale := packs.stale(timezone.localdate()):
        days = ", ".join(f"{pack.name} ({pack.review_by})" for pack in stale)
        raise NotReady(
            f"Law packs should have been read again: {days}. Install a newer Verandah, or lay down your own."
        )
    return f"The clocks of cases come from the law packs {', '.join(pack.name for pack in packs.all)}."


def is_local() -> bool:
    return urlsplit(settings.URL).hostname in ("127.0.0.1", "::1", "localhost")


CHECKS: list[Callable[[], str]] = [
    folder,
    address,
    mail,
    database,
    sqlite,
    schema,
    jobs,
    store,
    videos,
    walls,
    backups,
    law_packs,
]
CHECKS.append(reachable)
