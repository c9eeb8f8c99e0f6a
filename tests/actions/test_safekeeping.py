"""Backups that are made by themselves: a good place, one each night, so many kept; what goes wrong is told."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as now
from django.core import mail
from django.utils import timezone

from tests.factories import make_account
from verandah.actions import safekeeping, switching
from verandah.base.errors import Forbidden, Invalid
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Backup, Site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def olga(site) -> Account:
    return make_account("olga", role=Role.OWNER)


@pytest.fixture
def place(olga, tmp_path: Path) -> Path:
    folder = tmp_path / "backups"
    assert switching.switch(olga, "backup_place", str(folder))
    return folder


def names(place: Path) -> list[str]:
    return sorted(path.name for path in place.iterdir())


def test_a_folder_is_made_and_tried_when_it_is_chosen(place: Path) -> None:
    assert place.is_dir()
    assert names(place) == []
    assert Site.objects.get().backup_place == str(place)


def test_a_place_that_is_no_good_is_refused(olga, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"mine")
    file = tmp_path / "photo.jpg" / "inside"
    for bad in (tmp_path, file, now.DATA / "backups", now.PACKAGE / "web" / "static", Path("here"), Path("/proc/x")):
        with pytest.raises(Invalid) as refusal:
            switching.switch(olga, "backup_place", str(bad))
        assert refusal.value.field == "backup_place"
    assert Site.objects.get().backup_place == ""


def test_each_night_has_one_backup(place: Path) -> None:
    assert safekeeping.back_up_nightly() == 1
    [made] = names(place)
    assert safekeeping.is_whole(place / made)
    row = Backup.objects.get()
    assert (row.kind, row.failure, row.place) == (Backup.Kind.MADE, "", str(place / made))
    assert row.rows > 0
    assert safekeeping.back_up_nightly() == 0
    Backup.objects.update(started_at=timezone.now() - timedelta(days=1, minutes=1))
    assert safekeeping.back_up_nightly() == 1
    assert len(names(place)) == 2


def test_nothing_happens_where_no_place_was_chosen(olga) -> None:
    assert safekeeping.back_up_nightly() == 0
    with pytest.raises(Invalid):
        safekeeping.drill(olga)
    assert not Backup.objects.exists()


def test_the_hour_is_that_of_the_clock_of_the_server(settings, site) -> None:
    for hour in (0, 11, 23):
        due = safekeeping.due_since(hour)
        assert due.hour == hour
        assert timedelta() <= timezone.localtime() - due <= timedelta(days=1)


def test_only_the_newest_are_kept_and_nothing_else_is_touched(place: Path) -> None:
    Site.objects.update(backups_kept=2)
    for day in range(1, 5):
        old = place / f"verandah-2025-01-0{day}-0300"
        old.mkdir()
        (old / "contents.json").write_text("{}")
    (place / "verandah-2025-01-09-0300.unfinished").mkdir()
    (place / "verandah-2025-02-01-0300").mkdir()
    safekeeping.make_backup.call()
    kept = names(place)
    assert "verandah-2025-01-04-0300" in kept
    # What is no whole backup is not counted as one, and is not ours to delete.
    assert "verandah-2025-02-01-0300" in kept
    assert len(kept) == 3


def test_a_failure_stands_in_the_list_and_the_owner_has_a_letter(place: Path) -> None:
    (place / "holiday.jpg").write_bytes(b"mine")
    safekeeping.make_backup.call()
    row = Backup.objects.get()
    assert "other files" in row.failure
    assert row.ended_at
    [letter] = mail.outbox
    assert "no backup was made" in letter.subject
    assert "/admin/settings/backups/" in letter.body
    assert names(place) == ["holiday.jpg"]


def test_a_drill_proves_that_a_backup_comes_back(olga, place: Path) -> None:
    safekeeping.drill(olga)
    made, proven = safekeeping.last_backups(olga)[::-1]
    assert (made.is_drill, proven.is_drill) == (False, True)
    assert proven.failure == ""
    assert proven.rows == made.rows
    assert not proven.is_running


def test_only_those_who_run_the_site_try_it_out(mo, alice) -> None:
    for one in (mo, alice):
        with pytest.raises(Forbidden):
            safekeeping.drill(one)
    assert safekeeping.last_backups(alice) == []
