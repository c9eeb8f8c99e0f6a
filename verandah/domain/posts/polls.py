"""Polls as one viewer sees them: what can be chosen, how often it was, and what they chose themselves."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from verandah.base.errors import NotFound
from verandah.domain.accounts.models import Account

from .models import Poll, PollOption, PollVote, Post
from .queries import visible_post

FEWEST_OPTIONS = 2
MOST_OPTIONS = 12
LONGEST_OPTION = 100
# In seconds, as apps say it: five minutes, and a month.
SHORTEST_POLL = 300
LONGEST_POLL = 2_629_746


@dataclass(frozen=True, slots=True)
class ShownPoll:
    """A poll. `options`: what each says, and its votes, or None while they are hidden. `own_votes`: positions."""

    id: int
    ends_at: datetime | None
    expired: bool
    multiple: bool
    hides_totals: bool
    votes_count: int
    voters_count: int
    options: tuple[tuple[str, int | None], ...]
    voted: bool
    own_votes: tuple[int, ...]


def polls_of(viewer: Account | None, post_ids: Sequence[int]) -> dict[int, ShownPoll]:
    """The polls of posts that `viewer` has been found to see, by the post's id. Three queries for any number."""
    polls = (
        list(Poll.objects.filter(post__in=post_ids).select_related("post").defer("post__text", "post__html"))
        if post_ids
        else []
    )
    return {poll.post_id: shown for poll, shown in zip(polls, show_polls(viewer, polls), strict=True)}


def visible_poll(viewer: Account | None, poll_id: int) -> ShownPoll:
    """The poll of that id. Raises NotFound when there is none or `viewer` may not see its post."""
    poll = Poll.objects.filter(pk=poll_id).first()
    if poll is None:
        raise NotFound
    poll.post = visible_post(viewer, poll.post_id)
    return show_polls(viewer, [poll])[0]


def show_polls(viewer: Account | None, polls: Sequence[Poll]) -> list[ShownPoll]:
    """Rows, each with its post loaded, as `viewer` sees them. Two queries."""
    options = options_of(polls)
    chosen = choices_of(viewer, polls)
    now = timezone.now()
    return [show_poll(poll, options[poll.id], chosen[poll.id], viewer, now) for poll in polls]


def show_poll(
    poll: Poll, options: Sequence[PollOption], chosen: Sequence[int], viewer: Account | None, now: datetime
) -> ShownPoll:
    """One poll at the moment `now`."""
    expired = poll.ends_at is not None and poll.ends_at <= now
    hidden = poll.hides_totals and not expired
    return ShownPoll(
        id=poll.id,
        ends_at=poll.ends_at,
        expired=expired,
        multiple=poll.is_multiple,
        hides_totals=poll.hides_totals,
        votes_count=poll.votes_count,
        voters_count=poll.voters_count,
        options=tuple((option.title, None if hidden else option.votes_count) for option in options),
        # An author cannot vote; apps show the result, and not the question, to whom has voted.
        voted=bool(chosen) or (viewer is not None and viewer.id == poll.post.author_id),
        own_votes=tuple(chosen),
    )


def titles_of(post: Post) -> list[str]:
    """What the poll under a post offers, in order."""
    rows = PollOption.objects.filter(poll__post=post).order_by("position")
    return list(rows.values_list("title", flat=True))


def options_of(polls: Sequence[Poll]) -> defaultdict[int, list[PollOption]]:
    """What each of the polls offers, in order."""
    found: defaultdict[int, list[PollOption]] = defaultdict(list)
    for option in PollOption.objects.filter(poll__in=polls).order_by("poll", "position") if polls else ():
        found[option.poll_id].append(option)
    return found


def choices_of(viewer: Account | None, polls: Sequence[Poll]) -> defaultdict[int, list[int]]:
    """The positions that `viewer` has chosen in each of the polls, in the order of choosing."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    if viewer is not None and polls:
        rows = PollVote.objects.filter(poll__in=polls, account=viewer).order_by("id")
        for poll_id, position in rows.values_list("poll_id", "option__position"):
            found[poll_id].append(position)
    return found
