"""The worker is killed in the middle: the file ends right or as a clear failure, and nothing is left behind."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.actions.dying import MOMENTS
from tests.actions.test_evil_files import children
from tests.pictures import clip, sent
from verandah.actions import uploading
from verandah.actions.clearing import clear_media
from verandah.actions.developing import MOST_ATTEMPTS
from verandah.actions.uploading import Details
from verandah.base.jobs import release_leases
from verandah.base.worker import Worker
from verandah.domain.accounts.models import Account
from verandah.domain.media import files
from verandah.domain.media.models import Media, State
from verandah.domain.media.renditions import renditions_of
from verandah.domain.media.show import show_media

pytestmark = pytest.mark.django_db(transaction=True)
KILLED = -9


@pytest.fixture(autouse=True)
def _queue(settings):
    settings.TASKS = {"default": {"BACKEND": "verandah.base.jobs.LeaseTable", "QUEUES": []}}
    for name in places():
        files.remove(name)


def places() -> set[str]:
    """The names of all that lies in the store, and of all that waits."""
    stored = {name for heap in files.listed("")[0] for name in files.listed(heap)[0]}
    return stored | {path.name for path in Path(settings.QUARANTINE).iterdir()}


def killed(moment: str, *account: str) -> int:
    """How a process ended that was to die at this moment."""
    program = [sys.executable, "-m", "tests.actions.dying", moment, str(connection.settings_dict["NAME"]), *account]
    return subprocess.run(program, check=False, capture_output=True, timeout=120).returncode


def two_days_pass() -> None:
    """As if everything on the disk had lain there for two days, and what nobody needs had been cleared away since."""
    then = time.time() - 2 * 86_400
    for root in (Path(settings.QUARANTINE), Path(files.store().path(""))):
        for path in [*root.rglob("*")]:
            os.utime(path, (then, then))
    clear_media()


def there(row: Media) -> set[str]:
    folder = Path(files.store().path(f"{row.name[:2]}/{row.name}"))
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


@pytest.mark.parametrize("moment", [moment for moment in MOMENTS if moment != "never"])
def test_the_next_worker_makes_it_right(alice: Account, moment: str):
    row = uploading.accept(alice, sent(clip("mp4", "-t", "1")), Details())
    assert killed(moment) == KILLED
    assert children() == []
    release_leases()
    Worker(0).run_once()
    row.refresh_from_db()
    assert row.state == State.READY
    two_days_pass()
    assert there(row) == {f"{made.name}.{made.extension}" for made in renditions_of(row)}
    assert len(there(row)) == 3
    assert places() == {row.name}


def test_a_file_that_kills_every_worker_is_told(alice: Account):
    row = uploading.accept(alice, sent(clip("mp4")), Details())
    for _attempt in range(MOST_ATTEMPTS):
        assert killed("after the first file") == KILLED
        release_leases()
    Worker(0).run_once()
    row.refresh_from_db()
    assert row.state == State.FAILED
    assert "took too much time or memory" in show_media(row).trouble
    two_days_pass()
    assert places() == set()


@pytest.mark.parametrize("moment", ["before the first file", "after the first file", "after the third file"])
def test_a_server_that_is_killed_while_a_picture_comes_in_leaves_nothing(alice: Account, moment: str):
    # What an earlier test has sent may still lie there until Python lets go of it.
    before = places()
    assert killed(moment, str(alice.pk)) == KILLED
    assert children() == []
    assert not Media.objects.exists()
    assert len(places() - before) == 1
    two_days_pass()
    assert places() == set()


def test_one_that_is_not_killed_does_it_all(alice: Account):
    assert killed("never", str(alice.pk)) == 0
    assert killed("never") == 0
    assert set(Media.objects.values_list("state", flat=True)) == {State.READY}
    two_days_pass()
    assert places() == set(Media.objects.values_list("name", flat=True))
