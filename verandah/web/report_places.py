"""Addresses of this site as people give them: which line is none, and what the others are of."""

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from verandah.base.errors import Invalid
from verandah.base.paging import HIGHEST
from verandah.domain.moderation.reportable import Place

LONGEST = 1000
# By the name of the page: the kind of what is there, and which part of the address says which.
PAGES = {
    "profile": ("person", "username"),
    "profile_about": ("person", "username"),
    "profile_photos": ("person", "username"),
    "profile_videos": ("person", "username"),
    "profile_albums": ("person", "username"),
    "post": ("post", "number"),
    "post_of_person": ("post", "number"),
    "post_comments": ("post", "number"),
    "post_history": ("post", "number"),
    "album": ("album", "number"),
    "album_item": ("media", "media"),
    "media": ("file", "name"),
}


def places_in(text: str) -> tuple[Place, ...]:
    """The addresses in it, a line each; empty lines count for nothing. Raises Invalid, naming the line."""
    lines = [line.strip() for line in text.replace("\0", "").splitlines()]
    return tuple(place_in(line, number) for number, line in enumerate(lines, 1) if line)


def place_in(line: str, number: int = 1) -> Place:
    """One of them. Raises Invalid."""
    refusal = Invalid("places", wrong(line, number))
    try:
        parts = urlsplit(line if "://" in line else f"//{line}" if not line.startswith("/") else line)
        host = parts.hostname
    except ValueError:
        raise refusal from None
    ours = {urlsplit(one).hostname for one in (settings.URL, settings.MEDIA_ORIGIN) if one}
    if len(line) > LONGEST or (host is not None and host not in ours) or parts.scheme not in ("", "http", "https"):
        raise refusal
    found = page_at(unquote(parts.path), parts.fragment)
    if found is None:
        raise refusal
    return Place(line, *found)


def page_at(path: str, fragment: str) -> tuple[str, str, int] | None:
    """What a page is of: its kind, its name, its number; a comment that is pointed at counts, not its page."""
    try:
        match = resolve(path if path.endswith("/") or "." in path else f"{path}/")
    except Resolver404:
        return None
    kind, part = PAGES.get(match.url_name or "", ("", ""))
    if not kind:
        return None
    value = match.kwargs[part]
    if kind in ("person", "file"):
        return kind, str(value), 0
    pointed = fragment[1:] if kind == "post" and fragment[:1] in ("c", "p") else ""
    if pointed.isascii() and pointed.isdigit() and int(pointed[:19]) < HIGHEST:
        value = pointed[:19]
    return kind, "", int(value)


def wrong(line: str, number: int) -> str:
    """What is said of a line that is no address of this site."""
    facts = {"number": number, "line": line[:80], "example": f"{settings.URL}/p/123/"}
    return (
        _(
            "Line %(number)s is not the address of a person, a post or a picture on this site: %(line)s. "
            "Copy it from your browser; it looks like %(example)s"
        )
        % facts
    )


def lines_of(places: Iterable[str]) -> str:
    """Addresses as a form holds them."""
    return "\n".join(places)
