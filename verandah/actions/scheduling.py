"""Saying something at a time: put off, moved, called off, and said."""

import logging
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Forbidden, Invalid, NotFound, Refusal
from verandah.base.jobs import later
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.quoting import QuotePolicy
from verandah.domain.media.models import Media, State
from verandah.domain.media.rules import is_loose
from verandah.domain.posts.audience import Audience, CommentPolicy, Mood
from verandah.domain.posts.models import ScheduledPost

from .permitting import refuse_read_only
from .posting import Draft, answered, publish, quotable, sayable_draft
from .repeating import let_go, made_before
from .vetting import Refused
from .voting import Question
from .wording import worded

SOONEST = timedelta(minutes=5)
# Calendars of computers end somewhere, too.
LATEST = timedelta(days=1_461_000)
MOST_WAITING = 300
MOST_A_DAY = 25
LOG = logging.getLogger(__name__)


def schedule(author: Account, draft: Draft, due_at: datetime) -> ScheduledPost:
    """Keep what `author` will say at `due_at`. The same `draft.key` twice: the same.

    Raises Invalid when it could not be said now, when the time is too near, or when too much waits already; NotFound
    when there is no such post to answer.
    """
    of_key = ScheduledPost.objects.filter(author=author, key=draft.key)
    if waiting := made_before(of_key, draft.key_holds):
        return waiting
    refuse_read_only(author)
    draft = sayable_draft(author, draft)
    refuse_odd_times(due_at)
    answered(author, draft)
    quotable(author, draft)
    worded(author, draft.text)
    with transaction.atomic():
        # One at a time, so that two at the same moment do not go beyond what may wait.
        Account.objects.select_for_update(no_key=True).filter(pk=author.pk).first()
        if not of_key.exists():
            refuse_many(author, due_at)
        let_go(of_key, draft.key_holds)
        files = ready_files(author, draft.media_ids)
        row, made = ScheduledPost.objects.get_or_create(
            author=author,
            key=draft.key,
            defaults={"due_at": due_at, "draft": written(draft), "created_at": timezone.now()},
        )
        if made:
            Media.objects.filter(pk__in=[file.pk for file in files]).update(scheduled=row)
            later(say, row.id, run_at=due_at)
    return row


def move(author: Account, scheduled_id: int, due_at: datetime) -> ScheduledPost:
    """Say it at another time. Twice: the same. Raises NotFound when it does not wait, Invalid when that is too near."""
    refuse_odd_times(due_at)
    with transaction.atomic():
        row = waiting_for(author, scheduled_id)
        row.due_at, row.failure = due_at, ""
        row.save(update_fields=["due_at", "failure"])
        later(say, row.id, run_at=due_at)
    return row


def call_off(author: Account, scheduled_id: int) -> None:
    """Do not say it. Raises NotFound when it does not wait, also the second time."""
    with transaction.atomic():
        waiting_for(author, scheduled_id).delete()


@task(queue_name="distribute")
def say(scheduled_id: int) -> None:
    """Say what is due. Moved or called off in between: nothing. Safe to run twice: the key makes it one post."""
    with transaction.atomic():
        row = ScheduledPost.objects.select_for_update(of=("self",)).filter(pk=scheduled_id).first()
        if row is None or row.failure or row.due_at > timezone.now():
            return
        try:
            with transaction.atomic():
                publish(speaker(row.author_id), read(row))
            row.delete()
        except Refusal as refusal:
            # It stays in the list with its reason, so that its words are not lost.
            LOG.info("What was scheduled as %s could not be said: %s", row.id, refusal.text)
            if isinstance(refusal, Refused):
                refusal.keep()
            row.failure = refusal.text[:500] or _("What it answers is not there any more.")
            row.save(update_fields=["failure"])


def speaker(account_id: int) -> Account:
    """Who will say it. Raises Forbidden for someone whom the staff keeps from signing in: nothing acts for them."""
    account = Account.objects.filter(pk=account_id, suspended_at=None, user__is_active=True).first()
    if account is None:
        raise Forbidden(_("You could not sign in when its time had come. Choose another time for it."))
    return account


def ready_files(author: Account, media_ids: Sequence[int]) -> list[Media]:
    """The files that a post of `author`'s could hold now. Raises Invalid when one could not."""
    mine = Media.objects.filter(pk__in=media_ids, owner=author, is_withheld=False, is_profile=False, state=State.READY)
    rows = [row for row in mine.select_related("post") if is_loose(row)]
    if len(rows) < len(set(media_ids)):
        raise Invalid("media_ids", _("One of the files is not ready or not there any more. Send it again."))
    return rows


def waiting_for(author: Account, scheduled_id: int) -> ScheduledPost:
    """What waits, held until the end of the transaction. Raises NotFound."""
    rows = ScheduledPost.objects.select_for_update(of=("self",))
    row = rows.filter(pk=scheduled_id, author=author).first()
    if row is None:
        raise NotFound
    return row


def refuse_odd_times(due_at: datetime) -> None:
    """Raises Invalid for a time that is over, too near, or beyond everyone's days."""
    if due_at < timezone.now() + SOONEST:
        raise Invalid("scheduled_at", _("Choose a time that is at least 5 minutes from now."))
    if due_at > timezone.now() + LATEST:
        raise Invalid("scheduled_at", _("Choose a time within the next four thousand years."))


def refuse_many(author: Account, due_at: datetime) -> None:
    rows = ScheduledPost.objects.filter(author=author)
    if rows.count() >= MOST_WAITING:
        raise Invalid("scheduled_at", _("300 posts wait already. Delete one of them first."))
    if (
        rows.filter(due_at__gte=due_at - timedelta(hours=12), due_at__lt=due_at + timedelta(hours=12)).count()
        >= MOST_A_DAY
    ):
        raise Invalid("scheduled_at", _("25 posts wait for that day already. Choose another day."))


def written(draft: Draft) -> dict[str, object]:
    """A draft as it is kept."""
    return {name: value for name, value in asdict(draft).items() if name not in ("key", "key_holds", "same_within")}


def read(row: ScheduledPost) -> Draft:
    """The draft that was kept."""
    kept = dict(row.draft)
    question = kept.pop("poll")
    draft = Draft(**kept)
    return replace(
        draft,
        # A key of its own: the one it was sent under may stand for another post by now.
        key=f"scheduled-{row.pk}",
        audience=Audience(draft.audience),
        mood=Mood(draft.mood),
        comment_policy=CommentPolicy(draft.comment_policy),
        list_ids=tuple(draft.list_ids),
        account_ids=tuple(draft.account_ids),
        media_ids=tuple(draft.media_ids),
        quote_policy=QuotePolicy(draft.quote_policy) if draft.quote_policy else None,
        poll=Question(**{**question, "titles": tuple(question["titles"])}) if question else None,
    )
