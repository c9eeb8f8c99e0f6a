"""How a setting of the owner's stands in the row of the site, and how it is stored there."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .clock_words import minutes_of, words_of_minutes
from .models import Site
from .settings_kinds import Kind, Setting, Value, Words
from .show import joining_now


def choices_of(setting: Setting) -> tuple[tuple[int | str, Words], ...]:
    """What can be chosen; the languages are those that this program speaks."""
    if setting.name in ("languages", "language"):
        known: tuple[tuple[int | str, Words], ...] = tuple(settings.LANGUAGES)
        return known if setting.name == "languages" else (("", _("As the server is set")), *known)
    return setting.choices


def value_in(setting: Setting, row: Site) -> Value:
    """How it stands in a row."""
    if setting.kind is Kind.NIGHT:
        if row.night_from is None or row.night_until is None:
            return ""
        return f"{words_of_minutes(row.night_from)}-{words_of_minutes(row.night_until)}"
    if setting.name == "joining":
        # Until the site was opened by way of the list before opening, nobody comes in without an invitation.
        return joining_now(row).value
    value: Any = getattr(row, setting.name)
    if setting.kind is Kind.SEVERAL:
        chosen = value or ([key for key, _label in setting.choices] if setting.least else [])
        return ",".join(str(one) for one in chosen)
    if setting.kind is Kind.YES_NO:
        return bool(value)
    return value if isinstance(value, str) else int(value)


def columns_for(setting: Setting, value: Value) -> dict[str, Any]:
    """How a value that was looked at already is stored."""
    if setting.kind is Kind.NIGHT:
        begins, _dash, ends = str(value).partition("-")
        return {"night_from": minutes_of(begins), "night_until": minutes_of(ends)}
    if setting.kind is Kind.SEVERAL:
        words = [word for word in str(value).split(",") if word]
        return {setting.name: [int(word) if setting.choices else word for word in words]}
    return {setting.name: value}


def stored_site() -> Site:
    """The whole row; the defaults while nothing is stored. One query."""
    return Site.objects.filter(pk=1).first() or Site(pk=1)
