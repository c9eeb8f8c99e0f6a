"""Limiting old posts: how many that are, the decision, and how far it has come."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from verandah.actions import narrowing
from verandah.base.errors import Invalid
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.wider import WIDER, wider_posts

from .paths import see_other
from .viewer import MemberRequest, is_partial, limited, members_only

DIGITS = 19


@never_cache
@require_http_methods(["GET", "POST"])
@members_only
@limited("settings")
def old_posts(request: MemberRequest) -> HttpResponse:
    """Choose how far, see how many that are, confirm; afterwards how many are still to come."""
    asked = request.POST if request.method == "POST" else request.GET
    try:
        audience, before = limit_in(asked)
        if request.method == "POST":
            return begun(request, audience, before)
        return form_page(request, audience, before)
    except Invalid as error:
        return form_page(request, Audience.FRIENDS, None, error.text)


def begun(request: MemberRequest, audience: Audience, before: datetime | None) -> HttpResponse:
    """Have it done, and go where one sees how far it has come."""
    count = wider_posts(request.viewer, audience, before)
    if not count:
        return form_page(request, audience, before)
    until = narrowing.limit_old_posts(request.viewer, audience, before)
    told = {"audience": audience.name.lower(), "before": day(before), "of": count, "until": until}
    return see_other(f"{reverse('settings_old_posts')}?{urlencode(told)}")


def form_page(request: MemberRequest, audience: Audience, before: datetime | None, error: str = "") -> HttpResponse:
    """The page; where it has begun, with how many are left of how many."""
    of, until = whole_in(request.GET, "of"), whole_in(request.GET, "until")
    left = wider_posts(request.viewer, audience, before, until or None)
    context = {
        "section": "privacy",
        "choices": [(one.name.lower(), one) for one in WIDER],
        "audience": audience,
        "before": day(before),
        "count": left,
        "of": max(of, left) if until else 0,
        "done": max(of - left, 0),
        "here": request.get_full_path(),
        "error": error,
    }
    template = "components/old_posts.html" if is_partial(request) else "pages/settings_old_posts.html"
    return render(request, template, context, status=422 if error else 200)


def limit_in(asked: QueryDict) -> tuple[Audience, datetime | None]:
    """To whom, and of which time. Raises Invalid."""
    word, said = asked.get("audience", "friends"), asked.get("before", "")
    audience = next((one for one in WIDER if one.name.lower() == word), None)
    if audience is None:
        raise Invalid("audience", _("Old posts can be limited to friends or to followers."))
    return audience, moment_in(said) if said else None


def moment_in(said: str) -> datetime:
    """The beginning of a day. Raises Invalid."""
    try:
        found = parse_date(said)
    except ValueError:
        found = None
    if found is None:
        raise Invalid("before", _("Choose a day that there is."))
    return datetime(found.year, found.month, found.day, tzinfo=UTC)


def day(before: datetime | None) -> str:
    """A day as its field takes it."""
    return before.date().isoformat() if before else ""


def whole_in(asked: QueryDict, name: str) -> int:
    """A number that a page has put into its own address."""
    text = asked.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < DIGITS else 0
