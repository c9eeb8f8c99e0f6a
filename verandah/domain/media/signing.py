"""Addresses of files, and the signatures that open those which are not for everyone on the web."""

import time

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from verandah.domain.instance.switches import switches

from .models import Media
from .places import Place

DAY = 86_400
SALT = "verandah.media"
PREFIX = "/media/"


def address(row: Media, rendition: str, extension: str, place: Place | None) -> str:
    """Where a rendition is fetched, as part of `place`; None: by everyone.

    Unless it is open to everyone, the address is good for one day, two at most.
    """
    return at_origin(path(row, rendition, extension, place))


def path(row: Media, rendition: str, extension: str, place: Place | None) -> str:
    """The same without the host, to be kept for longer than the settings stay as they are."""
    found = f"{PREFIX}{row.name}/{rendition}.{extension}"
    # Whatever was changed has another address, so that nobody goes on seeing what they have kept.
    query = [f"r={row.rev}"] if row.rev > 1 else []
    if place is not None:
        # Rounded to whole days, so that everyone is given one address a day and their apps can keep what they fetched.
        until = (int(time.time()) // DAY + 2) * DAY
        query += [f"e={until}", f"s={signature(row, rendition, place, until)}"]
    return f"{found}?{'&'.join(query)}" if query else found


def era(now: float) -> int:
    """Of what is kept with addresses of files in it: they change with the day, and when guests are shut out."""
    return 2 * int(now // DAY) + switches().allows_guests


def at_origin(path: str) -> str:
    """With the host in front that serves files, where there is one of its own; all else stays as it is."""
    return settings.MEDIA_ORIGIN + path if path.startswith(PREFIX) else path


def opens(row: Media, rendition: str, place: Place, until: str, given: str) -> bool:
    """Whether `given` is our signature for this rendition in this place, and still good."""
    if not (until.isascii() and until.isdigit() and len(until) <= 12) or int(until) <= time.time():
        return False
    return constant_time_compare(given.encode("utf-8", "replace"), signature(row, rendition, place, int(until)))


def signature(row: Media, rendition: str, place: Place, until: int) -> str:
    """What only we can know. It opens nothing once the file stands elsewhere, is for others, or is counted anew."""
    signed = f"{row.name}.{row.rev}/{rendition}/{place.number}.{place.audience}/{until}"
    return salted_hmac(SALT, signed, algorithm="sha256").hexdigest()[:40]
