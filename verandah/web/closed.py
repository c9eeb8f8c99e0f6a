"""The one room that is open to whom the site is closed: what was decided about them, and what they say to it.

They have shown their password at the sign-in page, and are not signed in: nothing but these pages knows of them.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.http import HttpRequest

from verandah.domain.accounts.closing import closed_account, is_closed
from verandah.domain.accounts.factors import has_second_factor

from .viewer import WebRequest

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account, User

WHO, SINCE = "closed_account", "closed_since"
OPEN_FOR = 2 * 3600


def let_in(request: HttpRequest, user: User) -> bool:
    """Open the room to whoever has shown the password of an account that is closed; whether it was opened.

    To whoever has a second factor it is not: a password alone proves less than they have asked for. They have the link
    in the letter.
    """
    if not is_closed(user) or has_second_factor(user.pk):
        return False
    request.session.cycle_key()
    request.session[WHO], request.session[SINCE] = user.account_id, time.time()
    return True


def reader_of(request: WebRequest) -> Account | None:
    """Who reads: whoever is signed in, or whom the room was opened to. None: nobody who is known."""
    if request.viewer is not None:
        return request.viewer
    if time.time() - request.session.get(SINCE, 0) > OPEN_FOR:
        return None
    return closed_account(request.session.get(WHO, 0))


def leave(request: HttpRequest) -> None:
    """Close the room again. Twice: the same."""
    for name in (WHO, SINCE):
        request.session.pop(name, None)
