"""Addresses of files, and the signatures that open those which are not for everyone on the web."""

import time

from django.utils.crypto import constant_time_compare, salted_hmac

from .models import Media

DAY = 86_400
SALT = "verandah.media"


def address(row: Media, rendition: str, extension: str, place: int | None) -> str:
    """Where a rendition is fetched, as part of the post `place`; 0: as its owner's own; None: by everyone.

    Unless it is open to everyone, the address is good for one day, two at most.
    """
    path = f"/media/{row.name}/{rendition}.{extension}"
    # Whatever was changed has another address, so that nobody goes on seeing what they have kept.
    query = [f"r={row.rev}"] if row.rev > 1 else []
    if place is not None:
        # Rounded to whole days, so that everyone is given one address a day and their apps can keep what they fetched.
        until = (int(time.time()) // DAY + 2) * DAY
        query += [f"e={until}", f"s={signature(row.name, rendition, place, until)}"]
    return f"{path}?{'&'.join(query)}" if query else path


def opens(name: str, rendition: str, place: int, until: str, given: str) -> bool:
    """Whether `given` is our signature for this rendition in this place, and still good."""
    if not (until.isascii() and until.isdigit() and len(until) <= 12) or int(until) <= time.time():
        return False
    return constant_time_compare(given.encode("utf-8", "replace"), signature(name, rendition, place, int(until)))


def signature(name: str, rendition: str, place: int, until: int) -> str:
    """What only we can know. It names the post, so that it opens nothing once the file stands elsewhere."""
    return salted_hmac(SALT, f"{name}/{rendition}/{place}/{until}", algorithm="sha256").hexdigest()[:40]
