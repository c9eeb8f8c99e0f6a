"""`verandah town`: many made-up people, to measure with."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from verandah.actions import populating
from verandah.management.asking import ask_beside_members


class Command(BaseCommand):
    help = (
        "Fill this site with made-up people, follows and posts, the same for the same seed. Nobody of them can sign in."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, default=1_000, help="how many people (1000)")
        parser.add_argument("--posts", type=int, default=30_000, help="how many posts, all together (30000)")
        parser.add_argument("--follows", type=int, default=50_000, help="how many follows, all together (50000)")
        parser.add_argument("--seed", type=int, default=1, help="another number makes another town")
        parser.add_argument("--yes", action="store_true", help="do not ask, even if the site has members")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["yes"]:
            ask_beside_members(self)
        made = populating.town(
            options["people"], options["posts"], options["follows"], options["seed"], report=self.stderr.write
        )
        self.stdout.write(
            f"{made.people} people, {made.follows} follows, {made.posts} posts with {made.tags} tags, {made.mentions} "
            f"mentions and {made.reactions} reactions, {made.notices} notices: "
            f"{made.rows} rows in {made.seconds:.1f} s, {made.rows_per_second} rows a second."
        )
