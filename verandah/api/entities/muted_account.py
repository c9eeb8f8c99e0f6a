"""MutedAccount: a person, and until when I do not read them."""

from datetime import datetime

from verandah.domain.posts.full import FullAccount

from .account import AccountJson, account
from .dates import moment_or_none


class MutedAccountJson(AccountJson):
    mute_expires_at: str | None


def muted_account(full: FullAccount, until: datetime | None) -> MutedAccountJson:
    """Someone whom I have muted; for good when there is no `until`."""
    return {**account(full), "mute_expires_at": moment_or_none(until)}
