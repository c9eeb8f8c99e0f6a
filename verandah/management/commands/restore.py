"""`verandah restore`: makes an empty site the one that was backed up."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from verandah.actions import restoring
from verandah.config.readiness import lock, reach_database
from verandah.management.passphrases import add_passphrase, asked, passphrase
from verandah.management.progress import Bar

from .storage import readable


class Command(BaseCommand):
    help = (
        "Make this site, which must be empty and not running, the one that was backed up. The backup is looked through "
        "before anything is changed, and what was restored is compared with it in the end."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", metavar="DIR", help="the folder that `verandah backup` has written")
        parser.add_argument("--unseal", action="store_true", help="ask for the passphrase")
        parser.add_argument("--json", action="store_true", help="the result for programs")
        add_passphrase(parser)

    def handle(self, *args: Any, place: str, **options: Any) -> None:
        words = passphrase(options["passphrase_file"]) or (asked(twice=False) if options["unseal"] else "")
        with lock(settings.DATA):
            reach_database()
            if options["json"]:
                self.stdout.write(json.dumps(asdict(restoring.restore(Path(place), words))))
                return
            bar = Bar(self.stdout, restoring.weight(Path(place), words))
            summary = restoring.restore(Path(place), words, bar.step)
            bar.end()
        told = f"{summary.rows} rows, {summary.files} files, {readable(summary.bytes)}"
        self.stdout.write(f"Restored and compared: {told}. Start the site with: verandah serve")
