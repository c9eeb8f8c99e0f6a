"""When I have my birthday, and who is told: a part of the settings of my profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from verandah.actions import choosing
from verandah.base.errors import Invalid
from verandah.domain.accounts.birthdays import my_birthday
from verandah.domain.posts.audience import Audience

from .paths import see_other
from .viewer import MemberRequest, limited, members_only

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

AUDIENCES = [
    (int(Audience.FRIENDS), _("Friends")),
    (int(Audience.MEMBERS), _("Members")),
    (int(Audience.ONLY_ME), _("Only me: nobody is told")),
]
UNKNOWN = _("Choose one of these.")


class BirthdayForm(forms.Form):
    """Day and month; never a year."""

    birthday_day = forms.TypedChoiceField(
        label=_("Day"),
        coerce=int,
        choices=[(0, "–"), *((day, day) for day in range(1, 32))],
        error_messages={"invalid_choice": UNKNOWN, "required": UNKNOWN},
    )
    birthday_month = forms.TypedChoiceField(
        label=_("Month"),
        coerce=int,
        choices=[(0, "–"), *MONTHS.items()],
        error_messages={"invalid_choice": UNKNOWN, "required": UNKNOWN},
    )
    birthday_audience = forms.TypedChoiceField(
        label=_("Who sees it"),
        coerce=int,
        choices=AUDIENCES,
        error_messages={"invalid_choice": UNKNOWN, "required": UNKNOWN},
    )


def birthday_form(viewer: Account, sent: Any = None) -> BirthdayForm:
    """The form with what is known."""
    known = my_birthday(viewer)
    begins = {"birthday_day": known.day, "birthday_month": known.month, "birthday_audience": known.audience}
    return BirthdayForm(sent, initial=begins)


@never_cache
@require_POST
@members_only
@limited("settings")
def birthday(request: MemberRequest) -> HttpResponse:
    """Keep it."""
    form = birthday_form(request.viewer, request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return see_other(reverse("settings_profile"))
    chosen = form.cleaned_data
    try:
        choosing.set_birthday(
            request.viewer,
            chosen["birthday_month"],
            chosen["birthday_day"],
            Audience(chosen["birthday_audience"]),
        )
    except Invalid as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("Saved."))
    return see_other(reverse("settings_profile"))
