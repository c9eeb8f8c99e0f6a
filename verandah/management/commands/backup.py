"""`verandah backup`: all that the site keeps, into a folder, while it runs; and the proof that it comes back."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from verandah.actions import backing_up, restoring
from verandah.actions.backing_up import Summary
from verandah.management.passphrases import add_passphrase, asked, passphrase
from verandah.management.progress import Bar

from .storage import readable


class Command(BaseCommand):
    help = (
        "Write all rows, files and keys of the site into a new folder, while it runs. With a passphrase everything in "
        "it is sealed. --drill restores a backup into a scratch folder and compares it: only then is it one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", nargs="?", metavar="DIR", help="a folder that is not there yet, or is empty")
        parser.add_argument("--drill", action="store_true", help="try out DIR; without DIR, a backup made for it")
        parser.add_argument("--seal", action="store_true", help="ask for a passphrase")
        parser.add_argument("--json", action="store_true", help="the result for programs")
        add_passphrase(parser)

    def handle(self, *args: Any, place: str | None, drill: bool, **options: Any) -> None:
        words = passphrase(options["passphrase_file"]) or (asked(twice=not drill) if options["seal"] else "")
        self.quiet = options["json"]
        if place is None and not drill:
            raise CommandError("Name the folder to write to: verandah backup DIR", returncode=2)
        if place is None:
            with TemporaryDirectory(prefix="drill-", dir=settings.DATA) as scratch:
                self.made(Path(scratch) / "backup", words)
                self.tell("It came back whole", restoring.prove(Path(scratch) / "backup", words))
        elif drill:
            self.tell(f"{place} came back whole", restoring.prove(Path(place), words))
        else:
            self.tell(f"Backed up into {place}", self.made(Path(place), words))
            if not words and not self.quiet:
                self.stdout.write("It is not sealed: whoever can read that folder can read everything. See --seal.")

    def made(self, place: Path, words: str) -> Summary:
        """The backup, with a bar while it is made."""
        if self.quiet:
            return backing_up.back_up(place, words)
        bar = Bar(self.stdout, backing_up.weight())
        summary = backing_up.back_up(place, words, bar.step)
        bar.end()
        for name in summary.gone:
            self.stdout.write(f"{name} was deleted meanwhile, and is not in it.")
        return summary

    def tell(self, what: str, summary: Summary) -> None:
        """How much it was."""
        if self.quiet:
            self.stdout.write(json.dumps(asdict(summary)))
            return
        self.stdout.write(f"{what}: {summary.rows} rows, {summary.files} files, {readable(summary.bytes)}.")
