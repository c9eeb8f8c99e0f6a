"""The site's own settings on a data folder of the tests' own, with jobs run at once and cheap password hashes."""

import os

from tests.ground import prepare

prepare()

from verandah.config.settings import *  # noqa: E402, F403
from verandah.config.settings import DATA, DATABASES, STATIC_ROOT, STORAGES  # noqa: E402

DATABASES["default"].setdefault("TEST", {})
if DATABASES["default"]["ENGINE"].endswith("sqlite"):
    DATABASES["default"]["ENGINE"] = "tests.sqlite"
    DATABASES["default"]["TEST"]["NAME"] = str(DATA / "test.sqlite3")
# Workers run beside each other, and one's chores must not clear away what another has just sent.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
QUARANTINE = FILE_UPLOAD_TEMP_DIR = DATA / f"quarantine{WORKER}"
QUARANTINE.mkdir(mode=0o700, exist_ok=True)
STORAGES["media"]["OPTIONS"]["location"] = DATA / f"files{WORKER}" / "media"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# No test looks up what a post links to, unless it brings its own web along.
PREVIEWS = False
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend", "QUEUES": []}}
