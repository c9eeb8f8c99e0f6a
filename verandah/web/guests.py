"""Where the site is for its members only: what of it guests still reach, and that all else asks them to sign in."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse

from verandah.domain.instance.switches import switches

from .viewer import WebRequest, ask_to_sign_in

# The landing page and what it is made of; joining and signing in; what must be there for people without an account:
# the rules, whom to turn to, what became of reports, telling of something against the law, what was decided
# about people who cannot sign in, and letters that end.
# What programs ask has a door of its own.
EXACT = frozenset(
    {"/display/", "/come-back/"}
    | {
        "/",
        "/brand.css",
        "/manifest.webmanifest",
        "/sw.js",
        "/offline/",
        "/visitor/",
        "/robots.txt",
        "/language/",
        "/theme/",
        "/favicon.ico",
    }
)
BELOW = (
    "/icons/",
    "/site/",
    "/static/",
    "/sign-in/",
    "/sign-up/",
    "/sign-out/",
    "/confirm-email/",
    "/password/reset/",
    "/reauthenticate/",
    "/welcome/",
    "/letters/",
    "/oauth/",
    "/api/",
    "/.well-known/",
    "/nodeinfo/",
    "/health",
    "/rules/",
    "/privacy/",
    "/terms/",
    "/about/",
    "/imprint/",
    "/accessibility/",
    "/pages/",
    "/contact/",
    "/transparency/",
    "/report/",
    "/cases/",
    "/decisions/",
    "/erased/",
    # An invitation is for whoever has none of this yet; who waits to be let in is no member.
    "/invite/",
    "/joining/",
)


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Behind the one that finds out who asks."""

    def for_members(request: HttpRequest) -> HttpResponse:
        asked = cast(WebRequest, request)
        if asked.viewer is not None or switches().allows_guests or is_for_everyone(request.path_info):
            return get_response(request)
        return ask_to_sign_in(asked)

    return for_members


def is_for_everyone(path: str) -> bool:
    """Whether guests reach this address whatever is switched."""
    return path in EXACT or path.startswith(BELOW)
