"""Reads of people and of what they sign in with."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from verandah.base.browsers import browser_name, is_handheld
from verandah.base.memory import MEMORY
from verandah.base.reading import rows as rows_of
from verandah.domain.instance.models import Joining, OwnerLink, SignUp
from verandah.domain.instance.queries import the_site
from verandah.domain.instance.show import joining_now

from .models import Account, User
from .names import skeleton
from .roles import Role

MEMBERS = "SELECT count(*) FROM verandah_account WHERE joined_at IS NOT NULL AND suspended_at IS NULL"

OWNER = f"""
SELECT a.id, a.rev FROM verandah_user u JOIN verandah_account a ON a.id = u.account_id
WHERE u.role = {Role.OWNER:d} AND a.joined_at IS NOT NULL"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class ShownSession:
    """One place where someone is signed in, as only they see it."""

    id: int
    browser: str
    is_handheld: bool
    address: str
    created_at: datetime
    last_seen_at: datetime
    is_current: bool


def members_count() -> int:
    """How many people have joined and confirmed their e-mail address, without those who are suspended."""
    return int(rows_of(MEMBERS, {})[0][0])


def members_count_lately() -> int:
    """The same, counted at most every five seconds: for pages and answers that everyone asks for."""
    return MEMORY.made("members_count", members_count, 5)


def unconfirmed_users() -> QuerySet[User]:
    """Sign-ups that nobody has confirmed, and that nobody has signed in with; without those that the staff answered."""
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    sent_away = SignUp.objects.filter(account=OuterRef("account"), state=SignUp.State.REJECTED)
    return User.objects.filter(~Exists(confirmed), ~Exists(sent_away), account__joined_at=None, last_login=None)


def username_is_free(username: str) -> bool:
    """Whether nobody has this name or one that looks like it."""
    return not Account.objects.filter(skeleton=skeleton(username)).exists()


def email_is_free(email: str) -> bool:
    """Whether nobody has signed up with this address. An address that a member only wishes to change to is free."""
    taken = User.objects.filter(email=email).exists()
    return not taken and not EmailAddress.objects.filter(email=email, verified=True).exists()


def unconfirmed_address(email: str) -> EmailAddress | None:
    """The address of a sign-up that still waits for its confirmation."""
    found: EmailAddress | None = EmailAddress.objects.filter(email=email, user__in=unconfirmed_users()).first()
    return found


def user_by_email(email: str) -> User | None:
    """Whose address this is."""
    return User.objects.filter(email=email).select_related("account").first()


def languages_of(viewer_ids: Collection[int]) -> dict[int, str]:
    """The language that each of these members has chosen; empty where they have not."""
    return dict(User.objects.filter(account__in=viewer_ids).values_list("account_id", "language"))


def owner_exists() -> bool:
    """Whether the site has its owner."""
    return User.objects.filter(role=Role.OWNER).exists()


def owner_account() -> Account | None:
    """Whom everyone can turn to: the owner, once there is one."""
    return Account.objects.filter(user__role=Role.OWNER).exclude(joined_at=None).first()


def site_stamp() -> tuple[Any, ...]:
    """All that the site says of itself but its numbers: the owner and how often they have changed, and the one row."""
    owner = rows_of(OWNER, {})
    site = rows_of("SELECT * FROM verandah_site WHERE id = 1", {})
    # One connection makes moments of what the other leaves as text.
    told = [str(one) if isinstance(one, datetime) else one for one in (site[0] if site else ())]
    return (*(owner[0] if owner else (0, 0)), *told)


def owner_link_is_open(secret: str) -> bool:
    """Whether this link can still make someone the owner."""
    return OwnerLink.objects.filter(digest=digest_of(secret), used_at=None).exists() and not owner_exists()


def joining_mode() -> Joining:
    """Who may sign up at this moment."""
    return joining_now(the_site())


def sessions(viewer: User, current_key: str) -> list[ShownSession]:
    """Where `viewer` is signed in: this session (`current_key`) first, then the last seen."""
    rows = list(UserSession.objects.filter(user=viewer).order_by("-last_seen_at", "-pk"))
    keys = [row.session_key for row in rows]
    alive = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()).values_list("pk", flat=True)
    )
    shown = [show_session(row, current_key) for row in rows if row.session_key in alive]
    return sorted(shown, key=lambda session: not session.is_current)


def show_session(row: UserSession, current_key: str) -> ShownSession:
    """One row as its owner sees it."""
    return ShownSession(
        id=row.pk,
        browser=browser_name(row.user_agent),
        is_handheld=is_handheld(row.user_agent),
        address=row.ip,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        is_current=row.session_key == current_key,
    )


def digest_of(secret: str) -> str:
    """What is kept of a secret that we have given away. It is long and random, so that no slow hash is needed."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
