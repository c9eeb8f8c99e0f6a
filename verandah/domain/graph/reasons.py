"""Why someone is suggested: when each reason holds, as conditions on `a`, who is suggested, and `s`, what was found."""

from .models import SuggestedPerson
from .profile_fields import MAY_KNOW
from .queries import PRESENT

Reason = SuggestedPerson.Reason

# Of the same person as PRESENT says it of `a`: `v`, through whom; who lets it be seen that they are.
VIA_PRESENT = "NOT v.hides_connections AND " + PRESENT.replace("a.", "v.")

# Whether it holds. Nothing is told of someone who hides their connections but what the viewer is told by itself.
HOLDS = f"""CASE s.reason
WHEN {Reason.FOLLOWS_ME:d} THEN EXISTS (SELECT 1 FROM verandah_follow t
    WHERE t.follower_id = a.id AND t.followee_id = %(viewer)s)
WHEN {Reason.FRIENDS_OF_FRIENDS:d} THEN NOT a.hides_connections AND {VIA_PRESENT}
    AND EXISTS (SELECT 1 FROM verandah_friendship m WHERE m.account_id = %(viewer)s AND m.friend_id = v.id)
    AND EXISTS (SELECT 1 FROM verandah_friendship t WHERE t.account_id = v.id AND t.friend_id = a.id)
WHEN {Reason.FOLLOWED_BY_FOLLOWED:d} THEN NOT a.hides_connections AND {VIA_PRESENT}
    AND EXISTS (SELECT 1 FROM verandah_follow m WHERE m.follower_id = %(viewer)s AND m.followee_id = v.id)
    AND EXISTS (SELECT 1 FROM verandah_follow t WHERE t.follower_id = v.id AND t.followee_id = a.id)
WHEN {Reason.INVITER:d} THEN EXISTS (SELECT 1 FROM verandah_signup u
    WHERE u.account_id = %(viewer)s AND u.invited_by_id = a.id)
WHEN {Reason.SAME_ANSWER:d} THEN w.field_id IS NOT NULL AND {MAY_KNOW}
    AND EXISTS (SELECT 1 FROM verandah_profileanswer m JOIN verandah_profilefield o ON o.id = m.field_id
        WHERE m.account_id = %(viewer)s AND m.field_id = s.field_id AND m.folded = w.folded
            AND o.is_filter AND o.retired_at IS NULL)
WHEN {Reason.SAME_TAG:d} THEN EXISTS (SELECT 1 FROM verandah_featuredtag t
        WHERE t.account_id = a.id AND t.tag_id = s.tag_id)
    AND (EXISTS (SELECT 1 FROM verandah_followedtag m WHERE m.account_id = %(viewer)s AND m.tag_id = s.tag_id)
        OR EXISTS (SELECT 1 FROM verandah_featuredtag m WHERE m.account_id = %(viewer)s AND m.tag_id = s.tag_id))
WHEN {Reason.STAFF_PICK:d} THEN EXISTS (SELECT 1 FROM verandah_staffpick t WHERE t.account_id = a.id)
WHEN {Reason.NEWCOMER:d} THEN a.id > %(since)s AND a.open_posts_count > 0
ELSE false END"""  # noqa: S608

# How many there are of it now: counted from the viewer's own side, which is bounded by what they themselves have done.
NUMBER = f"""CASE s.reason
WHEN {Reason.FRIENDS_OF_FRIENDS:d} THEN (SELECT count(*) FROM verandah_friendship m
    JOIN verandah_friendship t ON t.account_id = a.id AND t.friend_id = m.friend_id
    JOIN verandah_account v ON v.id = m.friend_id WHERE m.account_id = %(viewer)s AND {VIA_PRESENT})
WHEN {Reason.FOLLOWED_BY_FOLLOWED:d} THEN (SELECT count(*) FROM verandah_follow m
    JOIN verandah_follow t ON t.follower_id = m.followee_id AND t.followee_id = a.id
    JOIN verandah_account v ON v.id = m.followee_id WHERE m.follower_id = %(viewer)s AND {VIA_PRESENT})
ELSE 1 END"""  # noqa: S608
