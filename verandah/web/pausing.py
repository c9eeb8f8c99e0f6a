"""Pages while the site is only read, in maintenance or closed. Who is let through is `instance.modes`' one rule."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from verandah.domain.accounts.permissions import is_staff
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.contacts import contacts
from verandah.domain.instance.modes import Asker, Mode, ModeNow, Way, is_let_through, mode_now, sentence

from .viewer import WebRequest, is_partial

LOOKS = frozenset({"GET", "HEAD", "OPTIONS"})
# Where whoever signs in passes, and what every page is made of.
ENTRANCE_EXACT = frozenset({"/brand.css", "/manifest.webmanifest", "/sw.js", "/offline/", "/visitor/", "/language/"})
ENTRANCE = (
    "/static/",
    "/icons/",
    "/site/",
    "/health",
    "/sign-in/",
    "/sign-out/",
    "/reauthenticate/",
    "/password/reset/",
    "/welcome/",
)
# What does not touch what people have said, and what the law wants to stay open.
KEPT = (
    "/theme/",
    "/settings/display/",
    "/settings/security/",
    "/settings/appearance/",
    "/settings/languages/",
    "/notifications/read/",
    "/accept/",
    "/report/",
    "/letters/",
    "/oauth/",
)
# What is due to people to the last: their data and its end, and what was decided about them.
RIGHTS = (
    "/settings/data/",
    "/settings/standing/",
    "/decisions/",
    "/cases/",
    "/contact/",
    "/come-back/",
    "/erased/",
)
WORK = ("/moderation/", "/admin/")
API = ("/api/", "/.well-known/", "/nodeinfo/")
# In pages that may still be read, buttons that would be refused: of a form, and of the form that all cards share.
TAG = re.compile(r'<(?P<what>form|/form|button|input)\b(?P<rest>(?:"[^"]*"|[^">])*)>', re.IGNORECASE)
SENDS = re.compile(r'\btype="?(submit|image)\b')
OF_DEEDS = re.compile(r'\bform="deeds"')
ACTION = re.compile(r'\b(?:form)?action="([^"]*)"')
IS_POST = re.compile(r'\bmethod="?post\b', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Banner:
    """What stands above every page while something is not as usual."""

    now: ModeNow
    text: str


def middleware(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Behind the one that finds out who asks, and in whose language."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        now = mode_now()
        if now.mode is Mode.OPEN:
            return get_response(request)
        asked = cast(WebRequest, request)
        if not is_let_through(now, asker_of(asked), way_of(request.method or "", request.path_info)):
            return refusal(asked, now)
        told = get_response(request)
        return without_buttons(told, request.path_info) if now.mode is Mode.READ_ONLY else told

    return answer


def asker_of(request: WebRequest) -> Asker:
    """Who looks at pages."""
    if request.viewer is None or not request.user.is_authenticated:
        return Asker.GUEST
    return Asker.STAFF if is_staff(Role(request.user.role)) else Asker.MEMBER


def way_of(method: str, path: str) -> Way:
    """What is asked for, by its address."""
    if path in ENTRANCE_EXACT or path.startswith(ENTRANCE):
        return Way.ENTRANCE
    if path.startswith(WORK):
        return Way.WORK
    if path.startswith(RIGHTS):
        return Way.RIGHTS
    if path.startswith(KEPT):
        return Way.KEPT
    return Way.READ if method in LOOKS else Way.WRITE


def refusal(request: WebRequest, now: ModeNow) -> HttpResponse:
    """Why nothing is there, in the site's look; to programs in their own form."""
    if request.path_info.startswith(API):
        answer: HttpResponse = JsonResponse({"error": sentence(now)}, status=status_of(now))
    elif is_partial(request):
        answer = HttpResponse(f"{sentence(now)}\n", status=status_of(now), content_type="text/plain; charset=utf-8")
    else:
        answer = render(request, f"pages/{PAGES[now.mode]}.html", context_of(request, now), status=status_of(now))
    if now.mode is Mode.MAINTENANCE or now.until is not None:
        answer["Retry-After"] = str(now.wait)
    answer["Cache-Control"] = "no-store"
    return answer


