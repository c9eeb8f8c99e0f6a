"""Threads that do the jobs of the lease table."""

import json
import logging
import threading
import time
import traceback

from django.db import close_old_connections, connections
from django.utils.module_loading import import_string

from .jobs import ALL, LEASE, MAX_ATTEMPTS, OUTSIDE, QUICK, SLOW, WAKE, Job, put_back, renew, strike_out, take_next

LOOK_EVERY = 1.0
PAUSE_AFTER_TROUBLE = 2.0
# A job that runs this long hangs; its lease is left to run out, so that another thread can try.
LONGEST = 1800.0
LOG = logging.getLogger(__name__)


class Worker:
    """Takes jobs that are due and does them, each in one of `threads` threads, and those that are slow in two more."""

    def __init__(self, threads: int) -> None:
        self.threads = [threading.Thread(target=self.work, name=f"jobs-{n}", daemon=True) for n in range(threads)]
        if threads:
            for name, among in (("slow", SLOW), ("outside", OUTSIDE)):
                slow = threading.Thread(target=self.work_slowly, args=[among], name=f"jobs-{name}", daemon=True)
                self.threads.append(slow)
        self.renewer = threading.Thread(target=self.keep_leases, name="jobs-leases", daemon=True)
        self.held: dict[str, float] = {}
        self.stopping = threading.Event()
        self.stopped = threading.Event()

    def start(self) -> None:
        """Begin to take jobs."""
        for thread in [*self.threads, self.renewer]:
            thread.start()

    def stop(self, timeout: float) -> bool:
        """Take no more jobs and wait for those that run. False: some still run after `timeout` seconds."""
        end = time.monotonic() + timeout
        self.stopping.set()
        WAKE.set()
        for thread in self.threads:
            thread.join(max(0.0, end - time.monotonic()))
        self.stopped.set()
        self.renewer.join(1)
        return not any(thread.is_alive() for thread in self.threads)

    def run_once(self, among: range = ALL) -> int:
        """Do all that is due now and has a priority `among` these, in the calling thread; how many jobs that were."""
        count = 0
        job = take_next(among=among)
        while job is not None:
            count += 1
            done = self.run(job)
            if self.stopping.is_set():
                if done:
                    strike_out(job)
                break
            job = take_next(job if done else None, among)
        return count

    def run(self, job: Job) -> bool:
        """Do one job; whether it is done. A job that fails is put back or given up."""
        self.held[job.lease] = time.monotonic()
        try:
            if job.attempts > MAX_ATTEMPTS:
                raise RuntimeError("The program ended during each attempt.")
            arguments = json.loads(job.arguments)
            import_string(job.task).call(*arguments["args"], **arguments["kwargs"])
        except (Exception, SystemExit):
            LOG.exception("Job %s (%s) failed, attempt %s of %s.", job.pk, job.task, job.attempts, MAX_ATTEMPTS)
            put_back(job, traceback.format_exc())
            return False
        finally:
            del self.held[job.lease]
        return True

    def work(self) -> None:
        try:
            while not self.stopping.is_set():
                if self.look(QUICK):
                    WAKE.wait(LOOK_EVERY)
                # Left set when stopping, so that no other thread sleeps through it.
                if not self.stopping.is_set():
                    WAKE.clear()
        finally:
            connections.close_all()

    def work_slowly(self, among: range) -> None:
        """It leaves the alarm to the others: a second more does not matter to a video."""
        try:
            while not self.stopping.is_set():
                self.look(among)
                self.stopping.wait(LOOK_EVERY)
        finally:
            connections.close_all()

    def look(self, among: range) -> bool:
        """One round of a thread: do what is due; whether the queue answers. No trouble with it ends the thread."""
        try:
            close_old_connections()
            self.run_once(among)
        except Exception:
            LOG.exception("The job queue does not answer; trying again in %s s.", PAUSE_AFTER_TROUBLE)
            self.stopping.wait(PAUSE_AFTER_TROUBLE)
            return False
        return True

    def keep_leases(self) -> None:
        """Renew the leases of what runs, three times within a lease."""
        try:
            while not self.stopped.wait(LEASE.total_seconds() / 3):
                self.renew_held()
        finally:
            connections.close_all()

    def renew_held(self) -> None:
        oldest = time.monotonic() - LONGEST
        leases = [lease for lease, since in self.held.copy().items() if since > oldest]
        try:
            close_old_connections()
            if leases:
                renew(leases)
        except Exception:
            LOG.exception("Leases of running jobs could not be renewed; trying again.")
