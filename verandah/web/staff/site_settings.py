"""All that the owner sets, in groups, with a search; each can be set back."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from verandah.actions import switching
from verandah.base.errors import Invalid
from verandah.base.letters import folded
from verandah.domain.accounts.permissions import Permission
from verandah.domain.instance.settings_kinds import Words
from verandah.domain.instance.settings_list import BY_NAME, SETTINGS
from verandah.web.paths import see_other

from .door import StaffRequest, staff_page
from .setting_rows import Asked, fitting, named, parts, read, save, saved_words

LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What is set on a page of its own."""

    address: str
    glyph: str
    label: Words
    help: Words
    words: Words = ""

    @property
    def found_by(self) -> str:
        """All words by which it is found."""
        return folded(f"{self.label} {self.help} {self.words}")


ELSEWHERE = (
    Elsewhere(
        "staff_looks",
        "image",
        gettext_lazy("Logo and picture"),
        gettext_lazy("Your sign in the header, in browsers and on telephones; a picture behind the landing page."),
        gettext_lazy("icon favicon brand background upload"),
    ),
    Elsewhere(
        "staff_contact",
        "mail",
        gettext_lazy("Contact"),
        gettext_lazy("Who answers for the site, and where somebody is reached."),
        gettext_lazy("imprint address law responsible"),
    ),
    Elsewhere(
        "staff_mail",
        "send-horizontal",
        gettext_lazy("Letters"),
        gettext_lazy("Where letters are sent from, and a letter that tries it."),
        gettext_lazy("mail smtp test email"),
    ),
    Elsewhere(
        "staff_backups",
        "history",
        gettext_lazy("Backups"),
        gettext_lazy("The last ones, and trying one out."),
        gettext_lazy("restore drill folder"),
    ),
    Elsewhere(
        "staff_policies",
        "newspaper",
        gettext_lazy("Rules"),
        gettext_lazy("What holds here, in all languages."),
        gettext_lazy("conduct"),
    ),
    Elsewhere(
        "staff_people",
        "user-check",
        gettext_lazy("Who works here"),
        gettext_lazy("The roles of your staff."),
        gettext_lazy("moderators"),
    ),
    Elsewhere(
        "staff_setup",
        "sprout",
        gettext_lazy("Setting up"),
        gettext_lazy("The first steps once more, one by one."),
        gettext_lazy("wizard"),
    ),
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.SEE_POLICIES, changing=Permission.SET_SWITCHES)
def index(request: StaffRequest) -> HttpResponse:
    """All settings, or those that a search finds. What a form names is set, each in the record."""
    asked = None
    if request.method == "POST":
        asked = read(request.POST, named(BY_NAME, request.POST.getlist("names")))
        if not asked.errors:
            count = save(request.viewer, asked)
            if not asked.errors:
                messages.success(request, saved_words(count))
                return see_other(way_back(request))
    return page(request, asked)


@never_cache
@require_POST
@staff_page(Permission.SEE_POLICIES, changing=Permission.SET_SWITCHES)
def undo(request: StaffRequest, number: int) -> HttpResponse:
    """Set one setting back to what it was before a change."""
    try:
        switching.undo(request.viewer, number)
    except Invalid as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("Set back."))
    return see_other(way_back(request))


def page(request: StaffRequest, asked: Asked | None) -> HttpResponse:
    """The page. Three queries of its own."""
    query = request.GET.get("q", "").replace("\0", "")[:LONGEST_SEARCH].strip()
    found = fitting(SETTINGS, query) if query else SETTINGS
    wanted = folded(query).split()
    context = {
        "here": "settings",
        "query": query,
        "parts": parts(found, asked),
        "elsewhere": [one for one in ELSEWHERE if all(word in one.found_by for word in wanted)],
        "has_errors": bool(asked and asked.errors),
    }
    return render(request, "pages/staff_settings.html", context, status=422 if asked and asked.errors else 200)


def way_back(request: StaffRequest) -> str:
    """Where the form stood on the page."""
    part = request.POST.get("part", "")
    return reverse("staff_settings") + (f"#{part}" if part.isascii() and part.isalpha() else "")
