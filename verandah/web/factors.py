"""Second factors: allauth's pages at our addresses, with our words and our letters."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import views as base_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as code_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.webauthn import views as key_views
from django.contrib.auth.base_user import AbstractBaseUser
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from verandah.base.seals import opened, sealed
from verandah.domain.instance.queries import the_site

from .viewer import MemberRequest, members_only

if TYPE_CHECKING:
    from verandah.domain.accounts.models import User

SEAL = "second-factor"


class Adapter(DefaultMFAAdapter):
    """Where allauth asks what this site does differently about second factors."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "This code isn’t right, or was used already. Wait for the next one and try again."
        ),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Set up an app or a passkey first: codes are for when they are lost."
        ),
    }

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return f"@{cast('User', user).username}"

    def get_totp_issuer(self) -> str:
        # A colon would end the name there.
        return the_site().name.replace(":", " ")

    def encrypt(self, text: str) -> str:
        return sealed(text, SEAL)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; when the site has another key by now, one that nobody knows, so that no code fits."""
        return opened(encrypted_text, SEAL) or generate_totp_secret()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user=cast("User", user), type=type).count()
        return _("Passkey %(n)d") % {"n": count + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": the_site().name}


class SecondStep(base_views.AuthenticateView):
    """The second step at sign-in: a code, or a passkey."""

    template_name = "account/second_step.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**kwargs)
        return {**found, **with_options(found), **means(self.stage.login.user)}


class CodeAgain(base_views.ReauthenticateView):
    """A code once more, before something that matters."""

    template_name = "account/code_again.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), **means(self.request.user)}


class KeyAgain(key_views.ReauthenticateWebAuthnView):
    """A passkey once more, before something that matters."""

    template_name = "account/key_again.html"

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = {**kwargs, **super().get_context_data(**kwargs)}
        return {**found, **with_options(found), **means(self.request.user)}


class NewApp(totp_views.ActivateTOTPView):
    """Setting up an app that makes codes."""

    template_name = "account/factor_app.html"

    def form_valid(self, form: Form) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        shown(self.request)
        return answer


class AppAway(totp_views.DeactivateTOTPView):
    """Doing without the app."""

    template_name = "account/factor_app_away.html"
    success_url = reverse_lazy("settings_security")


class NewKey(key_views.AddWebAuthnView):
    """Setting up a passkey."""

    template_name = "account/factor_key.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = {**kwargs, **super().get_context_data(**kwargs)}
        found.setdefault("form", self.get_form())
        return {**found, **with_options(found)}

    def form_valid(self, form: Form) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        shown(self.request)
        return answer


class KeyAway(key_views.RemoveWebAuthnView):
    """Doing without a passkey."""

    template_name = "account/factor_key_away.html"
    success_url = reverse_lazy("settings_security")


class Codes(code_views.ViewRecoveryCodesView):
    """Recovery codes, shown once: to be written down or kept as a file."""

    template_name = "account/codes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**kwargs)
        # What was shown once comes as stars from then on: then the page says that they are gone.
        unused = found.get("unused_codes", [])
        codes = [code for code in unused if "*" not in code]
        lines = "\r\n".join([the_site().name, "", *codes, ""])
        file = f"data:text/plain;charset=utf-8,{quote(lines)}"
        return {**found, "unused_codes": codes, "unused_code_count": len(unused), "file": file}


class NewCodes(code_views.GenerateRecoveryCodesView):
    """New codes in the place of the old ones."""

    template_name = "account/codes_new.html"


@members_only
def index(request: MemberRequest) -> HttpResponse:
    """All of it stands among the settings."""
    return redirect(f"{reverse('settings_security')}#second-step")


def shown(request: HttpRequest) -> None:
    """Setting up a factor shows it: nobody waits for the next code only to show once more what they have just shown."""
    record_authentication(request, cast("User", request.user), "mfa", reauthenticated=True)


def with_options(found: dict[str, Any]) -> dict[str, str]:
    """What the browser is to ask a key for, as JSON."""
    asked = found.get("js_data", {})
    options = asked.get("request_options") or asked.get("creation_options")
    return {"options": json.dumps(options) if options else ""}


def means(user: Any) -> dict[str, bool]:
    """By which means this person can show a second factor."""
    types = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return {
        "has_app": Authenticator.Type.TOTP in types,
        "has_key": Authenticator.Type.WEBAUTHN in types,
        "has_codes": Authenticator.Type.RECOVERY_CODES in types,
    }
