"""Before a member goes on: documents of the site that have changed so much that everyone is asked again."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from verandah.actions import accepting
from verandah.domain.instance.papers import asking

from .guests import is_for_everyone
from .paths import see_other, way_back
from .viewer import MemberRequest, WebRequest, is_partial, limited, members_only

# Where nobody is held up besides what guests reach as well: the staff's work, one's own data, and files.
PASSES = ("/accept/", "/admin/", "/moderation/", "/settings/", "/media/", "/site/", "/announcements/")


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Behind the one that finds out who asks. Only whole pages are held up: nothing written is lost."""

    def asks(request: HttpRequest) -> HttpResponse:
        asked = cast(WebRequest, request)
        if asking() and is_held_up(asked) and asked.viewer and accepting.still_to_accept(asked.viewer):
            return redirect(f"/accept/?{urlencode({'next': request.get_full_path()})}")
        return get_response(request)

    return asks


def is_held_up(request: WebRequest) -> bool:
    """Whether this is a page on which someone can be asked first."""
    path = request.path_info
    is_page = request.method == "GET" and not is_partial(request)
    return is_page and request.viewer is not None and (path == "/" or not is_open(path))


def is_open(path: str) -> bool:
    return path.startswith(PASSES) or is_for_everyone(path)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@limited("settings")
def accept(request: MemberRequest) -> HttpResponse:
    """What has changed, the words themselves, and a yes; or the way out, with all that is one's own."""
    place = way_back(request.POST.get("next") or request.GET.get("next") or "", "/")
    found = accepting.still_to_accept(request.viewer, get_language() or "")
    if request.method == "POST":
        accepting.accept_all(request.viewer)
        messages.success(request, _("Thank you. You can go on."))
        return see_other(place)
    if not found:
        return redirect(place)
    return render(request, "pages/accept.html", {"asked": found, "next": place})