def context_of(request: WebRequest, now: ModeNow) -> dict[str, object]:
    """What such a page says. Nobody is `me` on it, so that nothing stands there that leads nowhere."""
    minutes, done = progress(now)
    return {
        "me": None,
        "pause": None,
        "is_member": request.viewer is not None,
        "now": now,
        "words": sentence(ModeNow(now.mode)),
        "contact": contacts().contact_email,
        "refreshes": now.mode is Mode.MAINTENANCE,
        "since": moment_in_words(now.since),
        "end": moment_in_words(now.until),
        "left": ngettext("about %(n)d minute left", "about %(n)d minutes left", minutes) % {"n": minutes}
        if minutes
        else "",
        "done": done,
        "data": data_page(),
    }


def progress(now: ModeNow) -> tuple[int, int]:
    """How many minutes are left, and how much of the time is over in percent; zeros where nobody has said an end."""
    if now.until is None or now.since is None:
        return 0, 0
    moment = timezone.now()
    whole = max(1.0, (now.until - now.since).total_seconds())
    left = max(1, round((now.until - moment).total_seconds() / 60))
    return left, min(100, max(0, round(100 * (moment - now.since).total_seconds() / whole)))


def moment_in_words(moment: datetime | None) -> str:
    """The time alone on the same day; empty for none."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return date_format(local, "TIME_FORMAT" if local.date() == timezone.localdate() else "DATETIME_FORMAT")


def data_page() -> str:
    """Where members take their data with them."""
    try:
        return reverse("settings_data")
    except NoReverseMatch:
        return ""


PAGES = {Mode.READ_ONLY: "read_only", Mode.MAINTENANCE: "maintenance", Mode.CLOSED: "farewell"}


def status_of(now: ModeNow) -> int:
    """403 for a site that has ended, because that does not pass."""
    return 403 if now.mode is Mode.CLOSED else 503


def banner(request: HttpRequest) -> Banner | None:
    """What stands above the pages that are shown; None as long as all is as usual."""
    now = mode_now()
    if now.mode is Mode.OPEN:
        return None
    if now.mode is Mode.READ_ONLY:
        return Banner(now, _("You can read everything. Nothing can be written or changed at the moment."))
    if now.mode is Mode.MAINTENANCE:
        return Banner(now, _("The site is in maintenance. You see it because you look after it; nobody else does."))
    return Banner(now, _("The site has ended. Members reach their data and the decisions about them, nothing else."))


def without_buttons(answer: HttpResponseBase, path: str) -> HttpResponseBase:
    """The same page, on which nothing can be pressed that would be refused."""
    if isinstance(answer, HttpResponse) and answer.get("Content-Type", "").startswith("text/html"):
        answer.content = disabled(answer.content.decode(), path)
        if "Content-Length" in answer:
            answer["Content-Length"] = str(len(answer.content))
    return answer


def disabled(page: str, path: str) -> str:
    """`page`, in which the buttons that would write are switched off. `path`: where a form without an address goes."""
    # The address to which the form sends that is open at this place; None: it only asks.
    form: str | None = None

    def switched(found: re.Match[str]) -> str:
        nonlocal form
        what, rest = found["what"].lower(), found["rest"]
        if what == "form":
            form = action(rest, path) if IS_POST.search(rest) else None
        elif what == "/form":
            form = None
        elif what == "button" or SENDS.search(rest):
            target = action(rest, form or path) if form is not None or OF_DEEDS.search(rest) else None
            if target is not None and 'type="button"' not in rest and is_write(target) and " disabled" not in rest:
                return f"<{found['what']} disabled{rest}>"
        return found[0]

    return TAG.sub(switched, page)


def action(rest: str, otherwise: str) -> str:
    """Where a form or a button sends."""
    found = ACTION.search(rest)
    return found[1] if found and found[1] else otherwise


def is_write(target: str) -> bool:
    """Whether a POST there is a write that is refused."""
    return way_of("POST", target.partition("?")[0]) is Way.WRITE
