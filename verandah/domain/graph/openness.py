"""Who lets whom come near: what people have chosen, and whether someone is within the circle of another."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from verandah.base.reading import id_rows, id_text, rows
from verandah.domain.accounts.circles import Circle
from verandah.domain.accounts.models import Account, Preferences

# `{her}` and the viewer are friends, or have a friend in common who is still there.
FRIENDS = """EXISTS (SELECT 1 FROM verandah_friendship fr
    WHERE fr.account_id = {her} AND fr.friend_id = %(viewer)s)"""
OF_FRIENDS = """EXISTS (SELECT 1 FROM verandah_friendship mf JOIN verandah_friendship tf
    ON tf.account_id = mf.friend_id AND tf.friend_id = {her} JOIN verandah_account ma ON ma.id = mf.friend_id
    WHERE mf.account_id = %(viewer)s AND ma.suspended_at IS NULL)"""
READ_BY = """EXISTS (SELECT 1 FROM verandah_follow rf
    WHERE rf.follower_id = {her} AND rf.followee_id = %(viewer)s)"""


def within(circle: str, her: str) -> str:
    """SQL: whether the viewer is within the circle of `her`; both are expressions. Friends are within all but nobody's.

    A circle without a line here is nobody's: fail closed.
    """
    return f"""({circle} = {Circle.MEMBERS:d}
    OR ({circle} IN ({Circle.FOLLOWED:d}, {Circle.FRIENDS_OF_FRIENDS:d}, {Circle.FRIENDS:d}) AND {FRIENDS})
    OR ({circle} = {Circle.FOLLOWED:d} AND {READ_BY})
    OR ({circle} = {Circle.FRIENDS_OF_FRIENDS:d} AND {OF_FRIENDS}))""".format(her=her)


# What these people have chosen, as far as it differs from how it begins, for the viewer.
CHOSEN = f"""
SELECT pr.account_id, pr.takes_followers, {within("pr.befriended_by", "pr.account_id")},
    {within("pr.wall_open_to", "pr.account_id")}, {within("pr.mentioned_by", "pr.account_id")}
FROM {{ids}} CROSS JOIN verandah_preferences pr WHERE pr.account_id = j.value"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Openness:
    """What someone lets the viewer do: follow them, ask to be friends, write on their wall, name them."""

    to_follow: bool
    to_befriend: bool
    to_write: bool
    to_mention: bool


@dataclass(frozen=True, slots=True)
class Circles:
    """What someone has chosen themselves: whether they take followers, and the circle for the rest."""

    takes_followers: bool = True
    befriended_by: Circle = Circle.MEMBERS
    wall_open_to: Circle = Circle.FRIENDS
    mentioned_by: Circle = Circle.MEMBERS


def circles(viewer: Account) -> Circles:
    """What `viewer` has chosen."""
    row = Preferences.objects.filter(pk=viewer.pk).first()
    if row is None:
        return Circles()
    return Circles(row.takes_followers, Circle(row.befriended_by), Circle(row.wall_open_to), Circle(row.mentioned_by))


def takes_suggestions(viewer: Account) -> bool:
    """Whether `viewer` wants others suggested to them."""
    return not Preferences.objects.filter(pk=viewer.pk, takes_suggestions=False).exists()


def chosen(viewer: Account, ids: Sequence[int]) -> dict[int, Openness]:
    """What those of `ids` who have chosen anything let `viewer` do, in one query."""
    if not ids:
        return {}
    found = rows(chosen_sql(), {"viewer": viewer.id, "ids": id_text(ids)})
    return {number: Openness(*(bool(value) for value in values)) for number, *values in found}


@cache
def chosen_sql() -> str:
    """The query for the database in use."""
    return CHOSEN.replace("{ids}", id_rows())
