"""`verandah check`: a line for each thing the site needs, with what to do where it is missing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from verandah.actions import checking


class Command(BaseCommand):
    help = "Check what the site needs: a line for each thing, with what to do where something is wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for found in checking.findings():
            self.stdout.write(f"{'ok    ' if found.is_well else 'wrong '} {found.sentence}")
            wrong += not found.is_well
        if wrong:
            raise CommandError("One thing is wrong." if wrong == 1 else f"{wrong} things are wrong.")
