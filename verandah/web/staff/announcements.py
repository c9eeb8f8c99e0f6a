"""Announcing something: the list, writing one in all languages, and what has to be said twice before it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from verandah.actions import proclaiming
from verandah.actions.proclaiming import NOTHING, Wish, Words
from verandah.base.errors import Conflict, Invalid
from verandah.base.paging import whole
from verandah.base.prose import prose_html
from verandah.domain.accounts.permissions import Permission
from verandah.domain.instance.noticeboard import (
    COMING,
    DRAFT,
    NOW,
    PAST,
    WITHDRAWN,
    Audience,
    Kind,
    Posted,
    all_posted,
    one_posted,
)
from verandah.domain.instance.show import KINDS, is_rtl
from verandah.domain.notifications.announced import counts_of
from verandah.web.paths import see_other

from .door import StaffRequest, staff_page

# As the browser's own field for a day and a time writes it.
FIELD = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True, slots=True)
class Spoken:
    """An announcement in one language, as the form shows it; `html`: how it will look."""

    code: str
    name: str
    direction: str
    title: str
    body: str

    @property
    def html(self) -> str:
        return prose_html(self.body)


@dataclass(frozen=True, slots=True)
class Sure:
    """What is asked before it is done: the question, what follows, what stands on the button, what is said after."""

    title: str
    words: str
    button: str
    done: str
    tone: str = ""


@never_cache
@require_safe
@staff_page(Permission.ANNOUNCE)
def index(request: StaffRequest) -> HttpResponse:
    """All announcements, by where they stand."""
    found = all_posted()
    titles = ((NOW, _("Shown now")), (COMING, _("Coming")), (DRAFT, _("Drafts")))
    parts = [(title, [one for one in found if one.state == state]) for state, title in titles]
    past = [one for one in found if one.state in (PAST, WITHDRAWN)]
    context = {"here": "announcements", "parts": [part for part in (*parts, (_("Past"), past)) if part[1]]}
    return render(request, "pages/staff_announcements.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.ANNOUNCE)
def new(request: StaffRequest) -> HttpResponse:
    """An announcement that there was not. It is kept as a draft before it goes out."""
    if request.method != "POST" or "preview" in request.POST:
        return form_page(request, None)
    try:
        row = proclaiming.draft(request.viewer, wish_in(request.POST))
    except Invalid as refusal:
        return form_page(request, None, refusal.text)
    return go_on(request, row.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.ANNOUNCE)
def change(request: StaffRequest, number: int) -> HttpResponse:
    """One announcement, all languages beside each other."""
    shown = one_posted(number)
    if shown is None:
        raise Http404
    if request.method != "POST" or "preview" in request.POST:
        return form_page(request, shown)
    try:
        proclaiming.change(request.viewer, number, wish_in(request.POST, shown), "again" in request.POST)
    except (Invalid, Conflict) as refusal:
        return form_page(request, shown, refusal.text)
    return go_on(request, number)


@never_cache
@require_http_methods(["POST"])
@staff_page(Permission.ANNOUNCE)
def preview(request: StaffRequest) -> HttpResponse:
    """How it will look in each language: beside the form, while one writes. Stores nothing."""
    return render(request, "components/announcement_preview.html", shown_as(request.POST, None))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.ANNOUNCE)
def sure(request: StaffRequest, number: int, deed: str) -> HttpResponse:
    """Ask once more, with the number of people, then do it: publish, send by letter, remind, take back, delete."""
    shown, verb = one_posted(number), DEEDS.get(deed)
    if verb is None or (shown is None and deed != "delete"):
        raise Http404
    if shown is None:
        return see_other(reverse("staff_announcements"))
    asked, error = asking(request, shown, deed), ""
    if request.method == "POST":
        try:
            verb(request.viewer, number)
        except (Invalid, Conflict) as refusal:
            error = refusal.text
        else:
            messages.success(request, asked.done)
            return see_other(reverse("staff_announcements"))
    context = {"here": "announcements", "announcement": shown, "sure": asked, "deed": deed, "error": error}
    return render(
        request, "pages/staff_announcement_sure.html", context | shown_as(None, shown), status=422 if error else 200
    )


DEEDS: dict[str, Callable[[Any, int], object]] = {
    "publish": proclaiming.publish,
    "mail": proclaiming.mail,
    "remind": proclaiming.remind,
    "withdraw": proclaiming.withdraw,
    "delete": proclaiming.drop,
}


def asking(request: StaffRequest, shown: Posted, deed: str) -> Sure:
    """The question. One query."""
    counts = counts_of(request.viewer, shown.id)
    if deed == "publish":
        return publishing(shown, counts.all)
    if deed == "mail":
        return Sure(_("Send it by letter?"), by_letter(shown, counts.all), _("Send the letters"), _("Letters go out."))
    if deed == "remind":
        words = ngettext(
            "%(n)d person has not said that they have read it. They get a notice and a letter. This can be done once.",
            "%(n)d people have not said that they have read it. They get a notice and a letter. This can be done once.",
            counts.unread,
        ) % {"n": counts.unread}
        return Sure(_("Remind those who have not read it?"), words, _("Remind them"), _("They are being reminded."))
    if deed == "withdraw":
        words = _("It disappears everywhere, also from the page of past announcements. Letters stay where they are.")
        return Sure(_("Take it back?"), words, _("Take it back"), _("It was taken back."), "red")
    words = _("Nobody but you and those who work here has seen it.")
    return Sure(_("Delete this draft?"), words, _("Delete"), _("The draft is gone."), "red")


def publishing(shown: Posted, count: int) -> Sure:
    """The question before it is shown to people."""
    words = ngettext("It goes to %(n)d person.", "It goes to %(n)d people.", count) % {"n": count}
    if shown.audience == Audience.EVERYONE:
        words += " " + _("Guests read it on the landing page.")
    if shown.is_mailed:
        words += " " + by_letter(shown, count)
    later = shown.starts_at > timezone.now()
    return Sure(_("Publish it?"), words, _("Publish"), _("It comes when it begins.") if later else _("It is out."))


def by_letter(shown: Posted, count: int) -> str:
    """To whom letters go."""
    if shown.kind == Kind.URGENT:
        return ngettext(
            "A letter goes to this %(n)d person, because it is urgent.",
            "A letter goes to all %(n)d of them, because it is urgent.",
            count,
        ) % {"n": count}
    return _("A letter goes to those of them who take letters about announcements.")


def go_on(request: StaffRequest, number: int) -> HttpResponse:
    """Behind the form: to the question before publishing if that was the button, else to the list."""
    if "publish" in request.POST:
        return see_other(reverse("staff_announcement_sure", args=[number, "publish"]))
    messages.success(request, _("Saved."))
    return see_other(f"{reverse('staff_announcements')}#announcement-{number}")


def form_page(request: StaffRequest, shown: Posted | None, error: str = "") -> HttpResponse:
    """The form, as it was sent or as the announcement stands."""
    sent = request.POST if request.method == "POST" else None
    context = {
        "here": "announcements",
        "announcement": shown,
        "kinds": kinds(),
        "audiences": audiences(),
        "zone": settings.TIME_ZONE,
        "error": error,
        "again": sent is not None and "again" in sent,
        **fields(sent, shown),
        **shown_as(sent, shown),
    }
    return render(request, "pages/staff_announcement_form.html", context, status=422 if error else 200)


def fields(sent: QueryDict | None, shown: Posted | None) -> dict[str, Any]:
    """What stands in the fields that are the same for all languages."""
    if sent is not None:
        return {
            "kind": whole(sent.get("kind"), Kind.INFO),
            "audience": whole(sent.get("audience"), shown.audience if shown else Audience.MEMBERS),
            "starts": sent.get("starts", ""),
            "ends": sent.get("ends", ""),
            "asks_to_read": "asks_to_read" in sent,
            "is_mailed": "is_mailed" in sent,
        }
    if shown is None:
        return {"kind": int(Kind.INFO), "audience": int(Audience.MEMBERS), "starts": "", "ends": ""}
    begun = shown.starts_at <= timezone.now()
    return {
        "kind": shown.kind,
        "audience": shown.audience,
        "starts": "" if begun else in_field(shown.starts_at),
        "ends": in_field(shown.ends_at),
        "asks_to_read": shown.asks_to_read,
        "is_mailed": shown.is_mailed,
    }


def shown_as(sent: QueryDict | None, shown: Posted | None) -> dict[str, Any]:
    """The words in each language, and the kind by which they look."""
    number = whole(sent.get("kind"), Kind.INFO) if sent is not None else shown.kind if shown else Kind.INFO
    word = KINDS[Kind(number)] if number in Kind.values else KINDS[Kind.INFO]
    spoken_in = [spoken(code, sent, shown) for code, _name in settings.LANGUAGES]
    asks = "asks_to_read" in sent if sent is not None else bool(shown and shown.asks_to_read)
    return {"spoken": spoken_in, "word": word, "asks": asks, "is_empty": not any(one.title for one in spoken_in)}


def spoken(code: str, sent: QueryDict | None, shown: Posted | None) -> Spoken:
    """One language of the form."""
    there = shown.texts.get(code) if shown else None
    title, body = (there.title, there.body) if there else ("", "")
    if sent is not None:
        title, body = sent.get(f"title-{code}", ""), sent.get(f"body-{code}", "")
    return Spoken(code, get_language_info(code)["name_local"], "rtl" if is_rtl(code) else "ltr", title, body)


def wish_in(sent: QueryDict, shown: Posted | None = None) -> Wish:
    """What the form asks for. Raises Invalid for a time that is none."""
    texts = {
        code: Words(sent.get(f"title-{code}", ""), sent.get(f"body-{code}", "")) for code, _name in settings.LANGUAGES
    }
    return Wish(
        texts=texts,
        kind=whole(sent.get("kind"), 0),
        audience=whole(sent.get("audience"), shown.audience if shown else NOTHING.audience),
        starts_at=moment_in(sent.get("starts", ""), "starts_at"),
        ends_at=moment_in(sent.get("ends", ""), "ends_at"),
        asks_to_read="asks_to_read" in sent,
        is_mailed="is_mailed" in sent,
    )


def moment_in(text: str, name: str) -> datetime | None:
    """A day and a time of the site's own zone; None for nothing. Raises Invalid."""
    if not text.strip():
        return None
    try:
        return datetime.strptime(text.strip()[:16], FIELD).replace(tzinfo=ZoneInfo(settings.TIME_ZONE))
    except ValueError as error:
        raise Invalid(name, _("Write the time as in 2026-05-13T12:00.")) from error


def in_field(when: datetime | None) -> str:
    """A moment as the field shows it."""
    return f"{when.astimezone(ZoneInfo(settings.TIME_ZONE)):{FIELD}}" if when else ""


def kinds() -> list[tuple[int, str, str]]:
    """Number, picture and word of each kind."""
    return [
        (int(Kind.INFO), "info", _("Quiet")),
        (int(Kind.NOTICE), "megaphone", _("Notice")),
        (int(Kind.URGENT), "siren", _("Urgent")),
    ]


def audiences() -> list[tuple[int, str]]:
    """Number and words of whom it can be for."""
    return [
        (int(Audience.MEMBERS), _("All members")),
        (int(Audience.EVERYONE), _("Everyone, guests too")),
        (int(Audience.NEWCOMERS), _("Newcomers")),
        (int(Audience.STAFF), _("Those who work here")),
    ]
