"""Saying something with files that are still being made ready: it waits until they are, and is never half shown."""

import logging
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Refusal
from verandah.base.jobs import later
from verandah.domain.accounts.models import Account
from verandah.domain.media.models import Media, State
from verandah.domain.posts.models import Post, ScheduledPost

from . import drafting, uploading
from .posting import Draft, answered, publish, quotable, sayable_draft
from .scheduling import call_off, read, speaker, written
from .vetting import Refused
from .wording import worded

# It is looked again after a quarter of the time that it has waited, but at least and at most so long.
SOONEST = timedelta(seconds=1)
LATEST = timedelta(seconds=15)
LOG = logging.getLogger(__name__)


def publish_when_ready(author: Account, draft: Draft) -> Post | None:
    """Say it now, and then the post is given back; or by a job, as soon as its files are ready. The same key: once.

    Raises what `publish` does; Invalid at once when one of the files has turned out to be no use.
    """
    if not draft.media_ids or Post.objects.filter(author=author, key=draft.key).exists():
        return publish(author, draft)
    ready = sayable_draft(author, draft)
    answered(author, ready), quotable(author, ready), worded(author, ready.text)
    with transaction.atomic():
        # Held, so that none of them becomes ready between the look at it and the note that someone waits for it.
        rows = uploading.attachable(author, None, draft.media_ids)
        if all(row.state == State.READY for row in rows):
            return publish(author, draft)
        wait_for(author, ready, rows)
    return None


def give_up_waiting(author: Account, scheduled_id: int) -> None:
    """Do not say it; its files are their author's to use for a day. Raises NotFound when it does not wait."""
    call_off(author, scheduled_id)


def wait_for(author: Account, draft: Draft, rows: list[Media]) -> None:
    """Keep what will be said, and have it looked after."""
    now = timezone.now()
    row, made = ScheduledPost.objects.get_or_create(
        author=author, key=draft.key, defaults={"due_at": now, "draft": written(draft), "created_at": now}
    )
    drafting.sent(author, draft.form_key)
    if made:
        Media.objects.filter(pk__in=[file.pk for file in rows]).update(scheduled=row)
        later(say_when_ready, row.pk, run_at=now + SOONEST)


@task(queue_name="distribute")
def say_when_ready(scheduled_id: int) -> None:
    """Say it if nothing of it is still being made; else look again later. Twice: the key makes it one post."""
    with transaction.atomic():
        row = ScheduledPost.objects.select_for_update(of=("self",)).filter(pk=scheduled_id).first()
        if row is None or row.failure:
            return
        if Media.objects.filter(scheduled=row, state=State.WAITING).exists():
            now = timezone.now()
            later(say_when_ready, row.pk, run_at=now + min(LATEST, max(SOONEST, (now - row.created_at) / 4)))
            return
        try:
            with transaction.atomic():
                publish(speaker(row.author_id), replace(read(row), key=row.key))
            row.delete()
        except Refusal as refusal:
            # It stays with its reason until its author has read that, so that no word is lost.
            LOG.info("What waited as %s could not be said: %s", row.id, refusal.text)
            if isinstance(refusal, Refused):
                refusal.keep()
            row.failure = refusal.text[:500] or _("What it answers is not there any more.")
            row.save(update_fields=["failure"])
