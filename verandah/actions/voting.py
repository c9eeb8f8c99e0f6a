"""Polls: asking, choosing, and telling how it came out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from verandah.base import markup
from verandah.base.errors import Invalid, NotFound
from verandah.base.jobs import later
from verandah.domain.accounts.models import Account
from verandah.domain.notifications.hearing import Deed
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.models import Poll, PollOption, PollVote, Post
from verandah.domain.posts.polls import (
    FEWEST_OPTIONS,
    LONGEST_OPTION,
    LONGEST_POLL,
    MOST_OPTIONS,
    SHORTEST_POLL,
    titles_of,
)
from verandah.domain.posts.queries import visible_post
from verandah.domain.posts.rules import refuse_locked

from . import notifying
from .permitting import refuse_frozen, refuse_read_only
from .tallying import touch


@dataclass(frozen=True, slots=True)
class Question:
    """What a poll offers, and for how many seconds."""

    titles: tuple[str, ...]
    seconds: int
    multiple: bool = False
    hides_totals: bool = False


def open_poll(post: Post, question: Question) -> Poll:
    """Ask under a post of one's own, in the transaction that writes it. Twice: the constraint refuses the second.

    Raises Invalid for what cannot be asked.
    """
    question = askable(question)
    poll = Poll.objects.create(
        post=post,
        is_multiple=question.multiple,
        hides_totals=question.hides_totals,
        ends_at=timezone.now() + timedelta(seconds=question.seconds),
    )
    offer(poll, question.titles)
    return poll


def change_poll(post: Post, question: Question | None) -> bool:
    """The poll of a post that is edited becomes this one; whether that is a change. Other answers: votes begin anew.

    The same answers keep their votes and the moment of their end. Raises Invalid for what cannot be asked, Forbidden
    when votes would go and nothing of the author's may be removed.
    """
    poll = Poll.objects.select_for_update().filter(post=post).first()
    if question is None or poll is None:
        if poll is not None:
            refuse_frozen(post.author)
            poll.delete()
        elif question is not None:
            open_poll(post, question)
        return not (poll is None and question is None)
    question = askable(question)
    is_same = tuple(titles_of(post)) == question.titles and poll.is_multiple == question.multiple
    if is_same and poll.hides_totals == question.hides_totals:
        return False
    poll.is_multiple, poll.hides_totals = question.multiple, question.hides_totals
    if not is_same:
        refuse_frozen(post.author)
        poll.votes_count = poll.voters_count = 0
        poll.ends_at = timezone.now() + timedelta(seconds=question.seconds)
        # The votes go with what they were for.
        PollOption.objects.filter(poll=poll).delete()
        offer(poll, question.titles)
    poll.save(update_fields=["is_multiple", "hides_totals", "votes_count", "voters_count", "ends_at"])
    return True


def vote(account: Account, poll_id: int, choices: Sequence[int]) -> None:
    """`account` chooses answers by their positions. Where several may be chosen, more can follow; none twice.

    Raises NotFound when they may not see the poll, Invalid when it is theirs or over, or the choice is not possible.
    """
    refuse_read_only(account)
    found = Poll.objects.filter(pk=poll_id).values_list("post_id", flat=True).first()
    if found is None:
        raise NotFound
    post = visible_post(account, found)
    if post.author_id == account.pk:
        raise Invalid("choices", _("You can't vote in your own poll."))
    refuse_locked(post)
    with transaction.atomic():
        # One at a time: two votes at once must not both be someone's first. The post before its poll, as edits do it.
        touch(post.pk)
        poll = Poll.objects.select_for_update().filter(pk=poll_id).first()
        if poll is None:
            raise NotFound
        count(account, poll, list(dict.fromkeys(choices)))


def count(account: Account, poll: Poll, choices: list[int]) -> None:
    """Store the votes, if they may be given."""
    if poll.ends_at is not None and poll.ends_at <= timezone.now():
        raise Invalid("choices", _("This poll has ended."))
    options = {option.position: option for option in PollOption.objects.filter(poll=poll)}
    before = set(PollVote.objects.filter(poll=poll, account=account).values_list("option__position", flat=True))
    refuse_choices(poll, set(options), before, choices)
    now = timezone.now()
    chosen = [options[position] for position in choices]
    PollVote.objects.bulk_create(
        [PollVote(poll=poll, option=option, account=account, created_at=now) for option in chosen]
    )
    PollOption.objects.filter(pk__in=[option.pk for option in chosen]).update(votes_count=F("votes_count") + 1)
    Poll.objects.filter(pk=poll.pk).update(
        votes_count=F("votes_count") + len(chosen), voters_count=F("voters_count") + (0 if before else 1)
    )


def refuse_choices(poll: Poll, offered: set[int], before: set[int], choices: Sequence[int]) -> None:
    """Raises Invalid when someone who has chosen `before` cannot choose these."""
    if not choices:
        raise Invalid("choices", _("Choose an answer first."))
    if not set(choices) <= offered:
        raise Invalid("choices", _("There is no such answer in this poll."))
    if not poll.is_multiple and len(choices) > 1:
        raise Invalid("choices", _("In this poll you can choose one answer."))
    if before & set(choices) or (before and not poll.is_multiple):
        raise Invalid("choices", _("You have already voted in this poll."))


def askable(question: Question) -> Question:
    """The question with its answers in their normal form. Raises Invalid when it cannot be asked."""
    titles = tuple(" ".join(markup.clean(title, LONGEST_OPTION).split()) for title in question.titles)
    if len(titles) < FEWEST_OPTIONS or not all(titles):
        raise Invalid("poll", _("A poll needs at least two answers, and each needs some text."))
    if len(titles) > MOST_OPTIONS:
        sentence = ngettext(
            "A poll can have %(most)d answer.", "A poll can have %(most)d answers at most.", MOST_OPTIONS
        )
        raise Invalid("poll", sentence % {"most": MOST_OPTIONS})
    if len(set(titles)) < len(titles):
        raise Invalid("poll", _("Two answers of the poll are the same."))
    if not SHORTEST_POLL <= question.seconds <= LONGEST_POLL:
        raise Invalid("poll", _("A poll can be open for five minutes at least and a month at most."))
    return Question(titles, question.seconds, question.multiple, question.hides_totals)


def offer(poll: Poll, titles: Sequence[str]) -> None:
    """The answers of a poll, and the job for its end."""
    rows = [PollOption(poll=poll, position=position, title=title) for position, title in enumerate(titles)]
    PollOption.objects.bulk_create(rows)
    later(close, poll.pk, run_at=poll.ends_at)


@task(queue_name="distribute")
def close(poll_id: int) -> None:
    """Tell the author and all who voted that a poll is over. Safe to run twice, and too early."""
    poll = Poll.objects.filter(pk=poll_id, post__deleted_at=None).select_related("post__author").first()
    if poll is None or poll.ends_at is None:
        return
    if poll.ends_at > timezone.now():
        # It was changed while it ran, and `offer` has asked for another look.
        return
    touch(poll.post_id)
    voters = PollVote.objects.filter(poll=poll).values_list("account_id", flat=True).distinct()
    deed = Deed(Notification.Kind.POLL_ENDED, poll.post.author, poll.post)
    notifying.tell(deed, {poll.post.author_id, *voters})
