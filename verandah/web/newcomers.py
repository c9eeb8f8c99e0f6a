"""Whoever is signed in and waits to be let in: for them there is one page, and what is for everyone on the web."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from .guests import is_for_everyone
from .viewer import WebRequest, is_partial

if TYPE_CHECKING:
    from verandah.domain.accounts.models import User

# The one page, and what is done there.
ROOM = "/joining/"
# For guests alone: who waits is led to the page instead.
NOT_THEIRS = ("/sign-up/", "/oauth/", "/welcome/")


class NewcomerRequest(WebRequest):
    """A request of someone who waits."""

    newcomer: User


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Behind the one that finds out who asks: to all that follows, somebody who waits is a guest."""

    def for_newcomers(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated or request.user.account.joined_at is not None:
            return get_response(request)
        asked = cast(NewcomerRequest, request)
        asked.viewer, asked.newcomer = None, request.user
        if request.path_info.startswith(ROOM) or is_open(request.path_info):
            return get_response(request)
        return led_there(asked)

    return for_newcomers


def is_open(path: str) -> bool:
    """Whether somebody who waits reaches this address."""
    return path != "/" and is_for_everyone(path) and not path.startswith(NOT_THEIRS)


def led_there(request: WebRequest) -> HttpResponse:
    """To the one page; htmx is told to go there as a whole page."""
    if is_partial(request):
        return HttpResponse(status=401, headers={"HX-Redirect": reverse("waiting_room")})
    answer = redirect("waiting_room")
    if request.method not in ("GET", "HEAD"):
        answer.status_code = 303
    return answer
