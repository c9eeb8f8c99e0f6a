"""Forms: what is asked, and in which words it is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from verandah.actions import enrolling
from verandah.actions.presenting import LONGEST_BIO
from verandah.base import tongues
from verandah.base.errors import Invalid
from verandah.domain.accounts.names import LONGEST_DISPLAY_NAME, LONGEST_USERNAME
from verandah.domain.instance.switches import switches

from .circle_forms import CircleForm
from .looks import LooksForm

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


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


def picture_field(label: Text, help_text: Text) -> forms.FileField:
    """A picture. Whether it is one, and how large it may be, the verb knows."""
    widget = forms.FileInput({"accept": "image/*", "data-preview": ""})
    return forms.FileField(label=label, help_text=help_text, required=False, allow_empty_file=True, widget=widget)


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
        self.fields["avatar"] = picture_field(_("Your picture"), _("It is cut to a square from its middle."))
        self.fields["header"] = picture_field(
            _("Picture over your profile"), _("It is cut to three times as wide as tall.")
        )
        self.fields["drop_avatar"] = forms.BooleanField(label=_("Remove your picture"), required=False)
        self.fields["drop_header"] = forms.BooleanField(label=_("Remove the picture over your profile"), required=False)
        for which, is_shown in (("avatar", switches().allows_avatars), ("header", switches().allows_headers)):
            if not is_shown:
                del self.fields[which]


class PrivacyForm(CircleForm):
    """Who may follow me, and come near me in other ways."""

    approves_followers = forms.ChoiceField(
        label=_("Who can follow you"),
        choices=[("no", _("Anyone here")), ("yes", _("People I let in")), ("nobody", _("Nobody"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of these."), "invalid_choice": _("Choose one of these.")},
    )


class DisplayForm(LooksForm):
    """How the site looks to me, and which language it speaks."""

    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=lambda: [("", _("As my browser")), *tongues.named()],
        error_messages={"invalid_choice": _("Choose one of the languages in the list.")},
    )
    previews = forms.BooleanField(
        label=_("Show what links lead to"),
        required=False,
        help_text=_("Under a post with a link: the title and the picture of the page. They come from this site."),
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
