"""`verandah takedown probe`: whether what was taken down can still be seen anywhere, by anyone."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from verandah.actions import probing
from verandah.base.errors import Refusal


class Command(BaseCommand):
    help = "Ask the running site for a post in every place and as everyone it could be shown to; keep what came of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("named", metavar="ID", help="the number of a post, or the code of a case, such as AB-2291")
        parser.add_argument("--all", action="store_true", help="name every place that was tried")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = probing.probe(options["named"])
        except Refusal as refusal:
            raise CommandError(refusal.text) from refusal
        for one in found.tries:
            if options["all"] or one.seen or one.failed:
                word = "SEEN" if one.seen else "broke" if one.failed else "-"
                self.stdout.write(f"{word:<6} {one.viewer:<9} {one.status:>4} {one.milliseconds:>5} ms  {one.surface}")
        self.stdout.write(
            f"Asked {found.surfaces} places as {', '.join(found.viewers)} in {found.seconds} s: "
            f"seen at {len(found.seen)}, broken at {len(found.failed)}. Kept as number {found.probe_id}."
        )
        if found.seen or found.failed:
            raise CommandError("It can still be seen, or it is not known whether it can.", returncode=1)
