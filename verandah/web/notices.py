"""What concerns me, as a page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from verandah.actions import notifying
from verandah.base.paging import Page
from verandah.domain.feeds.queries import last_read
from verandah.domain.notifications.queries import notification_ids
from verandah.domain.notifications.show import show_notifications

from .paths import older_path
from .viewer import MemberRequest, members_only


@never_cache
@require_safe
@members_only
def notifications(request: MemberRequest) -> HttpResponse:
    """My notices, newest first. Having been shown them, they are no longer new."""
    page = Page.from_query(request.GET)
    found = notification_ids(request.viewer, page)
    seen = last_read(request.viewer, "notifications")
    notices = show_notifications(found, request.viewer, seen)
    if found and found[0] > seen:
        notifying.mark_read(request.viewer, "notifications", found[0])
    older = older_path(reverse("notifications"), found[-1] if found else 0, len(found), page)
    return render(request, "pages/notifications.html", {"notices": notices, "older": older})


@never_cache
@require_safe
@members_only
def menu(request: MemberRequest) -> HttpResponse:
    """Everything there is to go to: the phone's last tab."""
    return render(request, "pages/menu.html")
