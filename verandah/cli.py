"""The `verandah` command: words on the command line become one management command."""

import os
import pkgutil
import sys
from argparse import ArgumentParser
from importlib.metadata import version
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections

from verandah.base.errors import Refusal
from verandah.config.env import SettingError

HELP = """\
verandah: a social network that a community runs for itself

Run
  verandah serve            run the site
  verandah check            look whether everything the site needs is there
  verandah mode             pause the site, or open it again
  verandah night            when nothing is pushed to members' devices
  verandah jobs             what failed for good, and trying it again
  verandah mail test        whether letters go out
  verandah audit verify     whether the record of what the staff does is as it was written
  verandah takedown probe   whether what was taken down can still be seen anywhere
  verandah storage          how much room files take, and who uses it
  verandah reactions        which reactions people can choose, and in which order
  verandah media rebuild    make the smaller pictures anew after an upgrade
  verandah backup           all that the site keeps, into a folder; --drill tries it out
  verandah restore          make an empty site the one that was backed up

People
  verandah user create      make an account
  verandah token create     make a token for a program

Try out
  verandah demo             fill an empty site with a small town
  verandah town             fill an empty site with many people, for measuring
  verandah seed-client-suites   make an empty site the one that test suites of clients expect

Look inside
  verandah shell            a Python prompt with the site's tables
  verandah version          which version this is

Examples
  verandah serve --bind 127.0.0.1:8080
  VERANDAH_DATA=/srv/verandah VERANDAH_URL=https://town.example verandah serve
  verandah jobs --again 17
  verandah user create --help
"""
# Packages that only some sites need, by the name that stands in the complaint about their absence.
EXTRAS = {"psycopg": "postgres", "valkey": "valkey"}
# Django has a command of the first name for its own checks.
SPOKEN = {"check": "check_site", "seed-client-suites": "seed_client_suites"}
COMMANDS = Path(__file__).parent / "management" / "commands"
# Django gives each command these; they are of no use to whoever runs a site.
UNSAID = {"--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color"}


def main() -> None:
    """The console script."""
    words = sys.argv[1:]
    if not words or words[0] in ("-h", "--help", "help"):
        sys.stdout.write(HELP)
    elif words[0] in ("version", "--version"):
        sys.stdout.write(f"verandah {version('verandah')}\n")
    else:
        sys.exit(code_of(words))


def code_of(words: list[str]) -> int:
    """Run the command; 0, or what to leave with after a sentence about what was wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "verandah.config.settings")
    try:
        run(words)
    except CommandError as error:
        return complain(str(error), error.returncode)
    except Refusal as refusal:
        return complain(refusal.text, 1)
    except SettingError as error:
        return complain(str(error), 2)
    except ImproperlyConfigured as error:
        reason = str(error).splitlines()[0]
        extra = next((extra for package, extra in EXTRAS.items() if package in reason), None)
        advice = f" Install it with: pip install 'verandah[{extra}]'" if extra else ""
        return complain(f"{reason}.{advice}", 2)
    except DatabaseError as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        return complain(f"The database cannot be used: {reason}. See what is wrong with: verandah check", 2)
    except KeyboardInterrupt:
        return complain("Stopped.", 130)
    return 0


def run(words: list[str]) -> None:
    name, spoken, rest = command_in(words)
    if name == "serve":
        bind_early(rest)
    django.setup()
    found = get_commands().get(name)
    if found is None:
        raise CommandError(f'There is no command "{spoken}". See all with: verandah --help', returncode=2)
    command = found if isinstance(found, BaseCommand) else load_command_class(found, name)
    command.suppressed_base_arguments = UNSAID
    if name in own_commands():
        # Django looks at all settings first. That is for who changes the program: `make test` does it.
        command.requires_system_checks = []
    options = vars(command.create_parser("verandah", spoken).parse_args(rest))
    try:
        command.execute(*options.pop("args", ()), **options)
    finally:
        connections.close_all()


def command_in(words: list[str]) -> tuple[str, str, list[str]]:
    """The command's name in the program and on the command line, and the words that are left for it."""
    ours = own_commands()
    if len(words) > 1 and f"{words[0]}_{words[1]}" in ours:
        return f"{words[0]}_{words[1]}", f"{words[0]} {words[1]}", words[2:]
    return SPOKEN.get(words[0], words[0]), words[0], words[1:]


def own_commands() -> set[str]:
    return {module.name for module in pkgutil.iter_modules([str(COMMANDS)])}


def bind_early(words: list[str]) -> None:
    """`--bind` becomes the setting of that name, since the site's address follows from it; `--port` a part of it."""
    parser = ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--bind")
    parser.add_argument("--port")
    known, _rest = parser.parse_known_args(words)
    if known.bind:
        os.environ["VERANDAH_BIND"] = known.bind
    elif known.port:
        os.environ["VERANDAH_BIND"] = f"127.0.0.1:{known.port}"


def complain(text: str, code: int) -> int:
    sys.stderr.write(f"{text}\n")
    return code


if __name__ == "__main__":
    main()
