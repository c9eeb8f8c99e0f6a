"""What decisions mean for a person: their columns say what their active restrictions say, and their sessions end.

Nobody else writes these columns. To be called in the transaction of what has begun or ended; twice is the same.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.db.models import F

from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.standing import Standing
from verandah.domain.instance.switches import stored as stored_switches
from verandah.domain.media.models import Media
from verandah.domain.media.signing import path
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Restriction, Subject

from . import announcing, pushing
from .hiding import count_with, count_without

STANDINGS = {
    Effect.RATE_LIMIT: Standing.RATE_LIMITED,
    Effect.POST_APPROVAL: Standing.POST_APPROVAL,
    Effect.READ_ONLY: Standing.READ_ONLY,
}
# What has no column of the account: a part of the profile is taken away once, and a login has a row of its own.
ELSEWHERE = (Effect.STRIP, Effect.DISABLE)


def settle_account(account_id: int, rows: Sequence[Restriction]) -> None:
    """What someone may do, who comes across them, and whether they can sign in."""
    account = Account.objects.select_for_update(no_key=True).filter(pk=account_id).first()
    if account is None:
        return
    columns = columns_of(rows)
    # Whoever has left stays out of sight, whatever is decided or taken back meanwhile.
    columns["suspended_at"] = columns["suspended_at"] or account.left_at
    signs_in = settle_login(account_id, rows)
    if any(getattr(account, name) != value for name, value in columns.items()):
        Account.objects.filter(pk=account_id).update(**columns, rev=F("rev") + 1)
        if bool(account.suspended_at) != bool(columns["suspended_at"]):
            (count_without if columns["suspended_at"] else count_with)(account_id)
    elif signs_in is not None:
        Account.objects.filter(pk=account_id).update(rev=F("rev") + 1)
    if signs_in is False or (columns["suspended_at"] and not account.suspended_at):
        show_out(account_id)


def columns_of(rows: Sequence[Restriction]) -> dict[str, Any]:
    """The columns of an account as a function of what is kept from it: the strongest and earliest counts."""
    counted = [row for row in rows if row.kind not in ELSEWHERE]
    kinds = {row.kind for row in counted}
    return {
        "suspended_at": since(counted, Effect.SUSPEND, Effect.TERMINATE),
        "terminated_at": since(counted, Effect.TERMINATE),
        "limited_at": since(counted, Effect.LIMIT),
        "is_always_sensitive": Effect.MARK_SENSITIVE in kinds,
        "is_frozen": Effect.FREEZE in kinds,
        "standing": max((STANDINGS[Effect(kind)] for kind in kinds if kind in STANDINGS), default=Standing.OK),
        "restriction_id": max((row.pk for row in counted), default=None),
    }


def since(rows: Sequence[Restriction], *kinds: Effect) -> datetime | None:
    """Since when one of these holds."""
    return min((row.active_from for row in rows if row.kind in kinds), default=None)


def settle_login(account_id: int, rows: Sequence[Restriction]) -> bool | None:
    """Whether they can sign in from now on; None when that stays as it was."""
    closed: int | None = max((row.pk for row in rows if row.kind == Effect.DISABLE), default=None)
    others = User.objects.filter(account=account_id).exclude(is_active=closed is None, restriction=closed)
    was = list(others.values_list("is_active", flat=True))
    others.update(is_active=closed is None, restriction_id=closed)
    return (closed is None) if was and was[0] != (closed is None) else None


def show_out(account_id: int) -> None:
    """End their browser sessions. Their tokens are refused as long as this holds, and their streams closed now."""
    for session in UserSession.objects.filter(user__account=account_id):
        session.end()
    pushing.forget_browsers(account_id)
    announcing.signed_out(account_id)


def show_picture(account_id: int, which: str) -> None:
    """A picture of theirs is told of, unless a decision or the site keeps it back. Twice: the same."""
    row = Media.objects.filter(pk__in=Account.objects.filter(pk=account_id).values(which)).first()
    told = path(row, "full", row.extension, None) if row is not None and may_be_told(account_id, row, which) else ""
    others = Account.objects.filter(pk=account_id).exclude(**{f"{which}_path": told})
    others.update(**{f"{which}_path": told, "rev": F("rev") + 1})


def may_be_told(account_id: int, row: Media, which: str) -> bool:
    """Whether nothing keeps this picture from being shown. What was set after it was taken away is a new one."""
    switches = stored_switches()
    if row.is_withheld or not (switches.allows_avatars if which == "avatar" else switches.allows_headers):
        return False
    taken = Restriction.objects.filter(kind=Effect.STRIP, ended_at=None, subject__part=which, params__media=row.pk)
    return not taken.filter(subject__kind=Subject.Kind.ACCOUNT, subject__ref=account_id).exists()
