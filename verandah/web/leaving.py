"""Going, for a while or for good; coming back; and the page that proves that someone is gone."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from verandah.actions import leaving
from verandah.base import limits
from verandah.domain.accounts.exports import erasure
from verandah.domain.accounts.roles import Role

from .fresh import freshly
from .paths import see_other
from .viewer import MemberRequest, WebRequest, ask_to_sign_in, limited, members_only

# What else someone who is away can open: what pages are made of, and the language they are in.
OPEN = (
    "/come-back/",
    "/static/",
    "/site/",
    "/icons/",
    "/brand.css",
    "/manifest.webmanifest",
    "/sw.js",
    "/offline/",
    "/language/",
    "/theme/",
)
COUNTED = {
    "posts": gettext_lazy("Posts"),
    "comments": gettext_lazy("Comments"),
    "shares": gettext_lazy("Shares"),
    "files": gettext_lazy("Pictures, videos and sounds"),
    "reactions": gettext_lazy("Reactions"),
    "follows": gettext_lazy("Follows"),
    "friends": gettext_lazy("Friends"),
    "drafts": gettext_lazy("Drafts"),
}
KEPT = {
    "cases": gettext_lazy(
        "Cases that were about them or what they had posted: the law wants complaints to be traceable."
    ),
    "decisions": gettext_lazy("Decisions about them with their reasons (Digital Services Act, articles 17 and 20)."),
    "reports": gettext_lazy("Reports: others have a right to know what came of theirs."),
    "messages": gettext_lazy("What was written in such cases."),
    "record": gettext_lazy("The record of what the staff has done, which nobody can change. People are numbers in it."),
}


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Whoever is away and has signed in is asked whether they come back, whatever they open; there is nothing else."""

    def answer(request: HttpRequest) -> HttpResponse:
        away = getattr(request, "away", None)
        if away is None or request.path_info.startswith(OPEN):
            return get_response(request)
        return see_other(reverse("come_back"))

    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@limited("settings")
@freshly
def rest(request: MemberRequest) -> HttpResponseBase:
    """Deactivate: nobody sees me until I come back."""
    if request.method != "POST":
        return explained(request, "pages/settings_rest.html")
    leaving.deactivate(request.viewer)
    return gone(request, _("You are signed out, and nobody sees you. Sign in whenever you want to come back."))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@limited("settings")
@freshly
def delete(request: MemberRequest) -> HttpResponseBase:
    """Leave for good, after 14 days in which I can change my mind."""
    if request.method != "POST":
        return explained(request, "pages/settings_delete.html")
    if request.POST.get("sure") != "yes":
        return explained(request, "pages/settings_delete.html", _("Tick the box, so that nobody leaves by mistake."))
    leaving.leave_for_good(request.viewer)
    return gone(request, _("You have left. We have written to you how to come back within 14 days."))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: WebRequest) -> HttpResponseBase:
    """I am away: whether I come back, or leave it at that."""
    away = getattr(request, "away", None)
    if away is None:
        return ask_to_sign_in(request) if request.viewer is None else see_other(reverse("home"))
    if request.method != "POST":
        return render(request, "pages/come_back.html", {"away": away})
    limits.take("settings", str(away.pk))
    if "stay" in request.POST:
        leaving.close_doors(away.pk)
        request.session.flush()
        return see_other(reverse("home"))
    leaving.come_back(away)
    messages.success(request, _("Welcome back. Everyone sees you again as before."))
    return see_other(reverse("home"))


@require_safe
def erased(request: WebRequest, code: str) -> HttpResponse:
    """What was erased, for whoever has the code. It names nobody."""
    found = erasure(code)
    context = {
        "found": found,
        "counts": [(COUNTED[name], number) for name, number in found.counts.items() if name in COUNTED],
        "kept": [KEPT[name] for name in found.kept if name in KEPT],
    }
    answer = render(request, "pages/erased.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer


def explained(request: MemberRequest, template: str, error: str = "") -> HttpResponse:
    """What happens, and the button that does it."""
    user = request.viewer.user
    context = {
        "section": "data",
        "error": error,
        "is_owner": user.role == Role.OWNER,
        "is_staff": user.role > Role.MEMBER,
        "days": leaving.GRACE.days,
        "is_frozen": request.viewer.is_frozen,
    }
    return render(request, template, context, status=422 if error else 200)


def gone(request: MemberRequest, sentence: str) -> HttpResponse:
    """Out, with a word."""
    request.session.flush()
    messages.success(request, sentence)
    return see_other(reverse("account_login"))
