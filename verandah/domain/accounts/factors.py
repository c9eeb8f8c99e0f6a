"""Second factors: whether someone has one, and whether a session has shown it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator

from .models import User
from .permissions import Permission, roles_with

# Codes for the day on which the rest is lost are no factor by themselves.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
FRESH_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Key:
    """A passkey, as its owner calls it."""

    id: int
    name: str
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """What someone signs in with besides a password."""

    app: bool
    keys: list[Key]
    codes_left: int


def factors_of(user: User) -> Factors:
    """All second factors of `user`, as only they see them."""
    rows = list(Authenticator.objects.filter(user=user).order_by("pk"))
    keys = [row for row in rows if row.type == Authenticator.Type.WEBAUTHN]
    codes = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    return Factors(
        app=any(row.type == Authenticator.Type.TOTP for row in rows),
        keys=[Key(row.pk, row.data["name"], row.last_used_at) for row in keys],
        codes_left=len(codes.wrap().get_unused_codes()) if codes else 0,
    )


def has_second_factor(user_id: int) -> bool:
    """Whether this person signs in with more than a password."""
    return Authenticator.objects.filter(user_id=user_id, type__in=FACTORS).exists()


def staff_with_factors() -> int:
    """How many people decide for the site who sign in with more than a password. One query."""
    staff = User.objects.filter(role__in=roles_with(Permission.DECIDE), is_active=True, account__suspended_at=None)
    return staff.filter(authenticator__type__in=FACTORS).distinct().count()


def shown_at(session: Mapping[str, Any]) -> float:
    """When a second factor was last shown in this session, in seconds since 1970; 0 if never."""
    records = session.get(AUTHENTICATION_METHODS_SESSION_KEY)
    moments = [one.get("at", 0.0) for one in records if one.get("method") == "mfa"] if isinstance(records, list) else []
    return max(moments, default=0.0)


def has_shown(session: Mapping[str, Any], within: int | None = None) -> bool:
    """Whether a second factor was shown in this session, or within so many seconds."""
    moment = shown_at(session)
    return moment > 0 and (within is None or time.time() - moment <= within)
