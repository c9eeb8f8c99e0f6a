"""Forms of second factors: allauth's, with our words, and codes that are good once wherever they are shown."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as key_forms
from cryptography.exceptions import InvalidSignature
from django import forms
from django.utils.translation import gettext_lazy as _

from verandah.actions import factoring

from .forms import line

LONGEST_CODE = 20


def code_field() -> forms.CharField:
    """Where a code is typed: six digits of an app, or eight of a recovery code."""
    field = line(
        _("Code"),
        LONGEST_CODE,
        _("Enter the code."),
        attributes={"autocomplete": "one-time-code", "dir": "ltr", "inputmode": "numeric", "autofocus": True},
    )
    field.help_text = _("Six digits from your app. A recovery code of eight digits will do as well.")
    return field


class Code(base_forms.BaseAuthenticateForm):
    """A code that is good once: also in another process, and as long as its time has not passed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field()

    def clean_code(self) -> str:
        code = str(super().clean_code())
        if self.authenticator.type == Authenticator.Type.TOTP and not factoring.use_code(self.authenticator.pk, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(Code, base_forms.AuthenticateForm):
    """The second step at sign-in."""


class CodeAgainForm(Code, base_forms.ReauthenticateForm):
    """The same, once more, before something that matters."""


class NewAppForm(totp_forms.ActivateTOTPForm):
    """An app that makes codes is set up when it has made one that fits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field()
        self.fields["code"].help_text = _("Six digits, as your app shows them now.")


@contextmanager
def whatever_a_key_says() -> Iterator[None]:
    """What comes instead of a key's answer can be anything, and the library that reads it fails in as many ways."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, struct.error, InvalidSignature):
        raise get_adapter().validation_error("incorrect_code") from None


class KeyForm(key_forms.AuthenticateWebAuthnForm):
    """The second step at sign-in, with a passkey."""

    def clean_credential(self) -> Authenticator:
        with whatever_a_key_says():
            return super().clean_credential()


class KeyAgainForm(key_forms.ReauthenticateWebAuthnForm):
    """The same, once more, before something that matters."""

    def clean_credential(self) -> Authenticator:
        with whatever_a_key_says():
            return super().clean_credential()


class NewKeyForm(key_forms.AddWebAuthnForm):
    """A passkey gets a name, to be told from others."""

    def clean(self) -> dict[str, Any]:
        with whatever_a_key_says():
            return super().clean()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = line(_("What you call it"), 60)
        self.fields["name"].help_text = _("Such as “my phone” or “the blue key”.")
