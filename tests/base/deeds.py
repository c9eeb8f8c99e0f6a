"""Tasks for the tests of the queue, and what they have done."""

import threading

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.tasks import task

from verandah.base.jobs import later

# What the tasks write down; a job's arguments are all it gets.
DONE: list[str] = []
GATE = threading.Event()
INSIDE = threading.Semaphore(0)
CONNECTIONS: list[BaseDatabaseWrapper] = []


@task
def note(word: str) -> None:
    DONE.append(word)


@task(priority=50)
def note_first(word: str) -> None:
    DONE.append(word)


@task
def fail(word: str) -> None:
    DONE.append(word)
    raise ValueError(f"no {word} today")


@task
def wait_at_the_gate(word: str) -> None:
    INSIDE.release()
    assert GATE.wait(10)
    DONE.append(word)


@task
def remember_connection() -> None:
    CONNECTIONS.append(connections["default"])


@task
def ask_again(word: str) -> None:
    DONE.append(word)
    later(note, "after", key="same")
    raise ValueError("after asking again")


def takes_context(context: object) -> None:
    DONE.append(str(context))


def forget() -> None:
    """Nothing has been done, and the gate is shut."""
    DONE.clear()
    CONNECTIONS.clear()
    GATE.clear()
    while INSIDE.acquire(blocking=False):
        pass
