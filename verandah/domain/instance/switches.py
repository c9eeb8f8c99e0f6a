"""The switches of policy: what nobody may do here, and what newcomers may, in the memory of each process.

Nearly every request asks for them. Profile pictures are switched in the rows themselves (`actions.switching`), so that
no process can show an old one.
"""

import time
from dataclasses import dataclass, fields
from typing import Any

from django.utils.translation import gettext as _

from verandah.base.reading import rows

# Seconds after which they are read again even if nobody has said that they have changed.
READ_AGAIN = 30.0


@dataclass(frozen=True, slots=True)
class Switches:
    """As they stand. The numbers: 0 is none held, or as many as they like."""

    allows_avatars: bool = True
    allows_headers: bool = True
    allows_newcomer_links: bool = True
    allows_comments: bool = True
    allows_guests: bool = True
    approves_media: bool = False
    held_first_posts: int = 0
    newcomer_posts_hourly: int = 10
    newcomer_files_daily: int = 20
    # No switch, but asked for as often: what the posts of a member are for who has chosen nothing.
    default_audience: int = 2


READ = tuple(one.name for one in fields(Switches))
NAMES = tuple(name for name in READ if name != "default_audience")
STORED = f"SELECT {', '.join(READ)} FROM verandah_site WHERE id = 1"  # noqa: S608
NUMBERS = ("held_first_posts", "newcomer_posts_hourly", "newcomer_files_daily")
WHOLE = (*NUMBERS, "default_audience")


class Switchboard:
    """The switches as this process knows them. They are replaced, never changed, so any thread can read them."""

    def __init__(self) -> None:
        self.now = Switches()
        self.read_at = float("-inf")

    def read(self) -> None:
        """Learn from the database how they stand. Twice: the same."""
        self.read_at = time.monotonic()
        self.now = stored()

    def forget(self) -> None:
        """As on a new site, and as if that had just been read."""
        self.now, self.read_at = Switches(), time.monotonic()

    @property
    def is_old(self) -> bool:
        return time.monotonic() - self.read_at > READ_AGAIN


SWITCHBOARD = Switchboard()


def switches() -> Switches:
    """How they stand. No query, but for one in half a minute."""
    if SWITCHBOARD.is_old:
        SWITCHBOARD.read()
    return SWITCHBOARD.now


def stored() -> Switches:
    """How they stand in the database at this moment: for verbs that must not be late. One query."""
    found = rows(STORED, {})
    if not found:
        return Switches()
    # SQLite keeps a yes or no as a number.
    told: dict[str, Any] = {
        name: int(value) if name in WHOLE else bool(value) for name, value in zip(READ, found[0], strict=True)
    }
    return Switches(**told)


def no_avatars() -> str:
    """What they read who want to show a picture of themselves where there are none."""
    return _("This site shows no profile pictures: everyone has the initials of their name.")


def no_headers() -> str:
    """The same of the wide picture."""
    return _("This site shows no cover pictures.")


def no_comments() -> str:
    """What they read who want to comment where nobody can."""
    return _("Comments are switched off on this site at the moment.")


def members_only() -> str:
    """What guests read where nothing is for them."""
    return _("This site is for its members. Sign in to read it.")
