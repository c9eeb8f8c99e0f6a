"""How the processes of one site speak to each other: through a Valkey, or through their PostgreSQL."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection, connections
from django.utils.module_loading import import_string

# The name under which the processes of one site hear each other.
NAME = "verandah"
# How long a wire waits for news before it looks whether it should stop, and how often it asks for a sign of life.
LOOK = 0.5
CHECK = 30.0
# Committed without waiting for the disk: after a power cut there is nobody left to tell anyway.
SEND = "SELECT set_config('synchronous_commit', 'off', true), pg_notify(%s, %s)"


class Cut(Exception):  # noqa: N818  # Named like the refusals of the house: by what is the case.
    """The other processes cannot be reached just now."""


class Wire(Protocol):
    """What carries words between processes. Both verbs raise Cut when it is broken."""

    def say(self, words: str) -> None:
        """Send to all who listen now."""

    def listen(self, opened: Callable[[], None], heard: Callable[[str], None], stop: threading.Event) -> None:
        """Call `opened` once nothing is missed any more, then `heard` with all that is said, until told to stop."""


class Notices:
    """PostgreSQL's NOTIFY and LISTEN, the latter on a connection of its own."""

    def say(self, words: str) -> None:
        with cut(Error), connection.cursor() as cursor:
            cursor.execute(SEND, [NAME, words])

    def listen(self, opened: Callable[[], None], heard: Callable[[str], None], stop: threading.Event) -> None:
        with cut(Error), closing(connections.create_connection("default")) as own:
            with own.cursor() as cursor:
                cursor.execute(f"LISTEN {NAME}")
            opened()
            self.pass_on(own, heard, stop)

    def pass_on(self, own: Any, heard: Callable[[str], None], stop: threading.Event) -> None:
        checked = time.monotonic()
        while not stop.is_set():
            with own.wrap_database_errors:
                for news in own.connection.notifies(timeout=LOOK):
                    heard(news.payload)
            if time.monotonic() - checked > CHECK:
                checked = time.monotonic()
                with own.cursor() as cursor:
                    cursor.execute("SELECT 1")


def wire() -> Wire | None:
    """The wire of this site; None when it is one process, which needs none."""
    if settings.BUS:
        return valkey(settings.BUS)
    return Notices() if connection.vendor == "postgresql" else None


@cache
def valkey(address: str) -> Wire:
    """Its client is an extra, imported only where a site has chosen it. Raises ImproperlyConfigured without it."""
    try:
        channel = import_string("verandah.base.valkey.Channel")
    except ImportError as error:
        raise ImproperlyConfigured("VERANDAH_BUS needs the package valkey") from error
    made: Wire = channel(address, f"{NAME}:{settings.URL}")
    return made


@contextmanager
def cut(*errors: type[Exception]) -> Iterator[None]:
    """Whatever goes wrong with the line is one kind of error for who speaks or listens."""
    try:
        yield
    except errors as error:
        raise Cut(str(error)) from error
