"""`verandah serve`: prepare everything, then run the site in one process."""

from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import autoreload

from verandah.actions.administering import ensure_site
from verandah.actions.enrolling import offer_ownership
from verandah.base import storage
from verandah.config import server
from verandah.config.readiness import NotReady, bring_schema_up_to_date, lock, reach_database


class Command(BaseCommand):
    help = "Run the site. Prepares the data folder, the database and the static files first."

    def add_arguments(self, parser: CommandParser) -> None:
        # The command line reads it before the settings are loaded, because the site's address follows from it.
        place = parser.add_mutually_exclusive_group()
        place.add_argument("--bind", metavar="ADDRESS:PORT", help="where to listen; 127.0.0.1:8000 unless set")
        place.add_argument("--port", metavar="PORT", help="the same on this machine alone: 127.0.0.1 and this port")
        parser.add_argument("--reload", action="store_true", help="start again when a file changes (for developers)")

    def handle(self, *args: Any, reload: bool, **options: Any) -> None:
        if not reload:
            self.serve()
        elif settings.DEBUG:
            autoreload.run_with_reloader(self.serve_for_developers)
        else:
            raise CommandError("--reload is for developers: it needs VERANDAH_DEBUG=yes.", returncode=2)

    def serve(self) -> None:
        with lock(settings.DATA), ExitStack() as open_ones:
            listeners = [open_ones.enter_context(self.listener(*place)) for place in self.places()]
            reach_database()
            bring_schema_up_to_date()
            if not settings.DEBUG:
                storage.collect()
            ensure_site()
            # Only now, because it looks at once at the static files that are there.
            site = server.loaded("verandah.config.asgi:application")
            self.greet()
            site.run(listeners)

    def serve_for_developers(self) -> None:
        """What keeps it from starting is told in a line; the next change of a file starts it again."""
        try:
            self.serve()
        except CommandError as error:
            self.stderr.write(str(error))

    def places(self) -> list[tuple[str, tuple[str, int]]]:
        """Where to listen, each with the name of its setting: for everyone, and for the staff if that is apart."""
        staff = [("VERANDAH_STAFF_BIND", settings.STAFF_BIND)] if settings.STAFF_BIND else []
        return [("--bind or VERANDAH_BIND", settings.BIND), *staff]

    def listener(self, setting: str, place: tuple[str, int]) -> server.Listener:
        host, port = place
        try:
            return server.listener(host, port)
        except OSError as error:
            raise NotReady(
                f"Cannot listen on {host}, port {port} ({error.strerror}). Stop what listens there, or choose another "
                f"place with {setting}."
            ) from error

    def greet(self) -> None:
        """Say where the site is and, while it has no owner, how to become that."""
        host, port = settings.BIND
        self.stdout.write(f"Verandah is at {settings.URL}")
        if settings.HTTPS:
            self.stdout.write(f"It listens on {host}, port {port}; a web server in front of it must speak https.")
        if settings.STAFF_BIND:
            self.stdout.write("The staff's pages are on {}, port {}, and nowhere else.".format(*settings.STAFF_BIND))
        if path := offer_ownership():
            self.stdout.write(f"It has no owner yet. Open this link to become its owner: {settings.URL}{path}")
        self.stdout.flush()
