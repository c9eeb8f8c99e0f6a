"""People of a running site, staff with a second factor: made in its own environment, by the verbs that make them."""

import json
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from tests.factories import make_account
from verandah.domain.accounts.roles import Role

from .caseload import session_of
from .site import RunningSite

ROOT = Path(__file__).resolve().parents[2]


def moderators(site: RunningSite, *names: str) -> dict[str, str]:
    """The session of each, and `cookie`, the name under which a browser keeps it."""
    return hired(site, Role.MODERATOR, *names)


def hired(site: RunningSite, role: Role, *names: str) -> dict[str, str]:
    """The same for people with another role."""
    environment = site.environment | {"DJANGO_SETTINGS_MODULE": "verandah.config.settings", "PYTHONPATH": str(ROOT)}
    tell = f"from tests.browser import hired; hired.tell({list(names)!r}, {int(role)})"
    command = [sys.executable, "-m", "django", "shell", "--no-imports", "-c", tell]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return found


def tell(names: list[str], role: int) -> None:
    """Make them, and write what `hired` gives back."""
    sessions = {name: session_of(make_account(name, role=Role(role))) for name in names}
    sys.stdout.write(json.dumps(sessions | {"cookie": settings.SESSION_COOKIE_NAME}) + "\n")
