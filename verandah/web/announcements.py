"""What the site tells its people: all of it on a page, putting one away, and taking that back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from verandah.actions import proclaiming
from verandah.base.paging import Page
from verandah.domain.instance.show import ShownAnnouncement, show_past

from .paths import older_path, way_back
from .viewer import MemberRequest, is_partial, limited, members_only


@dataclass(frozen=True, slots=True)
class Line:
    """An announcement on the page of all of them."""

    notice: ShownAnnouncement
    is_running: bool


@never_cache
@require_safe
@members_only
def index(request: MemberRequest) -> HttpResponse:
    """All that the site has told me, newest first, with what I have read. One query."""
    page, now = Page.from_query(request.GET), timezone.now()
    found = show_past(request.viewer.id, get_language() or settings.LANGUAGE_CODE, page)
    older = older_path(reverse("announcements"), found[-1].id if found else 0, len(found), page)
    context = {"lines": [Line(one, runs(one, now)) for one in found], "older": older}
    return render(request, "pages/announcements.html", context)


@require_POST
@members_only
@limited("write")
def dismiss(request: MemberRequest, number: int) -> HttpResponse:
    """I have read it: put it away."""
    proclaiming.dismiss(request.viewer, number)
    return answered(request)


@require_POST
@members_only
@limited("write")
def bring_back(request: MemberRequest, number: int) -> HttpResponse:
    """Show it to me again."""
    proclaiming.bring_back(request.viewer, number)
    return answered(request)


def answered(request: MemberRequest) -> HttpResponse:
    """Nothing for htmx, which takes the announcement off the page; else back to where the button was pressed."""
    return HttpResponse() if is_partial(request) else redirect(way_back(request.POST.get("next", ""), reverse("home")))


def runs(one: ShownAnnouncement, now: datetime) -> bool:
    """Whether it is told still."""
    return one.ends_at is None or one.ends_at > now
