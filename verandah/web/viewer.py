"""Who asks: the viewer of a request, and the two gates a view may have."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate

from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from verandah.base import limits
from verandah.base.tongues import chosen_or
from verandah.domain.accounts.closing import is_away

from . import languages

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


class WebRequest(HttpRequest):
    """A request with its viewer: the account that is signed in, or None for a guest."""

    viewer: Account | None


class MemberRequest(WebRequest):
    """A request that has passed `members_only`."""

    viewer: Account


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give the request its viewer, and the viewer's language when they chose one."""

    def with_viewer(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.account.suspended_at is not None:
            leave_outside(request)
        user = request.user
        request.viewer = user.account if user.is_authenticated else None  # type: ignore[attr-defined]
        if user.is_authenticated:
            languages.speak(request, chosen_or(user.language, request.LANGUAGE_CODE))
        return get_response(request)

    return with_viewer


def leave_outside(request: HttpRequest) -> None:
    """Whoever is suspended is signed out. Whoever has left by themselves is nobody, but for the page to come back."""
    account = request.user.account  # type: ignore[union-attr]
    if not is_away(account):
        logout(request)
        return
    request.away = account  # type: ignore[attr-defined]
    languages.speak(request, chosen_or(request.user.language, request.LANGUAGE_CODE))  # type: ignore[union-attr]
    request.user = AnonymousUser()


type View[R: HttpRequest, **P] = Callable[Concatenate[R, P], HttpResponseBase]


def members_only[**P](view: View[MemberRequest, P]) -> View[WebRequest, P]:
    """Guests are asked to sign in, and come back to where they were going."""

    @wraps(view)
    def for_members(request: WebRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.viewer is None:
            return ask_to_sign_in(request)
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return for_members


def limited[**P](name: str) -> Callable[[View[MemberRequest, P]], View[MemberRequest, P]]:
    """Let each member do this only as often as `limits.LIMITS` says; counts what changes something, not looks."""

    def decorate(view: View[MemberRequest, P]) -> View[MemberRequest, P]:
        @wraps(view)
        def with_limit(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method == "POST":
                limits.take(name, str(request.viewer.id))
            return view(request, *args, **kwargs)

        return with_limit

    return decorate


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a fragment, and not for a page out of its history."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"


def ask_to_sign_in(request: WebRequest) -> HttpResponse:
    """To the sign-in page; htmx is told to go there as a whole page."""
    answer = redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
    if is_partial(request):
        return HttpResponse(status=401, headers={"HX-Redirect": answer["Location"]})
    return answer
