"""What members set for themselves: profile, privacy, display, sign-in and security."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.conf import settings as site_settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verandah.actions import authenticating, picturing, presenting
from verandah.actions.picturing import CUTS
from verandah.base import limits
from verandah.base.errors import Invalid
from verandah.base.paging import whole
from verandah.base.resumable import TooLarge
from verandah.domain.accounts.factors import factors_of
from verandah.domain.accounts.queries import sessions
from verandah.domain.graph.queries import requests_count
from verandah.domain.moderation.record import looks_at

from . import circle_forms, looks
from .birthday import birthday_form
from .forms import DisplayForm, PrivacyForm, ProfileForm, refuse
from .paths import see_other, way_back
from .role_words import LOOKS, ROLES
from .viewer import MemberRequest, WebRequest, limited, members_only

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@limited("settings")
def profile(request: MemberRequest) -> HttpResponse:
    """My name, what I say about myself, and my pictures."""
    me = request.viewer
    sent = request.FILES if request.method == "POST" else None
    form = ProfileForm(request.POST or None, sent, initial={"display_name": me.display_name, "bio": me.bio})
    if form.is_valid() and profile_is_changed(me, form):
        return saved(request, "settings_profile")
    return page(request, "profile", form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@limited("settings")
def privacy(request: MemberRequest) -> HttpResponse:
    """Who may follow me, and come near me in other ways."""
    me = request.viewer
    form = PrivacyForm(request.POST or None, initial=circle_forms.chosen(me))
    if form.is_valid():
        wish = form.cleaned_data["approves_followers"]
        if wish != "nobody":
            presenting.change_privacy(me, wish == "yes")
        circle_forms.keep(me, wish != "nobody", form)
        waiting = requests_count(me)
        if waiting and not me.approves_followers:
            messages.info(request, still_waiting(waiting))
        return saved(request, "settings_privacy")
    return page(request, "privacy", form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@limited("settings")
def display(request: MemberRequest) -> HttpResponse:
    """Light or dark, and the language."""
    chosen = {
        **looks.chosen(request.COOKIES),
        "language": request.user.language,  # type: ignore[union-attr]
        "previews": request.COOKIES.get("previews") != "no",
    }
    form = DisplayForm(request.POST or None, initial=chosen)
    if not form.is_valid():
        return page(request, "display", form)
    language = form.cleaned_data["language"]
    presenting.choose_language(request.viewer.user, language)
    # The page that comes next is in the new language, and so is what it says.
    with override(language or None):
        answer = saved(request, "settings_display")
    looks.keep(answer, form)
    looks.remember(answer, "previews", "" if form.cleaned_data["previews"] else "no")
    remember_language(answer, language)
    return answer


@never_cache
@require_safe
@members_only
def security(request: MemberRequest) -> HttpResponse:
    """My address, my password, and where I am signed in."""
    user = request.viewer.user
    pending = EmailAddress.objects.get_new(user)
    context = {
        "section": "security",
        "email": user.email,
        "new_email": pending.email if pending else "",
        "sessions": sessions(user, request.session.session_key or ""),
        "factors": factors_of(user),
        "looks": [(look, ROLES[look.role], LOOKS[look.what]) for look in looks_at(request.viewer)],
    }
    return render(request, "pages/settings_security.html", context)


@never_cache
@require_POST
@members_only
@limited("settings")
def session_end(request: MemberRequest) -> HttpResponse:
    """Sign out in one other place, or everywhere else."""
    user = request.viewer.user
    if "others" in request.POST:
        ended = authenticating.end_other_sessions(user, request.session.session_key or "")
        messages.success(request, everywhere_else(ended))
    else:
        authenticating.end_session(user, whole(request.POST.get("id"), 0))
        messages.success(request, _("Signed out there."))
    return see_other(reverse("settings_security"))


@require_POST
def set_theme(request: WebRequest) -> HttpResponse:
    """Light, dark, or as the device has it; for guests too. Then back to where the button was."""
    answer = see_other(way_back(request.POST.get("next", ""), reverse("home")))
    theme = request.POST.get("theme", "")
    looks.remember(answer, "theme", theme if theme in looks.LOOKS["theme"] else "")
    return answer


def profile_is_changed(me: Account, form: ProfileForm) -> bool:
    """Store it; False when something was refused, and then the form says what."""
    try:
        presenting.change_profile(me, form.cleaned_data["display_name"], form.cleaned_data["bio"])
        change_pictures(me, form)
    except Invalid as refusal:
        refuse(form, refusal)
        return False
    return True


def change_pictures(me: Account, form: ProfileForm) -> None:
    """Store those that were sent, and remove those that are not wanted. Raises Invalid at the field it is about."""
    # What the form does not ask for, because the site shows none, the verb refuses.
    sent = {which: file for which in CUTS if (file := form.cleaned_data.get(which) or form.files.get(which))}
    for _picture in sent:
        limits.take("upload", str(me.id))
    try:
        picturing.set_pictures(me, sent)
    except TooLarge as refusal:
        raise Invalid(max(sent, key=lambda which: sent[which].size or 0), refusal.text) from refusal
    for which in CUTS:
        if which not in sent and form.cleaned_data[f"drop_{which}"]:
            picturing.remove_picture(me, which)


def page(request: MemberRequest, section: str, form: ProfileForm | PrivacyForm | DisplayForm) -> HttpResponse:
    """A page of settings with its form."""
    context: dict[str, object] = {"section": section, "form": form}
    if section == "profile":
        context["birthday"] = birthday_form(request.viewer)
    return render(request, f"pages/settings_{section}.html", context, status=422 if form.errors else 200)


def saved(request: HttpRequest, name: str) -> HttpResponseRedirect:
    """Back to the page, which says that it is done."""
    messages.success(request, _("Saved."))
    return see_other(reverse(name))


def remember_language(answer: HttpResponse, language: str) -> None:
    """Keep the language for the pages that a guest sees on this device."""
    if language:
        answer.set_cookie(
            site_settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=looks.YEAR,
            samesite="Lax",
            httponly=True,
            secure=site_settings.SESSION_COOKIE_SECURE,
        )
    else:
        answer.delete_cookie(site_settings.LANGUAGE_COOKIE_NAME, samesite="Lax")


def still_waiting(count: int) -> str:
    """Nobody is let in silently."""
    sentence = ngettext(
        "%(n)d person still waits for your answer. Nobody was let in by this change.",
        "%(n)d people still wait for your answer. Nobody was let in by this change.",
        count,
    )
    return sentence % {"n": count}


def everywhere_else(ended: int) -> str:
    """In how many places someone has been signed out."""
    if not ended:
        return _("You were signed in nowhere else.")
    return ngettext("Signed out in %(n)d other place.", "Signed out in %(n)d other places.", ended) % {"n": ended}
