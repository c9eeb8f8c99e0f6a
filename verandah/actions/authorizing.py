"""Apps: they are registered, let in by a member, given tokens, and shut out again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.addresses import can_be_returned_to, is_web_address
from verandah.base.errors import Conflict, Forbidden, Invalid, NotFound
from verandah.base.memory import MEMORY
from verandah.base.writing import changed, stored
from verandah.domain.accounts.models import AccessToken, Account, App, AuthorizationCode
from verandah.domain.accounts.queries import digest_of
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.rules import OUT_OF_BAND, SCOPES, STAFF_SCOPES, beyond, grantable
from verandah.domain.accounts.tokens import Bearer, Code, ShownApp, show_app

from . import announcing

LONGEST_APP_NAME = 60
LONGEST_ADDRESS = 2000
# A use is noted at most so often: reading must not be a write.
NOTED_EVERY = 600
# A used code is kept so long, because its second use ends the token that was made from it.
CODES_KEPT = timedelta(days=1)
REVOKED_KEPT = timedelta(days=30)

NOTE_USE = "UPDATE verandah_accesstoken SET last_used_at = %(now)s WHERE id = %(token)s"


@dataclass(frozen=True, slots=True)
class Registration:
    """What an app says of itself."""

    name: str
    redirect_uris: tuple[str, ...]
    scopes: frozenset[str] = frozenset({"read"})
    website: str = ""


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token, at the only moment when it is known."""

    token: str
    scopes: frozenset[str]
    created_at: datetime


def register(asked: Registration) -> tuple[ShownApp, str]:
    """Take an app in; it and its secret, which is shown only now. Each call makes another app."""
    name, website = checked_name(asked.name), checked_website(asked.website)
    uris, scopes, secret = checked_uris(asked.redirect_uris), checked_scopes(asked.scopes), token_urlsafe(32)
    row = App.objects.create(
        name=name,
        website=website,
        client_id=token_urlsafe(32),
        secret_digest=digest_of(secret),
        redirect_uris="\n".join(uris),
        scopes=joined(scopes),
        created_at=timezone.now(),
    )
    return show_app(row), secret


def allow(
    account: Account,
    app: ShownApp,
    redirect_uri: str,
    scopes: frozenset[str],
    challenge: str = "",
    session_key: str = "",
) -> str:
    """`account` lets `app` in, in this browser session: a code that the app can change for a token. Each call makes
    another one."""
    given = grantable(Role(account.user.role), scopes)
    if not given:
        raise Forbidden(_("This app asks for nothing that your account could give it."))
    code = token_urlsafe(32)
    AuthorizationCode.objects.create(
        app_id=app.id,
        account=account,
        digest=digest_of(code),
        redirect_uri=redirect_uri,
        scopes=joined(given),
        challenge=challenge,
        session_digest=digest_of(session_key) if session_key else "",
        created_at=timezone.now(),
    )
    return code


def redeem(app: ShownApp, code: Code) -> NewToken:
    """The token that a code stands for. Raises Conflict when the code was used before, and ends what it gave then."""
    with transaction.atomic():
        # Counted by the database, so that of two at the same moment only one is served.
        rows = AuthorizationCode.objects.filter(pk=code.id, used_at=None)
        rows = rows.filter(account__user__is_active=True, account__suspended_at=None)
        if rows.update(used_at=timezone.now()):
            session = AuthorizationCode.objects.values_list("session_digest", flat=True).get(pk=code.id)
            return issue(app.id, code.scopes, code.account_id, code.id, session)
    revoke_made_from(code)
    raise Conflict(_("This code was used already."))


def revoke_made_from(code: Code) -> None:
    """End the token that was made from `code`: its second use means that someone else has it. Twice: the same."""
    revoke(AccessToken.objects.filter(code=code.id).values_list("pk", flat=True))


def issue_to_app(app: ShownApp, scopes: frozenset[str]) -> NewToken:
    """A token with which `app` speaks for itself alone. Each call makes another one."""
    return issue(app.id, scopes - STAFF_SCOPES)


def issue(
    app_id: int,
    scopes: frozenset[str],
    account_id: int | None = None,
    code_id: int | None = None,
    session_digest: str = "",
) -> NewToken:
    """Store a new token and show it. Each call makes another one."""
    token, now = token_urlsafe(32), timezone.now()
    AccessToken.objects.create(
        app_id=app_id,
        account_id=account_id,
        code_id=code_id,
        digest=digest_of(token),
        scopes=joined(scopes),
        session_digest=session_digest,
        created_at=now,
    )
    return NewToken(token, scopes, now)


