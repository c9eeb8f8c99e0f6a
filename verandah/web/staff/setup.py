"""Setting up a new site, one step a page: each can be done, put off, and taken up again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from verandah.actions import answering, launching, preparing, safekeeping
from verandah.base.errors import Invalid
from verandah.base.listeners import is_for_staff
from verandah.domain.accounts.factors import factors_of, has_second_factor
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.instance.contacts import Contacts, contacts, missing
from verandah.domain.instance.pictures import backings, logo_path
from verandah.domain.instance.settings_kinds import Words
from verandah.domain.instance.settings_list import BY_NAME
from verandah.domain.instance.settings_values import stored_site
from verandah.domain.instance.steps import STEPS, after, before, left_of
from verandah.web.paths import see_other
from verandah.web.viewer import WebRequest

from . import looks, mail_trial
from .door import StaffRequest, role_of, staff_page
from .setting_rows import Asked, read, rows_of, save

if TYPE_CHECKING:
    from verandah.domain.accounts.models import User

PAGE = "pages/staff_setup.html"
TITLES: dict[str, tuple[Words, Words]] = {
    "safety": (
        gettext_lazy("Keep your account safe"),
        gettext_lazy("Whoever gets into your account gets into everything here. A second factor keeps them out."),
    ),
    "name": (gettext_lazy("What the site is called"), gettext_lazy("Guests read this first.")),
    "logo": (gettext_lazy("Your logo"), gettext_lazy("It stands in the header, in browsers and on telephones.")),
    "colour": (gettext_lazy("Your colour"), gettext_lazy("Move the slider: this page shows it at once.")),
    "landing": (gettext_lazy("What guests see"), gettext_lazy("The page for whoever is not signed in.")),
    "joining": (
        gettext_lazy("Who can join"),
        gettext_lazy("You can invite people now; everyone can come once the last list is done."),
    ),
    "posts": (
        gettext_lazy("For whom posts are"),
        gettext_lazy("What a new post begins with. Each member can choose something else."),
    ),
    "contact": (gettext_lazy("Who answers for the site"), gettext_lazy("Everyone can read this, members or not.")),
    "languages": (gettext_lazy("Languages"), gettext_lazy("What people write stays in their own language.")),
    "mail": (
        gettext_lazy("Letters"),
        gettext_lazy("Without letters nobody can confirm an address or get a new password."),
    ),
    "storage": (gettext_lazy("Where files lie"), gettext_lazy("Pictures, videos and sounds of your members.")),
    "backup": (gettext_lazy("Backups"), gettext_lazy("One each night, and the proof that it comes back.")),
    "summary": (
        gettext_lazy("Before the site opens"),
        gettext_lazy("What is still to be done before everyone can join."),
    ),
}
SETTINGS_OF = {
    "name": ("name", "tagline", "about"),
    "colour": ("brand_hue", "brand_chroma"),
    "landing": ("backdrop", "landing_shows_members", "landing_shows_posts", "allows_guests"),
    "joining": ("joining", "minimum_age", "members_invite"),
    "posts": ("default_audience",),
    "languages": ("languages", "language"),
    "backup": ("backup_place", "backup_hour", "backups_kept"),
}
CONTACT = ("responsible_name", "responsible_email", "legal_address", "contact_email", "authorities_email")


@dataclass(frozen=True, slots=True)
class Stone:
    """A step in the list beside the page."""

    word: str
    title: Words
    is_done: bool
    is_here: bool


@never_cache
@require_safe
def index(request: WebRequest) -> HttpResponse:
    """The first step that is left."""
    refuse_others(request)
    if not has_second_factor(request.user.pk or 0):
        return to("safety")
    return to(next(iter(left_of(stored_site().prepared)), "summary"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def safety(request: WebRequest) -> HttpResponse:
    """The one page here that can be opened without a second factor: it leads to setting one up."""
    refuse_others(request)
    is_safe = has_second_factor(request.user.pk or 0)
    if request.method == "POST" and is_safe and request.viewer:
        preparing.step_is_done(request.viewer, "safety")
        return to(after("safety"))
    told = {"is_safe": is_safe, "factors": factors_of(cast("User", request.user))}
    return page(request, "safety", told, 422 if request.method == "POST" else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.SET_SWITCHES)
def step(request: StaffRequest, word: str) -> HttpResponse:
    """One step: what it asks for is set, or put off."""
    if word not in STEPS:
        raise Http404
    if request.method != "POST":
        return page(request, word, CONTEXTS.get(word, settings_context)(request, word, None))
    if "later" in request.POST:
        return to(after(word))
    try:
        answer = DEEDS.get(word, save_settings)(request, word)
    except Invalid as refusal:
        context = CONTEXTS.get(word, settings_context)(request, word, None)
        return page(request, word, context | {"error": refusal.text, "field": refusal.field}, 422)
    if answer is not None:
        return answer
    preparing.step_is_done(request.viewer, word)
    return to(after(word))


def save_settings(request: StaffRequest, word: str) -> HttpResponse | None:
    """What this step sets; the page again when some of it is refused."""
    asked = read(request.POST, SETTINGS_OF[word])
    if not asked.errors:
        save(request.viewer, asked)
    if asked.errors:
        return page(request, word, CONTEXTS.get(word, settings_context)(request, word, asked), 422)
    if word == "backup" and "drill" in request.POST:
        safekeeping.drill(request.viewer)
        messages.success(request, _("A backup is being made and tried out. Look again in a minute."))
        return to("backup")
    return None


def save_logo(request: StaffRequest, _word: str) -> HttpResponse | None:
    """The logo that was sent, if there is one. Raises Invalid."""
    return to("logo") if looks.take(request, "logo") else None


def save_landing(request: StaffRequest, word: str) -> HttpResponse | None:
    """The picture behind the page first, so that it can be chosen. Raises Invalid."""
    return to("landing") if looks.take(request, "backdrop") else save_settings(request, word)


def save_contact(request: StaffRequest, _word: str) -> HttpResponse | None:
    """Who answers for the site. Raises Invalid."""
    answering.set_contacts(request.viewer, sent_contacts(request))
    return None


def prove_mail(request: StaffRequest, _word: str) -> HttpResponse | None:
    """A letter goes out, or its code came back. Raises Invalid."""
    if "send" in request.POST:
        mail_trial.send(request)
        return to("mail")
    if request.POST.get("code") or stored_site().mail_proven_at is None:
        mail_trial.prove(request)
    return None


def no_more(_request: StaffRequest, _word: str) -> HttpResponse | None:
    """There is nothing to set."""
    return None


def end(request: StaffRequest, word: str) -> HttpResponse | None:
    """Nobody is reminded any more."""
    preparing.step_is_done(request.viewer, word)
    preparing.finish(request.viewer)
    messages.success(request, _("The site is set up. Everything can be changed later under Site settings."))
    return see_other(reverse("home" if stored_site().launched_at else "staff_launch"))


def settings_context(_request: StaffRequest, word: str, asked: Asked | None) -> dict[str, Any]:
    """The settings of a step as rows."""
    rows = rows_of([BY_NAME[name] for name in SETTINGS_OF[word]], asked or Asked(), with_changes=False)
    return {"rows": rows, "has_errors": bool(asked and asked.errors)}


def logo_context(_request: StaffRequest, _word: str, _asked: Asked | None) -> dict[str, Any]:
    return {"logo": logo_path(stored_site().logo, 192)}


def landing_context(request: StaffRequest, word: str, asked: Asked | None) -> dict[str, Any]:
    return settings_context(request, word, asked) | {"backings": backings(stored_site().backdrop_picture)}


def joining_context(request: StaffRequest, word: str, asked: Asked | None) -> dict[str, Any]:
    return settings_context(request, word, asked) | {
        "lacking": [] if stored_site().launched_at else launching.open_conditions()
    }


def contact_context(request: StaffRequest, _word: str, _asked: Asked | None) -> dict[str, Any]:
    found = sent_contacts(request) if request.method == "POST" else contacts()
    return {"contacts": found, "missing": missing(found)}


def sent_contacts(request: StaffRequest) -> Contacts:
    """What the form says; what it does not ask for stays."""
    said: dict[str, Any] = {name: request.POST.get(name, "") for name in CONTACT}
    return replace(contacts(), **said)


def mail_context(request: StaffRequest, _word: str, _asked: Asked | None) -> dict[str, Any]:
    return mail_trial.context(request)


def storage_context(_request: StaffRequest, _word: str, _asked: Asked | None) -> dict[str, Any]:
    is_bucket = str(settings.STORAGES["media"]["BACKEND"]).endswith(".Bucket")
    return {"is_bucket": is_bucket, "place": str(settings.DATA), "free": safekeeping.free_bytes(str(settings.DATA))}


def backup_context(request: StaffRequest, word: str, asked: Asked | None) -> dict[str, Any]:
    found = safekeeping.last_backups(request.viewer, 4)
    if asked is None and not stored_site().backup_place:
        asked = Asked({"backup_place": safekeeping.offered_place()})
    return settings_context(request, word, asked) | {
        "backups": found,
        "is_sealed": bool(settings.BACKUP_PASSPHRASE),
        "place_now": stored_site().backup_place,
    }


def summary_context(_request: StaffRequest, _word: str, _asked: Asked | None) -> dict[str, Any]:
    left = [(one, TITLES[one][0]) for one in left_of(stored_site().prepared) if one != "summary"]
    return {"gate": launching.gate(), "left": left}


def page(request: WebRequest, word: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A step with the list of all beside it."""
    done = stored_site().prepared
    title, lead = TITLES[word]
    around = {
        "here": "setup",
        "word": word,
        "title": title,
        "lead": lead,
        "number": STEPS.index(word) + 1,
        "count": len(STEPS),
        "stones": [Stone(one, TITLES[one][0], one in done, one == word) for one in STEPS],
        "before": before(word),
    }
    return render(request, PAGE, around | context, status=status)


def to(word: str) -> HttpResponse:
    """The page of a step."""
    return see_other(reverse("staff_setup_safety") if word == "safety" else reverse("staff_setup_step", args=[word]))


def refuse_others(request: WebRequest) -> None:
    """For whoever may not set up the site there is no such page."""
    if not (may(role_of(request), Permission.SET_SWITCHES) and is_for_staff(request)):
        raise Http404


type Deed = Callable[[StaffRequest, str], HttpResponse | None]
type Context = Callable[[StaffRequest, str, Asked | None], dict[str, Any]]

DEEDS: dict[str, Deed] = {
    "logo": save_logo,
    "landing": save_landing,
    "contact": save_contact,
    "mail": prove_mail,
    "storage": no_more,
    "summary": end,
}
CONTEXTS: dict[str, Context] = {
    "logo": logo_context,
    "landing": landing_context,
    "joining": joining_context,
    "contact": contact_context,
    "mail": mail_context,
    "storage": storage_context,
    "backup": backup_context,
    "summary": summary_context,
}
