"""Who looks at a page, found by two plain queries: for pages that are answered on the event loop."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils.crypto import constant_time_compare

from verandah.base.reading import rows

from .models import Account, User
from .roles import Role
from .rows import account_from, columns
from .sessions import SessionStore

SESSION = "SELECT session_data FROM django_session WHERE session_key = %(key)s AND expire_date > %(now)s"
LONGEST_KEY = 40


@dataclass(frozen=True, slots=True)
class Visitor:
    """Someone who is signed in. `noted`: the names of what else their session holds."""

    account: Account
    role: Role
    language: str
    noted: frozenset[str]


def visitor_of(session_key: str) -> Visitor | None:
    """Who is signed in with this session; None when nobody is, or when it takes a closer look to say."""
    if not (8 <= len(session_key) <= LONGEST_KEY and session_key.isascii() and session_key.isalnum()):
        return None
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}+00"
    found = rows(SESSION, {"key": session_key, "now": now})
    noted = read(found[0][0]) if found else {}
    if noted.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    users = rows(user_sql(), {"user": int(noted[SESSION_KEY])})
    if not users:
        return None
    password, role, language, *account = users[0]
    if not constant_time_compare(noted.get(HASH_SESSION_KEY, ""), auth_hash(password)):
        return None
    return Visitor(account_of(tuple(account)), Role(role), language, frozenset(noted))


@lru_cache(2048)
def read(session_data: str) -> Mapping[str, Any]:
    """What is signed in a session; nothing when it is not signed by us."""
    noted: dict[str, Any] = SessionStore().decode(session_data)
    return noted


@lru_cache(2048)
def auth_hash(password: str) -> str:
    """What a session holds as long as this password, of which only the hash is known here, is not changed."""
    return User(password=password).get_session_auth_hash()


@lru_cache(2048)
def account_of(row: tuple[Any, ...]) -> Account:
    """The account whose columns these are; only to be read."""
    return account_from(row)


@cache
def user_sql() -> str:
    """Who may sign in: with every column of the account, so that nothing is asked for later."""
    return f"""
SELECT u.password, u.role, u.language, {columns()} FROM verandah_user u JOIN verandah_account a ON a.id = u.account_id
WHERE u.id = %(user)s AND u.is_active = true AND a.suspended_at IS NULL AND a.joined_at IS NOT NULL"""  # noqa: S608
