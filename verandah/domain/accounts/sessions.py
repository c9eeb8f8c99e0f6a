"""Whose browser session it is, and whether it still holds: for doors that stay open after the request."""

from collections.abc import Sequence
from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from .models import Account, User
from .queries import digest_of
from .roles import Role


class SessionStore(DatabaseStore):
    """Django's own, kept in the database."""

    def _validate_session_key(self, key: str | None) -> bool:
        """Whether a cookie can hold a key of ours: what cannot is never asked of a database that takes no NUL."""
        return key is not None and len(key) >= 8 and key.isascii() and key.isalnum()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Someone is signed in with this session; `auth_hash` changes with their password."""

    session_key: str
    user_id: int
    account: Account
    auth_hash: str


def signed_in(session_key: str) -> SignedIn | None:
    """Who is signed in with this session; None when nobody is, as for any page."""
    request = HttpRequest()
    request.session = SessionStore(session_key)
    user = get_user(request)
    if not isinstance(user, User) or user.account.suspended_at is not None:
        return None
    return SignedIn(session_key, user.pk, user.account, user.get_session_auth_hash())


def is_of_staff(user_id: int) -> bool:
    """Whether this login works for the site, at this moment."""
    return User.objects.filter(pk=user_id, role__gt=Role.MEMBER).exists()


def has_session(user: User, digest: str) -> bool:
    """Whether the session of `user` with this digest of its key goes on."""
    keys = UserSession.objects.filter(user=user).values_list("session_key", flat=True)
    mine = [key for key in keys if digest_of(key) == digest]
    return Session.objects.filter(session_key__in=mine, expire_date__gt=timezone.now()).exists() if mine else False


def still_signed_in(people: Sequence[SignedIn]) -> set[str]:
    """The keys of those sessions that still hold: not ended or expired, same password, the user may still sign in."""
    keys = {one.session_key for one in people}
    held = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    known = set(held.values_list("session_key", flat=True))
    active = User.objects.filter(pk__in={one.user_id for one in people}, is_active=True, account__suspended_at=None)
    users = active.select_related(None).only("password")
    hashes = {user.pk: user.get_session_auth_hash() for user in users}
    return {one.session_key for one in people if one.session_key in known and hashes.get(one.user_id) == one.auth_hash}