def issue_by_hand(account: Account, scopes: frozenset[str], name: str = "") -> str:
    """A token that nobody asked for through a browser, under an app of its own that cannot do anything else."""
    if not scopes:
        raise Invalid("scopes", _("Name at least one scope, such as “read”."))
    checked_scopes(scopes)
    if grantable(Role(account.user.role), scopes) != scopes:
        raise Forbidden(_("Only a token of someone who works for the site can have an admin scope."))
    label = " ".join(name.split())[:LONGEST_APP_NAME] or _("Command line")
    with transaction.atomic():
        app = App.objects.create(
            name=label, client_id=token_urlsafe(32), scopes=joined(scopes), created_at=timezone.now()
        )
        return issue(app.pk, scopes, account.pk).token


def shut_out(account: Account, app_id: int) -> None:
    """`account` takes back what it has allowed this app. Raises NotFound when it had nothing, also the second time."""
    with transaction.atomic():
        AuthorizationCode.objects.filter(account=account, app=app_id).delete()
        held = AccessToken.objects.filter(account=account, app=app_id, revoked_at=None)
        if not revoke(held.values_list("pk", flat=True)):
            raise NotFound(_("This app has no access any more."))


def shut_out_all(account_id: int) -> None:
    """No app may act for this account any more. Twice: the same."""
    AuthorizationCode.objects.filter(account=account_id).delete()
    revoke(AccessToken.objects.filter(account=account_id).values_list("pk", flat=True))


def shut_out_with(account_id: int, session_key: str) -> None:
    """The apps that this account has let in during this browser session are signed out with it. Twice: the same."""
    digest = digest_of(session_key)
    AuthorizationCode.objects.filter(account=account_id, session_digest=digest).delete()
    revoke(AccessToken.objects.filter(account=account_id, session_digest=digest).values_list("pk", flat=True))


def shut_out_but(account_id: int, session_key: str) -> None:
    """All apps but those let in during this session, and tokens made by hand, are signed out. Twice: the same."""
    kept = ("", digest_of(session_key))
    AuthorizationCode.objects.filter(account=account_id).exclude(session_digest__in=kept).delete()
    held = AccessToken.objects.filter(account=account_id).exclude(session_digest__in=kept)
    revoke(held.values_list("pk", flat=True))


def give_back(app: ShownApp, token: str) -> None:
    """`app` needs this token no more. Unknown, or twice: the same. Raises Forbidden for another app's token."""
    row = AccessToken.objects.filter(digest=digest_of(token)).first()
    if row is None:
        return
    if row.app_id != app.id:
        raise Forbidden(_("This token is another app’s."))
    revoke([row.pk])


def revoke(token_ids: Iterable[int]) -> int:
    """End these tokens; how many still held. What was ended before keeps its moment."""
    ended = list(token_ids)
    held = AccessToken.objects.filter(pk__in=ended, revoked_at=None).update(revoked_at=timezone.now())
    announcing.tokens_revoked(ended)
    return held


def note_use(bearer: Bearer) -> None:
    """Remember that a token was used, at most every ten minutes. Twice: the later one counts."""
    if MEMORY.add(used_key(bearer.token_id), NOTED_EVERY):
        changed(NOTE_USE, {"token": bearer.token_id, "now": stored(timezone.now())})


def used_key(token_id: int) -> str:
    """What is remembered while the use of a token has been noted."""
    return f"token-used:{token_id}"


def clear_grants() -> int:
    """Forget codes and revoked tokens whose time is over; how many."""
    now = timezone.now()
    codes, _rows = AuthorizationCode.objects.filter(created_at__lt=now - CODES_KEPT).delete()
    tokens, _rows = AccessToken.objects.filter(revoked_at__lt=now - REVOKED_KEPT).delete()
    return codes + tokens


def checked_name(name: str) -> str:
    """The name of an app as it is stored."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_APP_NAME or not name.isprintable():
        raise Invalid("client_name", _("Give the app a name of 1 to 60 characters."))
    return name


def checked_website(website: str) -> str:
    """The page about an app; it may have none."""
    if website and (len(website) > LONGEST_ADDRESS or not is_web_address(website)):
        raise Invalid("website", _("The app’s website must begin with https:// or http://."))
    return website


def checked_uris(uris: tuple[str, ...]) -> tuple[str, ...]:
    """Where an app may be returned to."""
    if not uris:
        raise Invalid("redirect_uris", _("Name at least one address to return to."))
    if len("\n".join(uris)) > LONGEST_ADDRESS:
        raise Invalid("redirect_uris", _("Together the addresses may have at most 2000 characters."))
    if not all(uri == OUT_OF_BAND or can_be_returned_to(uri) for uri in uris):
        raise Invalid("redirect_uris", _("Each address to return to must be a whole one, without a “#” part."))
    return tuple(dict.fromkeys(uris))


def checked_scopes(scopes: frozenset[str]) -> frozenset[str]:
    """Scopes that there are."""
    if unknown := beyond(SCOPES, scopes):
        raise Invalid("scopes", _("There is no scope “%(scope)s”.") % {"scope": unknown[0][:60]})
    return scopes


def joined(scopes: Iterable[str]) -> str:
    """Scopes as they are stored."""
    return " ".join(sorted(scopes))
