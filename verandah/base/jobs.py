"""Work that follows a write: a lease table in the same database, stored in the same transaction."""

import json
import logging
import random
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q
from django.tasks import Task, TaskResult, TaskResultStatus
from django.tasks.backends.base import BaseTaskBackend
from django.tasks.exceptions import InvalidTask
from django.utils import timezone
from django.utils.crypto import get_random_string

from .errors import NotFound

MAX_ATTEMPTS = 5
# Pauses of 10 s, 100 s, 17 minutes and 3 hours: a mail server may be away for an afternoon.
FIRST_PAUSE = timedelta(seconds=10)
PAUSE_GROWS = 10.0
LEASE = timedelta(seconds=60)
LONGEST_ERROR = 10_000
# The priority of what takes minutes, such as a video: it has a thread of its own, so that no letter waits for it.
HEAVY = -50
# That of what waits for other sites, which may be slow on purpose: it has a thread of its own, too.
READING = -40
ALL = range(-100, 101)
SLOW, OUTSIDE, QUICK = range(-100, HEAVY + 1), range(HEAVY + 1, READING + 1), range(READING + 1, 101)

# Set when a job is stored, so that a worker of this process need not wait for its next look.
WAKE = threading.Event()
# A lazy name, because Django's class takes no parameters when the program runs.
type AnyTask = Task[..., Any]
LOG = logging.getLogger(__name__)


class Job(models.Model):
    """A deed still to be done, or one that failed for good (`dead_at`). What is done has no row."""

    task = models.CharField(max_length=200)
    arguments = models.TextField()
    # Of jobs with one key only one waits. One that runs does not count: it may have read what has changed since.
    key = models.CharField(max_length=200, null=True)
    priority = models.SmallIntegerField(default=0)
    # No worker takes it before then: the moment it is meant for, or the end of the lease someone holds on it.
    due_at = models.DateTimeField()
    lease = models.CharField(max_length=32, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    dead_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="job_waits_once", condition=Q(dead_at=None, lease="")),
        ]
        indexes = [
            models.Index(fields=["-priority", "due_at", "id"], name="job_next", condition=Q(dead_at=None)),
            models.Index(fields=["dead_at"], name="job_dead", condition=~Q(dead_at=None)),
        ]


# A job that waits already is brought forward, unless it has failed before: its pause is there for a reason.
# SQLite finds the partial index only when this WHERE is word for word the constraint's.
STORE = """
INSERT INTO verandah_job (task, arguments, key, priority, due_at, created_at, lease, attempts, error)
VALUES (%s, %s, %s, %s, %s, %s, '', 0, '')
ON CONFLICT (key) WHERE dead_at IS NULL AND lease = ''
DO UPDATE SET due_at = CASE
    WHEN verandah_job.attempts = 0 AND excluded.due_at < verandah_job.due_at THEN excluded.due_at
    ELSE verandah_job.due_at END
RETURNING *
"""

CLAIM = """
UPDATE verandah_job SET lease = %s, due_at = %s, attempts = attempts + 1
WHERE id = (
    SELECT id FROM verandah_job WHERE dead_at IS NULL AND due_at <= %s AND priority BETWEEN %s AND %s
    ORDER BY priority DESC, due_at, id LIMIT 1 {lock}
)
RETURNING *
"""


@dataclass(frozen=True)
class DeadJob:
    """A job that was given up: what it was, why and when."""

    id: int
    task: str
    arguments: str
    attempts: int
    error: str
    dead_at: datetime


def later(task: AnyTask, *args: Any, key: str = "", run_at: datetime | None = None) -> None:
    """
    Have `task` done after this transaction has committed, not before `run_at`. While a job with the same `key`
    waits, there is no second one. A back end that runs at once (tests) leaves out what is meant for another moment.
    """
    backend = task.get_backend()
    if isinstance(backend, LeaseTable):
        backend.store(task.using(run_after=run_at), args, {}, key)
    elif run_at is None:
        task.enqueue(*args)


