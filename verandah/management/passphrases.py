"""The passphrase of a backup: from a file, from the environment, or asked for at the keyboard."""

from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError


def add_passphrase(parser: ArgumentParser) -> None:
    """The options of a command that needs one."""
    parser.add_argument("--passphrase-file", metavar="FILE", help="its first line")


def passphrase(file: str | None) -> str:
    """The one that was given; empty when there is none."""
    if not file:
        return str(settings.BACKUP_PASSPHRASE)
    try:
        given = (Path(file).read_text("utf-8").splitlines() or [""])[0].strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"The passphrase cannot be read from {file}.", returncode=2) from error
    if not given:
        raise CommandError(f"The first line of {file} is empty. Write the passphrase there.", returncode=2)
    return given


def asked(twice: bool) -> str:
    """Typed at the keyboard, `twice` where a slip would lock everyone out."""
    given = getpass("Passphrase: ")
    if twice and getpass("The same again: ") != given:
        raise CommandError("The two are not the same. Nothing was written.", returncode=2)
    return given
