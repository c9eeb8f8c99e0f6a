"""How a viewer stands to other people."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from verandah.base.reading import id_rows, id_text, rows
from verandah.domain.accounts.models import Account

from .openness import within

# Each row is one tie between the viewer and one of the accounts asked about; its name is a field of Relation. What more
# there is to say of it: two yes or no, a text, a moment. The mute stands first, so that PostgreSQL knows their kinds.
TIES = """
SELECT 'muting', muted_id, hides_notifications, false, '', until FROM verandah_mute
    WHERE muter_id = %(viewer)s AND muted_id IN ({ids}) AND (until IS NULL OR until > CURRENT_TIMESTAMP)
UNION ALL SELECT 'following', followee_id, shows_shares, notifies, languages, NULL FROM verandah_follow
    WHERE follower_id = %(viewer)s AND followee_id IN ({ids})
UNION ALL SELECT 'followed_by', follower_id, false, false, '', NULL FROM verandah_follow
    WHERE followee_id = %(viewer)s AND follower_id IN ({ids})
UNION ALL SELECT 'requested', followee_id, shows_shares, notifies, languages, NULL FROM verandah_followrequest
    WHERE follower_id = %(viewer)s AND followee_id IN ({ids})
UNION ALL SELECT 'wants_to_follow_me', follower_id, false, false, '', NULL FROM verandah_followrequest
    WHERE followee_id = %(viewer)s AND follower_id IN ({ids})
UNION ALL SELECT 'blocking', blocked_id, false, false, '', NULL FROM verandah_block
    WHERE blocker_id = %(viewer)s AND blocked_id IN ({ids})
UNION ALL SELECT 'recommended', recommended_id, false, false, '', NULL FROM verandah_recommendation
    WHERE account_id = %(viewer)s AND recommended_id IN ({ids})
UNION ALL SELECT 'noted', about_id, false, false, text, NULL FROM verandah_note
    WHERE author_id = %(viewer)s AND about_id IN ({ids})
UNION ALL SELECT 'friends', friend_id, false, false, '', NULL FROM verandah_friendship
    WHERE account_id = %(viewer)s AND friend_id IN ({ids})
UNION ALL SELECT 'friend_requested', asked_id, false, false, '', NULL FROM verandah_friendrequest
    WHERE asker_id = %(viewer)s AND asked_id IN ({ids}) AND NOT is_withdrawn
UNION ALL SELECT 'wants_to_be_friends', asker_id, false, false, '', NULL FROM verandah_friendrequest
    WHERE asked_id = %(viewer)s AND asker_id IN ({ids}) AND declined_at IS NULL"""

# The same for what people have chosen: whom they let follow them, be their friends and write on their walls.
OPEN = f"""
UNION ALL SELECT 'open', pr.account_id, {within("pr.befriended_by", "pr.account_id")},
    {within("pr.wall_open_to", "pr.account_id")}, CASE WHEN pr.takes_followers THEN 'follow' ELSE '' END, NULL
    FROM verandah_preferences pr WHERE pr.account_id IN ({{ids}})"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Relation:
    """The viewer's side of it: `following` means the viewer follows them."""

    is_me: bool = False
    following: bool = False
    # How the viewer follows them, or asks to.
    shows_shares: bool = False
    notifies: bool = False
    languages: tuple[str, ...] = ()
    requested: bool = False
    followed_by: bool = False
    wants_to_follow_me: bool = False
    blocking: bool = False
    muting: bool = False
    mutes_notifications: bool = False
    muted_until: datetime | None = None
    recommended: bool = False
    note: str = ""
    friends: bool = False
    friend_requested: bool = False
    wants_to_be_friends: bool = False
    # What they let the viewer do, whether or not it is done already.
    takes_followers: bool = True
    may_befriend: bool = True
    may_write: bool = False


def relations(viewer: Account | None, ids: Sequence[int]) -> dict[int, Relation]:
    """`viewer`'s relation to each of `ids`, in one query for any number; none for a guest."""
    if viewer is None or not ids:
        return dict.fromkeys(ids, Relation())
    ties: defaultdict[int, dict[str, Any]] = defaultdict(dict)
    for name, number, *more in rows(ties_sql(), {"viewer": viewer.id, "ids": id_text(ids)}):
        ties[number] |= tie(name, *more)
    return {number: relation(number == viewer.id, ties[number]) for number in ids}


@cache
def ties_sql() -> str:
    """The query for the database in use."""
    return (TIES + OPEN).format(ids=f"SELECT j.value FROM {id_rows()}")  # noqa: S608


def relation(is_me: bool, ties: dict[str, Any]) -> Relation:
    """How the viewer stands to one person. As it begins, friends may write on a wall."""
    ties = {"may_write": "friends" in ties, **ties}
    return Relation(is_me=is_me, **ties)


def tie(name: str, first: bool, second: bool, text: str, when: datetime | str | None) -> dict[str, Any]:
    """What one row says, as fields of Relation."""
    if name == "noted":
        return {"note": text}
    if name == "muting":
        return {name: True, "mutes_notifications": bool(first), "muted_until": moment(when)}
    if name == "open":
        return {"may_befriend": bool(first), "may_write": bool(second), "takes_followers": bool(text)}
    if name in ("following", "requested"):
        return {name: True, "shows_shares": bool(first), "notifies": bool(second), "languages": tuple(text.split())}
    return {name: True}


def moment(when: datetime | str | None) -> datetime | None:
    """A moment of a row that Django has not read: SQLite keeps it without its zone, which is UTC."""
    if isinstance(when, str):
        when = datetime.fromisoformat(when)
    return when.replace(tzinfo=UTC) if when and when.tzinfo is None else when