class LeaseTable(BaseTaskBackend):
    """Keeps jobs in the table `Job`: at least once, with retries, and never without the write they follow."""

    supports_defer = True
    supports_priority = True

    def validate_task(self, task: AnyTask) -> None:
        super().validate_task(task)
        if task.takes_context:
            raise InvalidTask("A job is given ids only, no context.")

    def enqueue[**P, R](self, task: "Task[P, R]", args: Sequence[Any], kwargs: Mapping[str, Any]) -> "TaskResult[P, R]":
        """Django's own way in: `task.enqueue(...)`."""
        job = self.store(task, args, kwargs, "")
        return TaskResult(
            task=task,
            id=str(job.pk),
            status=TaskResultStatus.READY,
            enqueued_at=job.created_at,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )

    def store(self, task: AnyTask, args: Sequence[Any], kwargs: Mapping[str, Any], key: str) -> Job:
        """The job's row, in the transaction that is open. With a `key` that waits already: the row that is there."""
        self.validate_task(task)
        now = timezone.now()
        arguments = json.dumps({"args": args, "kwargs": kwargs})
        row = (task.module_path, arguments, key or None, task.priority, task.run_after or now, now)
        [job] = Job.objects.raw(STORE, row)
        transaction.on_commit(WAKE.set)
        return job


def take_next(done: Job | None = None, among: range = ALL) -> Job | None:
    """Strike out what is `done` and lease what is due next and has a priority `among` these, in one transaction."""
    on_postgresql = connection.vendor == "postgresql"
    now = timezone.now()
    least, most = among[0], among[-1]
    # An idle worker only reads: it must not stand in the queue of SQLite's writers each second.
    if done is None and not Job.objects.filter(dead_at=None, due_at__lte=now, priority__range=(least, most)).exists():
        return None
    with transaction.atomic():
        if on_postgresql:
            # A power cut may undo this, and then the job is done once more, which it must stand anyway.
            connection.cursor().execute("SET LOCAL synchronous_commit TO off")
        if done is not None:
            strike_out(done)
        claim = CLAIM.format(lock="FOR UPDATE SKIP LOCKED" if on_postgresql else "")
        return next(iter(Job.objects.raw(claim, (get_random_string(32), now + LEASE, now, least, most))), None)


def strike_out(job: Job) -> None:
    """`job` is done. Its row goes, unless the lease ran out and someone else has the job by now."""
    gone, _ = Job.objects.filter(pk=job.pk, lease=job.lease).delete()
    if not gone:
        LOG.warning("Job %s (%s) outlived its lease and may be done twice.", job.pk, job.task)


def put_back(job: Job, error: str) -> None:
    """`job` failed: it waits for its next attempt, or is given up after the last one."""
    mine = Job.objects.filter(pk=job.pk, lease=job.lease)
    note = error[-LONGEST_ERROR:].replace("\0", "")
    if job.attempts >= MAX_ATTEMPTS:
        mine.update(lease="", error=note, dead_at=timezone.now())
        return
    try:
        with transaction.atomic():
            mine.update(lease="", error=note, due_at=timezone.now() + pause_after(job.attempts))
    except IntegrityError:
        # The same work was asked for again meanwhile and waits under the same key.
        mine.delete()


def pause_after(attempts: int) -> timedelta:
    """Ten times as long after each attempt, give or take a quarter, so that what failed together is not retried so."""
    return FIRST_PAUSE * PAUSE_GROWS ** (attempts - 1) * random.uniform(0.75, 1.25)  # noqa: S311


def renew(leases: Sequence[str]) -> None:
    """Their jobs still run: nobody else may take them for another minute."""
    Job.objects.filter(lease__in=leases).update(due_at=timezone.now() + LEASE)


def release_leases() -> int:
    """Take back every lease. Only for a server that knows it is alone: no other worker can be alive."""
    return Job.objects.filter(dead_at=None).exclude(lease="").update(due_at=timezone.now())


def dead_jobs(limit: int = 100) -> list[DeadJob]:
    """The jobs that were given up, newest first."""
    rows = Job.objects.exclude(dead_at=None).order_by("-dead_at", "-id")[:limit]
    return [
        DeadJob(job.pk, job.task, job.arguments, job.attempts, job.error, job.dead_at) for job in rows if job.dead_at
    ]


def replay(job_id: int) -> None:
    """Try a dead job again from the start. Raises NotFound when there is no such dead job, also the second time."""
    dead = Job.objects.filter(pk=job_id).exclude(dead_at=None)
    try:
        with transaction.atomic():
            if not dead.update(dead_at=None, attempts=0, due_at=timezone.now()):
                raise NotFound(f"There is no failed job {job_id}.")
    except IntegrityError:
        # The same work waits under the same key already.
        dead.delete()
    transaction.on_commit(WAKE.set)


def forget(job_id: int) -> None:
    """Give a dead job up for good. Raises NotFound when there is no such dead job, also the second time."""
    gone, _rows = Job.objects.filter(pk=job_id).exclude(dead_at=None).delete()
    if not gone:
        raise NotFound(f"There is no failed job {job_id}.")
