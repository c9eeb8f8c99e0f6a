"""Forms: what is asked, and in which words it is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from allauth.account import forms as allauth_forms
from django import forms
from django.conf import settings
from django.core.exceptions import BadRequest, ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from verandah.actions import enrolling
from verandah.actions.presenting import LONGEST_BIO
from verandah.base.errors import Conflict, Invalid
from verandah.domain.accounts.names import LONGEST_DISPLAY_NAME, LONGEST_USERNAME, canonical, check_display_name
from verandah.domain.accounts.queries import email_is_free

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from verandah.domain.accounts.models import User


type Text = str | _StrPromise

TOO_LONG = ngettext_lazy(
    "Use at most %(limit_value)d character. Yours has %(show_value)d.",
    "Use at most %(limit_value)d characters. Yours has %(show_value)d.",
    "limit_value",
)
NOT_STORABLE = _("There is a sign in it that cannot be stored. Type it again.")
# A name is measured by its own rules, which know how letters are joined. This only keeps out what cannot be a name.
RAW_NAME = 8


def utf8_only(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse a form in another encoding. UTF-7 can hold half a sign, and no page could show it again."""

    def answer(request: HttpRequest) -> HttpResponse:
        named = (request.content_params or {}).get("charset")
        if named and named.lower() not in ("utf-8", "utf8"):
            raise BadRequest("A form must be sent as UTF-8.")
        return get_response(request)

    return answer


def writable(value: str) -> None:
    """Refuse what cannot be stored: halves of signs, which only a program sends."""
    if any("\ud800" <= char <= "\udfff" for char in value):
        raise ValidationError(NOT_STORABLE)


def line(label: Text, most: int, empty: Text = "", **options: Any) -> forms.CharField:
    """A field of one line, at most `most` characters long. With `empty`, the words for it, it must be filled in."""
    errors = {"required": empty, "max_length": TOO_LONG, "null_characters_not_allowed": NOT_STORABLE}
    attributes = {"maxlength": most, **options.pop("attributes", {})}
    widget = options.pop("widget", forms.TextInput)(attributes)
    return forms.CharField(
        label=label,
        max_length=most,
        required=bool(empty),
        error_messages=errors,
        validators=[writable],
        widget=widget,
        **options,
    )


def email_field(help_text: Text = "") -> forms.EmailField:
    """An e-mail address, in small letters."""
    wrong = _("Enter an e-mail address such as name@example.org.")
    return SmallEmail(
        label=_("E-mail"),
        max_length=enrolling.LONGEST_EMAIL,
        error_messages={"required": wrong, "invalid": wrong, "max_length": TOO_LONG},
        help_text=help_text,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr", "maxlength": enrolling.LONGEST_EMAIL}),
    )


class SmallEmail(forms.EmailField):
    """An address means the same in capitals, so that it is kept without them."""

    def clean(self, value: str | None) -> str:
        if value and not value.isprintable():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return str(super().clean(value)).lower()


def password_field(label: Text, empty: Text, new: bool = False, help_text: Text = "") -> forms.CharField:
    """A password, kept exactly as typed. It is never sent back to the page."""
    attributes = {"autocomplete": "new-password" if new else "current-password", "dir": "ltr"}
    return line(
        label,
        enrolling.LONGEST_PASSWORD,
        empty,
        widget=forms.PasswordInput,
        attributes=attributes,
        strip=False,
        help_text=help_text,
    )


def new_password_field() -> forms.CharField:
    """A password someone chooses."""
    hint = _("At least 10 characters. Three or four plain words are easy to remember and hard to guess.")
    return password_field(_("Password"), _("Choose a password of at least 10 characters."), new=True, help_text=hint)


def present_password_field() -> forms.CharField:
    """The password someone has, asked for again before something that matters."""
    return password_field(_("Your present password"), _("Enter your present password."))


def username_field() -> forms.CharField:
    """A name of one's own, in any script."""
    return line(
        _("User name"),
        LONGEST_USERNAME * RAW_NAME,
        _("Choose a user name."),
        help_text=_("Letters and digits of your language. It is part of your address here and cannot be changed."),
        attributes={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "dir": "auto"},
    )


def display_name_field(empty: Text = "") -> forms.CharField:
    """The name others read."""
    return line(
        _("Your name"),
        LONGEST_DISPLAY_NAME * RAW_NAME,
        empty,
        help_text=_("As people here know you. You can change it later."),
        attributes={"autocomplete": "name", "dir": "auto"},
    )


class SignUpForm(allauth_forms.SignupForm):
    """Making an account: name, address, user name, password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {
            "display_name": display_name_field(),
            "email": email_field(_("Only you and the people who run this site see it.")),
            "username": username_field(),
            "password1": new_password_field(),
        }

    def clean_display_name(self) -> str:
        name: str = self.cleaned_data["display_name"]
        return checked(check_display_name, name) if name else ""

    def validate_unique_email(self, value: str) -> str:
        """A taken address is no error here: its owner gets a letter instead, and the page says the same as always."""
        self.account_already_exists = not email_is_free(value)
        return value

    def save(self, request: HttpRequest) -> User:
        """Make the person. allauth would write the rows itself."""
        asked = self.cleaned_data
        return enrolling.enrol(asked["username"], asked["email"], asked["password1"], asked["display_name"])

    def try_save(self, request: HttpRequest) -> Any:
        """The person, or the answer for an address that is taken; the next page is the same for both."""
        request.session["awaits_confirmation"] = self.cleaned_data["email"]
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
            enrolling.hold_name(self.cleaned_data["username"], self.cleaned_data["password1"])
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


class ProfileForm(forms.Form):
    """What others read about me."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["display_name"] = display_name_field(_("Enter the name that people here know you by."))
        self.fields["bio"] = line(
            _("About you"),
            # Browsers count a line's end as one character and send two.
            LONGEST_BIO * 2,
            widget=forms.Textarea,
            help_text=_("Up to 500 characters."),
            attributes={"rows": 4, "dir": "auto", "maxlength": LONGEST_BIO},
        )


class PrivacyForm(forms.Form):
    """Who may follow me."""

    approves_followers = forms.TypedChoiceField(
        label=_("Who can follow you"),
        choices=[("no", _("Anyone here")), ("yes", _("People I let in"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two."), "invalid_choice": _("Choose one of the two.")},
    )


class DisplayForm(forms.Form):
    """How the site looks to me, and which language it speaks."""

    theme = forms.ChoiceField(
        label=_("Look"),
        required=False,
        choices=[("", _("As my device")), ("light", _("Light")), ("dark", _("Dark"))],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the looks in the list.")},
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=lambda: [("", _("As my browser")), *settings.LANGUAGES],
        error_messages={"invalid_choice": _("Choose one of the languages in the list.")},
    )


def refuse(form: forms.Form, refusal: Invalid) -> None:
    """Show a verb's refusal at the field it is about; at the top when the form has no such field."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.text)


def checked[T](check: Any, value: T) -> T:
    """`value` as a check of the domain returns it; what it refuses becomes an error of the field."""
    try:
        return check(value)  # type: ignore[no-any-return]
    except Invalid as refusal:
        raise ValidationError(refusal.text) from refusal


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
