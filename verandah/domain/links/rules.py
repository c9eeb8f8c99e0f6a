"""What is shown of a page, and for how long that is good. Pure but for the settings."""

from datetime import datetime, timedelta
from unicodedata import category, normalize
from urllib.parse import urlsplit

from django.conf import settings

from verandah.base.addresses import plain_address
from verandah.base.fetching import is_readable
from verandah.base.letters import JOINERS, is_heaped, is_invisible, is_stream_safe, scripts_of

from .models import Link, State

LONGEST_TITLE = 200
LONGEST_DESCRIPTION = 400
LONGEST_NAME = 100
# After that, whoever links to it again has it looked at again.
GOOD_FOR = timedelta(days=7)
EMPTY_FOR = timedelta(days=1)
# How long it is waited before someone who does not answer is asked again: so often, and no more.
PAUSES = (timedelta(minutes=5), timedelta(hours=1))


def wanted_address(link: str) -> str:
    """The one spelling of a link, if something of it may be shown; empty for our own pages and what is no website's."""
    try:
        address = plain_address(link)
        ours = urlsplit(plain_address(settings.URL))
    except ValueError:
        return ""
    parts = urlsplit(address)
    is_ours = parts.netloc == ours.netloc or (parts.hostname == ours.hostname and not settings.SENDS_TO_LOOPBACK)
    return "" if is_ours or not is_readable(address) else address


def is_due(link: Link, now: datetime) -> bool:
    """Whether a page should be looked at (again)."""
    if link.state == State.WAITING or link.fetched_at is None:
        return True
    return link.fetched_at < now - (GOOD_FOR if link.state == State.READY else EMPTY_FOR)


def plain_words(text: str, most: int) -> str:
    """A stranger's words in one line, with nothing in them that hides, turns around or heaps up what stands there."""
    if not is_stream_safe(text):
        return ""
    kept = (" " if category(char) == "Cc" else char for char in text if char in JOINERS or not hides(char))
    words = " ".join(normalize("NFC", "".join(kept)).split())
    if is_heaped(words) or not any(char.isalnum() for char in words):
        return ""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def hides(char: str) -> bool:
    """Whether a sign shows nothing; a line's end is a blank here."""
    return is_invisible(char) and category(char) != "Cc"


def shown_host(address: str) -> str:
    """The host as people know it. In other letters than ours only where each part of it is in one script."""
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    try:
        readable = host.encode("ascii").decode("idna")
    except UnicodeError:
        return host
    alike = all(
        len(scripts_of(label)) == 1 and is_strange(label) for label in readable.split(".") if not label.isascii()
    )
    return readable if alike else host


def is_strange(label: str) -> bool:
    """Whether no letter of it could be taken for one of ours, as those of Cyrillic and Greek could."""
    return not scripts_of(label) & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU", "UNKNOWN"}
