"""`verandah jobs`: what failed for good, and trying it again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from verandah.actions import chores
from verandah.base.errors import NotFound


class Command(BaseCommand):
    help = "List the jobs that failed for good, newest first, or try one of them again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", type=int, metavar="NUMBER", help="try this job again")

    def handle(self, *args: Any, again: int | None, **options: Any) -> None:
        if again is not None:
            self.try_again(again)
            return
        dead = chores.dead_jobs()
        for job in dead:
            reason = job.error.strip().splitlines()[-1] if job.error.strip() else "no reason was written down"
            self.stdout.write(f"{job.id}  {job.dead_at:%Y-%m-%d %H:%M}  {job.task} {job.arguments}\n    {reason}")
        if not dead:
            self.stdout.write("No job has failed for good.")

    def try_again(self, number: int) -> None:
        try:
            chores.replay(number)
        except NotFound as error:
            raise CommandError(error.text) from error
        self.stdout.write(f"Job {number} will be tried again as soon as the server runs.")
