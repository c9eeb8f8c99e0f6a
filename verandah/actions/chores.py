"""Periodic work: one table "every ... do ..."; each turn is a job that schedules the next."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.tasks import task
from django.utils import timezone

from verandah.base import jobs
from verandah.base.jobs import DeadJob, later
from verandah.domain.posts.models import Post
from verandah.domain.posts.rules import UNDO

from .approving import clear_expired
from .authorizing import clear_grants
from .banking import purge_withdrawn
from .barring import clear_ended_networks
from .befriending import clear_declined
from .celebrating import celebrate
from .clearing import clear_media
from .compiling import purge_deleted_albums
from .counting import count_days
from .drafting import clear_dropped
from .ending import end_timed, erase_terminated
from .enrolling import purge_unconfirmed
from .erasing import erase_left
from .exporting import clear_exports
from .finding import fill_grams
from .indexing import fill_index
from .inviting_many import clear_file_drafts, forget_guests
from .judging import clear_hits
from .letting_in import clear_rejected
from .linking import clear_links
from .mailing import forget_letters, send_due_digests
from .muting import clear_ended_mutes
from .pausing import end_due
from .safekeeping import back_up_nightly
from .sealing import check_daily
from .stating import deliver_due
from .stocktaking import recount
from .suggesting import find_suggestions
from .tallying import uncount_quotes_under
from .trending import find_trends
from .trusting import recount_trust
from .watching import watch_cases

BATCH = 500
LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Chore:
    """`deed` is due `every` so often."""

    every: timedelta
    deed: Callable[[], int]


def ensure_chores() -> None:
    """Every chore has its next turn in the queue. Twice: the same, and no turn is put off."""
    for name in CHORES:
        schedule(name)


def schedule(name: str) -> None:
    later(run_chore, name, key=f"chore:{name}", run_at=timezone.now() + CHORES[name].every)


@task
def run_chore(name: str) -> None:
    """Do one chore. Its next turn is stored before, so that a turn that fails is never the last."""
    if name not in CHORES:
        LOG.info("The chore %s is no longer one.", name)
        return
    schedule(name)
    count = CHORES[name].deed()
    LOG.info("Chore %s: %s done.", name, count)


def clear_sessions() -> int:
    """Forget sessions that have expired, and from where they were used; how many."""
    gone, _rows = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.filter(~Exists(Session.objects.filter(session_key=OuterRef("session_key")))).delete()
    return gone


def purge_deleted_posts() -> int:
    """Remove for good, with all that hangs on them, the posts whose day to be restored is over; how many."""
    over = Post.objects.exclude(deleted_at=None).filter(deleted_at__lt=timezone.now() - UNDO, author__is_frozen=False)
    # Whose share was removed by the author of the post cannot share it again, as long as it is there.
    over = over.exclude(Q(share_of__isnull=False, deleted_by__isnull=False) & ~Q(deleted_by=F("author")))
    count = 0
    while batch := list(over.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            # Asked again, because someone may have been given the post back in between.
            gone = list(over.filter(pk__in=batch).select_for_update(no_key=True).values_list("pk", flat=True))
            uncount_quotes_under(gone)
            Post.objects.filter(pk__in=gone).delete()
        count += len(batch)
    return count


CHORES = {
    "celebrate": Chore(timedelta(hours=1), celebrate),
    "check_record": Chore(timedelta(days=1), check_daily),
    "clear_approvals": Chore(timedelta(hours=1), clear_expired),
    "clear_drafts": Chore(timedelta(hours=1), clear_dropped),
    "clear_exports": Chore(timedelta(hours=1), clear_exports),
    "clear_friend_requests": Chore(timedelta(days=1), clear_declined),
    "clear_file_drafts": Chore(timedelta(hours=1), clear_file_drafts),
    "clear_grants": Chore(timedelta(days=1), clear_grants),
    "clear_letters": Chore(timedelta(days=1), forget_letters),
    "clear_links": Chore(timedelta(days=1), clear_links),
    "clear_media": Chore(timedelta(hours=1), clear_media),
    "clear_mutes": Chore(timedelta(days=1), clear_ended_mutes),
    "clear_networks": Chore(timedelta(days=1), clear_ended_networks),
    "clear_rejected": Chore(timedelta(days=1), clear_rejected),
    "clear_rule_hits": Chore(timedelta(days=1), clear_hits),
    "clear_sessions": Chore(timedelta(days=1), clear_sessions),
    "count_days": Chore(timedelta(hours=1), count_days),
    "deliver_statements": Chore(timedelta(minutes=10), deliver_due),
    "end_pause": Chore(timedelta(minutes=5), end_due),
    "end_restrictions": Chore(timedelta(minutes=1), end_timed),
    "erase_left": Chore(timedelta(hours=1), erase_left),
    "erase_terminated": Chore(timedelta(hours=1), erase_terminated),
    "forget_guests": Chore(timedelta(days=1), forget_guests),
    "fill_grams": Chore(timedelta(days=1), fill_grams),
    "fill_index": Chore(timedelta(hours=1), fill_index),
    "find_suggestions": Chore(timedelta(days=1), find_suggestions),
    "find_trends": Chore(timedelta(minutes=15), find_trends),
    "make_backups": Chore(timedelta(hours=1), back_up_nightly),
    "purge_deleted_albums": Chore(timedelta(hours=1), purge_deleted_albums),
    "purge_deleted_posts": Chore(timedelta(hours=1), purge_deleted_posts),
    "purge_unconfirmed": Chore(timedelta(hours=1), purge_unconfirmed),
    "purge_withdrawn": Chore(timedelta(hours=1), purge_withdrawn),
    "recount_media": Chore(timedelta(days=1), recount),
    "recount_trust": Chore(timedelta(days=1), recount_trust),
    "send_digests": Chore(timedelta(hours=1), send_due_digests),
    "watch_cases": Chore(timedelta(minutes=1), watch_cases),
}


def dead_jobs() -> list[DeadJob]:
    """The newest of the jobs that were given up."""
    return jobs.dead_jobs()


def replay(job_id: int) -> None:
    """Try a job again that was given up. Raises NotFound when there is no such job, also the second time."""
    jobs.replay(job_id)
