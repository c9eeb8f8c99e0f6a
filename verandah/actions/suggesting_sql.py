"""How people to follow are found for many at once, one query for each reason, each bounded for each person."""

from verandah.domain.accounts.answers import FILTERABLE
from verandah.domain.graph.queries import PRESENT, SUGGESTABLE
from verandah.domain.graph.reasons import VIA_PRESENT, Reason

# Of the connections of one person so many count, those to the newest people; beyond, more say no more.
MOST_CONNECTIONS = 200
# Of those who share an answer or a tag, or are new here, so many are looked at, the newest of them.
MOST_ALIKE = 60


def among(sql: str) -> str:
    """A condition that names one viewer, for the viewers of `c`."""
    return sql.replace("%(viewer)s", "c.viewer")


def newest(table: str, what: str, same: str, most: int) -> str:
    """The lowest of the `most` highest `what` in such rows of `table`; 0 where there are fewer. An index has it."""
    return f"""coalesce((SELECT l.{what} FROM {table} l WHERE {same}
        ORDER BY l.{what} DESC LIMIT 1 OFFSET {most - 1}), 0)"""  # noqa: S608


def best(candidates: str, more: str = "1 = 1") -> str:
    """The best of these of each viewer, of those who may be suggested to them at all.

    Candidates are found first and kept: a database that does not know yet how many there are would find them anew for
    each person it compares them with.
    """
    return f"""
WITH c AS MATERIALIZED ({candidates})
SELECT x.viewer, x.other, x.number, x.via, x.field, x.tag FROM (
    SELECT c.viewer, c.other, count(*) AS number, max(c.via) AS via, max(c.field) AS field, max(c.tag) AS tag,
        row_number() OVER (PARTITION BY c.viewer ORDER BY count(*) DESC, c.other DESC) AS place
    FROM c JOIN verandah_account a ON a.id = c.other
    LEFT JOIN verandah_account v ON v.id = c.via
    WHERE {among(SUGGESTABLE)} AND {among(more)} GROUP BY c.viewer, c.other
) x WHERE x.place <= %(kept)s"""  # noqa: S608


VIEWERS = "(SELECT y.id FROM verandah_account y WHERE y.id IN ({ids}) AND y.suspended_at IS NULL) m"
NEITHER_HIDES = f"NOT a.hides_connections AND {VIA_PRESENT}"

FOLLOWS_ME = f"""SELECT m.followee_id AS viewer, m.follower_id AS other, 0 AS via, 0 AS field, 0 AS tag
FROM verandah_follow m WHERE m.followee_id IN ({{ids}}) AND m.id >= {
    newest("verandah_follow", "id", "l.followee_id = m.followee_id", MOST_CONNECTIONS)
}"""  # noqa: S608

FRIENDS = f"""SELECT m.account_id AS viewer, t.friend_id AS other, m.friend_id AS via, 0 AS field, 0 AS tag
FROM verandah_friendship m JOIN verandah_friendship t ON t.account_id = m.friend_id
WHERE m.account_id IN ({{ids}}) AND m.friend_id >= {
    newest("verandah_friendship", "friend_id", "l.account_id = m.account_id", MOST_CONNECTIONS)
} AND t.friend_id >= {newest("verandah_friendship", "friend_id", "l.account_id = m.friend_id", MOST_CONNECTIONS)}"""  # noqa: S608

FOLLOWED = f"""SELECT m.follower_id AS viewer, t.followee_id AS other, m.followee_id AS via, 0 AS field, 0 AS tag
FROM verandah_follow m JOIN verandah_follow t ON t.follower_id = m.followee_id
WHERE m.follower_id IN ({{ids}}) AND m.followee_id >= {
    newest("verandah_follow", "followee_id", "l.follower_id = m.follower_id", MOST_CONNECTIONS)
} AND t.followee_id >= {newest("verandah_follow", "followee_id", "l.follower_id = m.followee_id", MOST_CONNECTIONS)}"""  # noqa: S608

INVITERS = """SELECT m.account_id AS viewer, m.invited_by_id AS other, 0 AS via, 0 AS field, 0 AS tag
FROM verandah_signup m WHERE m.account_id IN ({ids}) AND m.invited_by_id IS NOT NULL"""

# Nobody is found by an answer that is for fewer than all members: those whom it is for know them already.
ANSWERS = f"""SELECT m.account_id AS viewer, t.account_id AS other, 0 AS via, m.field_id AS field, 0 AS tag
FROM verandah_profileanswer m JOIN verandah_profilefield o ON o.id = m.field_id AND o.is_filter
    AND o.retired_at IS NULL AND o.kind IN ({", ".join(str(int(kind)) for kind in FILTERABLE)})
JOIN verandah_profileanswer t ON t.field_id = m.field_id AND t.folded = m.folded
WHERE m.account_id IN ({{ids}}) AND length(m.folded) > 0 AND t.audience IN ('public', 'members') AND t.account_id >= {
    newest("verandah_profileanswer", "account_id", "l.field_id = m.field_id AND l.folded = m.folded", MOST_ALIKE)
}"""  # noqa: S608

# Which tags someone follows is nobody's business, which they show on their profile is everyone's.
MY_TAGS = """SELECT g.account_id, g.tag_id FROM verandah_followedtag g WHERE g.account_id IN ({ids})
    UNION SELECT e.account_id, e.tag_id FROM verandah_featuredtag e WHERE e.account_id IN ({ids})"""
TAGS = f"""SELECT m.account_id AS viewer, t.account_id AS other, 0 AS via, 0 AS field, m.tag_id AS tag
FROM ({MY_TAGS}) m JOIN verandah_featuredtag t ON t.tag_id = m.tag_id
WHERE t.id >= {newest("verandah_featuredtag", "id", "l.tag_id = m.tag_id", MOST_ALIKE)}"""  # noqa: S608

PICKS = f"""SELECT m.id AS viewer, t.account_id AS other, 0 AS via, 0 AS field, 0 AS tag
FROM {VIEWERS} CROSS JOIN verandah_staffpick t"""  # noqa: S608

# The one rule is asked of each viewer again; here only what is the same for all.
NEWCOMERS = f"""SELECT m.id AS viewer, t.id AS other, 0 AS via, 0 AS field, 0 AS tag
FROM {VIEWERS} CROSS JOIN (SELECT a.id FROM verandah_account a WHERE a.id > %(since)s AND a.open_posts_count > 0
    AND a.discoverable AND a.limited_at IS NULL AND {PRESENT.replace("%(viewer)s", "0")}
    ORDER BY a.id DESC LIMIT {MOST_ALIKE}) t"""  # noqa: S608

SOURCES = {
    Reason.FOLLOWS_ME: best(FOLLOWS_ME),
    Reason.INVITER: best(INVITERS),
    Reason.FRIENDS_OF_FRIENDS: best(FRIENDS, NEITHER_HIDES),
    Reason.FOLLOWED_BY_FOLLOWED: best(FOLLOWED, NEITHER_HIDES),
    Reason.SAME_ANSWER: best(ANSWERS),
    Reason.SAME_TAG: best(TAGS),
    Reason.STAFF_PICK: best(PICKS),
    Reason.NEWCOMER: best(NEWCOMERS),
}
