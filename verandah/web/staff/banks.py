"""Banks of fingerprints: what there is, putting in and taking out, runs, finds; and letting out what waits."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verandah.actions import approving, banking, screening
from verandah.actions.banking import BankDraft, Print
from verandah.base.errors import Invalid
from verandah.base.paging import whole
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.moderation.banks import all_banks, latest_scan, matches_of, one_bank, proposals
from verandah.domain.moderation.kinds import Purpose, RuleEffect
from verandah.domain.moderation.policies import current_policies
from verandah.domain.moderation.screened import waiting_cases
from verandah.domain.moderation.twos import MOST_ALONE, Verb
from verandah.web.paths import see_other

from .bank_parts import EFFECTS, PURPOSES
from .door import StaffRequest, staff_page


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.SEE_BANKS, changing=Permission.CURATE_BANKS)
def index(request: StaffRequest) -> HttpResponse:
    """All banks, and making another one."""
    error = ""
    if request.method == "POST":
        try:
            bank = banking.make(request.viewer, draft_in(request.POST))
        except Invalid as refusal:
            error = refusal.text
        else:
            messages.success(request, _("The bank is there. Put something into it."))
            return see_other(reverse("staff_bank", args=[bank.pk]))
    context = {
        **choices(request),
        "banks": all_banks(request.viewer),
        "waiting": len(waiting_cases(request.viewer)),
        "draft": draft_in(request.POST) if error else BankDraft(""),
        "error": error,
    }
    return render(request, "pages/staff_banks.html", context, status=422 if error else 200)


@require_safe
@staff_page(Permission.SEE_BANKS)
def bank(request: StaffRequest, number: int) -> HttpResponse:
    """One bank."""
    return bank_page(request, number)


@require_POST
@staff_page(Permission.SEE_BANKS, changing=Permission.CURATE_BANKS)
def change(request: StaffRequest, number: int) -> HttpResponse:
    """It is like this from now on."""
    try:
        banking.change(request.viewer, number, draft_in(request.POST))
    except Invalid as refusal:
        return bank_page(request, number, refusal.text)
    messages.success(request, _("Saved."))
    return see_other(reverse("staff_bank", args=[number]))


@require_POST
@staff_page(Permission.SEE_BANKS, changing=Permission.CURATE_BANKS)
def add(request: StaffRequest, number: int) -> HttpResponse:
    """Put something forward: a picture, a file that is here, or a list."""
    one_bank(request.viewer, number)
    try:
        banking.propose(request.viewer, number, prints_in(request), request.POST.get("reason", ""))
    except Invalid as refusal:
        return bank_page(request, number, refusal.text)
    messages.success(request, _("It counts once somebody else agrees."))
    return see_other(reverse("staff_bank", args=[number]) + "#proposals")


@require_POST
@staff_page(Permission.SEE_BANKS, changing=Permission.CURATE_BANKS, fresh=True)
def answer(request: StaffRequest, number: int, approval: int) -> HttpResponse:
    """Agree to what was put forward, or not; or put in what was agreed to."""
    one_bank(request.viewer, number)
    if request.POST.get("answer") == "refuse":
        banking.refuse(request.viewer, approval)
        messages.success(request, _("It is forgotten."))
    else:
        count = banking.agree(request.viewer, approval)
        told = ngettext(
            "%(count)s fingerprint counts from now on. What is here already is being compared with it.",
            "%(count)s fingerprints count from now on. What is here already is being compared with them.",
            count,
        )
        messages.success(request, told % {"count": count})
    return see_other(reverse("staff_bank", args=[number]))


@require_POST
@staff_page(Permission.SEE_BANKS, changing=Permission.CURATE_BANKS)
def withdraw(request: StaffRequest, number: int) -> HttpResponse:
    """Take something out: by its digits, or by a list of them."""
    one_bank(request.viewer, number)
    try:
        values = [one.value for one in listed(request)]
    except Invalid as refusal:
        return bank_page(request, number, refusal.text)
    count = banking.withdraw(request.viewer, number, values)
    told = ngettext("%(count)s fingerprint was withdrawn.", "%(count)s fingerprints were withdrawn.", count)
    messages.success(request, told % {"count": count})
    return see_other(reverse("staff_bank", args=[number]))


@require_POST
@staff_page(Permission.SEE_BANKS, changing=Permission.CURATE_BANKS)
def judge(request: StaffRequest, number: int) -> HttpResponse:
    """Say whether a bank was right."""
    match = banking.judge(request.viewer, number, request.POST.get("verdict") == "right")
    messages.success(request, _("Thank you: that is counted."))
    if match.case is not None and "case" in request.POST:
        return see_other(reverse("case", args=[match.case.code]))
    return see_other(reverse("staff_bank", args=[match.bank_id]) + "#matches")


@require_POST
@staff_page(Permission.SEE_BANKS, changing=Permission.DECIDE_IN_BULK, fresh=True)
def release(request: StaffRequest) -> HttpResponse:
    """Let out all that waits only because files are looked at first. Above fifty somebody else has to agree."""
    what = screening.release_what()
    approval = approving.good_for(request.viewer, Verb.BULK, what)
    if approval is None and len(waiting_cases(request.viewer)) > MOST_ALONE:
        approving.ask(request.viewer, Verb.BULK, what, _("Let out all files that wait for a look."))
        messages.info(request, _("These are more than fifty, so somebody else has to agree first. They were asked."))
        return see_other(reverse("staff_banks"))
    count = screening.release_all(request.viewer, approval.pk if approval else None)
    told = ngettext("What waited in %(count)s case is out.", "What waited in %(count)s cases is out.", count)
    messages.success(request, told % {"count": count})
    return see_other(reverse("staff_banks"))


def bank_page(request: StaffRequest, number: int, error: str = "") -> HttpResponse:
    """All of a bank but its fingerprints."""
    shown = one_bank(request.viewer, number)
    context = {
        **choices(request),
        "bank": shown,
        "draft": shown,
        "proposals": proposals(request.viewer, number),
        "matches": matches_of(request.viewer, number),
        "scan": latest_scan(request.viewer, number),
        "error": error,
    }
    return render(request, "pages/staff_bank.html", context, status=422 if error else 200)


def choices(request: StaffRequest) -> dict[str, Any]:
    """What the forms offer."""
    return {
        "here": "banks",
        "purposes": list(PURPOSES.items()),
        "effects": list(EFFECTS.items()),
        "policies": current_policies(request.viewer),
        "may_curate": may(request.role, Permission.CURATE_BANKS),
    }


def draft_in(sent: QueryDict) -> BankDraft:
    """What the form says. What cannot be is as on a new bank."""
    before = BankDraft("")
    purpose, effect = whole(sent.get("purpose"), before.purpose), whole(sent.get("effect"), before.effect)
    return BankDraft(
        name=sent.get("name", ""),
        purpose=Purpose(purpose) if purpose in Purpose else before.purpose,
        effect=RuleEffect(effect) if effect in RuleEffect else before.effect,
        threshold=whole(sent.get("threshold"), before.threshold),
        policy_id=whole(sent.get("policy"), 0) or None,
        is_enabled="enabled" in sent,
        budget=whole(sent.get("budget"), before.budget),
    )


def prints_in(request: StaffRequest) -> list[Print]:
    """What was sent, in one of the ways in which it can be. Raises Invalid, NotFound."""
    if picture := sent_as(request, "picture"):
        return banking.prints_of_file(picture)
    if number := whole(request.POST.get("media"), 0):
        return banking.prints_of_media(number)
    return listed(request)


def listed(request: StaffRequest) -> list[Print]:
    """The fingerprints in a list, typed or sent as a file. Raises Invalid."""
    text = request.POST.get("list", "")
    if sent := sent_as(request, "file"):
        if (sent.size or 0) > banking.MOST_BYTES:
            raise Invalid("file", _("Choose a list of at most 20 MB."))
        try:
            text = b"".join(sent.chunks()).decode()
        except UnicodeDecodeError:
            raise Invalid("file", _("This is no list: send text in UTF-8.")) from None
    return banking.prints_in_text(text)


def sent_as(request: StaffRequest, name: str) -> UploadedFile[bytes] | None:
    """The file of this part of the form."""
    found = request.FILES.get(name)
    return found if isinstance(found, UploadedFile) else None
