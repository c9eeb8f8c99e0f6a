"""Files that were made to do harm do none: a sentence, little memory, no child left behind, nothing hidden gets out."""

import os
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.evil import GROUPS, Evil
from tests.pictures import sent
from verandah.actions import uploading
from verandah.actions.uploading import Details
from verandah.base import images, sandbox, video
from verandah.base.errors import Invalid
from verandah.base.sandbox import Bounds, Ended
from verandah.domain.accounts.models import Account
from verandah.domain.media import files
from verandah.domain.media.models import Media, State
from verandah.domain.media.show import show_media

# The database has no part in it; once is enough.
pytestmark = pytest.mark.skipif(os.environ.get("VERANDAH_TEST_DATABASE", "") == "postgresql", reason="On SQLite alone.")
MOST_MEMORY = 400_000_000


@pytest.fixture
def peaks(monkeypatch) -> list[int]:
    """How much memory each program had at once."""
    seen: list[int] = []

    def run(program: list[str], folder: Path, bounds: Bounds) -> Ended:
        try:
            return sandbox.run(program, folder, bounds)
        finally:
            seen.append(sandbox.noted(folder / "used.txt")[0])

    monkeypatch.setattr(images, "run", run)
    monkeypatch.setattr(video, "run", run)
    return seen


def children() -> list[str]:
    """What runs in a waiting room, after a moment to end in."""
    for _ in range(100):
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                found.append(path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
        alive = [words for words in found if str(files.waiting_room("x").parent) in words]
        if not alive:
            break
        time.sleep(0.02)
    return alive


def outcome(alice: Account, case: Evil) -> str:
    """What Alice is told, or what was wrong with what was taken; empty when all is well."""
    try:
        row = uploading.accept(alice, sent(case.make(), "holiday.jpg", "image/jpeg"), Details())
    except Invalid as refused:
        return refused.text
    row.refresh_from_db()
    folder = Path(files.store().path(f"{row.name[:2]}/{row.name}"))
    served = list(folder.iterdir()) if folder.is_dir() else []
    if row.state == State.FAILED:
        return show_media(row).trouble if not served else f"{served} is left."
    hidden = [path.name for path in served if case.hidden and case.hidden in path.read_bytes()]
    return f"In {hidden} is what was hidden." if hidden or not served else ""


@pytest.mark.parametrize("group", GROUPS)
def test_each_is_refused_or_made_harmless(alice: Account, peaks: list[int], group: str):
    wrong, room = {}, files.waiting_room("x").parent
    # What another test has left to the chore is not ours.
    before = set(room.iterdir())
    for name, case in GROUPS[group].items():
        peaks.clear()
        told = outcome(alice, case)
        if not (case.told in told and told.endswith(".") if case.told else not told):
            wrong[name] = told or "It was taken."
        if max(peaks, default=0) > MOST_MEMORY:
            wrong[f"{name}, memory"] = str(max(peaks))
        if left := children():
            wrong[f"{name}, children"] = str(left)
        for row in Media.objects.all():
            files.remove(row.name)
        if left := [path.name for path in set(room.iterdir()) - before]:
            wrong[f"{name}, waiting"] = str(left)
    assert wrong == {}


def test_what_a_program_has_is_measured(alice: Account, peaks: list[int]):
    outcome(alice, GROUPS["two in one"]["png and php"])
    assert 10_000_000 < max(peaks) < 100_000_000
