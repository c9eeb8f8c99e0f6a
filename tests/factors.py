"""Second factors for tests: an app whose secret is known, and sessions in which it was shown."""

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from verandah.domain.accounts.models import User

SECRET = "VERANDAHVERANDAHVERANDAHVERANDAH"


def give_factor(user: User) -> Authenticator:
    """`user` has an app for codes."""
    return TOTP.activate(user, SECRET).instance


def code(later: int = 0, secret: str = SECRET) -> str:
    """The code that the app shows now, or in so many half minutes."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def show_factor(client: Client, user: User, ago: float = 0) -> None:
    """In the session of this client the second factor was shown, so many seconds ago."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time() - ago, "reauthenticated": True}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
