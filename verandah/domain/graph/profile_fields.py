"""Which lines of someone's profile, and which answers to the owner's fields, a viewer sees, by how they stand."""

from collections.abc import Iterator
from dataclasses import replace

from verandah.base.reading import rows
from verandah.domain.accounts.answers import ShownAnswer, answers_among
from verandah.domain.accounts.fields import For, Line, told
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.show import ShownAccount

TIES = """SELECT
    EXISTS (SELECT 1 FROM verandah_follow f WHERE f.follower_id = %(viewer)s AND f.followee_id = %(account)s),
    EXISTS (SELECT 1 FROM verandah_friendship s WHERE s.account_id = %(account)s AND s.friend_id = %(viewer)s)"""

# The same for many at once: the viewer belongs to those for whom the answer `w` is. A guest, who is 0, follows nobody
# and is nobody's friend.
MAY_KNOW = """(w.audience = 'public' OR (%(viewer)s <> 0 AND (w.audience = 'members' OR w.account_id = %(viewer)s
    OR (w.audience = 'followers' AND EXISTS (SELECT 1 FROM verandah_follow kf
        WHERE kf.follower_id = %(viewer)s AND kf.followee_id = w.account_id))
    OR (w.audience = 'friends' AND EXISTS (SELECT 1 FROM verandah_friendship ks
        WHERE ks.account_id = w.account_id AND ks.friend_id = %(viewer)s)))))"""


def with_fields(viewer: Account | None, shown: ShownAccount, account: Account) -> ShownAccount:
    """Someone as `viewer` may know them, whom nobody else is to be told of: with the lines that are for them alone."""
    return replace(shown, fields=fields_for(viewer, account))


def fields_for(viewer: Account | None, account: Account) -> tuple[Line, ...]:
    """The lines that `viewer` sees. One query, and none where every line is for everyone."""
    everyone = told(account.fields, [For.PUBLIC])
    if len(everyone) == len(account.fields) or viewer is None:
        return everyone
    return told(account.fields, audiences_of(viewer, account))


def answers_for(viewer: Account | None, account: Account) -> list[ShownAnswer]:
    """What `viewer` sees of the answers to the owner's fields, in their order. One query, two where ties count."""
    given = answers_among(account)
    if all(one.audience == For.PUBLIC for one in given):
        return given
    audiences = set(audiences_of(viewer, account)) if viewer else {For.PUBLIC}
    return [one for one in given if one.audience in audiences]


def with_answers(viewer: Account | None, shown: ShownAccount, account: Account) -> ShownAccount:
    """As `with_fields`, the answers before the lines: for looks at someone, never for what they change of themselves,
    because an app would send the answers back as lines.
    """
    answers = tuple(Line(one.label, one.value, one.audience) for one in answers_for(viewer, account))
    return replace(shown, fields=answers + fields_for(viewer, account))


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
