"""`verandah token create`: a token that lets a program act for someone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from verandah.actions import authenticating
from verandah.base.errors import Refusal


class Command(BaseCommand):
    help = "Make a token and print it, and nothing else. It is shown only this once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME", help="the user name of whom the program acts for")
        parser.add_argument("--scopes", default="read", help='what it may do, such as "read write follow push"')
        parser.add_argument("--label", default="", help="what the token is for, as its owner will see it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            token = authenticating.issue_token_for(options["name"], options["scopes"], options["label"])
        except Refusal as refusal:
            raise CommandError(refusal.text) from refusal
        self.stdout.write(token)
