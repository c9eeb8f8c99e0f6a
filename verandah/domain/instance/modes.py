"""What the site does at the moment: all as usual, only reading, maintenance, or closed for good; and who comes through.

Nearly every request asks, so each process keeps it in its memory. The one rule of who is let through stands here, and
every door asks it.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum, auto

from django.utils.translation import gettext as _

from verandah.base import formats
from verandah.base.reading import rows

from .announcements import moment
from .tables.site import Mode

__all__ = ["Asker", "Mode", "ModeNow", "Way", "is_let_through", "is_usual", "mode_now", "sentence", "stored_mode"]

# Seconds after which it is read again even if nobody has said that it has changed.
READ_AGAIN = 30.0
# What programs are told to wait where nobody has said when it ends.
SOON = 60
# A longer pause is asked after all the same: what was planned for a day may be over in an hour.
LONGEST_WAIT = 3600
STORED = "SELECT mode, mode_reason, mode_until, mode_since FROM verandah_site WHERE id = 1"


class Asker(IntEnum):
    """Who asks."""

    GUEST = auto()
    MEMBER = auto()
    STAFF = auto()


class Way(IntEnum):
    """What is asked for, as far as that matters here."""

    # Signing in and out, and what every page is made of.
    ENTRANCE = auto()
    # What may be done although nothing can be written: how the site looks, what has been read, telling of a breach.
    KEPT = auto()
    # What is due to people even where the site has ended: their data, and the decisions about them.
    RIGHTS = auto()
    # The staff's own pages.
    WORK = auto()
    READ = auto()
    WRITE = auto()


# Who is let through, by mode and way; None is nobody. What is asked as the staff is let in by the staff's own door.
LEAST: dict[Mode, dict[Way, Asker | None]] = {
    Mode.OPEN: dict.fromkeys(Way, Asker.GUEST),
    Mode.READ_ONLY: {**dict.fromkeys(Way, Asker.GUEST), Way.WRITE: None},
    Mode.MAINTENANCE: {**dict.fromkeys(Way, Asker.STAFF), Way.ENTRANCE: Asker.GUEST},
    Mode.CLOSED: {**dict.fromkeys(Way, Asker.STAFF), Way.ENTRANCE: Asker.GUEST, Way.RIGHTS: Asker.GUEST},
}


@dataclass(frozen=True, slots=True)
class ModeNow:
    """The mode, why, until when (None: nobody has said) and since when."""

    mode: Mode = Mode.OPEN
    reason: str = ""
    until: datetime | None = None
    since: datetime | None = None

    @property
    def wait(self) -> int:
        """After how many seconds it is worth asking again."""
        if self.until is None:
            return SOON
        return min(max(1, int((self.until - datetime.now(UTC)).total_seconds()) + 1), LONGEST_WAIT)

    @property
    def ends_streams(self) -> bool:
        """Whether nothing stays open."""
        return self.mode in (Mode.MAINTENANCE, Mode.CLOSED)


USUAL = ModeNow()


class Modes:
    """The mode as this process knows it. It is replaced, never changed, so any thread can read it."""

    def __init__(self) -> None:
        self.known = USUAL
        self.read_at = float("-inf")

    def read(self) -> None:
        """Learn from the database what holds. Twice: the same."""
        self.read_at = time.monotonic()
        self.known = stored_mode()

    def forget(self) -> None:
        """As on a new site, and as if that had just been read."""
        self.known, self.read_at = USUAL, time.monotonic()

    @property
    def is_old(self) -> bool:
        return time.monotonic() - self.read_at > READ_AGAIN

    @property
    def now(self) -> ModeNow:
        """What holds by what is known: when its time is over, all is as usual again. No query."""
        return current(self.known)


MODES = Modes()


def mode_now() -> ModeNow:
    """What holds at this moment. No query, but for one in half a minute."""
    if MODES.is_old:
        MODES.read()
    return MODES.now


def stored_mode() -> ModeNow:
    """What the database says, for verbs that must not be late. One query."""
    found = rows(STORED, {})
    if not found or found[0][0] == Mode.OPEN:
        return USUAL
    mode, reason, until, since = found[0]
    return ModeNow(Mode(mode), reason, moment(until) if until else None, moment(since) if since else None)


def current(now: ModeNow) -> ModeNow:
    """The same, unless its time is over."""
    return USUAL if now.until is not None and now.until <= datetime.now(UTC) else now


def is_usual() -> bool:
    """Whether nothing out of the ordinary holds: quick ways that know of nothing else ask this."""
    return mode_now().mode is Mode.OPEN


def is_let_through(now: ModeNow, asker: Asker, way: Way) -> bool:
    """Whether someone is answered as on any other day."""
    least = LEAST[now.mode][way]
    return least is not None and asker >= least


def sentence(now: ModeNow) -> str:
    """What whoever is not let through is told, in the reader's language; the reason is in the words of the owner."""
    told = {
        Mode.OPEN: "",
        Mode.READ_ONLY: _("This site can only be read at the moment. Nothing can be written or changed."),
        Mode.MAINTENANCE: _("This site is closed for maintenance."),
        Mode.CLOSED: _("This site has ended. Members sign in on its pages to take their data with them."),
    }[now.mode]
    return " ".join(filter(None, (told, now.reason, until_when(now))))


def until_when(now: ModeNow) -> str:
    """The end as a sentence; empty where nobody has said one."""
    if now.until is None:
        return ""
    return _("It ends at about %(when)s.") % {"when": formats.moment(now.until)}
