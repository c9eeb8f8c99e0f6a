"""What may be done with posts: pure, no I/O."""

from datetime import datetime, timedelta

from verandah.domain.accounts.quoting import QuotePolicy

from .audience import Audience
from .models import Post

# How long an author can bring a deleted post back. Afterwards it is purged.
UNDO = timedelta(hours=24)

# The audiences a page offers now, in the order it offers them.
OFFERED = (Audience.PUBLIC, Audience.MEMBERS, Audience.FOLLOWERS, Audience.ONLY_ME)

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


def may_restore(post: Post, now: datetime) -> bool:
    """Whether a deleted `post` can still be brought back at `now`."""
    return post.deleted_at is not None and now - post.deleted_at < UNDO
