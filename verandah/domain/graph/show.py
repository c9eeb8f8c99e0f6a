"""How a viewer stands to other people."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from verandah.base.ids import comma_list
from verandah.domain.accounts.models import Account

# Each row is one tie between the viewer and one of the accounts asked about; its name is a field of Relation.
TIES = """
SELECT 'following', followee_id FROM verandah_follow WHERE follower_id = %(viewer)s AND followee_id IN ({ids})
UNION ALL SELECT 'followed_by', follower_id FROM verandah_follow
    WHERE followee_id = %(viewer)s AND follower_id IN ({ids})
UNION ALL SELECT 'requested', followee_id FROM verandah_followrequest
    WHERE follower_id = %(viewer)s AND followee_id IN ({ids})
UNION ALL SELECT 'wants_to_follow_me', follower_id FROM verandah_followrequest
    WHERE followee_id = %(viewer)s AND follower_id IN ({ids})
UNION ALL SELECT 'blocking', blocked_id FROM verandah_block WHERE blocker_id = %(viewer)s AND blocked_id IN ({ids})"""


@dataclass(frozen=True, slots=True)
class Relation:
    """The viewer's side of it: `following` means the viewer follows them."""

    is_me: bool = False
    following: bool = False
    requested: bool = False
    followed_by: bool = False
    wants_to_follow_me: bool = False
    blocking: bool = False


def relations(viewer: Account | None, ids: Sequence[int]) -> dict[int, Relation]:
    """`viewer`'s relation to each of `ids`, in one query for any number; none for a guest."""
    if viewer is None or not ids:
        return dict.fromkeys(ids, Relation())
    ties: defaultdict[int, dict[str, bool]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(TIES.format(ids=comma_list(ids)), {"viewer": viewer.id})
        for name, number in cursor.fetchall():
            ties[number][name] = True
    return {number: Relation(is_me=number == viewer.id, **ties[number]) for number in ids}
