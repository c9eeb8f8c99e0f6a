"""Apps: a member lets one in, and takes that back again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verandah.actions import authorizing, granting
from verandah.base import limits
from verandah.base.errors import NotFound
from verandah.base.paging import whole
from verandah.base.tongues import tongues
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.rules import grantable
from verandah.domain.accounts.tokens import Access, apps_with_access, is_own_code

from .paths import see_other
from .scope_words import Wish, wishes
from .settings import remember_language
from .viewer import MemberRequest, WebRequest, ask_to_sign_in, limited, members_only

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


# Chromium holds redirects after a form to this rule, and an app is called back by a redirect to its own scheme.
CONSENT_CSP = {name: sources for name, sources in settings.SECURE_CSP.items() if name != "form-action"}
WEB = ("http", "https")
YES = ("1", "true", "t", "yes", "on")


@dataclass(frozen=True, slots=True)
class Row:
    """An app with access, as the page shows it."""

    access: Access
    wishes: list[Wish]


def for_windows[R: HttpRequest](view: Callable[[R], HttpResponseBase]) -> Callable[[R], HttpResponseBase]:
    """A page that an app may open in a window of its own: the app must be able to tell when that has been closed."""

    @wraps(view)
    def page(request: R) -> HttpResponseBase:
        answer = view(request)
        answer["Cross-Origin-Opener-Policy"] = "unsafe-none"
        return answer

    return page


@for_windows
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@csp_override(CONSENT_CSP)
def authorize(request: WebRequest) -> HttpResponse:
    """An app asks to be let in; I see who asks, for what and as whom, and decide."""
    with override(wished_language(request) or get_language()):
        wish = granting.asked(dict(request.GET.lists()))
        if request.viewer is None:
            return to_sign_in(request)
        if request.method == "POST":
            return decided(request, request.viewer, wish)
        return consent(request, request.viewer, wish)


@for_windows
@never_cache
@require_safe
@members_only
def native(request: MemberRequest) -> HttpResponse:
    """The code to be copied into an app that cannot be called back. Only my own: nobody can slip me theirs."""
    code = request.GET.get("code", "")
    if not is_own_code(request.viewer, code):
        raise NotFound(_("This code is not valid any more. Begin again in the app."))
    return render(request, "pages/native_code.html", {"code": code})


@never_cache
@require_safe
@members_only
def with_access(request: MemberRequest) -> HttpResponse:
    """Which apps may act for me."""
    rows = [Row(access, wishes(access.scopes)) for access in apps_with_access(request.viewer)]
    return render(request, "pages/settings_apps.html", {"section": "apps", "rows": rows})


@never_cache
@require_POST
@members_only
@limited("settings")
def shut_out(request: MemberRequest) -> HttpResponse:
    """Take back what I have allowed an app."""
    authorizing.shut_out(request.viewer, whole(request.POST.get("id"), 0))
    messages.success(request, _("This app has no access any more."))
    return see_other(reverse("settings_apps"))


def consent(request: WebRequest, viewer: Account, wish: granting.Asked) -> HttpResponse:
    """The page that asks."""
    context = {
        "app": wish.app,
        "wishes": wishes(grantable(Role(viewer.user.role), wish.scopes)),
        "destination": destination(wish),
        "by_hand": wish.by_hand,
        "again": request.GET.get("force_login", "").lower() in YES,
        "here": without_force(request),
    }
    return render(request, "pages/consent.html", context)


def decided(request: WebRequest, viewer: Account, wish: granting.Asked) -> HttpResponse:
    """Back to the app, with a code or without one."""
    limits.take("settings", str(viewer.id))
    if request.POST.get("decision") == "allow":
        found = granting.allow(viewer, wish, request.session.session_key or "")
        return see_other(reverse("oauth_native", query={"code": found})) if wish.by_hand else called_back(found)
    if wish.by_hand:
        messages.info(request, _("The app was not let in."))
        return see_other(reverse("home"))
    return called_back(granting.deny(wish))


def called_back(address: str) -> HttpResponse:
    """To an address of any scheme: it is one that the app has registered, letter by letter."""
    return HttpResponse(status=303, headers={"Location": address})


def to_sign_in(request: WebRequest) -> HttpResponse:
    """To the sign-in page and back, in the language that the app has named."""
    answer = ask_to_sign_in(request)
    if (language := wished_language(request)) and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        remember_language(answer, language)
    return answer


def wished_language(request: WebRequest) -> str:
    """The language that the app names; empty when we don't speak it or the member has chosen one."""
    named = request.GET.get("lang", "").partition("-")[0].lower()
    chosen = request.user.is_authenticated and request.user.language
    return named if named in tongues().on_offer and not chosen else ""


def without_force(request: HttpRequest) -> str:
    """This page, for when someone has signed in anew."""
    query = request.GET.copy()
    query.pop("force_login", None)
    return f"{request.path}?{query.urlencode()}"


def destination(wish: granting.Asked) -> str:
    """Where a consent leads, as far as a person can judge it: a website, or the scheme of an app's own."""
    parts = urlsplit(wish.redirect_uri)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in WEB else f"{parts.scheme}:"
