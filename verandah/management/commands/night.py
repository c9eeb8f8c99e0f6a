"""`verandah night`: when nothing is pushed to members' devices, unless they have chosen a night of their own."""

import re
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from verandah.actions import administering
from verandah.domain.instance.queries import the_site

CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


class Command(BaseCommand):
    help = "Say between which times nothing is pushed to devices: `night 22:00 07:00`, or `night off`."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("begins", nargs="?", metavar="FROM", help="as in 22:00, or: off")
        parser.add_argument("ends", nargs="?", metavar="UNTIL", help="as in 07:00")

    def handle(self, *args: Any, **options: Any) -> None:
        begins, ends = options["begins"], options["ends"]
        if begins == "off" and not ends:
            administering.set_night(None, None)
        elif begins:
            administering.set_night(minutes(begins), minutes(ends or ""))
        site = the_site()
        if site.night_from is None or site.night_until is None:
            self.stdout.write("The site has no night.")
        else:
            self.stdout.write(f"Night is from {written(site.night_from)} to {written(site.night_until)}.")


def minutes(text: str) -> int:
    """A time of the clock as minutes after midnight. Raises CommandError."""
    found = CLOCK.fullmatch(text)
    if not found:
        raise CommandError("Write two times as in 22:00 07:00, or: off.")
    return int(found[1]) * 60 + int(found[2])


def written(moment: int) -> str:
    return f"{moment // 60:02}:{moment % 60:02}"
