"""Every quick page: its address, who looks, and the headers that Django's middleware would write."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from django.conf import settings
from django.utils import translation
from django.utils.csp import build_policy
from django.utils.http import http_date

from verandah.actions.accepting import may_be_asked
from verandah.base import digits
from verandah.domain.instance.modes import is_usual
from verandah.domain.instance.switches import switches

from . import feeds, profiles, talks
from .visit import Asked, Visit, visit_of

type Headers = list[tuple[bytes, bytes]]
type Answer = Callable[[Visit, str, str], str | None]

PLAIN: dict[str, Answer] = {"/": feeds.front, "/all/": feeds.community}
PATTERNS: tuple[tuple[re.Pattern[str], Answer], ...] = (
    (re.compile("/@([^/\0]{1,60})/"), profiles.profile),
    (re.compile("/p/([0-9]{1,18})/"), talks.post),
)


@dataclass(frozen=True, slots=True)
class Ready:
    """A page that is complete."""

    body: bytes
    headers: Headers


def serves(path: str) -> bool:
    """Whether there may be a quick page at this address."""
    return path in PLAIN or path.startswith(("/@", "/p/"))


def answer(asked: Asked) -> Ready | None:
    """The page, if it can be shown at once."""
    found, part = route_of(asked.path) if is_usual() else (None, "")
    visit = visit_of(asked) if found else None
    if found is None or visit is None or (visit.viewer is None and not switches().allows_guests):
        return None
    if visit.viewer is not None and may_be_asked(visit.viewer.id):
        return None
    with translation.override(visit.language):
        page = found(visit, asked.path, part)
    if page is None:
        return None
    body = digits.in_page(page, visit.language).encode()
    return Ready(body, headers(asked, visit, len(body)))


def route_of(path: str) -> tuple[Answer | None, str]:
    """What stands at this address, and the part of it that differs."""
    if found := PLAIN.get(path):
        return found, ""
    return next(((one, match[1]) for pattern, one in PATTERNS if (match := pattern.fullmatch(path))), (None, ""))


def headers(asked: Asked, visit: Visit, length: int) -> Headers:
    """As the views and Django's middleware write them."""
    now = int(time.time())
    return [
        *always(asked.is_secure),
        (b"expires", day_and_time(now)),
        (b"content-language", visit.language.encode()),
        (b"content-length", b"%d" % length),
        (b"set-cookie", cookie(visit.secret, now)),
    ]


def cookie(secret: str, now: int) -> bytes:
    """The cookie of forms, good for a year from now on."""
    age = settings.CSRF_COOKIE_AGE
    parts = [
        f"{settings.CSRF_COOKIE_NAME}={secret}",
        f"expires={day_and_time(now + age).decode()}",
        *(["HttpOnly"] if settings.CSRF_COOKIE_HTTPONLY else []),
        f"Max-Age={age}",
        f"Path={settings.CSRF_COOKIE_PATH}",
        f"SameSite={settings.CSRF_COOKIE_SAMESITE}",
        *(["Secure"] if settings.CSRF_COOKIE_SECURE else []),
    ]
    return "; ".join(parts).encode()


@lru_cache(256)
def day_and_time(second: int) -> bytes:
    """A moment, as HTTP writes it."""
    return http_date(second).encode()


@cache
def always(is_secure: bool) -> tuple[tuple[bytes, bytes], ...]:
    """What stands in every answer."""
    told = {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "max-age=0, no-cache, no-store, must-revalidate, private",
        "x-frame-options": settings.X_FRAME_OPTIONS,
        "vary": "Cookie, Accept-Language",
        "content-security-policy": build_policy(settings.SECURE_CSP),
        "x-content-type-options": "nosniff",
        "referrer-policy": settings.SECURE_REFERRER_POLICY,
        "cross-origin-opener-policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
    }
    if is_secure and settings.SECURE_HSTS_SECONDS:
        told["strict-transport-security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
    return tuple((name.encode(), value.encode()) for name, value in told.items())
