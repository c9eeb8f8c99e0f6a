"""The kept page of home: whatever happens, it is what the database says."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests.api.hot_town import Town
from tests.factories import make_account, make_follow, make_post
from verandah.base import reading
from verandah.base.paging import Page
from verandah.base.reading import Direct
from verandah.domain.accounts.models import Account
from verandah.domain.feeds import recent
from verandah.domain.feeds.doubts import DOUBTS, is_doubtful
from verandah.domain.feeds.queries import home_from_database, home_ids
from verandah.domain.graph.models import Mute

DEEDS = 120
pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="Only where one process serves the site.")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_happens_it_is_what_the_database_says(
    alice: Account, bob: Account, carol: Account, dan: Account, eve: Account, mo: Account, seed: int, settings
) -> None:
    settings.PREVIEWS = settings.SENDS_TO_LOOPBACK = True
    town = Town([alice, bob, carol, dan, eve, make_account("frida")], mo, seed)
    used = 0
    for _deed in range(DEEDS):
        town.something()
        for person in town.people:
            person.refresh_from_db()
            before = recent.HOMES.get(person.id)
            newest = home_from_database(person, Page())
            middle = newest[len(newest) // 2] if newest else 0
            for page in (Page(), Page(length=3), Page(after=middle), Page(after=middle, length=2, forward=True)):
                assert home_ids(person, page) == home_from_database(person, page), page
            after = recent.HOMES.get(person.id)
            used += before is not None and after is not None and before.found_at == after.found_at
    # A test of something that is never used would say nothing.
    assert used > DEEDS


def test_a_new_post_of_someone_else_drops_nothing(alice: Account, carol: Account, eve: Account) -> None:
    make_post(alice)
    home_ids(carol, Page())
    kept = recent.HOMES.get(carol.id)
    make_post(eve)
    home_ids(carol, Page())
    again = recent.HOMES.get(carol.id)
    assert kept is not None
    assert again is not None
    assert kept.found_at == again.found_at
    post = make_post(alice)
    assert home_ids(carol, Page())[0] == post.id


def test_a_mute_that_ends_by_itself_keeps_nothing(alice: Account, carol: Account) -> None:
    make_post(alice)
    Mute.objects.create(muter=carol, muted=alice, until=timezone.now() + timedelta(hours=1), created_at=timezone.now())
    assert home_ids(carol, Page()) == []
    assert recent.HOMES.get(carol.id) is None


def test_nothing_is_kept_longer_than_a_minute(alice: Account, carol: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    make_post(alice)
    home_ids(carol, Page())
    kept = recent.HOMES.get(carol.id)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + recent.LONGEST_KEPT)
    home_ids(carol, Page())
    again = recent.HOMES.get(carol.id)
    assert kept is not None
    assert again is not None
    assert again.found_at > kept.found_at


@pytest.mark.parametrize(
    ("sql", "doubtful"),
    [
        ('INSERT INTO "verandah_follow" ("id") VALUES (1)', True),
        ('INSERT OR IGNORE INTO "verandah_block" ("id") VALUES (1)', True),
        ('DELETE FROM "verandah_peoplelistmember" WHERE "id" = 1', True),
        ('UPDATE "verandah_post" SET "deleted_at" = NULL WHERE "id" = 1', True),
        ('UPDATE "verandah_account" SET "limited_at" = NULL WHERE "id" = 1', True),
        ('UPDATE "verandah_post" SET "rev" = "rev" + 1 WHERE "id" = 1', False),
        ('INSERT INTO "verandah_followrequest" ("id") VALUES (1)', False),
        ('INSERT INTO "verandah_post" ("id") VALUES (1)', False),
        ('SELECT 1 FROM "verandah_follow"', False),
    ],
)
def test_statements_that_make_a_home_doubtful(sql: str, doubtful: bool) -> None:
    assert is_doubtful(sql) is doubtful


@pytest.mark.django_db(transaction=True)
def test_the_doubt_comes_when_others_can_see_the_change(alice: Account, eve: Account) -> None:
    direct = Direct(str(connection.settings_dict["NAME"]))
    try:
        post = make_post(alice)
        with reading.by(direct):
            assert home_ids(eve, Page()) == []
        before = DOUBTS.count
        make_follow(eve, alice)
        assert DOUBTS.count > before
        with reading.by(direct):
            assert home_ids(eve, Page()) == [post.id]
    finally:
        direct.close()
