"""What someone has said and nobody sees yet, because its files are still being made ready."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from verandah.actions import awaiting
from verandah.domain.posts.scheduled import overdue_posts

from .compose import composer_again
from .viewer import MemberRequest, is_partial, limited, members_only


@never_cache
@require_safe
@members_only
def waiting(request: MemberRequest) -> HttpResponse:
    """What waits, or could not be said when all was ready, and why."""
    if not is_partial(request):
        return redirect("/#waiting")
    return render(request, "components/waiting.html", {"waits": overdue_posts(request.viewer)})


@require_POST
@members_only
@limited("write")
def drop(request: MemberRequest, number: int) -> HttpResponse:
    """Do not say it after all. Its words and files are put back into the composer."""
    found = next((row for row in overdue_posts(request.viewer) if row.id == number), None)
    awaiting.give_up_waiting(request.viewer, number)
    if found is None or found.draft["parent_id"]:
        return redirect("home")
    return render(request, "pages/compose.html", {"composer": composer_again(request.viewer, found)})
