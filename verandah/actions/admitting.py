"""Joining by an app: a person, and a token that is good for something once they have joined."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from verandah.base import mail
from verandah.base.errors import Forbidden, Invalid
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.queries import digest_of, email_is_free, joining_mode, unconfirmed_address, user_by_email
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.rules import grantable, may_sign_up
from verandah.domain.accounts.sign_ups import is_confirmed, waits_confirmed
from verandah.domain.accounts.tokens import ShownApp
from verandah.domain.accounts.trust import Trust

from . import asking_in, authenticating, authorizing, enrolling, vetting
from .asking_in import Arrival
from .authorizing import NewToken

# One letter to the same address in this time, however often it is asked for.
LETTER_EVERY = 180
BY_ONESELF = Arrival()


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What someone says who wants to join. `language` is what they read; the site's own if it has no words in it."""

    username: str
    email: str
    password: str
    language: str = ""
    arrival: Arrival = BY_ONESELF


def refuse_closed(is_invited: bool = False) -> None:
    """Raises Forbidden while nobody can join by themselves; whoever is invited can, unless nobody can at all."""
    if not may_sign_up(joining_mode(), is_invited):
        raise Forbidden(_("Nobody can join this site by themselves at the moment. Ask the people who run it."))


def why_not_yet(account: Account) -> str:
    """What keeps an app from speaking for someone who has not joined yet, in the words that apps know."""
    if waits_confirmed(account.id):
        return "Your login is currently pending approval"
    return "Your login is missing a confirmed e-mail address"


def admit(app: ShownApp, asked: Newcomer) -> NewToken:
    """Make the person and give `app` a token of theirs. Raises Forbidden while the site is closed, Invalid, Conflict.

    It looks the same when the address is taken: then the name is held for a while, and the owner of the address is
    written to. Twice: the name is taken.
    """
    refuse_closed(is_invited=asked.arrival.invite is not None)
    with transaction.atomic():
        account = newcomer(asked).account
        return authorizing.issue(app.id, grantable(Role.MEMBER, frozenset(app.scopes)), account.id)


def newcomer(asked: Newcomer) -> User:
    """The person who joins, or who holds the name of one who cannot."""
    language = mail.known(asked.language)
    vetting.check_name(asked.username)
    email = enrolling.check_email(asked.email)
    if email_is_free(email):
        try:
            return enrolled(asked, language)
        except Invalid as refusal:
            # Someone took the address between the question and the write.
            if refusal.field != "email":
                raise
    write_to_owner(email, language)
    user = enrolling.hold_name(asked.username, asked.password)
    asking_in.note_arrival(user, asked.arrival)
    return user


def enrolled(asked: Newcomer, language: str) -> User:
    """The person, with the letter that they confirm their address by."""
    # The suites of clients use their tokens at once, and read no letters.
    trust = Trust.BASIC if settings.FOR_SUITES else Trust.NEW
    user = enrolling.enrol(asked.username, asked.email, asked.password, confirmed=settings.FOR_SUITES, trust=trust)
    user.language = language if asked.language == language else ""
    user.save(update_fields=["language"])
    asking_in.note_arrival(user, asked.arrival)
    write_to_newcomer(user, language)
    return user


def send_again(account: Account, email: str = "", language: str = "") -> None:
    """The letter once more, to `email` if they have mistyped it at first. Nothing for whoever has confirmed."""
    if is_confirmed(account):
        return
    if email:
        move(account.user, enrolling.check_email(email), language)
    write_to_newcomer(account.user, account.user.language or language)


def move(user: User, email: str, language: str) -> None:
    """Let someone who has not confirmed have another address. It looks the same when that is taken. Twice: the same."""
    if email == user.email:
        return
    enrolling.refuse_barred_email(email)
    if not email_is_free(email):
        write_to_owner(email, language)
        return
    try:
        with transaction.atomic():
            user.email = email
            user.save(update_fields=["email"])
            EmailAddress.objects.filter(user=user).delete()
            EmailAddress.objects.create(user=user, email=email, primary=True)
    except IntegrityError:
        user.refresh_from_db(fields=["email"])


def propose(user: User, email: str, language: str) -> None:
    """Let someone who waits be written to elsewhere, once they have confirmed that. It looks the same when the address
    is taken: then its owner is told. Twice: the same."""
    with transaction.atomic():
        EmailAddress.objects.filter(user=user, verified=False).delete()
        if email == user.email:
            return
        address = EmailAddress.objects.create(user=user, email=email)
        if not email_is_free(email):
            write_to_owner(email, language)
        elif first_letter(email):
            facts = {"name": f"@{user.username}"}
            authenticating.write_letter("confirm_change", email, user.language or language, facts, address.pk)


def write_to_newcomer(user: User, language: str) -> None:
    """The letter to confirm by, if there is an address to confirm."""
    address = EmailAddress.objects.filter(user=user, verified=False).first()
    if address and first_letter(address.email):
        authenticating.write_letter("confirm", address.email, language, {"name": f"@{user.username}"}, address.pk)


def write_to_owner(email: str, language: str) -> None:
    """Someone tried to join with this address. Who never confirmed it is sent that letter; a member is told."""
    if waiting := unconfirmed_address(email):
        write_to_newcomer(waiting.user, language)
    elif (owner := user_by_email(email)) and first_letter(email):
        authenticating.write_letter("account_exists", email, owner.language, {"name": f"@{owner.username}"})


def first_letter(email: str) -> bool:
    """Whether this address was not written to in the last minutes: nobody's letter box is filled by others."""
    return cache.add(f"sent-again:{digest_of(email)}", True, LETTER_EVERY)
