"""What apps are told while the site is only read, in maintenance or closed. The rule itself is `instance.modes`'."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verandah.domain.accounts.permissions import is_staff
from verandah.domain.instance.modes import Asker, Mode, ModeNow, Way, is_let_through

from .errors import Paused

if TYPE_CHECKING:
    from verandah.domain.accounts.tokens import Bearer

LOOKS = frozenset({"GET", "HEAD", "OPTIONS"})
ENTRANCE = frozenset({"/health", "/oauth/revoke"})
# Signing in by an app; how far someone has read; telling of what is against the rules or the law.
KEPT = frozenset(
    {
        "/oauth/token",
        "/oauth/userinfo",
        "/api/v1/apps",
        "/api/v1/apps/verify_credentials",
        "/api/v1/markers",
        "/api/v1/reports",
    }
)
WORK = ("/api/v1/admin/", "/api/v2/admin/")


def insist(now: ModeNow, method: str, address: str, bearer: Bearer | None) -> None:
    """Raises Paused for whoever is not let through."""
    if now.mode is Mode.OPEN or is_let_through(now, asker_of(bearer), way_of(method, address)):
        return
    raise Paused(now)


def asker_of(bearer: Bearer | None) -> Asker:
    """For whom a token speaks; an app that speaks for itself is a guest."""
    if bearer is None or bearer.account is None:
        return Asker.GUEST
    return Asker.STAFF if is_staff(bearer.role) else Asker.MEMBER


def way_of(method: str, address: str) -> Way:
    """What is asked for, by the address as `docs/api.md` writes it."""
    if address in ENTRANCE:
        return Way.ENTRANCE
    if address in KEPT:
        return Way.KEPT
    if address.startswith(WORK):
        return Way.WORK
    return Way.READ if method in LOOKS else Way.WRITE
