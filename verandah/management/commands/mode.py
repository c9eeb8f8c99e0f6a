"""`verandah mode`: what the site does at the moment, pausing it and opening it again, without a browser."""

from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from verandah.actions import pausing
from verandah.base.errors import Refusal
from verandah.domain.instance.modes import Mode, ModeNow, current, stored_mode

WORDS = {
    "open": Mode.OPEN,
    "read-only": Mode.READ_ONLY,
    "maintenance": Mode.MAINTENANCE,
    "closed": Mode.CLOSED,
}
LONGEST_MINUTES = 90 * 24 * 60


class Command(BaseCommand):
    help = "Say what the site does at the moment, or pause it: `mode maintenance --minutes 30`, then `mode open`."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("mode", nargs="?", choices=WORDS, metavar="MODE", help=", ".join(WORDS))
        parser.add_argument("--reason", default="", help="what everyone reads")
        parser.add_argument("--until", default="", metavar="MOMENT", help="when it ends, as in 2027-03-01T04:30")
        parser.add_argument("--minutes", type=int, default=0, help="or after how many minutes")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["mode"]:
            try:
                changed = pausing.change_mode(None, WORDS[options["mode"]], options["reason"], end_of(options))
            except Refusal as refusal:
                raise CommandError(refusal.text) from refusal
            if not changed:
                self.stdout.write("Nothing was changed.")
        for line in lines(current(stored_mode())):
            self.stdout.write(line)
        if options["mode"]:
            self.stdout.write("A server that runs acts on it within half a minute.")


def end_of(options: dict[str, Any]) -> datetime | None:
    """When it ends, said in one of two ways. Raises CommandError."""
    until, minutes = options["until"], options["minutes"]
    if until and minutes:
        raise CommandError("Say --until or --minutes, not both.")
    if minutes:
        if not 0 < minutes <= LONGEST_MINUTES:
            raise CommandError("Choose a number of minutes within 90 days.")
        return timezone.now() + timedelta(minutes=minutes)
    if not until:
        return None
    try:
        found = datetime.fromisoformat(until)
    except ValueError as error:
        raise CommandError("Write the moment as in 2027-03-01T04:30.") from error
    return found if found.tzinfo else timezone.make_aware(found)


def lines(now: ModeNow) -> list[str]:
    """How it stands, as a person reads it."""
    word = next(word for word, mode in WORDS.items() if mode is now.mode)
    told = [f"The site is {word}." if now.mode is not Mode.MAINTENANCE else "The site is in maintenance."]
    if now.reason:
        told.append(f"Reason: {now.reason}")
    if now.until:
        told.append(f"It ends by itself at {timezone.localtime(now.until):%Y-%m-%d %H:%M}.")
    return told
