"""What was held before publication is let out: now everything happens as for a new post."""

from django.db.models import F
from django.utils import timezone

from verandah.base.jobs import later
from verandah.domain.posts.models import Poll, Post

from . import judging, voting
from .distributing import distribute


def released(post: Post) -> None:
    """A hold of `post` has ended and nothing else withholds it: bring it to everyone it is meant for.

    For who settles what holds, in its transaction, after the columns and the counters. Twice: nobody is told twice.
    """
    post.refresh_from_db(fields=["withheld", "deleted_at", "has_poll"])
    if post.withheld or post.deleted_at is not None:
        return
    if post.has_poll:
        reopen_poll(post)
    judging.found_fine(post)
    later(distribute, post.pk)


def reopen_poll(post: Post) -> None:
    """Nobody could vote while it was held: its time begins now. Once somebody has voted, it stays as it is."""
    poll = Poll.objects.select_for_update().filter(post=post, votes_count=0).first()
    if poll is None or poll.ends_at is None:
        return
    poll.ends_at = timezone.now() + (poll.ends_at - post.created_at)
    poll.save(update_fields=["ends_at"])
    Post.objects.filter(pk=post.pk).update(rev=F("rev") + 1)
    later(voting.close, poll.pk, run_at=poll.ends_at)
