"""Accounts as a page or an app shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .models import Account
from .names import initials, tone


@dataclass(frozen=True, slots=True)
class ShownAccount:
    """Enough to name a person anywhere. Nothing in it depends on the viewer."""

    id: int
    username: str
    display_name: str
    initials: str
    tone: str
    bio: str
    approves_followers: bool
    followers_count: int
    following_count: int
    created_at: datetime
    rev: int


def show_account(account: Account) -> ShownAccount:
    """One row as shown."""
    return ShownAccount(
        id=account.id,
        username=account.username,
        display_name=account.display_name,
        initials=initials(account.display_name),
        tone=tone(account.username),
        bio=account.bio,
        approves_followers=account.approves_followers,
        followers_count=account.followers_count,
        following_count=account.following_count,
        created_at=account.created_at,
        rev=account.rev,
    )


def show_accounts(ids: Iterable[int]) -> dict[int, ShownAccount]:
    """Accounts by id, in one query."""
    return {row.id: show_account(row) for row in Account.objects.filter(id__in=set(ids))}
