"""`verandah demo`: a believable small town, to look around in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from verandah.actions import illustrating, sampling
from verandah.management.asking import ask_beside_members


class Command(BaseCommand):
    help = "Fill this site with Alder Bay: 40 people, 400 posts of the last 30 days, follows and announcements."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="another number lets other people say other things")
        parser.add_argument(
            "--no-files", action="store_true", help="leave out photos, film and tune, which take a minute"
        )
        parser.add_argument("--yes", action="store_true", help="do not ask, even if the site has members")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["yes"]:
            ask_beside_members(self)
        made = sampling.demo(options["seed"])
        self.stdout.write(f"Alder Bay has {made.people} people, {made.posts} posts and {made.follows} follows.")
        self.stdout.write(f"Sign in as alice, or as mo who moderates. Password of them all: {made.password}")
        self.stdout.write("The password is shown only this once. The site still has no owner.")
        if not options["no_files"]:
            self.stdout.write("It is still being painted, which takes a minute or two …")
            self.stdout.write(f"Painted: there are {illustrating.illustrate()} photos and other files in its posts.")
