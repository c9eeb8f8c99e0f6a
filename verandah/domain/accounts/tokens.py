"""Apps and what they show instead of a password: whose token it is, and which apps someone has let in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from hmac import compare_digest
from typing import Any

from django.db import connection
from django.db.models import F
from django.utils import timezone

from verandah.base.ids import comma_list
from verandah.base.reading import rows

from .models import AccessToken, Account, App, AuthorizationCode
from .queries import digest_of
from .roles import Role
from .rows import account_from, columns

# A code travels from one program to another; ten minutes is what RFC 6749 allows at most.
CODE_LIFETIME = timedelta(minutes=10)
LONGEST_TOKEN = 200


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who shows a token, and what they may do. An app that speaks for itself has no account."""

    token_id: int
    app_id: int
    scopes: frozenset[str]
    account: Account | None
    user_id: int
    role: Role


@dataclass(frozen=True, slots=True)
class Holder:
    """A member who shows a token; of `viewer` only its id, its number of follows and of changes are loaded."""

    token_id: int
    scopes: frozenset[str]
    viewer: Account
    has_joined: bool
    role: int
    has_filters: bool


@dataclass(frozen=True, slots=True)
class ShownApp:
    """An app as everyone may know it."""

    id: int
    name: str
    website: str
    client_id: str
    redirect_uris: tuple[str, ...]
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Access:
    """An app that may act for someone, as only they see it."""

    app: ShownApp
    scopes: frozenset[str]
    since: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Code:
    """A code that its app may change for a token; `used` when that has been done already."""

    id: int
    account_id: int
    redirect_uri: str
    scopes: frozenset[str]
    challenge: str
    used: bool
    expired: bool


# A token is good while it is not revoked and its owner may sign in. An app's own token has no owner.
HOLDS = "t.revoked_at IS NULL AND (t.account_id IS NULL OR (u.is_active AND a.suspended_at IS NULL))"

BEARER = f"""
SELECT t.id, t.app_id, t.scopes, u.id, u.role, {{account}}
FROM verandah_accesstoken t
LEFT JOIN verandah_account a ON a.id = t.account_id
LEFT JOIN verandah_user u ON u.account_id = t.account_id
WHERE t.digest = %(digest)s AND {HOLDS}
"""  # noqa: S608

# The same, and only what a read needs that is answered at once.
HOLDER = f"""
SELECT t.id, t.scopes, a.id, a.following_count, (a.joined_at IS NOT NULL), a.rev, u.role,
    EXISTS (SELECT 1 FROM verandah_filter f WHERE f.owner_id = a.id)
FROM verandah_accesstoken t JOIN verandah_account a ON a.id = t.account_id
JOIN verandah_user u ON u.account_id = t.account_id
WHERE t.digest = %(digest)s AND {HOLDS}"""  # noqa: S608

STILL = f"""
SELECT t.id
FROM verandah_accesstoken t
LEFT JOIN verandah_account a ON a.id = t.account_id
LEFT JOIN verandah_user u ON u.account_id = t.account_id
WHERE t.id IN ({{ids}}) AND {HOLDS}"""  # noqa: S608


def bearer_of(token: str) -> Bearer | None:
    """Who shows this token, in one query; None when it is unknown, revoked, or its owner may not sign in."""
    if not 0 < len(token) <= LONGEST_TOKEN:
        return None
    found = rows(bearer_sql(), {"digest": digest_of(token)})
    return bearer_from(found[0]) if found else None


def is_of_who_is_away(token: str) -> bool:
    """Whether this is a token, good or not, of someone who has left by themselves and can come back."""
    left = AccessToken.objects.filter(digest=digest_of(token[: LONGEST_TOKEN + 1]), account__left_at__isnull=False)
    return left.filter(account__left_at=F("account__suspended_at")).exists()


def holder_of(token: str) -> Holder | None:
    """Which member shows this token, in one plain query; None for all others."""
    found = rows(HOLDER, {"digest": digest_of(token)}) if 0 < len(token) <= LONGEST_TOKEN else []
    if not found:
        return None
    token_id, scopes, account_id, following, has_joined, rev, role, has_filters = found[0]
    viewer = reader(account_id, following, rev)
    return Holder(token_id, split_scopes(scopes), viewer, bool(has_joined), role, bool(has_filters))


