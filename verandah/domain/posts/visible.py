"""Who may see which post: the one rule, as SQL that every query of posts holds."""

import re

from .audience import Audience

# What a post says of itself about who may see it. `p` is the post, %(viewer)s the viewer's id, 0 for a guest.
# An audience without a line here is seen by its author only: fail closed.
BY_ITSELF = f"""(
    p.deleted_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM verandah_account z WHERE z.id = p.author_id AND z.suspended_at IS NOT NULL)
    AND (
        p.author_id = %(viewer)s
        OR (p.audience = {Audience.PUBLIC:d} AND %(viewer)s = 0)
        OR (%(viewer)s <> 0
            AND NOT EXISTS (SELECT 1 FROM verandah_block b
                WHERE b.blocker_id = p.author_id AND b.blocked_id = %(viewer)s)
            AND NOT EXISTS (SELECT 1 FROM verandah_block b
                WHERE b.blocker_id = %(viewer)s AND b.blocked_id = p.author_id)
            AND (
                p.audience IN ({Audience.PUBLIC:d}, {Audience.MEMBERS:d})
                OR (p.audience = {Audience.FOLLOWERS:d} AND EXISTS (SELECT 1 FROM verandah_follow f
                    WHERE f.follower_id = %(viewer)s AND f.followee_id = p.author_id))
                OR (p.audience = {Audience.FRIENDS:d} AND EXISTS (SELECT 1 FROM verandah_friendship s
                    WHERE s.account_id = p.author_id AND s.friend_id = %(viewer)s))
                OR (p.audience IN ({Audience.LISTS:d}, {Audience.PEOPLE:d}) AND EXISTS (
                    SELECT 1 FROM verandah_postaudience a WHERE a.post_id = p.id AND a.account_id = %(viewer)s))
                OR (p.audience = {Audience.LISTS:d} AND EXISTS (SELECT 1 FROM verandah_postaudience a
                    JOIN verandah_peoplelistmember m ON m.people_list_id = a.people_list_id
                    WHERE a.post_id = p.id AND m.account_id = %(viewer)s))
            ))
    )
)"""  # noqa: S608


def bounded(post: str, root: str) -> str:
    """The rule for the post of alias `post`: a comment is seen only by those who also see what it is about."""
    return f"""({named(post)} AND ({post}.is_comment = false OR EXISTS (
    SELECT 1 FROM verandah_post {root} WHERE {root}.id = {post}.root_id AND {named(root)})))"""  # noqa: S608


def named(post: str) -> str:
    """The same text about the post of another alias."""
    return re.sub(r"\bp\.", f"{post}.", BY_ITSELF)


# The one visibility rule. Every query that finds posts holds this text. A share is seen only by those who also see
# what is shared, so that sharing never widens an audience.
VISIBLE = f"""({bounded("p", "r")} AND (p.share_of_id IS NULL OR EXISTS (
    SELECT 1 FROM verandah_post o WHERE o.id = p.share_of_id AND {bounded("o", "q")})))"""  # noqa: S608

# The same rule asked for many viewers at once: `v` is a row of verandah_account.
VISIBLE_TO_ROW = VISIBLE.replace("%(viewer)s", "v.id")

# And for Django's own queries, which name the table in full.
VISIBLE_IN_QUERYSET = re.sub(r"\bp\.", "verandah_post.", VISIBLE)
