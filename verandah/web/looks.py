"""How the pages look on one device: light or dark, contrast, size of the text, motion. The first byte knows it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .paths import see_other
from .viewer import WebRequest

YEAR = 31_536_000
# What can be chosen beside what is usual, by the name of the cookie, which is that of the attribute as well.
LOOKS: dict[str, tuple[str, ...]] = {
    "theme": ("light", "dark"),
    "contrast": ("more",),
    "size": ("115", "130", "150"),
    "motion": ("less",),
}


def looks(cookies: Mapping[str, str]) -> SafeString:
    """What a browser has chosen, as attributes of the page."""
    return attributes(tuple(cookies.get(name, "") for name in LOOKS))


@lru_cache(256)
def attributes(chosen: tuple[str, ...]) -> SafeString:
    """Only what is known: the rest is anyone's."""
    pairs = zip(LOOKS.items(), chosen, strict=True)
    known = (f' data-{name}="{value}"' for (name, values), value in pairs if value in values)
    return mark_safe("".join(known))  # noqa: S308


def choice(label: Any, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    """One of several; nothing is what is usual."""
    wrong = {"invalid_choice": _("Choose one of the looks in the list.")}
    return forms.ChoiceField(
        label=label, required=False, choices=choices, widget=forms.RadioSelect, error_messages=wrong
    )


class LooksForm(forms.Form):
    """How the site looks on this device."""

    theme = choice(_("Look"), [("", _("As my device")), ("light", _("Light")), ("dark", _("Dark"))])
    contrast = choice(_("Contrast"), [("", _("As my device")), ("more", _("More contrast"))])
    size = choice(
        _("Size of the text"),
        [("", _("Usual")), ("115", _("Larger")), ("130", _("Much larger")), ("150", _("Largest"))],
    )
    motion = choice(_("Motion"), [("", _("As my device")), ("less", _("As little as possible"))])

    @property
    def look_fields(self) -> list[forms.BoundField]:
        """Its own, in the order of the page."""
        return [self[name] for name in LOOKS]


def chosen(cookies: Mapping[str, str]) -> dict[str, str]:
    """The form as it stands for a browser."""
    return {name: value if (value := cookies.get(name, "")) in values else "" for name, values in LOOKS.items()}


def keep(answer: HttpResponse, form: forms.Form) -> None:
    """Keep what was chosen on this device."""
    for name in LOOKS:
        remember(answer, name, form.cleaned_data[name])


def remember(answer: HttpResponse, name: str, value: str) -> None:
    """Keep a choice on this device; what is usual needs no cookie."""
    if value:
        answer.set_cookie(
            name, value, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
        )
    else:
        answer.delete_cookie(name, samesite="Lax")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def display(request: WebRequest) -> HttpResponseBase:
    """The same for guests; members find it among their settings."""
    if request.viewer is not None:
        return see_other(reverse("settings_display"))
    form = LooksForm(request.POST or None, initial=chosen(request.COOKIES))
    if request.method != "POST" or not form.is_valid():
        return render(request, "pages/display.html", {"form": form}, status=422 if form.errors else 200)
    answer = see_other(reverse("display"))
    messages.success(request, gettext("Saved."))
    keep(answer, form)
    return answer
