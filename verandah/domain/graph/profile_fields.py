"""Which lines of someone's profile a viewer sees, by how they stand to each other."""

from collections.abc import Iterator
from dataclasses import replace

from verandah.base.reading import rows
from verandah.domain.accounts.fields import For, Line, told
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.show import ShownAccount

TIES = """SELECT
    EXISTS (SELECT 1 FROM verandah_follow f WHERE f.follower_id = %(viewer)s AND f.followee_id = %(account)s),
    EXISTS (SELECT 1 FROM verandah_friendship s WHERE s.account_id = %(account)s AND s.friend_id = %(viewer)s)"""


def with_fields(viewer: Account | None, shown: ShownAccount, account: Account) -> ShownAccount:
    """Someone as `viewer` may know them, whom nobody else is to be told of: with the lines that are for them alone."""
    return replace(shown, fields=fields_for(viewer, account))


def fields_for(viewer: Account | None, account: Account) -> tuple[Line, ...]:
    """The lines that `viewer` sees. One query, and none where every line is for everyone."""
    everyone = told(account.fields, [For.PUBLIC])
    if len(everyone) == len(account.fields) or viewer is None:
        return everyone
    return told(account.fields, audiences_of(viewer, account))


def audiences_of(viewer: Account, account: Account) -> Iterator[For]:
    """Those to which `viewer` belongs."""
    if viewer.id == account.id:
        yield from For
        return
    yield from (For.PUBLIC, For.MEMBERS)
    [(follows, is_friend)] = rows(TIES, {"viewer": viewer.id, "account": account.id})
    if follows:
        yield For.FOLLOWERS
    if is_friend:
        yield For.FRIENDS
