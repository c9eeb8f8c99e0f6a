"""What people sign in with: passwords, sessions, tokens, and the letters about them."""

from collections.abc import Callable

from allauth.account import app_settings as allauth_settings
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import IntegrityError, transaction
from django.tasks import task
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from verandah.base import formats, mail
from verandah.base.errors import NotFound
from verandah.base.jobs import later
from verandah.base.mail import Sender
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.names import canonical
from verandah.domain.instance.queries import the_site

from . import announcing, authorizing, pushing, visiting


def change_password(user: User, password: str) -> None:
    """Give `user` a new password and end every session and token there is: whoever knew the old one is out."""
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        end_everything(user)


def end_session(user: User, session_id: int) -> None:
    """Sign `user` out in one place, and the apps they let in there. Raises NotFound when it is no session of theirs,
    also the second time."""
    row = UserSession.objects.filter(user=user, pk=session_id).first()
    if row is None:
        raise NotFound(_("This device is signed out already."))
    row.end()
    has_left(user, row.session_key)


def has_left(user: User, session_key: str) -> None:
    """A session has ended, by whatever way: so do the apps that were let in during it, and from where it was used is
    forgotten. Twice: the same."""
    UserSession.objects.filter(user=user, session_key=session_key).delete()
    authorizing.shut_out_with(user.account_id, session_key)
    pushing.forget_browsers(user.account_id, session_key)
    announcing.signed_out(user.account_id)


def end_other_sessions(user: User, current_key: str) -> int:
    """Sign `user` out everywhere but here, with the apps they did not let in here. Returns in how many places. Twice:
    nothing is left to end."""
    rows = UserSession.objects.filter(user=user).exclude(session_key=current_key)
    for row in rows:
        row.end()
    authorizing.shut_out_but(user.account_id, current_key)
    pushing.forget_browsers(user.account_id, but=current_key)
    announcing.signed_out(user.account_id)
    return len(rows)


def end_everything(user: User) -> None:
    """Sign `user` out everywhere, and every app of theirs. Twice: the same."""
    for row in UserSession.objects.filter(user=user):
        row.end()
    authorizing.shut_out_all(user.account_id)
    pushing.forget_browsers(user.account_id)
    announcing.signed_out(user.account_id)


def note_visit(user: User, session_key: str, address: str, agent: str) -> None:
    """Remember when and from where a session was last used, and that they are here. Twice: the later one counts."""
    visiting.note_visit(user.account)
    seen = {"user": user, "ip": address, "user_agent": agent[:200], "last_seen_at": timezone.now()}
    if not UserSession.objects.filter(session_key=session_key).update(**seen):
        try:
            with transaction.atomic():
                UserSession.objects.create(session_key=session_key, **seen)
        except IntegrityError:
            # Two requests of the same page came at once, and the other one has noted it.
            return


def issue_token(account: Account, scopes: str, name: str = "") -> str:
    """A new token that lets an app do what `scopes` say (words of Mastodon's list). Each call makes another one."""
    return authorizing.issue_by_hand(account, frozenset(scopes.split()), name)


def issue_token_for(username: str, scopes: str, name: str = "") -> str:
    """As `issue_token`, for whoever has this user name. Raises NotFound when nobody has."""
    account = Account.objects.filter(username=canonical(username.removeprefix("@"))).first()
    if account is None:
        raise NotFound(_("Nobody here is called “%(name)s”.") % {"name": username[:60]})
    return issue_token(account, scopes, name)


def write_letter(letter: str, to: str, language: str, facts: dict[str, str] | None = None, about: int = 0) -> None:
    """Have the letter `emails/<letter>.txt` sent after this transaction. `about`: the row that its link is made for."""
    with translation.override(mail.known(language)):
        when = formats.moment(timezone.now())
    later(deliver, letter, to, language, {"when": when, **(facts or {})}, about)


@task(queue_name="mail")
def deliver(letter: str, to: str, language: str, facts: dict[str, str], about: int) -> None:
    """Send one letter. Links with a secret are made only now, so that no queue holds one. Twice: two letters."""
    pages = {"sign_in": "account_login", "sign_up": "account_signup", "reset": "account_reset_password"}
    links = {name: settings.URL + reverse(page) for name, page in pages.items()}
    if letter in SECRET_LINKS:
        if not (path := SECRET_LINKS[letter](about)):
            return
        links["link"] = settings.URL + path
    site = the_site()
    mail.send(letter, to, language, {"site": site.name, **links, **facts}, Sender.of(site))


def confirmation_path(address_id: int) -> str:
    """Where an address is confirmed; empty when it is confirmed or gone."""
    address = EmailAddress.objects.filter(pk=address_id, verified=False).first()
    return reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key]) if address else ""


def reset_path(user_id: int) -> str:
    """Where someone sets a new password; empty when they are gone."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        return ""
    key = allauth_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})


SECRET_LINKS: dict[str, Callable[[int], str]] = {
    "confirm": confirmation_path,
    "confirm_change": confirmation_path,
    "reset_password": reset_path,
}
