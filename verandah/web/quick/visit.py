"""Who asks for a page, in which language, and with which marks of a browser: as Django's middleware finds it out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.http import HttpRequest, parse_cookie
from django.http.request import split_domain_port, validate_host
from django.middleware.csrf import get_token

from verandah.base.memory import MEMORY
from verandah.base.tongues import chosen_or, wished
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.visitors import visitor_of
from verandah.domain.posts.filters import has_filters
from verandah.web.frame import hides_previews
from verandah.web.joining import seen_key
from verandah.web.looks import looks

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

# How Django's own secret in the cookie looks.
SECRET = re.compile("[A-Za-z0-9]{32}")
# Words for the next page wait in one of these.
MESSAGES_COOKIE, MESSAGES_NOTED = "messages", "_messages"


class Asked(NamedTuple):
    """A GET for a page, without parameters and without a body."""

    path: str
    headers: Mapping[bytes, bytes]
    is_secure: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """Who looks, and all that a page takes from the request beside its address."""

    viewer: Account | None
    role: str
    language: str
    looks: str
    hides_previews: bool
    # Of the forms on the page: what stands in the cookie, and what stands in each form.
    secret: str
    token: str


def visit_of(asked: Asked) -> Visit | None:
    """Whose visit this is; None when anything about it is unusual."""
    headers = asked.headers
    if b"hx-request" in headers or not is_host(headers.get(b"host", b"")):
        return None
    cookies = parse_cookie(headers.get(b"cookie", b"").decode("utf-8", "replace"))
    if MESSAGES_COOKIE in cookies:
        return None
    secret = cookies.get(settings.CSRF_COOKIE_NAME, "")
    if secret and not SECRET.fullmatch(secret):
        return None
    header = headers.get(b"accept-language", b"").decode("latin-1")
    asked_for = wished(cookies.get(settings.LANGUAGE_COOKIE_NAME, ""), header)
    browser = (looks(cookies), hides_previews(cookies))
    session_key = cookies.get(settings.SESSION_COOKIE_NAME)
    if session_key is None:
        return Visit(None, "", asked_for, *browser, *tokens(secret))
    # Once in a while a view notes when the session was last used.
    visitor = visitor_of(session_key) if MEMORY.get(seen_key(session_key)) else None
    if visitor is None or MESSAGES_NOTED in visitor.noted or has_filters(visitor.account):
        return None
    language = chosen_or(visitor.language, asked_for)
    return Visit(visitor.account, name_of(visitor.role), language, *browser, *tokens(secret))


@lru_cache(64)
def is_host(host: bytes) -> bool:
    """Whether this is a name of ours."""
    domain, _port = split_domain_port(host.decode("latin-1"))
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def tokens(secret: str) -> tuple[str, str]:
    """The secret of the cookie, a new one if there is none, and what stands in forms for it, other at each visit."""
    request = HttpRequest()
    if secret:
        request.META["CSRF_COOKIE"] = secret
    token = get_token(request)
    return request.META["CSRF_COOKIE"], token


@cache
def name_of(role: Role) -> str:
    """A role as templates know it."""
    return role.name.lower()
