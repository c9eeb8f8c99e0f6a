"""Asking the person at the keyboard before something that cannot be taken back."""

import sys

from django.core.management.base import BaseCommand, CommandError

from verandah.actions import populating
from verandah.base.errors import Conflict


def ask_beside_members(command: BaseCommand) -> None:
    """Go on only if the site has no members, or someone says that made-up people may join them."""
    try:
        populating.refuse_members()
    except Conflict as refusal:
        command.stdout.write(f"{refusal.text} Made-up people would join them for good.")
        command.stdout.write("Go on? Type yes: ", ending="")
        command.stdout.flush()
        # No keyboard gives an empty line, which is no.
        if sys.stdin.readline().strip().lower() != "yes":
            raise CommandError("Nothing was changed. To go on without being asked, add --yes.") from refusal
