"""Drafts: kept while someone types, all of them on one page, put away and brought back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from verandah.actions import drafting
from verandah.actions.drafting import Writing
from verandah.base.errors import Conflict, Invalid, NotFound
from verandah.base.paging import whole
from verandah.domain.posts.drafts import saved_drafts
from verandah.domain.posts.engagement import meant_post

from .compose import empty_composer
from .files import shown_files
from .people import go
from .replies import reply_to
from .viewer import MemberRequest, is_partial, limited, members_only

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account
    from verandah.domain.posts.drafts import ShownDraft

    from .files import FormFile


@dataclass(frozen=True, slots=True)
class Row:
    """A draft in the list: what it is to become, where it goes on, and its first picture."""

    draft: ShownDraft
    title: str
    href: str
    files: tuple[FormFile, ...]


@never_cache
@require_safe
@members_only
def index(request: MemberRequest) -> HttpResponse:
    """All that I have begun."""
    drafts = saved_drafts(request.viewer)
    files = files_by_id(request.viewer, drafts)
    rows = [row_of(draft, files) for draft in drafts]
    return render(request, "pages/drafts.html", {"rows": rows})


@require_POST
@members_only
@limited("draft")
def save(request: MemberRequest) -> HttpResponse:
    """Keep what a form holds at this moment. The answer is for the script that asks."""
    asked = request.GET
    writing = Writing(
        place=asked.get("at", ""),
        fields=pairs_in(request),
        seen=whole(asked.get("seen"), 0),
        writer=asked.get("by", "")[:64],
        turn=whole(asked.get("turn"), 0),
    )
    try:
        draft = drafting.save(request.viewer, asked.get("key", ""), writing)
    except (Conflict, Invalid) as refusal:
        return JsonResponse({"error": refusal.text}, status=refusal.status)
    return JsonResponse({"version": draft.version if draft else 0})


@require_POST
@members_only
@limited("write")
def drop(request: MemberRequest, key: str) -> HttpResponse:
    """Put a draft away, with a way to undo it."""
    draft = drafting.drop(request.viewer, key)
    undo, said = f"undraft-{key}", _("Draft deleted.")
    if is_partial(request) and (form := empty_form(request, draft)):
        template, context = form
        return render(
            request, "components/draft_dropped.html", context | {"form": template, "undo": undo, "said": said}
        )
    messages.success(request, said, extra_tags=undo)
    return go(request, reverse("drafts"))


@require_POST
@members_only
@limited("write")
def restore(request: MemberRequest, key: str) -> HttpResponse:
    """Have it again, where it was written."""
    draft = drafting.bring_back(request.viewer, key)
    messages.success(request, _("Your draft is back."))
    return redirect(place_of(draft))


def keep_without_script(request: MemberRequest, at: str, media_ids: list[int]) -> HttpResponse:
    """Keep what a form was sent with by its button for that. Raises Invalid."""
    said = tuple((name, value) for name, value in pairs_in(request) if name != "media")
    files = tuple(("media", str(number)) for number in media_ids)
    drafting.save(request.viewer, request.POST.get("key", ""), Writing(at, (*said, *files)))
    messages.success(request, _("Your draft is saved."))
    return redirect("drafts")


def pairs_in(request: MemberRequest) -> tuple[tuple[str, str], ...]:
    """Names and values of a form, in their order."""
    return tuple((name, value) for name, values in request.POST.lists() for value in values)


def empty_form(request: MemberRequest, draft: ShownDraft) -> tuple[str, dict[str, object]] | None:
    """The form that takes the place of a draft's on its page; None where the page must be asked for anew."""
    if draft.place == "":
        return "components/composer.html", {"composer": empty_composer(request.viewer)}
    if draft.place.startswith("c"):
        try:
            answered = meant_post(request.viewer, draft.about)
        except NotFound:
            return None
        reply = reply_to(request.viewer, answered, inline="inline" in request.POST)
        return "components/comment_form.html", {"reply": reply}
    return None


def files_by_id(viewer: Account, drafts: list[ShownDraft]) -> dict[int, FormFile]:
    """The files of all of them, by one query."""
    numbers = [number for draft in drafts for number in draft.files]
    return {file.id: file for file in shown_files(viewer, numbers)} if numbers else {}


def row_of(draft: ShownDraft, files: dict[int, FormFile]) -> Row:
    """How it stands in the list."""
    titles = {"c": _("A comment"), "e": _("A change of a post"), "w": _("A post on a profile")}
    title = titles.get(draft.place[:1], _("A post"))
    shown = tuple(files[number] for number in draft.files if number in files)
    return Row(draft, title, place_of(draft), shown)


def place_of(draft: ShownDraft) -> str:
    """Where it goes on."""
    if draft.place.startswith("c"):
        return f"{reverse('post', args=[draft.about])}#reply"
    if draft.place.startswith("e"):
        return reverse("post_edit", args=[draft.about])
    return f"{reverse('post_new')}?draft={draft.key}"
