"""Notices of illegal content (DSA art. 16) by the address of what it is, without an account."""

from __future__ import annotations

from secrets import token_hex
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from verandah.actions import noticing
from verandah.actions.noticing import LONGEST_EMAIL, LONGEST_NAME, MOST_PLACES, Notice
from verandah.actions.replying import Contact
from verandah.actions.reporting import LONGEST_WORDS
from verandah.base import limits
from verandah.base.errors import Invalid
from verandah.domain.moderation.reportable import Place
from verandah.domain.moderation.reports import CHILD_ABUSE, Law, receipt_of

from .forms import checked, line, refuse
from .joining import client_address
from .paths import see_other
from .report_places import place_in, places_in
from .report_steps import ELSEWHERE
from .report_words import country_words, law_words
from .viewer import WebRequest

KEY = r"[0-9a-f]{32}"
# One line of an address, and as many as there may be.
LONGEST_PLACES = 1100 * MOST_PLACES


class NoticeForm(forms.Form):
    """What is illegal, where, why, and who says so. Members need not say who they are: the site knows."""

    key = forms.RegexField(KEY, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_member: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= notice_fields()
        if is_member:
            del self.fields["name"], self.fields["email"]
        elif self.data.get("kind") == CHILD_ABUSE:
            # Who tells of that need not say who they are.
            self.fields["name"].required = self.fields["email"].required = False

    def clean_places(self) -> tuple[Place, ...]:
        """The addresses, read."""
        found: tuple[Place, ...] = checked(places_in, self.cleaned_data["places"])
        if len(found) > MOST_PLACES:
            raise ValidationError(_("Give at most %(most)s addresses at once.") % {"most": MOST_PLACES})
        return found

    def notice(self) -> Notice:
        """All of it, as it is told."""
        held = self.cleaned_data
        country = "" if held["country"] == ELSEWHERE else held["country"]
        return Notice(
            places=held["places"],
            why=held["comment"],
            law=Law(held["kind"], country, held["good_faith"]),
            contact=Contact(held.get("name", ""), held.get("email", "")),
            key=held["key"],
        )


def notice_fields() -> dict[str, forms.Field]:
    """The fields, with their words."""
    choose = {"required": _("Choose one of these."), "invalid_choice": _("Choose one of these.")}
    return {
        "places": line(
            _("Where is it?"),
            LONGEST_PLACES,
            _("Give the address of what it is about."),
            widget=forms.Textarea,
            attributes={"rows": 3, "dir": "ltr", "spellcheck": "false", "autocapitalize": "none"},
            help_text=_("The exact address on this site, copied from your browser; several, a line each."),
        ),
        "kind": forms.ChoiceField(
            label=_("What makes it illegal?"), choices=[("", _("Choose …")), *law_words()], error_messages=choose
        ),
        "country": forms.ChoiceField(
            label=_("Under the law of which country?"),
            choices=[("", _("Choose …")), *country_words(), (ELSEWHERE, _("Another country"))],
            error_messages=choose,
        ),
        "comment": line(
            _("Why is it illegal?"),
            LONGEST_WORDS,
            _("Say why it is illegal, in a sentence or two."),
            widget=forms.Textarea,
            attributes={"rows": 5, "dir": "auto"},
            help_text=_(
                "If it is only a part, say which: a sentence, a picture, a moment in a film. "
                "If you know it, name the law."
            ),
        ),
        "name": line(
            _("Your name"),
            LONGEST_NAME,
            _("Give your name. Only the people who answer for this site see it."),
            attributes={"autocomplete": "name", "dir": "auto"},
            help_text=_("You need not say who you are when it is about the sexual abuse of a child."),
        ),
        "email": forms.EmailField(
            label=_("Your e-mail address"),
            max_length=LONGEST_EMAIL,
            help_text=_(
                "There we send you a receipt, and what is decided. It is kept sealed and shown to nobody it is about."
            ),
            error_messages={
                "required": _("Give your e-mail address, so that we can answer."),
                "invalid": _("Enter an e-mail address such as name@example.org."),
            },
            widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
        ),
        "good_faith": forms.BooleanField(
            label=_("I believe in good faith that what I have written here is true and complete."),
            error_messages={"required": _("Confirm that what you say is true as far as you know.")},
        ),
    }


@never_cache
@sensitive_post_parameters("name", "email")
@require_http_methods(["GET", "POST"])
def notice(request: WebRequest) -> HttpResponse:
    """The form for everyone, and where it is sent to."""
    is_member = request.viewer is not None
    if request.method == "GET":
        begun = {"key": token_hex(16), "places": place_asked(request.GET.get("about", ""))}
        return form_page(request, NoticeForm(initial=begun, is_member=is_member))
    form = NoticeForm(request.POST, is_member=is_member)
    if not form.is_valid():
        return form_page(request, form)
    limits.take("notice", limits.network(client_address(request)))
    try:
        made = noticing.notify(request.viewer, form.notice())
    except Invalid as refusal:
        refuse(form, refusal)
        return form_page(request, form)
    if request.viewer is not None and made.case is not None:
        return see_other(reverse("own_case", args=[made.case.code]))
    return see_other(reverse("receipt", args=[receipt_of(made.pk)]))


def form_page(request: WebRequest, form: NoticeForm) -> HttpResponse:
    """The form, with what was wrong with it."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "pages/notice.html", {"form": form}, status=status)


def place_asked(about: str) -> str:
    """What a guest has pressed "Report" on, if it is an address of this site."""
    try:
        return place_in(about).address if about else ""
    except Invalid:
        return ""
