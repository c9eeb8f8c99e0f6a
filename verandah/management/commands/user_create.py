"""`verandah user create`: make an account whose e-mail address needs no letter."""

import sys
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from verandah.actions import enrolling
from verandah.base.errors import Refusal
from verandah.domain.accounts.roles import Role

ROLES = {role.name.lower(): role for role in sorted(Role, reverse=True)}


class Command(BaseCommand):
    help = "Make an account. Its e-mail address counts as confirmed. The password is asked for twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME", help="the user name, in any script")
        parser.add_argument("--email", required=True, help="the e-mail address")
        parser.add_argument("--role", choices=ROLES, default="member", help="what they may do for the site")
        parser.add_argument("--display-name", default="", help="the name others read")
        parser.add_argument(
            "--password-stdin", action="store_true", help="read the password from the first line of the input"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        password = read_password() if options["password_stdin"] else asked_twice()
        try:
            user = enrolling.enrol(
                options["name"],
                options["email"],
                password,
                options["display_name"],
                ROLES[options["role"]],
                confirmed=True,
            )
        except Refusal as refusal:
            raise CommandError(refusal.text) from refusal
        self.stdout.write(f"@{user.username} can sign in now.")


def read_password() -> str:
    """The first line of the input, without its end."""
    if not (password := sys.stdin.readline().rstrip("\r\n")):
        raise CommandError("There was no password in the input.")
    return password


def asked_twice() -> str:
    """A password typed twice, which shows nothing while it is typed."""
    try:
        password = getpass("Password: ")
        again = getpass("The same again: ")
    except EOFError as error:
        raise CommandError("There is no keyboard to ask at. Use --password-stdin.") from error
    if password != again:
        raise CommandError("The two were not the same. Nothing was made.")
    return password
