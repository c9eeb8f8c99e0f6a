"""Writing the pages of the site itself: the list, one in all its languages, putting it in force, where links lead."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verandah.actions import publishing
from verandah.base.errors import Conflict, Invalid
from verandah.domain.accounts.permissions import Permission
from verandah.domain.instance.drafts import Desk, all_documents, desk_of, languages_of_site
from verandah.web.paths import see_other

from .document_form import answers_in, shared_fields, shown_as, spoken_languages, terms_in, wish_in
from .door import StaffRequest, staff_page


@never_cache
@require_safe
@staff_page(Permission.SEE_POLICIES)
def index(request: StaffRequest) -> HttpResponse:
    """All of them in their order, each with how it stands."""
    publishing.ensure_documents()
    return index_page(request)


@never_cache
@require_POST
@staff_page(Permission.SEE_POLICIES, changing=Permission.WRITE_POLICIES)
def new(request: StaffRequest) -> HttpResponse:
    """A page of one's own."""
    try:
        made = publishing.add_page(request.viewer, request.POST.get("title", ""), languages_of_site()[0])
    except Invalid as refusal:
        return index_page(request, refusal.text)
    return see_other(reverse("staff_document", args=[made.pk]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.SEE_POLICIES, changing=Permission.WRITE_POLICIES)
def change(request: StaffRequest, number: int) -> HttpResponse:
    """One document: its questions, its words in each language; kept as a draft, or put in force."""
    desk = desk_or_404(request, number)
    if request.method != "POST" or "preview" in request.POST:
        return form_page(request, desk)
    try:
        publishing.save_draft(request.viewer, number, wish_in(request.POST))
        if "publish" not in request.POST:
            messages.success(request, _("The draft is kept. Nobody but the staff can see it."))
            return see_other(reverse("staff_document", args=[number]))
        terms = terms_in(request.POST)
        publishing.publish(request.viewer, number, terms)
    except Invalid as refusal:
        return form_page(request, desk, refusal.text)
    messages.success(request, _("It holds from that day on.") if terms.since else _("It is in force."))
    return see_other(reverse("staff_documents"))


@never_cache
@require_POST
@staff_page(Permission.SEE_POLICIES, changing=Permission.WRITE_POLICIES)
def preview(request: StaffRequest, number: int, language: str) -> HttpResponse:
    """How the text of one language will look, while it is written."""
    desk = desk_or_404(request, number)
    body = request.POST.get(f"body-{language}", "")
    html = shown_as(body, language, answers_in(request.POST), desk.known)
    return render(request, "components/document_preview.html", {"html": html})


@never_cache
@require_POST
@staff_page(Permission.SEE_POLICIES, changing=Permission.WRITE_POLICIES)
def move(request: StaffRequest, number: int) -> HttpResponse:
    """One place up or down; where links lead to it; out of force and back; a coming version is a draft again."""
    by, sent = request.viewer, request.POST
    if "place" in sent:
        publishing.place(by, number, "footer" in sent, "landing" in sent, "accepted" in sent)
        messages.success(request, _("Saved."))
    elif "retire" in sent or "restore" in sent:
        publishing.retire(by, number, "retire" in sent)
    elif "take_back" in sent:
        try:
            publishing.take_back(by, number)
        except Conflict as refusal:
            messages.error(request, refusal.text)
    else:
        ids = [one.id for one in all_documents(by)]
        publishing.order_documents(by, swapped(ids, number, 1 if "down" in sent else -1))
    return see_other(f"{reverse('staff_documents')}#document-{number}")


def swapped(ids: list[int], number: int, way: int) -> list[int]:
    """The same with one of them a place further."""
    place = ids.index(number) if number in ids else -1
    if place >= 0 and 0 <= place + way < len(ids):
        ids[place], ids[place + way] = ids[place + way], ids[place]
    return ids


def index_page(request: StaffRequest, error: str = "") -> HttpResponse:
    """The list, and the form of a new page."""
    found = all_documents(request.viewer, get_language() or "")
    context = {
        "here": "documents",
        "documents": [one for one in found if not one.is_retired],
        "retired": [one for one in found if one.is_retired],
        "error": error,
    }
    return render(request, "pages/staff_documents.html", context, status=422 if error else 200)


def form_page(request: StaffRequest, desk: Desk, error: str = "") -> HttpResponse:
    """The form, as it was sent or as the document stands."""
    sent = request.POST if request.method == "POST" else None
    context: dict[str, Any] = {
        "here": "documents",
        "document": desk.line,
        "desk": desk,
        "shared": shared_fields(desk, sent),
        "spoken": spoken_languages(desk, sent),
        "sent": sent or {},
        "error": error,
    }
    return render(request, "pages/staff_document_form.html", context, status=422 if error else 200)


def desk_or_404(request: StaffRequest, number: int) -> Desk:
    desk = desk_of(request.viewer, number, get_language() or "")
    if desk is None:
        raise Http404
    return desk
