"""What every profile is asked for: adding fields, changing them, their order, retiring them and bringing them back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, get_language_info, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from verandah.actions import fielding
from verandah.actions.fielding import MOST_ASKED, Draft, Words
from verandah.base.errors import Invalid
from verandah.base.paging import whole
from verandah.domain.accounts.answers import FILTERABLE, Kind, ShownField, all_fields
from verandah.domain.accounts.asked import FieldWords, counted_answers, words_of_field
from verandah.domain.accounts.permissions import Permission
from verandah.domain.moderation.policies import direction_of
from verandah.web.answer_rows import audiences
from verandah.web.paths import see_other

from .door import StaffRequest, staff_page


@dataclass(frozen=True, slots=True)
class Spoken:
    """A field in one language, as the form shows it; `choices`: a line each."""

    code: str
    name: str
    direction: str
    label: str
    help: str
    choices: str


@never_cache
@require_http_methods(["GET", "HEAD"])
@staff_page(Permission.SEE_POLICIES)
def index(request: StaffRequest) -> HttpResponse:
    """All fields in their order, those that nobody is asked for at the end."""
    found, numbers, words = all_fields(request.viewer), counted_answers(request.viewer), kind_words()
    rows = [(one, words[one.kind], numbers.get(one.id, 0)) for one in found]
    context = {
        "here": "fields",
        "rows": [row for row in rows if not row[0].is_retired],
        "retired": [row for row in rows if row[0].is_retired],
        "most": MOST_ASKED,
    }
    return render(request, "pages/staff_fields.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.SEE_POLICIES, changing=Permission.SET_SWITCHES)
def new(request: StaffRequest) -> HttpResponse:
    """A field that there was not."""
    kind = kind_in(request.POST.get("kind") or request.GET.get("kind", ""))
    if request.method != "POST":
        return form_page(request, None, Draft(words={}, kind=kind))
    draft = draft_in(request.POST, kind)
    try:
        made = fielding.add_field(request.viewer, draft)
    except Invalid as refusal:
        return form_page(request, None, draft, refusal.text)
    messages.success(request, _("Everyone is asked for it from now on."))
    return see_other(f"{reverse('staff_fields')}#field-{made.pk}")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.SEE_POLICIES, changing=Permission.SET_SWITCHES)
def change(request: StaffRequest, number: int) -> HttpResponse:
    """One field, all languages beside each other."""
    field = next((one for one in all_fields(request.viewer) if one.id == number), None)
    if field is None:
        raise Http404
    if request.method != "POST":
        return form_page(request, field, stored(field, words_of_field(request.viewer, number)))
    draft = draft_in(request.POST, field.kind)
    try:
        fielding.change_field(request.viewer, number, draft)
    except Invalid as refusal:
        return form_page(request, field, draft, refusal.text)
    messages.success(request, _("Saved. What people have answered stays."))
    return see_other(f"{reverse('staff_fields')}#field-{number}")


@never_cache
@require_POST
@staff_page(Permission.SEE_POLICIES, changing=Permission.SET_SWITCHES)
def move(request: StaffRequest, number: int) -> HttpResponse:
    """One place up or down; or no longer asked for, and asked for again."""
    ids = [one.id for one in all_fields(request.viewer) if not one.is_retired]
    if "retire" in request.POST:
        fielding.retire_field(request.viewer, number)
        messages.success(request, _("Nobody is asked for it any more. The answers are kept, and shown to nobody."))
    elif "restore" in request.POST:
        try:
            fielding.restore_field(request.viewer, number)
            messages.success(request, _("It is asked for again, and the answers are shown again."))
        except Invalid as refusal:
            messages.error(request, refusal.text)
    elif number in ids:
        place = ids.index(number)
        other = place + (1 if "down" in request.POST else -1)
        if 0 <= other < len(ids):
            ids[place], ids[other] = ids[other], ids[place]
            fielding.order_fields(request.viewer, ids)
    return see_other(f"{reverse('staff_fields')}#field-{number}")


def form_page(request: StaffRequest, field: ShownField | None, draft: Draft, error: str = "") -> HttpResponse:
    """The form, as it was sent or as the field stands; the language of whoever writes comes first."""
    mine = (get_language() or "").partition("-")[0]
    codes = sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != mine)
    spoken = [spoken_of(code, draft.words.get(code, Words(""))) for code in codes]
    context: dict[str, Any] = {
        "here": "fields",
        "field": field,
        "draft": draft,
        "kind": Kind(draft.kind).name.lower(),
        "kinds": kind_words().items(),
        "kind_word": kind_words()[Kind(draft.kind)],
        "is_filterable": draft.kind in FILTERABLE,
        "first": spoken[0],
        "others": spoken[1:],
        "has_others": any(one.label or one.help for one in spoken[1:]),
        "words": audiences(),
        "error": error,
    }
    return render(request, "pages/staff_field_form.html", context, status=422 if error else 200)


def spoken_of(code: str, words: Words) -> Spoken:
    """One language of the form."""
    name = get_language_info(code)["name_local"]
    return Spoken(code, name, direction_of(code), words.label, words.help, "\n".join(words.choices))


def stored(field: ShownField, words: Iterable[FieldWords]) -> Draft:
    """A field as it stands, as if it had been typed."""
    return Draft(
        words={one.language: Words(one.label, one.help, one.choices) for one in words},
        kind=field.kind,
        audience=field.audience,
        is_required=field.is_required,
        is_asked_at_sign_up=field.is_asked_at_sign_up,
        is_filter=field.is_filter,
    )


def draft_in(sent: QueryDict, kind: Kind) -> Draft:
    """What was typed."""
    return Draft(
        words={
            code: Words(
                sent.get(f"label-{code}", ""),
                sent.get(f"help-{code}", ""),
                tuple(sent.get(f"choices-{code}", "").splitlines()),
            )
            for code, _name in settings.LANGUAGES
        },
        kind=kind,
        audience=sent.get("audience", ""),
        is_required="required" in sent,
        is_asked_at_sign_up="sign_up" in sent,
        is_filter="filter" in sent,
    )


def kind_in(text: str) -> Kind:
    """The kind that was chosen; of what makes no sense the first."""
    number = whole(text, Kind.TEXT)
    return Kind(number) if number in Kind.values else Kind.TEXT


def kind_words() -> dict[Kind, str]:
    """What kinds of answers are called."""
    return {
        Kind.TEXT: pgettext("kind of answer", "A few words"),
        Kind.LONG: pgettext("kind of answer", "A longer text"),
        Kind.CHOICE: pgettext("kind of answer", "One of a list"),
        Kind.DATE: pgettext("kind of answer", "A date"),
        Kind.LINK: pgettext("kind of answer", "A link"),
    }
