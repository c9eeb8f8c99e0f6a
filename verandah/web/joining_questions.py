"""What whoever joins is asked beside name and address: the owner's questions and their age; and who invited them."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from verandah.actions.asking_in import LONGEST_ANSWER, Arrival
from verandah.domain.accounts.invites import ShownInvite, good_invite
from verandah.domain.accounts.join_questions import AskedQuestion, asked_questions
from verandah.domain.instance.queries import the_site

from .forms import line

# Where the session keeps the code of the invitation that someone has accepted.
INVITE = "invite"


def invite_of(request: HttpRequest) -> ShownInvite | None:
    """The invitation that is accepted in this browser, as long as it is good."""
    return good_invite(request.session.get(INVITE, ""))


class Asking(forms.Form):
    """The part of the form for joining that asks this. What it asks depends on who comes, and from where."""

    fields: dict[str, forms.Field]
    invite: ShownInvite | None = None
    questions: tuple[AskedQuestion, ...] = ()

    def begin_asking(self) -> None:
        """Find out who comes, and add what they are asked."""
        request = context.request
        self.invite = invite_of(request)
        if Arrival(self.invite, address=address_of(request)).must_wait:
            self.questions = tuple(asked_questions())
        for question in self.questions:
            self.fields[name_of(question)] = question_field(question)
        if age := the_site().minimum_age:
            self.fields["old_enough"] = age_field(age)
        if self.invite is not None:
            self.prefill(self.invite)

    def prefill(self, invite: ShownInvite) -> None:
        """What the invitation says of whom it is for."""
        self.fields["display_name"].initial = invite.name
        if invite.email:
            email = self.fields["email"]
            email.initial = invite.email
            email.help_text = _("Your invitation came to this address, so it needs no confirmation.")
            email.widget.attrs["readonly"] = True

    def check_email(self, email: str) -> None:
        """Raises ValidationError for another address than the one that the invitation is for."""
        if self.invite is not None and self.invite.email and email != self.invite.email:
            raise ValidationError(_("This invitation is for another e-mail address."))

    def asked_fields(self) -> list[forms.BoundField]:
        """What is asked, in order, for the page."""
        names = [name_of(question) for question in self.questions]
        return [self[name] for name in (*names, "old_enough") if name in self.fields]

    def arrival(self, request: HttpRequest) -> Arrival:
        """How they come, as the filled form says."""
        said: dict[str, Any] = self.cleaned_data
        return Arrival(
            invite=self.invite,
            answers=tuple((question.text, said.get(name_of(question), "")) for question in self.questions),
            said_old_enough=bool(said.get("old_enough")),
            address=address_of(request),
        )


def name_of(question: AskedQuestion) -> str:
    """What its field is called."""
    return f"answer_{question.id}"


def question_field(question: AskedQuestion) -> forms.CharField:
    """Room for an answer."""
    return line(
        question.text,
        LONGEST_ANSWER,
        _("Answer this question.") if question.is_required else "",
        widget=forms.Textarea,
        attributes={"rows": 3, "dir": "auto"},
    )


def age_field(age: int) -> forms.BooleanField:
    """A tick, and no date."""
    return forms.BooleanField(
        label=_("I am %(age)d or older") % {"age": age},
        error_messages={"required": _("Whoever joins must be at least %(age)d years old.") % {"age": age}},
    )


def address_of(request: HttpRequest) -> str:
    """From where somebody comes; the server has set it."""
    address: str = request.META.get("REMOTE_ADDR", "")
    return address
