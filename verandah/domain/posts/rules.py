"""What may be done with posts: pure, no I/O."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from verandah.base.errors import Forbidden
from verandah.domain.accounts.quoting import QuotePolicy

from .audience import Audience
from .models import Post

# How long an author can bring a deleted post back. Afterwards it is purged.
UNDO = timedelta(hours=24)

# The audiences a page offers now, in the order it offers them.
OFFERED = (
    Audience.PUBLIC,
    Audience.MEMBERS,
    Audience.FOLLOWERS,
    Audience.FRIENDS,
    Audience.FRIENDS_EXCEPT,
    Audience.LISTS,
    Audience.PEOPLE,
    Audience.ONLY_ME,
)

# Those of them that say little without lists or people, and how many of each there can be.
NAMING = (Audience.FRIENDS_EXCEPT, Audience.LISTS, Audience.PEOPLE)
MOST_LISTS = 20
MOST_PEOPLE = 100

# What everyone here may see, and may therefore be handed on.
OPEN = (Audience.PUBLIC, Audience.MEMBERS)


def may_quote(audience: Audience, policy: QuotePolicy, is_mine: bool, follows_author: bool) -> bool:
    """Whether someone who sees a post may quote it: their own always, others' when it is open and its author agrees."""
    if is_mine:
        return True
    agreed = policy == QuotePolicy.EVERYONE or (policy == QuotePolicy.FOLLOWERS and follows_author)
    return agreed and audience in OPEN


def may_share(audience: Audience, is_mine: bool) -> bool:
    """Whether someone who sees a post may share it: what is open, and of their own all that is not for named people."""
    return audience in OPEN or (is_mine and audience == Audience.FOLLOWERS)


def refuse_locked(post: Post) -> None:
    """Raises Forbidden when a decision has ended all that others can do with a post."""
    if post.is_locked:
        raise Forbidden(_("A decision of the staff has closed this post. It can be read, but not answered or shared."))


def audience_told(audience: int, is_mine: bool) -> Audience:
    """For whom something is, as it is told: none but its author learns that someone is kept from it."""
    return Audience.FRIENDS if audience == Audience.FRIENDS_EXCEPT and not is_mine else Audience(audience)


def may_restore(post: Post, now: datetime) -> bool:
    """Whether a deleted `post` can still be brought back at `now`."""
    return post.deleted_at is not None and now - post.deleted_at < UNDO
