"""The queue: what is stored with a write is done once, again when it failed, and by one worker at a time."""

import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.tasks import task
from django.tasks.exceptions import InvalidTask
from django.utils import timezone

from tests.base import deeds
from tests.base.deeds import DONE, ask_again, fail, note, note_first, takes_context
from verandah.base import jobs, worker
from verandah.base.errors import NotFound
from verandah.base.jobs import MAX_ATTEMPTS, Job, dead_jobs, later, release_leases, replay, take_next
from verandah.base.worker import Worker

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = timedelta(days=1)


@pytest.fixture(autouse=True)
def lease_table(settings):
    settings.TASKS = {"default": {"BACKEND": "verandah.base.jobs.LeaseTable", "QUEUES": []}}
    deeds.forget()


def make_due() -> None:
    Job.objects.update(due_at=timezone.now() - LONG_AGO)


def fail_for_good(word: str) -> Job:
    later(fail, word)
    for _ in range(MAX_ATTEMPTS):
        make_due()
        Worker(0).run_once()
    return Job.objects.get()


def test_a_write_that_is_rolled_back_leaves_no_job():
    with transaction.atomic():
        later(note, "a")
        assert Job.objects.count() == 1
        transaction.set_rollback(True)
    assert Worker(0).run_once() == 0
    assert DONE == []


def test_a_committed_job_is_done_once_and_its_row_is_gone():
    with transaction.atomic():
        later(note, "a")
        assert DONE == []
    assert Worker(0).run_once() == 1
    assert Worker(0).run_once() == 0
    assert DONE == ["a"]
    assert not Job.objects.exists()


def test_djangos_own_way_in_stores_the_same_job():
    result = note.using(priority=3).enqueue(word="a")
    job = Job.objects.get()
    assert (str(job.pk), job.priority, job.task) == (result.id, 3, "tests.base.deeds.note")
    assert Worker(0).run_once() == 1
    assert DONE == ["a"]


def test_arguments_must_be_plain_values():
    with pytest.raises(TypeError):
        later(note, object())
    assert not Job.objects.exists()


def test_a_task_with_a_context_is_refused():
    with pytest.raises(InvalidTask):
        task(takes_context=True)(takes_context)


def test_what_is_more_urgent_goes_first_and_then_what_is_due_longer():
    now = timezone.now()
    later(note, "second", run_at=now - timedelta(seconds=20))
    later(note, "third", run_at=now - timedelta(seconds=10))
    later(note_first, "first")
    Worker(0).run_once()
    assert DONE == ["first", "second", "third"]


def test_a_job_waits_for_its_moment():
    later(note, "a", run_at=timezone.now() + timedelta(hours=1))
    assert Worker(0).run_once() == 0
    make_due()
    assert Worker(0).run_once() == 1


def test_a_failed_job_is_tried_again_with_growing_pauses(caplog):
    later(fail, "cake")
    pauses = []
    for attempt in range(1, MAX_ATTEMPTS):
        make_due()
        assert Worker(0).run_once() == 1
        job = Job.objects.get()
        assert (job.attempts, job.lease, job.dead_at) == (attempt, "", None)
        pauses.append((job.due_at - timezone.now()).total_seconds())
    for attempt, pause in enumerate(pauses):
        assert 0.74 * 10 ** (attempt + 1) < pause < 1.26 * 10 ** (attempt + 1)
    assert "no cake today" in caplog.text
    assert "Traceback" in caplog.text


def test_after_the_last_attempt_the_job_stays_as_a_dead_letter():
    fail_for_good("cake")
    make_due()
    assert Worker(0).run_once() == 0
    [dead] = dead_jobs()
    assert dead.attempts == MAX_ATTEMPTS == len(DONE)
    assert "ValueError: no cake today" in dead.error
    assert (timezone.now() - dead.dead_at).total_seconds() < 60


def test_a_dead_job_can_be_replayed_once():
    job = fail_for_good("cake")
    DONE.clear()
    replay(job.pk)
    assert dead_jobs() == []
    assert Worker(0).run_once() == 1
    assert DONE == ["cake"]
    assert Job.objects.get().attempts == 1
    for number in (job.pk, 0):
        with pytest.raises(NotFound):
            replay(number)


def test_a_dead_job_whose_key_waits_again_goes_when_replayed():
    job = fail_for_good("cake")
    Job.objects.update(key="same")
    later(note, "tea", key="same")
    replay(job.pk)
    assert [row.task for row in Job.objects.all()] == ["tests.base.deeds.note"]
    assert dead_jobs() == []


