"""`verandah audit verify`: whether the record of what the staff does is as it was written."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from verandah.actions import sealing


class Command(BaseCommand):
    help = "Go through the record of what the staff does, and name the first entry that was changed, if one was."

    def handle(self, *args: Any, **options: Any) -> None:
        found = sealing.check_record()
        if found.broken is not None:
            raise CommandError(f"The record does not hold: {sealing.words_for(found.broken)}.")
        if not found.entries:
            self.stdout.write("The record is empty.")
            return
        self.stdout.write(f"The record holds: {found.entries} entries, up to number {found.last_id}.")
        self.stdout.write(f"Its seal is {found.digest}. Keep it elsewhere to know it again.")
