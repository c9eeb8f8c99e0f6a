"""The `verandah` command: words on the command line become one management command."""

import os
import pkgutil
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand, CommandError

from verandah.base.errors import Refusal
from verandah.config.env import SettingError

HELP = """\
verandah: a social network that a community runs for itself

Run
  verandah serve            run the site
  verandah check            look whether everything the site needs is there
  verandah jobs             what failed for good, and trying it again

People
  verandah user create      make an account
  verandah token create     make a token for a program

Try out
  verandah demo             fill an empty site with a small town
  verandah town             fill an empty site with many people, for measuring

Look inside
  verandah shell            a Python prompt with the site's tables
  verandah version          which version this is

Examples
  verandah serve --bind 127.0.0.1:8080
  VERANDAH_DATA=/srv/verandah VERANDAH_URL=https://town.example verandah serve
  verandah jobs --again 17
  verandah user create --help
"""
# Django has a command of that name for its own checks.
SPOKEN = {"check": "check_site"}
COMMANDS = Path(__file__).parent / "management" / "commands"
BASE_OPTIONS = {"--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color"}
EVERYDAY_BASE_OPTIONS = BASE_OPTIONS | {"--skip-checks"}


def main() -> None:
    """The console script."""
    words = sys.argv[1:]
    if not words or words[0] in ("-h", "--help", "help"):
        sys.stdout.write(HELP)
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "verandah.config.settings")
    try:
        dispatch(words)
    except CommandError as error:
        stop(str(error), error.returncode)
    except Refusal as refusal:
        stop(refusal.text, 1)
    except (SettingError, ImproperlyConfigured) as error:
        stop(str(error), 2)
    except KeyboardInterrupt:
        stop("Stopped.", 130)
