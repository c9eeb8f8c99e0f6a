"""The staff's door: who may come in, whether they have shown two factors, and from where they come."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from verandah.actions.auditing import coming_from
from verandah.base import limits
from verandah.base.errors import Forbidden, Invalid
from verandah.base.listeners import is_for_staff
from verandah.domain.accounts.factors import FRESH_SECONDS, has_second_factor, has_shown
from verandah.domain.accounts.permissions import Permission, is_staff, may
from verandah.domain.accounts.roles import Role
from verandah.web.joining import Adapter, client_address
from verandah.web.viewer import MemberRequest, View, WebRequest, is_partial

if TYPE_CHECKING:
    from verandah.domain.accounts.models import User


PREFIXES = ("/moderation/", "/admin/")


class StaffRequest(MemberRequest):
    """A request that has passed `staff_page`."""

    role: Role
    user: User


def staff_page[**P](
    permission: Permission, *, changing: Permission | None = None, fresh: bool = False
) -> Callable[[View[StaffRequest, P]], View[WebRequest, P]]:
    """A page of the staff. Whoever is not of it is told that there is no such page.

    `changing`: what is needed besides for anything but a look. `fresh`: for anything but a look, a second factor must
    have been shown within five minutes.
    """

    def decorate(view: View[StaffRequest, P]) -> View[WebRequest, P]:
        @wraps(view)
        def for_staff(request: WebRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            role = role_of(request)
            if not is_staff(role) or not is_for_staff(request):
                raise Http404
            if (way := way_to_factor(request, fresh)) is not None:
                return way
            is_look = request.method in ("GET", "HEAD")
            for needed in (permission, None if is_look else changing):
                if needed is not None and not may(role, needed):
                    raise Forbidden(_("Your role on this site doesn’t include this. Ask someone whose role does."))
            if not is_look:
                limits.take("staff", str(request.user.pk))
                refuse_unstorable(request)
            request.role = role  # type: ignore[attr-defined]
            with coming_from(client_address(request), request.session.session_key or ""):
                answer = view(request, *args, **kwargs)  # type: ignore[arg-type]
            answer.headers.setdefault("Cache-Control", "private, no-store")
            return answer

        return for_staff

    return decorate


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Whatever stands where the staff's pages are: for nobody else is there anything, whatever they ask of it."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(PREFIXES) and not (is_staff(role_of(request)) and is_for_staff(request)):
            raise Http404
        return get_response(request)

    return answer


def role_of(request: HttpRequest) -> Role:
    """The role of who asks; a guest is no more than a member."""
    return Role(request.user.role) if request.user.is_authenticated else Role.MEMBER


def way_to_factor(request: WebRequest, fresh: bool) -> HttpResponseBase | None:
    """Where to go first: to set up a second factor, or to show it. None: it is in order."""
    user: User = request.user  # type: ignore[assignment]
    if not has_second_factor(user.pk):
        messages.info(request, _("People who look after this site sign in with two factors. Set up the second one."))
        return sent(request, reverse("mfa_index"))
    is_look = request.method in ("GET", "HEAD")
    if has_shown(request.session, FRESH_SECONDS if fresh and not is_look else None):
        return None
    back = request.get_full_path() if is_look else safe_way_back(request)
    again = _("Show your second factor once more, then press the button again.")
    messages.info(request, _("Show your second factor once more, then go on.") if is_look else again)
    return sent(request, f"{Adapter().get_reauthentication_methods(user)[0]['url']}?{urlencode({'next': back})}")


def refuse_unstorable(request: HttpRequest) -> None:
    """Raises Invalid for a form with a sign that no database keeps as text, and no keyboard has."""
    for name, values in request.POST.lists():
        if any("\0" in value for value in (name, *values)):
            raise Invalid(name.replace("\0", ""), _("This text has a sign in it that can't be stored. Type it anew."))


def safe_way_back(request: HttpRequest) -> str:
    """The page that a form was sent from, if it is one of the staff's; else the page that the form was sent to."""
    place = request.headers.get("Referer", "").partition(request.get_host())[2]
    return place if place.startswith(PREFIXES) else "/moderation/"


def sent(request: HttpRequest, place: str) -> HttpResponseBase:
    """There, as a whole page also for htmx."""
    answer = redirect(place)
    answer.status_code = 303
    if is_partial(request):
        answer.status_code = 204
        answer["HX-Redirect"] = place
        del answer["Location"]
    return answer