def test_a_task_that_no_longer_exists_is_a_failure_like_any_other():
    later(note, "a")
    Job.objects.update(task="tests.base.deeds.gone_since_the_upgrade")
    Worker(0).run_once()
    assert "gone_since_the_upgrade" in Job.objects.get().error


def test_a_job_that_killed_the_program_each_time_is_given_up_without_another_run():
    later(note, "poison")
    Job.objects.update(attempts=MAX_ATTEMPTS, lease="of a dead process", due_at=timezone.now() - LONG_AGO)
    later(note, "others flow")
    Worker(0).run_once()
    assert DONE == ["others flow"]
    assert "ended during each attempt" in dead_jobs()[0].error


def test_one_key_waits_once():
    later(note, "a", key="same")
    later(note, "b", key="same")
    later(note, "c", key="other")
    later(note, "d")
    later(note, "d")
    Worker(0).run_once()
    assert DONE == ["a", "c", "d", "d"]


def test_the_same_key_sooner_brings_the_job_forward_and_later_does_not_put_it_off():
    soon, late = timezone.now() + timedelta(hours=1), timezone.now() + timedelta(hours=9)
    later(note, "a", key="same", run_at=late)
    later(note, "a", key="same", run_at=soon)
    later(note, "a", key="same", run_at=late)
    assert Job.objects.get().due_at == soon


def test_the_same_key_does_not_shorten_the_pause_after_a_failure():
    later(fail, "cake", key="same")
    Worker(0).run_once()
    later(fail, "cake", key="same")
    assert Job.objects.get().due_at > timezone.now() + timedelta(seconds=5)
    assert Worker(0).run_once() == 0


def test_a_key_asked_for_while_its_job_runs_waits_for_its_own_turn():
    later(ask_again, "a", key="same")
    assert Worker(0).run_once() == 2
    assert DONE == ["a", "after"]
    assert not Job.objects.exists()


def test_a_job_under_a_valid_lease_belongs_to_one_worker():
    later(note, "a")
    mine = take_next()
    assert mine is not None
    assert take_next() is None
    assert Worker(0).run_once() == 0


def test_when_the_lease_ends_another_worker_takes_over_and_the_first_cannot_strike_it_out(caplog):
    later(note, "a")
    mine = take_next()
    make_due()
    theirs = take_next()
    assert (theirs.pk, theirs.attempts) == (mine.pk, 2)
    assert theirs.lease != mine.lease
    take_next(mine)
    assert Job.objects.get().lease == theirs.lease
    assert "outlived its lease" in caplog.text
    take_next(theirs)
    assert not Job.objects.exists()


def test_a_late_failure_does_not_touch_the_job_of_the_next_worker():
    later(note, "a", key="same")
    mine = take_next()
    make_due()
    theirs = take_next()
    jobs.put_back(mine, "too late")
    assert Job.objects.get().lease == theirs.lease


def test_a_server_that_is_alone_takes_back_what_a_killed_one_held():
    later(note, "a", key="same")
    take_next()
    later(note, "b", key="same")
    assert release_leases() == 1
    assert Worker(0).run_once() == 2
    assert sorted(DONE) == ["a", "b"]


def test_releasing_leaves_waiting_and_dead_jobs_alone():
    fail_for_good("cake")
    later(note, "a", run_at=timezone.now() + timedelta(hours=1))
    assert release_leases() == 0
    assert Worker(0).run_once() == 0


def test_the_leases_of_what_runs_are_renewed_unless_it_hangs():
    for word in ("a", "b"):
        later(note, word)
    running, hanging = take_next(), take_next()
    make_due()
    busy = Worker(0)
    busy.held = {running.lease: time.monotonic(), hanging.lease: time.monotonic() - worker.LONGEST - 1}
    busy.renew_held()
    assert Job.objects.get(pk=running.pk).due_at > timezone.now() + timedelta(seconds=30)
    assert Job.objects.get(pk=hanging.pk).due_at < timezone.now()


def test_with_the_immediate_back_end_a_job_is_done_at_once_and_a_later_one_left_out(settings):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend", "QUEUES": []}}
    later(note, "now", key="same")
    later(note, "tomorrow", run_at=timezone.now() + timedelta(days=1))
    assert DONE == ["now"]
    assert not Job.objects.exists()
