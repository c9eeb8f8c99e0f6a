"""`verandah seed-client-suites`: make an empty site the one that the test suites of clients expect."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from verandah.actions import rehearsing
from verandah.config.readiness import bring_schema_up_to_date, lock, reach_database


class Command(BaseCommand):
    help = (
        "Make an empty site the one that the published test suites of clients expect: people and tokens that everyone "
        "knows, and no limits. For development; refused unless the site can only be reached from this machine."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        rehearsing.refuse_strangers()
        with lock(settings.DATA):
            reach_database()
            bring_schema_up_to_date()
            password = rehearsing.rehearse()
        names = ", ".join(actor.username for actor in rehearsing.CAST)
        self.stdout.write(f"The site has {names}. Password of them all: {password}")
        self.stdout.write("The password is shown only this once. From now on this data folder is for tests alone.")
        self.stdout.write("Now run: verandah serve --port 3000")
