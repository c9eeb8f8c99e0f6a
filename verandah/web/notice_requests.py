"""Whose notices are held back: looking at who it is, letting them through, putting them away."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from verandah.actions import holding
from verandah.base.paging import Page
from verandah.domain.notifications.held import ShownRequest, held_requests
from verandah.domain.posts.show import ShownPost, show_posts

from .paths import older_path
from .viewer import MemberRequest, limited, members_only

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


@dataclass(frozen=True, slots=True)
class Waiting:
    """Someone whose notices are held back, with the newest thing of theirs among them."""

    row: ShownRequest
    post: ShownPost | None


@never_cache
@require_safe
@members_only
def requests(request: MemberRequest) -> HttpResponse:
    """Those whose notices are held back, the newest first."""
    page = Page.from_query(request.GET)
    found = held_requests(request.viewer, page)
    posts = {post.id: post for post in show_posts([row.post_id for row in found if row.post_id], request.viewer)}
    context = {
        "waiting": [Waiting(row, posts.get(row.post_id or 0)) for row in found],
        "older": older_path(request.path, found[-1].id if found else 0, len(found), page),
    }
    return render(request, "pages/notice_requests.html", context)


@require_POST
@members_only
@limited("settings")
def accept(request: MemberRequest, number: int) -> HttpResponse:
    """Show what someone did, and what they do from now on."""
    return settled(request, number, holding.accept, _("Their notifications are shown from now on."))


@require_POST
@members_only
@limited("settings")
def dismiss(request: MemberRequest, number: int) -> HttpResponse:
    """Put away what was held back of someone."""
    return settled(request, number, holding.dismiss, _("Put away. They are not told."))


def settled(
    request: MemberRequest, number: int, deed: Callable[[Account, Collection[int]], None], said: str
) -> HttpResponse:
    """Answer one request. Raises NotFound."""
    deed(request.viewer, [number])
    messages.success(request, said)
    return redirect("notice_requests")
