"""Joining and signing in: allauth's pages at our addresses, with our words, our verbs and our letters."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from allauth.account import views
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.core.internal.httpkit import clean_client_ip
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from verandah.actions import authenticating, enrolling
from verandah.base import limits
from verandah.base.browsers import browser_name
from verandah.base.errors import TooMany
from verandah.base.memory import MEMORY
from verandah.domain.accounts.closing import is_away
from verandah.domain.accounts.queries import digest_of, joining_mode, unconfirmed_address, user_by_email
from verandah.domain.accounts.rules import may_sign_up
from verandah.domain.moderation.barring import may_sign_up_from

from . import closed
from .forms import checked
from .joining_forms import SendAgainForm
from .joining_questions import invite_of

if TYPE_CHECKING:
    from verandah.domain.accounts.models import User


WRONG_LOGIN = gettext_lazy(
    "This name or address and this password don’t belong together. Check both, or reset your password."
)
TRY_LATER = gettext_lazy("That was tried too often. Wait five minutes, or reset your password.")
# What allauth wants to say after a deed. What is not here needs no words: the page shows it.
NOTES: dict[str, str | Promise] = {
    "email_confirmation_failed": gettext_lazy(
        "This address belongs to another account by now, so it could not be confirmed."
    ),
    "email_confirmation_sent": "",
    "email_confirmed": gettext_lazy("Thank you. Your e-mail address is confirmed."),
    "email_deleted": gettext_lazy("The change of your e-mail address is called off."),
    "cannot_delete_primary_email": gettext_lazy("This is your only address, so it stays."),
    "password_changed": gettext_lazy("Your password is changed. Everywhere else you have been signed out."),
    "password_set": gettext_lazy("Your password is set."),
    "totp_activated": gettext_lazy("From now on you sign in with your password and a code of your app."),
    "totp_deactivated": gettext_lazy("The app for codes is removed."),
    "webauthn_added": gettext_lazy("From now on you sign in with your password and a passkey."),
    "webauthn_removed": gettext_lazy("The passkey is removed."),
    "recovery_codes_generated": gettext_lazy("Write these codes down now: they are shown this once."),
}
# Which of our letters allauth means. What is not here is not worth a letter.
LETTERS = {
    "account_already_exists": "account_exists",
    "email_changed": "email_changed",
    "email_confirmation": "confirm_change",
    "email_confirmation_signup": "confirm",
    "password_changed": "password_changed",
    "password_reset": "password_changed",
    "password_reset_key": "reset_password",
    "password_set": "password_changed",
    "recovery_codes_generated": "codes_made",
    "totp_activated": "factor_added",
    "totp_deactivated": "factor_removed",
    "unknown_account": "unknown_account",
    "webauthn_added": "factor_added",
    "webauthn_removed": "factor_removed",
}
SEEN_EVERY = 600


class Adapter(DefaultAccountAdapter):
    """Where allauth asks what this site does differently."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "duplicate_email": gettext_lazy("This is your address already."),
        "email_password_mismatch": WRONG_LOGIN,
        "enter_current_password": gettext_lazy("This is not your present password. Try again, or reset it."),
        "incorrect_password": gettext_lazy("This is not your present password. Try again, or reset it."),
        "too_many_login_attempts": TRY_LATER,
        "username_password_mismatch": WRONG_LOGIN,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        is_invited = invite_of(request) is not None
        return may_sign_up(joining_mode(), is_invited) and may_sign_up_from(client_address(request))

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:
        """Whoever is suspended cannot sign in, as little as whoever may not at all."""
        account = cast("User", user).account
        # Whoever has left by themselves is asked whether they come back, once they have shown all that they have.
        if account.suspended_at is not None and not is_away(account):
            clear_login(request)
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """What was decided about them they may read, and answer."""
        if closed.let_in(request, cast("User", user)):
            return redirect("decisions")
        answer: HttpResponse = super().respond_user_inactive(request, user)
        return answer

    def clean_username(self, username: str, shallow: bool = False) -> str:
        return checked(enrolling.check_free_username, username)

    def clean_password(self, password: str, user: AbstractBaseUser | None = None) -> str:
        checked(
            lambda typed: enrolling.check_password(typed, getattr(user, "username", ""), getattr(user, "email", "")),
            password,
        )
        return password

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        authenticating.change_password(cast("User", user), password)

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """Whoever has a second factor shows that one: a password alone proves less than they have asked for."""
        found: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        strong = [method for method in found if method["id"] != "reauthenticate"]
        if strong and not Authenticator.objects.filter(user=cast("User", user), type=Authenticator.Type.TOTP).exists():
            strong.sort(key=lambda method: method["id"] == "mfa_reauthenticate")
        return strong or found

    def logout(self, request: HttpRequest) -> None:
        """Signed out in this browser, and so are the apps that were let in with it."""
        user, key = cast("User", request.user), request.session.session_key or ""
        super().logout(request)
        authenticating.has_left(user, key)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """The address is now theirs, whoever else had begun to sign up with it."""
        with transaction.atomic():
            enrolling.release_address(email_address.email, email_address.user)
            enrolling.welcome(email_address.user)
            return bool(super().confirm_email(request, email_address))

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        """Only an address that someone wished to change to. Without the other nobody could sign in again."""
        return not email_address.verified and not email_address.primary

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def is_ajax(self, request: HttpRequest) -> bool:
        """Never: a header must not turn a page into JSON with the form's errors in it."""
        return False

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Whoever has just confirmed their address begins with their first day, unless an app waits for them."""
        return reverse("first_day")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("settings_security")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        name = (message_template or "").rpartition("/")[2].removesuffix(".txt")
        if text := message or NOTES.get(name, ""):
            messages.add_message(request, level, str(text), extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        name = template_prefix.rpartition("/")[2]
        if name not in LETTERS:
            return
        user = context.get("user") or user_by_email(email)
        facts = {"name": f"@{user.username}" if user else "", "browser": browser_of(self.request)}
        language = (user.language if user else "") or get_language() or ""
        authenticating.write_letter(LETTERS[name], email, language, facts, context.get("about", 0))

    def send_confirmation_mail(
        self, request: HttpRequest, emailconfirmation: EmailConfirmationHMAC, signup: bool
    ) -> None:
        address = emailconfirmation.email_address
        # Someone who has never signed in is joining, also when they ask for the letter later.
        kind = "email_confirmation_signup" if signup or address.primary else "email_confirmation"
        self.send_mail(kind, address.email, {"user": address.user, "about": address.pk})

    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, context: dict[str, Any]) -> None:
        self.send_mail("password_reset_key", email, {"user": user, "about": user.pk})

    def send_account_already_exists_mail(self, email: str) -> None:
        """Whoever began to sign up and never confirmed is sent that letter again; a member is told they are one."""
        if waiting := unconfirmed_address(email):
            self.send_confirmation_mail(self.request, EmailConfirmationHMAC(waiting), signup=True)
        else:
            self.send_mail("account_already_exists", email, {})

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        if to := email or cast("User", user).email:
            self.send_mail(template_prefix, to, {"user": user})


class ConfirmEmail(views.ConfirmEmailView):
    """Confirming an address."""

    def logout_other_user(self, confirmation: EmailConfirmationHMAC) -> None:
        """Nobody is signed out by opening a link that someone else may have sent them."""


class NewPassword(views.PasswordResetFromKeyView):
    """Choosing a new password by the link in a letter."""

    def logout(self) -> None:
        """Nobody is signed out by opening a link that someone else may have sent them."""


def ours(view: Callable[..., Any]) -> Callable[..., Any]:
    """One of allauth's views as a page of this site: limited, never stored, 422 for a form that is not right."""

    @wraps(view)
    @never_cache
    @sensitive_post_parameters("password", "password1", "oldpassword")
    def page(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            limits.take("account", limits.network(client_address(request)))
        return settled(request, view(request, *args, **kwargs))

    return page


def settled(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """allauth's answer with the status of ours, and with our `site` in it."""
    if isinstance(answer, TemplateResponse):
        found: dict[str, Any] = answer.context_data or {}
        # allauth's `site` would stand before the one that every page has.
        found.pop("site", None)
        form = found.get("form")
        if request.method == "POST" and form is not None and form.errors:
            answer.status_code = 422
    elif isinstance(answer, HttpResponseRedirect) and request.method == "POST":
        answer.status_code = 303
    if is_for_an_app(request):
        answer["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return answer


def is_for_an_app(request: HttpRequest) -> bool:
    """Whether it goes on to an app's question. An app that has opened a window must be able to see that it closes."""
    goes_on = request.POST.get("next") or request.GET.get("next") or ""
    return goes_on.startswith(reverse("oauth_authorize"))


@never_cache
@require_POST
def send_again(request: HttpRequest) -> HttpResponse:
    """Send the confirmation once more. The answer is the same for any address, also for one nobody has."""
    limits.take("send_again", limits.network(client_address(request)))
    form = SendAgainForm(request.POST)
    if not form.is_valid():
        return render(request, "account/verification_sent.html", {"form": form}, status=422)
    email = form.cleaned_data["email"]
    request.session["awaits_confirmation"] = email
    # One letter in three minutes to the same address, as at sign-up.
    if cache.add(f"sent-again:{digest_of(email)}", True, 180) and (waiting := unconfirmed_address(email)):
        Adapter().send_confirmation_mail(request, EmailConfirmationHMAC(waiting), signup=True)
    messages.info(request, _("If this address waits for its confirmation, a letter is on its way."))
    answer = redirect("account_email_verification_sent")
    answer.status_code = 303
    return answer


@never_cache
def verification_sent(request: HttpRequest) -> HttpResponse:
    """Look for our letter; and a way to have it sent once more."""
    email = request.session.get("awaits_confirmation", "")
    context = {"email": email, "form": SendAgainForm(initial={"email": email})}
    return render(request, "account/verification_sent.html", context)


def too_many(request: HttpRequest) -> HttpResponse:
    """allauth's limits end here. It does not say for how long; all its windows of this kind are a minute."""
    raise TooMany(limits.wait_text(60), 60)


def note_activity(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Note when a session was last used, at most every ten minutes: reading a page must not be a write."""

    def answer(request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        if request.user.is_authenticated and key and MEMORY.add(seen_key(key), SEEN_EVERY):
            agent = request.headers.get("User-Agent", "")
            authenticating.note_visit(request.user, key, client_address(request), agent)
        return get_response(request)

    return answer


def seen_key(session_key: str) -> str:
    """Under what it is remembered that the use of a session has been noted."""
    return f"seen:{session_key}"


def client_address(request: HttpRequest) -> str:
    """Who sends this. The server has set it; a header of the request never counts, for anyone can write one."""
    return clean_client_ip(request.META.get("REMOTE_ADDR", "")) or "127.0.0.1"


def browser_of(request: HttpRequest) -> str:
    """The browser that someone uses, in words."""
    return browser_name(request.headers.get("User-Agent", ""))
