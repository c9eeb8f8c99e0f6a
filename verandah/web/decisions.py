"""What was decided about me and why, what I say to it, and how I stand: also for those whom the site is closed to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verandah.actions import appealing, corresponding, stating
from verandah.base import limits
from verandah.base.errors import Conflict, Invalid, NotFound, TooMany
from verandah.base.paging import Page
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.media.files import kept
from verandah.domain.moderation import dossiers
from verandah.domain.moderation.appeals import LONGEST_TEXT
from verandah.domain.moderation.cases import code_of
from verandah.domain.moderation.correspondence import with_owner
from verandah.domain.moderation.dossiers import Status
from verandah.domain.moderation.entrances import statement_of
from verandah.domain.moderation.trust_facts import trust_of

from .closed import leave, reader_of
from .decision_words import APPEALS, STATUSES
from .media import answered, headers_for
from .paths import older_path, see_other
from .viewer import MemberRequest, WebRequest, ask_to_sign_in, members_only

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account
    from verandah.domain.moderation.models import Case

# The name of a small picture in the folder of a copy, as it was kept.
SMALL = "small"
FOR_ONE = "private, no-store"


@never_cache
@require_safe
def index(request: WebRequest) -> HttpResponseBase:
    """All that was decided about me. Who is signed in finds it among their settings."""
    if request.viewer is not None:
        return redirect("settings_standing")
    reader = reader_of(request)
    if reader is None:
        return ask_to_sign_in(request)
    return render(request, "pages/decisions.html", standing_context(request, reader))


@never_cache
@require_safe
@members_only
def standing(request: MemberRequest) -> HttpResponse:
    """How I stand: what I may not do and until when, what was decided about me, what counts against me."""
    return render(request, "pages/settings_standing.html", standing_context(request, request.viewer))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: WebRequest, number: int) -> HttpResponseBase:
    """One statement of reasons, with what I can say to it."""
    reader = reader_of(request)
    if reader is None:
        return ask_to_sign_in(request)
    return shown(request, reader, number, reverse("decision", args=[number]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_letter(request: WebRequest, link: str) -> HttpResponseBase:
    """The same by the link of the letter: nobody has to sign in, and it opens this one and no other."""
    statement = statement_of(link)
    number = statement.decision_id
    if request.viewer is not None and request.viewer.pk == statement.account_id:
        return redirect("decision", number)
    if statement.account is None:
        raise NotFound
    return shown(request, statement.account, number, reverse("decision_by_letter", args=[link]))


@never_cache
@require_safe
def file(request: WebRequest, number: int, copy: int) -> HttpResponseBase:
    """A small picture of what a statement is about, to whom it is about."""
    reader = reader_of(request)
    if reader is None:
        raise NotFound
    return picture(request, reader, number, copy)


@never_cache
@require_safe
def file_by_letter(request: WebRequest, link: str, copy: int) -> HttpResponseBase:
    """The same by the link of the letter."""
    statement = statement_of(link)
    if statement.account is None:
        raise NotFound
    return picture(request, statement.account, statement.decision_id, copy)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: WebRequest, number: int) -> HttpResponseBase:
    """Where a notice about a case of mine leads: to what was decided in it, else to what was written in it."""
    reader = reader_of(request)
    if reader is None:
        return ask_to_sign_in(request)
    if (decided := dossiers.decision_of_case(reader, number)) is not None and request.method != "POST":
        return redirect(reverse("decision", args=[decided]) + "#messages")
    if code := dossiers.reported_in(reader, number):
        return redirect("own_case", code)
    if code := code_for_staff(request, number):
        return redirect("case", code)
    row = dossiers.case_about(reader, number)
    refusal = said(request, reader, row) if request.method == "POST" else ""
    if request.method == "POST" and not refusal:
        return see_other(reverse("decision_case", args=[number]) + "#messages")
    context = {
        "case": row,
        "talk": with_owner(reader, row.pk),
        "refusal": refusal,
        "typed": request.POST.get("body", ""),
    }
    return render(request, "pages/case_talk.html", context, status=422 if refusal else 200)


def code_for_staff(request: WebRequest, number: int) -> str:
    """What a case is called, for who of the staff was told of it; empty for everyone else."""
    if request.viewer is None or not may(Role(request.user.role), Permission.SEE_CASES):  # type: ignore[union-attr]
        return ""
    return code_of(request.viewer, number)


@require_POST
def done(request: WebRequest) -> HttpResponse:
    """I have read it and go: this browser knows nothing of me any more."""
    leave(request)
    return redirect("home")


def shown(request: WebRequest, reader: Account, number: int, here: str) -> HttpResponseBase:
    """The page of one decision, or what was posted on it. `here`: its address for this reader."""
    refusals: Mapping[str, str] = {}
    if request.method == "POST":
        refusals = posted(request, reader, number)
        if not refusals:
            return see_other(here + ("#messages" if "body" in request.POST else "#appeal"))
    found = dossiers.statement_about(reader, number)
    if request.method != "POST":
        stating.read(found.id, reader)
    context = {
        "found": found,
        "told": found.told,
        "status": STATUSES[found.status],
        "appeal_state": APPEALS.get(found.appeal.state) if found.appeal else None,
        "talk": with_owner(reader, found.case_id),
        "is_overturned": found.status is Status.OVERTURNED,
        "refusals": refusals,
        "typed": {name: request.POST.get(name, "") for name in ("text", "body")},
        "longest": LONGEST_TEXT,
        "here": here,
        "is_closed": request.viewer is None,
    }
    return render(request, "pages/decision.html", context, status=422 if refusals else 200)


def posted(request: WebRequest, reader: Account, number: int) -> dict[str, str]:
    """An appeal or a message, stored; what was refused, by the field that it stands beside. Raises NotFound."""
    limits.take("appeal", str(reader.pk))
    found = dossiers.decision_about(reader, number)
    try:
        if "body" in request.POST:
            corresponding.write_as_owner(found.case, reader, request.POST["body"])
            messages.success(request, _("Your message is with the people who look after this site."))
        else:
            appealing.appeal(found, reader, request.POST.get("text", ""))
            messages.success(request, _("Your appeal is on its way. Somebody else looks at it."))
    except (Invalid, Conflict, TooMany) as refusal:
        return {"body" if "body" in request.POST else "text": refusal.text}
    return {}


def said(request: WebRequest, reader: Account, row: Case) -> str:
    """A message in a case in which nothing is decided yet; why it was refused, or nothing."""
    limits.take("appeal", str(reader.pk))
    try:
        corresponding.write_as_owner(row, reader, request.POST.get("body", ""))
    except (Invalid, TooMany) as refusal:
        return refusal.text
    messages.success(request, _("Your message is with the people who look after this site."))
    return ""


def standing_context(request: WebRequest, reader: Account) -> dict[str, object]:
    """What the list of all decisions is made of."""
    page = Page.from_query(request.GET)
    record = dossiers.record_of(reader, page)
    last = record.lines[-1].decision_id if record.lines else 0
    return {
        "section": "standing",
        "record": record,
        "lines": [(line, STATUSES[line.status], APPEALS.get(line.appeal)) for line in record.lines],
        "older": older_path(request.path, last, len(record.lines), page),
        "reader": reader,
        "trust": trust_of(reader),
    }


def picture(request: WebRequest, reader: Account, number: int, copy: int) -> HttpResponseBase:
    """The kept copy itself. Raises NotFound."""
    row = dossiers.file_of(reader, number, copy)
    headers = headers_for(f'"{row.name[:16]}"', FOR_ONE, row.content_type)
    return answered(request, kept(row.name, SMALL, row.extension), headers)
