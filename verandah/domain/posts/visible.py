"""Who may see which post: the one rule, as SQL that every query of posts holds.

`seeing` says the same once more, for one viewer and one post, with the reason.
"""

import re

from .audience import Audience, Withheld

# Whether something of the alias `p` is for the viewer, as it says of itself. %(viewer)s is the viewer's id, 0 for a
# guest; `verandah_postaudience` names lists and people. An audience without a line here is for nobody: fail closed.
FOR_VIEWER = f"""(
    p.audience = {Audience.PUBLIC:d}
    OR (%(viewer)s <> 0 AND (
        p.audience = {Audience.MEMBERS:d}
        OR (p.audience = {Audience.FOLLOWERS:d} AND EXISTS (SELECT 1 FROM verandah_follow f
            WHERE f.follower_id = %(viewer)s AND f.followee_id = p.author_id))
        OR (p.audience IN ({Audience.FRIENDS:d}, {Audience.FRIENDS_EXCEPT:d})
            AND EXISTS (SELECT 1 FROM verandah_friendship s
                WHERE s.account_id = p.author_id AND s.friend_id = %(viewer)s)
            AND (p.audience = {Audience.FRIENDS:d} OR NOT EXISTS (
                SELECT 1 FROM verandah_postaudience a WHERE a.post_id = p.id AND (a.account_id = %(viewer)s
                OR EXISTS (SELECT 1 FROM verandah_peoplelistmember m
                    WHERE m.people_list_id = a.people_list_id AND m.account_id = %(viewer)s)))))
        OR (p.audience IN ({Audience.LISTS:d}, {Audience.PEOPLE:d}) AND EXISTS (
            SELECT 1 FROM verandah_postaudience a WHERE a.post_id = p.id AND a.account_id = %(viewer)s))
        OR (p.audience = {Audience.LISTS:d} AND EXISTS (SELECT 1 FROM verandah_postaudience a
            JOIN verandah_peoplelistmember m ON m.people_list_id = a.people_list_id
            WHERE a.post_id = p.id AND m.account_id = %(viewer)s))
    ))
)"""  # noqa: S608

# At the end of what looks up one row by its key. PostgreSQL otherwise plans it a second time, as a list of all such
# rows that is never made, and all within it as well: of a query that holds the rule, planning is what takes the time.
BY_KEY = "LIMIT 1 OFFSET 0"

# Whether one of the two blocks the other. Nobody blocks a guest, of whom nothing is asked therefore.
APART = """(%(viewer)s <> 0 AND (
    EXISTS (SELECT 1 FROM verandah_block b WHERE b.blocker_id = p.author_id AND b.blocked_id = %(viewer)s)
    OR EXISTS (SELECT 1 FROM verandah_block b WHERE b.blocker_id = %(viewer)s AND b.blocked_id = p.author_id)))"""

# Whether the viewer may look at the wall that the post stands on, if it stands on one: what its owner has said of it.
# This never opens what is not for the viewer, it only closes.
WALL_IS_OPEN = f"""(p.wall_id IS NULL OR EXISTS (SELECT 1 FROM verandah_account ow
    WHERE ow.id = p.wall_id AND ow.suspended_at IS NULL
    AND NOT {APART.replace("p.author_id", "ow.id")}
    AND (
        ow.wall_audience = {Audience.PUBLIC:d}
        OR (%(viewer)s <> 0 AND (
            ow.wall_audience = {Audience.MEMBERS:d}
            OR (ow.wall_audience = {Audience.FOLLOWERS:d} AND EXISTS (SELECT 1 FROM verandah_follow f
                WHERE f.follower_id = %(viewer)s AND f.followee_id = ow.id))
            OR (ow.wall_audience = {Audience.FRIENDS:d} AND EXISTS (SELECT 1 FROM verandah_friendship s
                WHERE s.account_id = ow.id AND s.friend_id = %(viewer)s))
        ))
    )))"""  # noqa: S608


def by_itself(for_others: str) -> str:
    """What something of the alias `p` says of itself: its author sees it, and whoever `for_others` lets.

    What a decision has hidden, its author alone; what it has removed, nobody.
    """
    return f"""(
    p.deleted_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM verandah_account z WHERE z.id = p.author_id AND z.suspended_at IS NOT NULL)
    AND ((p.author_id = %(viewer)s AND p.withheld <> {Withheld.REMOVED:d})
        OR (p.withheld = {Withheld.NO:d} AND NOT {APART} AND {for_others}))
)"""  # noqa: S608


# Of a post. Whoever's wall it stands on sees it there, whomever else it is for.
BY_ITSELF = by_itself(f"(p.wall_id = %(viewer)s OR ({FOR_VIEWER} AND {WALL_IS_OPEN}))")

# And of an album, which stands on no wall and has a table of its own for lists and people.
ALBUM_BY_ITSELF = by_itself(FOR_VIEWER.replace("verandah_postaudience", "verandah_albumaudience")).replace(
    "a.post_id", "a.album_id"
)


def bounded(post: str, root: str) -> str:
    """The rule for the post of alias `post`: a comment is seen only by those who also see what it is about."""
    return f"""({named(post)} AND ({post}.is_comment = false OR EXISTS (
    SELECT 1 FROM verandah_post {root} WHERE {root}.id = {post}.root_id AND {named(root)} {BY_KEY})))"""  # noqa: S608


def named(post: str) -> str:
    """What a post of another alias says of itself."""
    return re.sub(r"\bp\.", f"{post}.", BY_ITSELF)


def named_album(album: str) -> str:
    """What an album of another alias says of itself."""
    return re.sub(r"\bp\.", f"{album}.", ALBUM_BY_ITSELF)


# The one visibility rule. Every query that finds posts holds this text. A share is seen only by those who also see
# what is shared, so that sharing never widens an audience.
VISIBLE = f"""({bounded("p", "r")} AND (p.share_of_id IS NULL OR EXISTS (
    SELECT 1 FROM verandah_post o WHERE o.id = p.share_of_id AND {bounded("o", "q")} {BY_KEY})))"""  # noqa: S608

# The same rule asked for many viewers at once: `v` is a row of verandah_account.
VISIBLE_TO_ROW = VISIBLE.replace("%(viewer)s", "v.id")

# And for Django's own queries, which name the table in full.
VISIBLE_IN_QUERYSET = re.sub(r"\bp\.", "verandah_post.", VISIBLE)
