"""Pausing the site: how it stands, choosing another mode in two steps, opening it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from verandah.actions import pausing
from verandah.actions.pausing import LONGEST_REASON, Changed
from verandah.base.errors import Invalid
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.show import show_accounts
from verandah.domain.instance.modes import Mode, stored_mode
from verandah.web.paths import see_other

from .door import StaffRequest, staff_page


@dataclass(frozen=True, slots=True)
class Choice:
    """A mode as it can be chosen: its word in forms, what it is called, and what it means for whom."""

    word: str
    label: object
    effects: tuple[object, ...]


CHOICES = {
    Mode.READ_ONLY: Choice(
        "read_only",
        gettext_lazy("Only reading"),
        (
            gettext_lazy("Everyone reads all that they read otherwise, and signs in and out."),
            gettext_lazy("Nobody writes, reacts, uploads or joins; buttons are switched off and apps are told why."),
            gettext_lazy("Reports, appeals and the staff’s own pages go on."),
        ),
    ),
    Mode.MAINTENANCE: Choice(
        "maintenance",
        gettext_lazy("Maintenance"),
        (
            gettext_lazy(
                "Everyone but the staff sees one page with your reason and the end; it looks again every minute."
            ),
            gettext_lazy("Apps are told the same and when to come back. What stays open for live updates ends."),
            gettext_lazy("Sign-in stays open, so that the staff gets in. Backups and jobs go on."),
        ),
    ),
    Mode.CLOSED: Choice(
        "closed",
        pgettext_lazy("the site", "Closed for good"),
        (
            gettext_lazy("Guests see a farewell with your reason. Nothing is deleted."),
            gettext_lazy("Members sign in to download or erase what is theirs, and to read decisions and appeal."),
            gettext_lazy("Apps are refused, and files are no longer served. You can open the site again at any time."),
        ),
    ),
}
NAMES = {Mode.OPEN: pgettext_lazy("the site", "Open"), **{mode: one.label for mode, one in CHOICES.items()}}


@dataclass(frozen=True, slots=True)
class Line:
    """A change in words."""

    entry: Changed
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form says, as it was typed."""

    mode: Mode = Mode.MAINTENANCE
    reason: str = ""
    until: str = ""

    @property
    def word(self) -> str:
        return CHOICES[self.mode].word


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.SEE_SITE, changing=Permission.RUN_SITE, fresh=True)
def mode(request: StaffRequest) -> HttpResponse:
    """Choosing a mode: the first POST shows what it means, the second one does it."""
    if request.method != "POST":
        return page(request, Asked())
    asked = asked_in(request)
    try:
        until = moment_in(asked.until)
        wished = pausing.checked(asked.mode, asked.reason, until)
        if request.POST.get("sure") != "yes":
            return page(request, asked, sure=True, until=wished.until)
        changed = pausing.change_mode(request.viewer, asked.mode, asked.reason, until)
    except Invalid as refusal:
        return page(request, asked, error=refusal.text)
    messages.success(request, _("It holds from now on.") if changed else _("Nothing was changed."))
    return see_other(reverse("staff_mode"))


@never_cache
@require_POST
@staff_page(Permission.SEE_SITE, changing=Permission.RUN_SITE)
def reopen(request: StaffRequest) -> HttpResponse:
    """All is as usual from now on."""
    if pausing.open_again(request.viewer):
        messages.success(request, _("The site is open again."))
    return see_other(reverse("staff_mode"))


def asked_in(request: StaffRequest) -> Asked:
    """What the form says. A word that is none counts as the first choice."""
    words = {choice.word: found for found, choice in CHOICES.items()}
    return Asked(
        words.get(request.POST.get("mode", ""), Mode.MAINTENANCE),
        request.POST.get("reason", "").strip(),
        request.POST.get("until", "").strip(),
    )


def moment_in(text: str) -> datetime | None:
    """A moment as browsers send it, in the site's time; None for nothing. Raises Invalid."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid("until", _("Choose a day and a time.")) from None
    return found if found.tzinfo is not None else timezone.make_aware(found)


def page(
    request: StaffRequest, asked: Asked, *, error: str = "", sure: bool = False, until: datetime | None = None
) -> HttpResponse:
    """The page. Three queries."""
    now, entries = stored_mode(), pausing.changes()
    people = show_accounts([entry.by_id for entry in entries if entry.by_id])
    lines = [
        Line(entry, told(entry), people[entry.by_id].display_name if entry.by_id in people else _("The site itself"))
        for entry in entries
    ]
    context = {
        "here": "mode",
        "now": now,
        "now_label": NAMES[now.mode],
        "is_open": now.mode is Mode.OPEN,
        "effects": CHOICES[now.mode].effects if now.mode in CHOICES else (),
        "choices": CHOICES.values(),
        "asked": asked,
        "chosen": CHOICES[asked.mode],
        "until": until,
        "sure": sure,
        "error": error,
        "changes": lines,
        "longest": LONGEST_REASON,
        "zone": timezone.get_current_timezone_name(),
        "may_change": may(request.role, Permission.RUN_SITE),
    }
    return render(request, "pages/staff_mode.html", context, status=422 if error else 200)


def told(entry: Changed) -> str:
    """A change as a sentence without a subject."""
    return _("%(was)s → %(value)s") % {"was": NAMES[entry.was], "value": NAMES[entry.mode]}
