"""Changing what one has said, and what it was before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verandah.actions import editing
from verandah.base.errors import Conflict, Invalid, NotFound
from verandah.base.paging import whole
from verandah.domain.posts.full import FullPost, full_posts
from verandah.domain.posts.queries import visible_post
from verandah.domain.posts.show import show_post
from verandah.domain.posts.versions import versions_of

from .cards import one_card
from .changed_words import Step, steps
from .drafts import keep_without_script
from .edit_forms import change_from, edit_at, edit_from, return_to
from .files import brought, named
from .viewer import MemberRequest, WebRequest, is_partial, limited, members_only

if TYPE_CHECKING:
    from .edit_forms import Edit

# So many changes stand on one page of a history.
STEPS = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@limited("post")
def edit(request: MemberRequest, number: int) -> HttpResponse:
    """The form of a change, and where it is sent to."""
    full = own_post(request, number)
    if request.method != "POST":
        return edit_page(request, edit_at(request.viewer, full, request.GET.get("draft", "")))
    try:
        files = brought(request)
        if files.refused or "add" in request.POST:
            return edit_page(request, edit_from(request, full, files.error, files.ids))
        if "keep" in request.POST:
            return keep_without_script(request, f"e{number}", files.ids)
        editing.edit(request.viewer, number, change_from(request, full, files.ids))
    except (Invalid, Conflict) as refusal:
        is_late = isinstance(refusal, Conflict)
        return edit_page(request, edit_from(request, full, refusal.text, named(request, "media"), is_late=is_late))
    return edited(request, full)


@never_cache
@require_safe
def history(request: WebRequest, number: int) -> HttpResponse:
    """What a post has been, the newest change first, for whoever may see it."""
    post = show_post(visible_post(request.viewer, number), request.viewer)
    found = steps(versions_of(request.viewer, number))
    shown, first = page_of(found, whole(request.GET.get("before"), len(found)))
    context = {"post": post, "steps": shown, "older": first, "partial": is_partial(request)}
    return render(request, "components/history.html" if is_partial(request) else "pages/history.html", context)


@require_POST
@members_only
@limited("post")
def go_back(request: MemberRequest, number: int, version: int) -> HttpResponse:
    """Have the post say again what it said in an earlier version, which is a change like any other."""
    full = own_post(request, number)
    found = versions_of(request.viewer, number)
    if version >= len(found):
        raise NotFound
    editing.edit(request.viewer, number, return_to(full, found[version]))
    messages.success(request, _("It says again what it said then. The history keeps the rest."))
    return redirect("post", number=number)


def own_post(request: MemberRequest, number: int) -> FullPost:
    """A post of the viewer's that has words of its own. Raises NotFound."""
    found = full_posts(request.viewer, [number])
    if not found or not found[0].post.is_mine or found[0].post.share_of_id:
        raise NotFound
    return found[0]


def edit_page(request: MemberRequest, form: Edit) -> HttpResponse:
    """The form, as a page or for the dialog; sent from there, it takes its own place again."""
    in_dialog = "components/edit_form.html" if request.method != "POST" else "components/edit_fields.html"
    template = in_dialog if is_partial(request) else "pages/edit.html"
    return render(request, template, {"edit": form, "partial": is_partial(request)}, status=422 if form.error else 200)


def edited(request: MemberRequest, full: FullPost) -> HttpResponse:
    """What stands in the place of the form when the change is made."""
    number, said = full.post.id, _("Your change is out.")
    if not is_partial(request):
        messages.success(request, said)
        return redirect(f"{reverse('post', args=[full.post.root_id or number])}#{mark(full)}{number}")
    if full.post.is_comment:
        # What stands around a comment only its whole page knows.
        messages.success(request, said)
        return HttpResponse(headers={"HX-Refresh": "true"})
    is_whole = request.headers.get("HX-Current-URL", "").partition("?")[0].endswith(reverse("post", args=[number]))
    card = one_card(request.viewer, number, is_whole=is_whole)
    return render(request, "components/edited.html", {"post": card, "number": number, "said": said})


def mark(full: FullPost) -> str:
    """The letter of its place on the page of its conversation."""
    return "c" if full.post.is_comment else "p"


def page_of(found: list[Step], before: int) -> tuple[list[Step], int]:
    """Those below `before`, the newest first, and where the next page goes on; 0 at the end."""
    end = max(1, min(before, len(found)))
    start = max(0, end - STEPS)
    return found[start:end][::-1], start
