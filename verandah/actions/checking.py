"""Whether the site has what it needs: a sentence for each thing, with what to do where it is missing."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from verandah.base.memory import MEMORY
from verandah.base.sandbox import can_shut_in
from verandah.base.schema import NotReady, reach_database, waiting_migrations
from verandah.base.video import ffmpeg
from verandah.domain.instance.contacts import contacts, missing
from verandah.domain.moderation import lawpacks

from . import backing_up, chores, launching, stocktaking

# The WAL-reset bug, which can corrupt a database: https://sqlite.org/wal.html#walresetbug.
FIRST_BROKEN, FIRST_FIXED = (3, 7, 0), (3, 51, 3)
# Looking at everything takes a moment, so that it is not done for each look at the overview.
LOOKED_FOR = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """How one thing stands: its word, what it is called, whether it is well, and the sentence."""

    word: str
    label: str | Promise
    is_well: bool
    sentence: str


def findings() -> Iterator[Finding]:
    """All of them in order. Nothing after the database is looked at when that does not answer."""
    for check, label in CHECKS.items():
        try:
            yield Finding(check.__name__, label, True, check())
        except NotReady as reason:
            yield Finding(check.__name__, label, False, str(reason))
            if check is database:
                return


def health(language: str, *, anew: bool = False) -> list[Finding]:
    """The same in a reader's language, as it was within the last minute; `anew`: now."""
    name = f"health:{language}"
    if anew or (known := MEMORY.get(name)) is None:
        known = list(findings())
        MEMORY.put(name, known, LOOKED_FOR)
    found: list[Finding] = known
    return found


def folder() -> str:
    """Whether the data folder can be written. Raises NotReady."""
    place = settings.DATA
    try:
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(b"can be written")
    except OSError as error:
        raise NotReady(
            _("The data folder %(place)s cannot be written: %(why)s. Make it writable.")
            % {"place": place, "why": error.strerror}
        ) from error
    return _("The data folder %(place)s can be written.") % {"place": place}


def address() -> str:
    """Whether passwords come here protected. Raises NotReady."""
    if is_local() or settings.HTTPS:
        return _("The site's address is %(address)s.") % {"address": settings.URL}
    raise NotReady(
        _("%(address)s sends passwords unprotected. Put a web server with https in front and set VERANDAH_URL.")
        % {"address": settings.URL}
    )


def mail() -> str:
    """Whether letters go out. Raises NotReady."""
    if not settings.MAILERS["default"]["BACKEND"].endswith(".console.EmailBackend"):
        return _("Letters are sent from %(address)s.") % {"address": settings.DEFAULT_FROM_EMAIL}
    if is_local():
        return _("Letters are printed where the server runs. Set VERANDAH_MAIL_URL before others use the site.")
    raise NotReady(_("Letters are only printed where the server runs. Set VERANDAH_MAIL_URL, so that people get them."))


def database() -> str:
    """Whether it answers. Raises NotReady."""
    reach_database()
    return _("The database answers.") if connection.vendor == "sqlite" else _("PostgreSQL answers.")


def sqlite() -> str:
    """Whether its files are safe. Raises NotReady."""
    if connection.vendor != "sqlite":
        return _("PostgreSQL looks after its own files.")
    with connection.cursor() as cursor:
        version, mode = cursor.execute("SELECT sqlite_version(), journal_mode FROM pragma_journal_mode").fetchone()
    if FIRST_BROKEN <= tuple(int(part) for part in version.split(".")) < FIRST_FIXED:
        raise NotReady(
            _("SQLite %(version)s can corrupt the database. Install the package pysqlite3, or a newer Python.")
            % {"version": version}
        )
    if mode != "wal":
        raise NotReady(
            _("SQLite's journal mode is %(mode)s; it must be WAL. Put the data folder on a local disk.")
            % {"mode": mode}
        )
    return _("SQLite %(version)s keeps its journal in WAL mode.") % {"version": version}


def schema() -> str:
    """Whether it is the newest. Raises NotReady."""
    if waiting := waiting_migrations():
        raise NotReady(
            _("The database lacks %(count)d changes. Start the server; it makes them.") % {"count": len(waiting)}
        )
    return _("The database has the newest schema.")


def jobs() -> str:
    """Whether some failed for good. Raises NotReady."""
    if "verandah_job" not in connection.introspection.table_names():
        raise NotReady(_("There is no queue yet. Start the server; it makes it."))
    if dead := len(chores.dead_jobs()):
        raise NotReady(_("Jobs that failed for good: %(count)d. See them with: verandah jobs") % {"count": dead})
    return _("No job has failed for good.")


