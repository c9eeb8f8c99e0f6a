"""The frame around every quick answer: who asks, whether they may, how often. The same as `api.door`, or no answer.

Whatever is unusual (a strange parameter, a filter, a post that nobody has rendered yet, a limit that is used up) is
left to the endpoints, whose answers these are, byte for byte: `None` means "ask them".
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from itertools import count
from secrets import randbits
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, urlencode

from django.conf import settings
from django.utils.csp import build_policy

from verandah.actions.authorizing import used_key
from verandah.api.cors import EXPOSED
from verandah.api.paging import CURSORS
from verandah.api.scopes import covers
from verandah.base import limits
from verandah.base.memory import MEMORY
from verandah.domain.accounts.tokens import Holder, holder_of
from verandah.domain.instance.modes import is_usual
from verandah.domain.instance.switches import switches

from . import notices, people, posts, search, site
from .asked import Asked, Found, Route

ROUTES: tuple[Route, ...] = (*posts.ROUTES, *people.ROUTES, *notices.ROUTES, *search.ROUTES, *site.ROUTES)
PLAIN = {route.address: route for route in ROUTES if "(" not in route.address}
PATTERNS = tuple((re.compile(route.address), route) for route in ROUTES if "(" in route.address)

# How many questions are remembered in their words: people ask the same again and again.
MOST_QUESTIONS = 4096

# Numbers of requests begin somewhere that no other process does.
NUMBERS = count(randbits(127))

type Headers = list[tuple[bytes, bytes]]


class Request(NamedTuple):
    """A GET without a body. `authorization` None: a guest, of whom only the address is known."""

    path: str
    query: bytes
    authorization: bytes | None
    address: str
    is_secure: bool = False


@dataclass(frozen=True, slots=True)
class Ready:
    """An answer that is complete."""

    body: bytes
    headers: Headers


def answer(request: Request) -> Ready | None:
    """The answer, if it can be given at once."""
    question = question_of(request.path, request.query)
    if question is None or not is_usual():
        return None
    route, part, values = question
    holder = None
    if request.authorization is not None:
        holder = holder_of(token_in(request.authorization))
        if holder is None or not may_ask(holder, route):
            return None
    elif not (route.for_guests and switches().allows_guests):
        return None
    found = route.answer(Asked(holder, values, part))
    allowance = counted(request, holder) if found else None
    return Ready(found.body, headers(request, found, allowance)) if found and allowance else None


@lru_cache(MOST_QUESTIONS)
def question_of(path: str, query: bytes) -> tuple[Route, str, Mapping[str, str]] | None:
    """What is asked: its route, the part of the address that differs, and the parameters; if all that is usual."""
    route, part = route_of(path)
    values = plain_values(query, route.names) if route else None
    return (route, part, values) if route is not None and values is not None else None


def route_of(path: str) -> tuple[Route | None, str]:
    """What stands at this address, and the part of it that differs."""
    path = path.removesuffix("/")
    if route := PLAIN.get(path):
        return route, ""
    return next(((route, match[1]) for pattern, route in PATTERNS if (match := pattern.fullmatch(path))), (None, ""))


def token_in(authorization: bytes) -> str:
    """The token in the header; empty when it is of another kind."""
    kind, _blank, token = authorization.decode("latin-1").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def may_ask(holder: Holder, route: Route) -> bool:
    """Whether nothing stands against an answer at once."""
    return (
        holder.has_joined
        and not (route.filtered and holder.has_filters)
        and (not route.scopes or any(covers(holder.scopes, scope) for scope in route.scopes))
        and MEMORY.get(used_key(holder.token_id))
    )


def plain_values(query: bytes, names: Mapping[str, re.Pattern[str]]) -> dict[str, str] | None:
    """The parameters, if each is one of `names`, looks as it should, and is there once."""
    if not query:
        return {}
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError:
        return None
    values = dict(pairs)
    known = all(name in names and names[name].fullmatch(value) for name, value in pairs)
    return values if known and len(values) == len(pairs) else None


def counted(request: Request, holder: Holder | None) -> limits.Allowance | None:
    """One more request of this token or this network; None when none is left: the endpoint says so."""
    if holder is None:
        allowance = limits.spend("api_guest", limits.network(request.address))
        return allowance if allowance.used <= allowance.times else None
    member = limits.spend("api_member", str(holder.viewer.id))
    allowance = limits.spend("api_token", str(holder.token_id))
    return allowance if member.used <= member.times and allowance.used <= allowance.times else None


def headers(request: Request, found: Found, allowance: limits.Allowance) -> Headers:
    """As `api.door.framed`, `api.paging.linked` and Django's own middleware write them."""
    mine = [
        *always(request.is_secure),
        (b"x-ratelimit-limit", b"%d" % allowance.times),
        (b"x-ratelimit-remaining", b"%d" % allowance.left),
        (b"x-ratelimit-reset", moment(int(time.time()) + allowance.seconds)),
        (b"x-request-id", b"%032x" % next(NUMBERS)),
        (b"content-length", b"%d" % len(found.body)),
    ]
    if found.positions:
        start, first, last = address(request.path, request.query), found.positions[0], found.positions[-1]
        mine.append((b"link", b'<%bmax_id=%d>; rel="next", <%bmin_id=%d>; rel="prev"' % (start, last, start, first)))
    return mine


@lru_cache(256)
def moment(seconds: int) -> bytes:
    """A whole second, as apps read it."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S.%f}Z".encode()


@cache
def always(is_secure: bool) -> tuple[tuple[bytes, bytes], ...]:
    """What stands in every answer."""
    told = {
        "content-type": "application/json",
        "cache-control": "private, no-store",
        "vary": "Authorization, Origin",
        "access-control-allow-origin": "*",
        "access-control-expose-headers": EXPOSED,
        "x-content-type-options": "nosniff",
        "referrer-policy": settings.SECURE_REFERRER_POLICY,
        "cross-origin-opener-policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "content-security-policy": build_policy(settings.SECURE_CSP),
    }
    if is_secure and settings.SECURE_HSTS_SECONDS:
        told["strict-transport-security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
    return tuple((name.encode(), value.encode()) for name, value in told.items())


@lru_cache(MOST_QUESTIONS)
def address(path: str, query: bytes) -> bytes:
    """The address of another page, without what the page begins with."""
    kept = urlencode([pair for pair in parse_qsl(query.decode("ascii")) if pair[0] not in CURSORS])
    return f"{settings.URL}{quote(path.rstrip('/'))}?{kept + '&' if kept else ''}".encode()
