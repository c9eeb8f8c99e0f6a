"""The questions that whoever asks to join is asked: writing them in each language, their order, asking one no more."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from verandah.actions import questioning
from verandah.actions.questioning import LONGEST_QUESTION
from verandah.base.errors import Invalid
from verandah.domain.accounts.join_questions import WrittenQuestion, written_question, written_questions
from verandah.domain.accounts.permissions import Permission
from verandah.web.paths import see_other

from .door import StaffRequest, staff_page


@dataclass(frozen=True, slots=True)
class Spoken:
    """The question in one language, as the form shows it."""

    code: str
    name: str
    direction: str
    text: str


@never_cache
@require_http_methods(["GET", "HEAD"])
@staff_page(Permission.SEE_POLICIES)
def index(request: StaffRequest) -> HttpResponse:
    """All questions in their order."""
    found = written_questions(request.viewer)
    context = {
        "here": "joining",
        "questions": [one for one in found if not one.is_retired],
        "retired": [one for one in found if one.is_retired],
    }
    return render(request, "pages/staff_join_questions.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.SEE_POLICIES, changing=Permission.WRITE_POLICIES)
def new(request: StaffRequest) -> HttpResponse:
    """A question that there was not."""
    if request.method != "POST":
        return form_page(request, None)
    try:
        questioning.add_question(request.viewer, texts_in(request.POST), "required" in request.POST)
    except Invalid as refusal:
        return form_page(request, None, refusal.text)
    messages.success(request, _("Whoever asks to join is asked this from now on."))
    return see_other(reverse("staff_join_questions"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.SEE_POLICIES, changing=Permission.WRITE_POLICIES)
def change(request: StaffRequest, number: int) -> HttpResponse:
    """One question, all languages beside each other."""
    shown = written_question(request.viewer, number)
    if request.method != "POST":
        return form_page(request, shown)
    try:
        questioning.change_question(request.viewer, number, texts_in(request.POST), "required" in request.POST)
    except Invalid as refusal:
        return form_page(request, shown, refusal.text)
    messages.success(request, _("Saved. Who has answered already keeps the words they read."))
    return see_other(reverse("staff_join_questions"))


@never_cache
@require_POST
@staff_page(Permission.SEE_POLICIES, changing=Permission.WRITE_POLICIES)
def move(request: StaffRequest, number: int) -> HttpResponse:
    """One place up or down; or asked no more, and again."""
    ids = [one.id for one in written_questions(request.viewer) if not one.is_retired]
    if "retire" in request.POST or "restore" in request.POST:
        questioning.retire_question(request.viewer, number, "retire" in request.POST)
    elif number in ids:
        place = ids.index(number)
        other = place + (1 if "down" in request.POST else -1)
        if 0 <= other < len(ids):
            ids[place], ids[other] = ids[other], ids[place]
            questioning.order_questions(request.viewer, ids)
    return see_other(reverse("staff_join_questions"))


def form_page(request: StaffRequest, shown: WrittenQuestion | None, error: str = "") -> HttpResponse:
    """The form, as it was sent or as the question stands."""
    sent = request.POST if request.method == "POST" else None
    context = {
        "here": "joining",
        "question": shown,
        "spoken": [spoken(code, sent, shown) for code, _name in settings.LANGUAGES],
        "is_required": "required" in sent if sent is not None else shown is None or shown.is_required,
        "longest": LONGEST_QUESTION,
        "error": error,
    }
    return render(request, "pages/staff_join_question.html", context, status=422 if error else 200)


def spoken(code: str, sent: QueryDict | None, shown: WrittenQuestion | None) -> Spoken:
    """One language of the form."""
    known = get_language_info(code)
    text = sent.get(f"text-{code}", "") if sent is not None else shown.texts.get(code, "") if shown else ""
    return Spoken(code, known["name_local"], "rtl" if known["bidi"] else "ltr", text)


def texts_in(sent: QueryDict) -> dict[str, str]:
    """The question in each language of the form."""
    return {code: sent.get(f"text-{code}", "") for code, _name in settings.LANGUAGES}
