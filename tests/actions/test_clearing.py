"""What was uploaded and belongs to nothing goes away; all else stays."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tests.factories import make_account, make_post
from tests.pictures import clip, make_media, picture, sent
from verandah.actions import clearing, picturing, uploading
from verandah.actions.uploading import Details
from verandah.domain.accounts.models import Account
from verandah.domain.media import files
from verandah.domain.media.models import Media, State

pytestmark = pytest.mark.django_db(transaction=True)
TWO_DAYS = 2 * 86_400


def made_old(row: Media) -> None:
    """As if it had been uploaded two days ago."""
    Media.objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(days=2))
    for folder in (folder_of(row.name), files.waiting_room(row.name)):
        for path in [*folder.glob("*"), folder] if folder.exists() else ():
            os.utime(path, (time.time() - TWO_DAYS,) * 2)


def folder_of(name: str) -> Path:
    return Path(files.store().path(f"{name[:2]}/{name}"))


@pytest.fixture(autouse=True)
def _nothing_before():
    clear = [name for heap in files.listed("")[0] for name in files.listed(heap)[0]]
    for name in [*clear, *(path.name for path in Path(settings.QUARANTINE).iterdir())]:
        files.remove(name)


def test_only_what_is_old_and_in_no_post_is_removed(alice: Account):
    fresh, old, posted = (make_media(alice) for _ in range(3))
    picturing.set_picture(alice, "avatar", sent(picture()))
    with transaction.atomic():
        uploading.attach(alice, make_post(alice), [posted.pk])
    for row in (old, posted, alice.avatar):
        assert row
        made_old(row)
    assert clearing.clear_media() == 1
    assert set(Media.objects.all()) == {fresh, posted, alice.avatar}
    assert not folder_of(old.name).exists()
    assert folder_of(posted.name).exists()
    assert clearing.clear_media() == 0


def test_a_picture_that_no_profile_shows_any_more(alice: Account):
    picturing.set_picture(alice, "avatar", sent(picture()))
    assert alice.avatar
    made_old(alice.avatar)
    Account.objects.update(avatar=None)
    assert clearing.clear_media() == 1


def test_files_without_a_row_go_after_a_day(alice: Account):
    row, gone = make_media(make_account()), make_media(alice)
    made_old(gone)
    Media.objects.all().delete()
    assert clearing.clear_media() == 1
    assert (folder_of(row.name).exists(), folder_of(gone.name).exists()) == (True, False)


def test_what_waits_too_long_is_told_to_have_failed(alice: Account, settings):
    settings.TASKS = {"default": {"BACKEND": "verandah.base.jobs.LeaseTable", "QUEUES": []}}
    row = uploading.accept(alice, sent(clip("mp4")), Details())
    assert clearing.clear_media() == 0
    Media.objects.update(created_at=timezone.now() - timedelta(hours=7))
    clearing.clear_media()
    row.refresh_from_db()
    assert (row.state, row.failure) == (State.FAILED, "stopped")
    assert not files.waiting_room(row.name).exists()


def test_what_was_left_of_broken_uploads(db: None):
    folder, part = files.waiting_room("left"), Path(settings.QUARANTINE) / "tmp.upload"
    folder.mkdir()
    (folder / "source").write_text("x")
    part.write_text("x")
    assert clearing.clear_media() == 0
    for path in (folder, part):
        os.utime(path, (time.time() - TWO_DAYS,) * 2)
    assert clearing.clear_media() == 2
    assert not folder.exists()
    assert not part.exists()
