"""The part of the form for joining that asks for the owner's profile fields, each answer for whom its author says."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict

from verandah.actions import describing
from verandah.base.errors import Invalid
from verandah.domain.accounts.answers import ShownField, fields_at_sign_up

from .answer_rows import Row, audiences, rows_of, sent_in

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


class AskingFields(forms.Form):
    """What it asks, the owner has chosen. The account does not exist before the form is right: so do the answers."""

    refusal: Invalid | None = None
    answers: tuple[describing.Kept, ...] = ()

    @cached_property
    def profile_fields(self) -> list[ShownField]:
        return fields_at_sign_up()

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.profile_fields:
            try:
                self.answers = tuple(describing.check_at_sign_up(sent_in(self.sent, self.profile_fields)))
            except Invalid as refusal:
                self.refusal = refusal
                self.add_error(None, refusal.text)
        return cleaned

    @property
    def sent(self) -> QueryDict:
        """What was sent; nothing before that."""
        return self.data if isinstance(self.data, QueryDict) else QueryDict()

    def answer_rows(self) -> list[Row]:
        """What is asked, with what was answered, for the page."""
        wrong, text = (self.refusal.field, self.refusal.text) if self.refusal else ("", "")
        return rows_of(self.profile_fields, sent_in(self.sent, self.profile_fields), wrong, text)

    def audience_words(self) -> list[str]:
        return audiences()

    def keep_answers(self, account: Account) -> None:
        """They belong to the account that was made."""
        describing.keep_first(account, self.answers)
