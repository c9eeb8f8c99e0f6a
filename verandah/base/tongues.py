"""The languages that the site speaks: those on offer, the one for whoever reads none of them, and whose turn it is.

Nearly every request asks for them, so they stand in the memory of each process, as the switches of policy do.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from .reading import rows

# Seconds after which they are read again even if nobody has said that they have changed.
READ_AGAIN = 30.0
STORED = "SELECT languages, language FROM verandah_site WHERE id = 1"
ANY = "*"


@dataclass(frozen=True, slots=True)
class Tongues:
    """`on_offer`: codes of the setting LANGUAGES, in its order. `own`: one of them, for whoever reads none."""

    on_offer: tuple[str, ...]
    own: str


class Spoken:
    """The languages as this process knows them. They are replaced, never changed, so any thread can read them."""

    def __init__(self) -> None:
        self.now = tongues_from((), "")
        self.read_at = float("-inf")

    def read(self) -> None:
        """Learn from the database what they are. Twice: the same."""
        self.read_at = time.monotonic()
        found = rows(STORED, {})
        self.now = tongues_from(listed(found[0][0]), found[0][1]) if found else tongues_from((), "")

    def forget(self) -> None:
        """As on a new site, and as if that had just been read."""
        self.now, self.read_at = tongues_from((), ""), time.monotonic()

    @property
    def is_old(self) -> bool:
        return time.monotonic() - self.read_at > READ_AGAIN


def tongues_from(chosen: Sequence[str], own: str) -> Tongues:
    """What was chosen, as far as it is still spoken: all, and that of the setting, where nothing is left of it."""
    spoken = [code for code, _name in settings.LANGUAGES]
    on_offer = tuple(code for code in spoken if code in chosen) or tuple(spoken)
    first = next((code for code in (own, settings.LANGUAGE_CODE) if code in on_offer), on_offer[0])
    return Tongues(on_offer, first)


def listed(column: object) -> Sequence[str]:
    """A column of JSON, which one database gives as text and the other as a list."""
    found = json.loads(column) if isinstance(column, str) else column
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else ()


SPOKEN = Spoken()


def tongues() -> Tongues:
    """What they are. No query, but for one in half a minute."""
    if SPOKEN.is_old:
        SPOKEN.read()
    return SPOKEN.now


def named() -> list[tuple[str, str]]:
    """Those on offer, each with the name that it has for itself."""
    on_offer = tongues().on_offer
    return [(code, str(name)) for code, name in settings.LANGUAGES if code in on_offer]


def known(language: str) -> str:
    """`language` if it is on offer, else the site's own: for whom nobody is there to be asked."""
    return language if language in tongues().on_offer else tongues().own


def chosen_or(language: str, wished: str) -> str:
    """What a member has chosen, as long as it is on offer; else what their browser wishes."""
    return language if language in tongues().on_offer else wished


def wished_in(request: HttpRequest) -> str:
    """The language for whoever makes this request, as `wished` finds it."""
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return wished(cookie, request.headers.get("accept-language", ""))


def wished(cookie: str, header: str) -> str:
    """The language chosen in this browser, else the first on offer that it asks for, else the site's own."""
    return first_of(cookie, header, tongues())


@lru_cache(1024)
def first_of(cookie: str, header: str, among: Tongues) -> str:
    """The same among these."""
    asked = [cookie, *(code for code, _weight in parse_accept_lang_header(header))]
    for code in asked:
        if code == ANY:
            break
        if (found := variant(code)) in among.on_offer:
            return found
    return among.own


def variant(code: str) -> str:
    """The language of ours that is closest to this one: for German of Austria, German. Empty for none."""
    try:
        return get_supported_language_variant(code) if code else ""
    except LookupError:
        return ""
