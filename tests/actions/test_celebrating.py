"""Birthdays: friends who may know are told, in the morning, once a year."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from tests.factories import make_account, make_block, make_friends, suspend
from verandah.actions import celebrating, choosing
from verandah.domain.accounts.models import Account
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Audience


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch):
    def show(text: str) -> int:
        """How many were celebrated then."""
        now = datetime.fromisoformat(text).replace(tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: now)
        return celebrating.celebrate()

    return show


def told() -> list[tuple[str, str]]:
    rows = Notification.objects.filter(kind=Notification.Kind.BIRTHDAY).order_by("recipient__username")
    return list(rows.values_list("recipient__username", "actor__username"))


def test_friends_are_told_in_the_morning_once(at, alice: Account, bob: Account, carol: Account, eve: Account) -> None:
    choosing.set_birthday(alice, 5, 17, Audience.FRIENDS)
    assert at("2026-05-16 09:00") == at("2026-05-17 07:59") == 0
    assert told() == []
    assert at("2026-05-17 08:10") == 1
    assert told() == [("bob", "alice")]
    Notification.objects.all().delete()
    assert at("2026-05-17 09:10") == 0
    assert told() == []


def test_each_year_anew(at, alice: Account, bob: Account) -> None:
    choosing.set_birthday(alice, 5, 17, Audience.MEMBERS)
    for year in (2026, 2027):
        assert at(f"{year}-05-17 10:00") == 1
        [row] = Notification.objects.all()
        assert row.created_at.year == year


@pytest.mark.parametrize(("year", "days"), [(2026, ["02-28"]), (2028, ["02-29"]), (2100, ["02-28"]), (2000, ["02-29"])])
def test_the_29_february_is_celebrated_every_year(at, alice: Account, bob: Account, year: int, days: list[str]) -> None:
    choosing.set_birthday(alice, 2, 29, Audience.FRIENDS)
    found = []
    for day in ("02-27", "02-28", "02-29", "03-01"):
        try:
            count = at(f"{year}-{day} 12:00")
        except ValueError:
            continue
        found += [day] * count
    assert found == days


def test_who_keeps_it_to_themselves_is_not_celebrated(at, alice: Account, bob: Account) -> None:
    choosing.set_birthday(alice, 5, 17, Audience.ONLY_ME)
    assert at("2026-05-17 10:00") == 0
    assert told() == []


def test_the_suspended_and_the_blocked_are_not_told_of(at, alice: Account, bob: Account) -> None:
    friend = make_account("nora")
    make_friends(alice, friend)
    make_block(friend, alice)
    choosing.set_birthday(alice, 5, 17, Audience.FRIENDS)
    choosing.set_birthday(friend, 5, 17, Audience.FRIENDS)
    suspend(friend)
    assert at("2026-05-17 10:00") == 1
    assert told() == [("bob", "alice")]
