"""Signing up by oneself: the person, how they came, and the place they take of an invitation, all or nothing."""

from django.db import transaction

from verandah.base import mail
from verandah.domain.accounts.invites import ShownInvite
from verandah.domain.accounts.models import User
from verandah.domain.accounts.queries import email_is_free, unconfirmed_address
from verandah.domain.accounts.trust import Trust

from . import asking_in, enrolling
from .admitting import Newcomer
from .asking_in import Arrival


def arrive(asked: Newcomer, display_name: str, arrival: Arrival) -> User:
    """Make the person. Raises as `enrolling.enrol` does, and Conflict when the invitation has ended meanwhile.

    An invitation that came by letter to this very address has shown that it is theirs: they need no second letter.
    """
    proven = is_proven(arrival.invite, asked.email)
    with transaction.atomic():
        if proven:
            enrolling.clear_unconfirmed(asked.email)
        user = enrolling.enrol(asked.username, asked.email, asked.password, display_name, trust=Trust.NEW)
        speak(user, asked.language)
        asking_in.note_arrival(user, arrival)
        if proven:
            enrolling.confirm(user)
    return user


def hold(asked: Newcomer, arrival: Arrival) -> User:
    """The same for an address that is taken: the name is held, and the invitation loses its place, so that nobody
    learns by trying who is a member."""
    with transaction.atomic():
        user = enrolling.hold_name(asked.username, asked.password)
        asking_in.note_arrival(user, arrival)
    return user


def is_free(email: str, invite: ShownInvite | None) -> bool:
    """Whether somebody can join with this address. Who has shown that it is theirs need not mind who only began to."""
    if email_is_free(email):
        return True
    return is_proven(invite, email) and unconfirmed_address(email) is not None


def is_proven(invite: ShownInvite | None, email: str) -> bool:
    """Whether the invitation came to this address by letter. Its code is shown to nobody else, not even its maker."""
    return invite is not None and bool(invite.email) and invite.email == email.strip().lower()


def speak(user: User, language: str) -> None:
    """Letters to them are in the language in which they came, until they choose one."""
    if language and language == mail.known(language):
        user.language = language
        user.save(update_fields=["language"])