@lru_cache(2048)
def reader(account_id: int, following: int, rev: int) -> Account:
    """An account of which no more is loaded; only to be read."""
    return Account.from_db(None, ["id", "following_count", "rev"], [account_id, following, rev])


@lru_cache(256)
def split_scopes(scopes: str) -> frozenset[str]:
    """The words that are stored with blanks between them."""
    return frozenset(scopes.split())


def still_held(token_ids: Collection[int]) -> set[int]:
    """Those of these tokens that are still good: for doors that stay open after the request. One query."""
    if not token_ids:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(STILL.format(ids=comma_list(token_ids)))
        return {row[0] for row in cursor.fetchall()}


@cache
def bearer_sql() -> str:
    """The query of `bearer_of`: every column of the account, so that nothing is asked for later."""
    return BEARER.format(account=columns())


def bearer_from(row: Sequence[Any]) -> Bearer:
    """A row of BEARER as the doors know it."""
    token_id, app_id, scopes, user_id, role, *values = row
    account = account_from(values) if user_id else None
    return Bearer(token_id, app_id, frozenset(scopes.split()), account, user_id or 0, Role(role or Role.MEMBER))


def app_by_client_id(client_id: str) -> ShownApp | None:
    """The app that calls itself so."""
    if not 0 < len(client_id) <= LONGEST_TOKEN or "\0" in client_id:
        return None
    row = App.objects.filter(client_id=client_id).first()
    return show_app(row) if row else None


def app_of(bearer: Bearer) -> ShownApp:
    """The app that was given this token."""
    return show_app(App.objects.get(pk=bearer.app_id))


def app_knows(client_id: str, secret: str) -> bool:
    """Whether `secret` is the one that this app was given."""
    kept = App.objects.filter(client_id=client_id).values_list("secret_digest", flat=True).first()
    return bool(kept) and compare_digest(kept or "", digest_of(secret))


def code_for(app: ShownApp, code: str) -> Code | None:
    """The code, if it was made for this app; also a used or an old one, so that its second use can be answered."""
    row = AuthorizationCode.objects.filter(digest=digest_of(code), app=app.id).first()
    if row is None:
        return None
    return Code(
        id=row.pk,
        account_id=row.account_id,
        redirect_uri=row.redirect_uri,
        scopes=frozenset(row.scopes.split()),
        challenge=row.challenge,
        used=row.used_at is not None,
        expired=row.created_at <= timezone.now() - CODE_LIFETIME,
    )


def is_own_code(viewer: Account, code: str) -> bool:
    """Whether `viewer` has just allowed an app with this code. Nobody is shown a code that someone else made."""
    since = timezone.now() - CODE_LIFETIME
    return AuthorizationCode.objects.filter(digest=digest_of(code), account=viewer, created_at__gt=since).exists()


def apps_with_access(viewer: Account) -> list[Access]:
    """The apps that may act for `viewer`, the last used first."""
    rows = list(AccessToken.objects.filter(account=viewer, revoked_at=None).select_related("app").order_by("-pk"))
    held: dict[int, list[AccessToken]] = {}
    for row in rows:
        held.setdefault(row.app_id, []).append(row)
    found = [show_access(tokens) for tokens in held.values()]
    return sorted(found, key=lambda access: access.last_used_at or access.since, reverse=True)


def show_access(tokens: Sequence[AccessToken]) -> Access:
    """All tokens that one app has of someone, as one access."""
    used = [token.last_used_at for token in tokens if token.last_used_at]
    return Access(
        app=show_app(tokens[0].app),
        scopes=frozenset(scope for token in tokens for scope in token.scopes.split()),
        since=min(token.created_at for token in tokens),
        last_used_at=max(used, default=None),
    )


def show_app(row: App) -> ShownApp:
    """One row as shown."""
    uris, scopes = tuple(row.redirect_uris.split("\n")), tuple(row.scopes.split())
    return ShownApp(row.pk, row.name, row.website, row.client_id, uris if row.redirect_uris else (), scopes)
