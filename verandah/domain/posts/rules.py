"""What may be done with posts: pure, no I/O."""

from datetime import datetime, timedelta

from .audience import Audience
from .models import Post

# How long an author can bring a deleted post back. Afterwards it is purged.
UNDO = timedelta(hours=24)

# The audiences a page offers now, in the order it offers them.
OFFERED = (Audience.PUBLIC, Audience.MEMBERS, Audience.FOLLOWERS, Audience.ONLY_ME)


def may_restore(post: Post, now: datetime) -> bool:
    """Whether a deleted `post` can still be brought back at `now`."""
    return post.deleted_at is not None and now - post.deleted_at < UNDO
