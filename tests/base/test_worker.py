"""The worker: threads that begin at once, share without doing anything twice, survive trouble and stop clean."""

import threading
import time

import pytest
from django.db import OperationalError, connection

from tests.base import deeds
from tests.base.deeds import CONNECTIONS, DONE, GATE, INSIDE, note, remember_connection, wait_at_the_gate
from verandah.base import worker
from verandah.base.jobs import HEAVY, Job, later
from verandah.base.worker import Worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def lease_table(settings):
    settings.TASKS = {"default": {"BACKEND": "verandah.base.jobs.LeaseTable", "QUEUES": []}}
    deeds.forget()


def until(condition, seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.005)
    return False


@pytest.fixture
def started():
    workers: list[Worker] = []

    def start(threads: int) -> Worker:
        workers.append(Worker(threads))
        workers[-1].start()
        return workers[-1]

    yield start
    GATE.set()
    for one in workers:
        assert one.stop(5)


def test_a_started_worker_begins_within_milliseconds(started):
    started(1)
    time.sleep(0.2)
    begun = time.monotonic()
    later(note, "a")
    assert until(lambda: DONE == ["a"])
    assert time.monotonic() - begun < worker.LOOK_EVERY / 2
    assert until(lambda: not Job.objects.exists())


def test_two_workers_do_each_job_once(started):
    started(2), started(2)
    words = [str(number) for number in range(60)]
    for word in words:
        later(note, word)
    assert until(lambda: len(DONE) >= len(words))
    assert until(lambda: not Job.objects.exists())
    assert sorted(DONE) == sorted(words)


def test_what_is_slow_holds_up_nothing_else(started):
    started(1)
    for word in ("film", "another film"):
        later(wait_at_the_gate.using(priority=HEAVY), word)
    assert INSIDE.acquire(timeout=5)
    later(note, "letter")
    assert until(lambda: DONE == ["letter"])
    # And only one film at a time.
    assert not INSIDE.acquire(timeout=0.3)
    GATE.set()
    assert until(lambda: DONE == ["letter", "film", "another film"])


def test_stopping_waits_for_what_runs_and_leaves_the_rest(started):
    busy = started(1)
    later(wait_at_the_gate, "runs")
    assert INSIDE.acquire(timeout=5)
    later(note, "waits")
    opener = threading.Timer(0.3, GATE.set)
    opener.start()
    assert busy.stop(5)
    opener.join()
    assert DONE == ["runs"]
    assert list(Job.objects.values_list("lease", "attempts")) == [("", 0)]


def test_stopping_says_when_a_job_did_not_end_in_time(started):
    busy = started(1)
    later(wait_at_the_gate, "runs")
    assert INSIDE.acquire(timeout=5)
    assert busy.stop(0.05) is False


def test_trouble_with_the_database_is_logged_and_survived(started, monkeypatch, caplog):
    monkeypatch.setattr(worker, "PAUSE_AFTER_TROUBLE", 0.05)
    troubles = iter(["down", "down"])

    def unreachable(execute, sql, params, many, context):
        if threading.current_thread().name.startswith("jobs-") and next(troubles, None):
            raise OperationalError("the database is away")
        return execute(sql, params, many, context)

    class Wrapped(Worker):
        def work(self) -> None:
            with connection.execute_wrapper(unreachable):
                super().work()

    one = Wrapped(1)
    one.start()
    later(note, "a")
    assert until(lambda: DONE == ["a"])
    assert one.stop(5)
    assert caplog.text.count("The job queue does not answer") == 2


def test_threads_leave_no_connection_open(started):
    one = started(2)
    for _ in range(4):
        later(remember_connection)
    assert until(lambda: len(CONNECTIONS) == 4)
    assert one.stop(5)
    assert [wrapper.connection for wrapper in CONNECTIONS] == [None] * 4