def store() -> str:
    """Whether files can be stored. Raises NotReady."""
    try:
        stocktaking.try_store()
    except OSError as error:
        raise NotReady(
            _("Files cannot be stored: %(why)s. Look at VERANDAH_STORAGE and its keys.") % {"why": error}
        ) from error
    return _("Files are stored in %(place)s.") % {"place": stocktaking.place()}


def videos() -> str:
    """Whether they can be processed. Raises NotReady."""
    if not ffmpeg():
        raise NotReady(
            _("Videos and sounds are refused, because ffmpeg is missing. Install the package imageio-ffmpeg.")
        )
    return _("Videos and sounds are processed by %(program)s.") % {"program": ffmpeg()}


def walls() -> str:
    """How what reads the files of strangers is held."""
    if not can_shut_in():
        return _("Files of strangers are read within limits. Install bubblewrap to shut in what reads them, too.")
    return _("What reads the files of strangers is shut in by bubblewrap.")


def backups() -> str:
    """When one was last tried out."""
    proven = backing_up.last_proven() if "verandah_backup" in connection.introspection.table_names() else None
    if proven is None:
        return _("No backup has been tried out yet. Do it with: verandah backup --drill")
    return _("A backup was last tried out on %(day)s, and it came back whole.") % {"day": f"{proven:%Y-%m-%d}"}


def reachable() -> str:
    """Who answers for the site is told to everyone; a site that others use without that stands alone.

    Raises NotReady.
    """
    there = "verandah_site" in connection.introspection.table_names()
    if lacking := ", ".join(missing(contacts())) if there else "":
        if is_local():
            return _("Not told yet, under Administration, Contact: %(what)s.") % {"what": lacking}
        raise NotReady(
            _("The site does not tell %(what)s. Fill in the page Administration, Contact.") % {"what": lacking}
        )
    return _("The site tells who answers for it, and where.")


def doors() -> str:
    """What is missing before anyone can join, in the words of the page on which the doors are opened. Raises NotReady.

    A site that only this machine reaches needs none of it yet.
    """
    if waiting_migrations():
        return _("What is missing before the doors open is told once the database has the newest schema.")
    told = " ".join(one.sentence for one in launching.open_conditions())
    if not told:
        return _("All that a site needs before its doors open is there.")
    if is_local():
        return _("Before the doors open: %(what)s") % {"what": told}
    raise NotReady(_("Before the doors open: %(what)s") % {"what": told})


def law_packs() -> str:
    """Whether they can be read and are fresh. Raises NotReady."""
    if waiting_migrations():
        return _("The law packs are read once the database has the newest schema.")
    if wrong := lawpacks.faults() + [
        _("There is no law pack %(name)s.") % {"name": name} for name in lawpacks.unknown()
    ]:
        raise NotReady(
            _("%(what)s Correct it in %(place)s, or choose others on the page Clocks.")
            % {"what": wrong[0], "place": lawpacks.own_folder()}
        )
    packs = lawpacks.in_force()
    if stale := packs.stale(timezone.localdate()):
        days = ", ".join(f"{pack.name} ({pack.review_by})" for pack in stale)
        raise NotReady(
            _("Law packs should have been read again: %(days)s. Install a newer Verandah, or lay down your own.")
            % {"days": days}
        )
    return _("The clocks of cases come from the law packs %(names)s.") % {
        "names": ", ".join(pack.name for pack in packs.all)
    }


def is_local() -> bool:
    """Whether nobody but this machine reaches the site."""
    return urlsplit(settings.URL).hostname in ("127.0.0.1", "::1", "localhost")


CHECKS: dict[Callable[[], str], str | Promise] = {
    folder: gettext_lazy("Data folder"),
    address: pgettext_lazy("of the site", "Address"),
    mail: pgettext_lazy("e-mail", "Letters"),
    database: gettext_lazy("Database"),
    sqlite: gettext_lazy("Files of the database"),
    schema: gettext_lazy("Schema of the database"),
    jobs: gettext_lazy("Jobs"),
    store: gettext_lazy("Files of people"),
    videos: gettext_lazy("Videos and sounds"),
    walls: gettext_lazy("Files of strangers"),
    backups: gettext_lazy("Backups"),
    law_packs: gettext_lazy("Law packs"),
    reachable: gettext_lazy("Who answers"),
    doors: gettext_lazy("Opening the doors"),
}
