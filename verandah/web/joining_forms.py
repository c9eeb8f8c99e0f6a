"""Forms of joining and signing in: allauth's, with our fields, our checks and our verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from allauth.account import forms as allauth_forms
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from verandah.actions import arriving, enrolling, vetting
from verandah.actions.admitting import Newcomer
from verandah.base.errors import Conflict, Invalid
from verandah.domain.accounts.names import canonical, check_display_name

from .accepting_fields import agreement_field
from .forms import (
    checked,
    display_name_field,
    email_field,
    line,
    new_password_field,
    password_field,
    present_password_field,
    username_field,
)
from .joining_fields import AskingFields
from .joining_questions import INVITE, Asking

if TYPE_CHECKING:
    from verandah.domain.accounts.models import User


class SignUpForm(Asking, AskingFields, allauth_forms.SignupForm):
    """Making an account: name, address, user name, password, and what whoever comes is asked besides."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {
            "display_name": display_name_field(),
            "email": email_field(_("Only you and the people who run this site see it.")),
            "username": username_field(),
            "password1": new_password_field(),
        }
        self.begin_asking()
        self.fields["agreement"] = agreement_field()

    def clean_display_name(self) -> str:
        name: str = self.cleaned_data["display_name"]
        return checked(vetting.check_name, checked(check_display_name, name)) if name else ""

    def clean_username(self) -> str:
        name: str = super().clean_username()
        return checked(vetting.check_name, name)

    def validate_unique_email(self, value: str) -> str:
        """A taken address is no error here: its owner gets a letter instead, and the page says the same as always."""
        checked(enrolling.refuse_barred_email, value)
        self.check_email(value)
        self.account_already_exists = not arriving.is_free(value, self.invite)
        return value

    def save(self, request: HttpRequest) -> User:
        """Make the person. allauth would write the rows itself."""
        user = arriving.arrive(self.newcomer(), self.cleaned_data["display_name"], self.arrival(request))
        self.keep_answers(user.account)
        return user

    def newcomer(self) -> Newcomer:
        """Who asks to come."""
        asked = self.cleaned_data
        return Newcomer(asked["username"], asked["email"], asked["password1"], get_language() or "")

    def try_save(self, request: HttpRequest) -> Any:
        """The person, or the answer for an address that is taken; the next page is the same for both."""
        request.session["awaits_confirmation"] = self.cleaned_data["email"]
        request.session.pop(INVITE, None)
        try:
            return self.saved(request)
        except Invalid as refusal:
            # Someone took the name or the address between the check and the write.
            if refusal.field != "email":
                raise Conflict(refusal.text) from refusal
            self.account_already_exists = True
            return self.saved(request)

    def saved(self, request: HttpRequest) -> Any:
        """Make the person; or keep the name they asked for, and let allauth write to the owner of the address."""
        if self.account_already_exists:
            arriving.hold(self.newcomer(), self.arrival(request))
        return super().try_save(request)


class SignInForm(allauth_forms.LoginForm):
    """Signing in with user name or e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {
            "login": line(
                _("User name or e-mail"),
                enrolling.LONGEST_EMAIL,
                _("Enter your user name or your e-mail address."),
                attributes={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "dir": "auto"},
            ),
            "password": password_field(_("Password"), _("Enter your password.")),
            "remember": forms.BooleanField(label=_("Keep me signed in on this device"), required=False),
        }

    def clean_login(self) -> str:
        """An address in small letters, or the one spelling of a user name, also when it was typed with its @."""
        login: str = self.cleaned_data["login"].strip()
        return login.lower() if is_email(login) else canonical(login.removeprefix("@"))

    def user_credentials(self) -> dict[str, str]:
        """Either address or name. allauth tries an address as both, and a second hash is time that can be measured."""
        login = self.cleaned_data["login"]
        return {"email" if is_email(login) else "username": login, "password": self.cleaned_data["password"]}


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    """A new password, in exchange for the present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"oldpassword": present_password_field(), "password1": new_password_field()}

    def clean_password1(self) -> str:
        return checked_password(self.cleaned_data["password1"], cast("User", self.user))


class SetPasswordForm(allauth_forms.SetPasswordForm):
    """A first password for someone who has none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"password1": new_password_field()}

    def clean_password1(self) -> str:
        return checked_password(self.cleaned_data["password1"], cast("User", self.user))


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    """Asking for a letter with a link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"email": email_field()}


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    """The page that the link in that letter leads to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"password1": new_password_field()}

    def clean_password1(self) -> str:
        return checked_password(self.cleaned_data["password1"], cast("User", self.user))


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    """The present password, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"password": present_password_field()}


class ChangeEmailForm(allauth_forms.AddEmailForm):
    """Another e-mail address, in exchange for the present password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"email": email_field(), "password": present_password_field()}

    def clean_email(self) -> str:
        email: str = super().clean_email()
        checked(enrolling.refuse_barred_email, email)
        return email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not cast("User", self.user).check_password(password):
            raise ValidationError(_("This is not your present password. Try again, or reset it."))
        return password


class SendAgainForm(forms.Form):
    """Where the letter with the confirmation shall go once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = email_field()


class OwnerForm(forms.Form):
    """The owner's account and the name of the site, at the first visit."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {
            "site_name": line(
                _("Name of the site"),
                60,
                _("Give your site a name."),
                help_text=_("What people call it, such as “Alder Bay”. You can change it later."),
                attributes={"dir": "auto"},
            ),
            "display_name": display_name_field(),
            "email": email_field(),
            "username": username_field(),
            "password": new_password_field(),
        }


def checked_password(password: str, user: User) -> str:
    """`password`, if `user` may choose it."""
    try:
        enrolling.check_password(password, user.username, user.email)
    except Invalid as refusal:
        raise ValidationError(refusal.text) from refusal
    return password


def is_email(login: str) -> bool:
    """Whether someone signs in with an address. No user name has an @."""
    try:
        validate_email(login)
    except ValidationError:
        return False
    return True
