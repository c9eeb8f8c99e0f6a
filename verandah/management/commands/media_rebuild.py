"""`verandah media rebuild`: the smaller pictures anew, of the full ones."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from verandah.actions import rebuilding
from verandah.management.progress import Bar


class Command(BaseCommand):
    help = (
        "Make the smaller pictures of every file anew, and what else is made of films and sounds. What people sent is "
        "not kept: it is all made of the full rendition, which stays as it is. Stopped in between, it can go on with "
        "--after."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--after", type=int, default=0, metavar="NUMBER", help="only files after this one")

    def handle(self, *args: Any, after: int, **options: Any) -> None:
        bar, new, wrong, last = Bar(self.stdout, rebuilding.count(after)), 0, [], after
        try:
            for done in rebuilding.rebuild_all(after):
                new, last = new + done.is_new, done.media_id
                if done.trouble:
                    wrong.append(f"File {done.media_id}: {done.trouble}.")
                bar.step()
        except KeyboardInterrupt as stopped:
            bar.end()
            words = f"Stopped. To go on: verandah media rebuild --after {last}"
            raise CommandError(words, returncode=130) from stopped
        bar.end()
        self.stdout.write(f"{new} of {bar.done} files were made anew.")
        for line in wrong:
            self.stdout.write(line)
        if wrong:
            raise CommandError(f"Nothing could be done for {len(wrong)} files.")
