"""Birthdays of others: whom they tell, on which days, with which words; beside a timeline and on a page."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import make_account, make_block, make_follow, make_friends, suspend
from verandah.actions import choosing, leaving, muting
from verandah.base.memory import MEMORY
from verandah.domain.accounts.birthdays import next_time
from verandah.domain.accounts.circles import Circle
from verandah.domain.accounts.models import Account, Preferences
from verandah.domain.graph.birthdays import birthdays_ahead, birthdays_lately
from verandah.domain.graph.models import Follow, Friendship
from verandah.domain.posts.audience import Audience

pytestmark = pytest.mark.django_db

TODAY = date(2026, 5, 17)


def born(person: Account, month: int = 5, day: int = 17, audience: Audience = Audience.FRIENDS) -> Account:
    choosing.set_birthday(person, month, day, audience)
    return person


def names(viewer: Account, today: date = TODAY) -> list[str]:
    """Who is told of, as both ways tell; the one with a memory is asked twice."""
    lately = [one.account_id for one in birthdays_lately(viewer, today)]
    assert lately == [one.account_id for one in birthdays_lately(viewer, today)]
    ahead = [one for one in birthdays_ahead(viewer, today) if (one.day - today).days <= 7]
    assert lately == [one.account_id for one in ahead]
    found = dict(Account.objects.filter(pk__in=lately).values_list("pk", "username"))
    return [found[number] for number in lately]


@pytest.mark.parametrize(
    ("audience", "told"),
    [
        (Audience.MEMBERS, ["friend", "follower"]),
        (Audience.FRIENDS, ["friend"]),
        (Audience.ONLY_ME, []),
    ],
)
def test_those_are_told_who_may_know(alice: Account, audience: Audience, told: list[str]) -> None:
    friend, follower, followed, stranger = (
        make_account(name) for name in ("friend", "follower", "followed", "stranger")
    )
    make_friends(alice, friend)
    make_follow(follower, alice)
    make_follow(alice, followed)
    born(alice, audience=audience)
    viewers = (friend, follower, followed, stranger, alice)
    assert [viewer.username for viewer in viewers if names(viewer)] == told


def test_a_stranger_is_not_told_of_though_all_members_may_know(alice: Account, eve: Account) -> None:
    born(eve, audience=Audience.MEMBERS)
    assert names(alice) == []
    make_follow(alice, eve)
    MEMORY.clear()
    assert names(alice) == ["eve"]


@pytest.mark.parametrize("how", ["audience", "unfollowed", "blocked", "blocks", "suspended", "left", "muted", "none"])
def test_whoever_is_not_to_be_told_of_is_gone_at_once(alice: Account, bob: Account, how: str) -> None:
    make_follow(alice, born(bob, audience=Audience.MEMBERS))
    assert names(alice) == ["bob"]
    if how == "audience":
        born(bob, audience=Audience.ONLY_ME)
    elif how == "none":
        Preferences.objects.filter(account=bob).update(birthday="")
    elif how == "unfollowed":
        Follow.objects.all().delete()
        Friendship.objects.all().delete()
    elif how == "blocked":
        make_block(alice, bob)
    elif how == "blocks":
        make_block(bob, alice)
    elif how == "suspended":
        suspend(bob)
    elif how == "left":
        leaving.deactivate(bob)
    else:
        muting.mute(alice, bob)
    assert names(alice) == []


def test_a_follower_is_not_told_what_is_for_friends_from_now_on(alice: Account, eve: Account) -> None:
    make_follow(alice, born(eve, audience=Audience.MEMBERS))
    assert names(alice) == ["eve"]
    born(eve, audience=Audience.FRIENDS)
    assert names(alice) == []


def test_today_and_the_next_seven_days(alice: Account) -> None:
    for ahead in range(-1, 10):
        day = date(2026, 12, 28) + timedelta(days=ahead)
        make_friends(alice, born(make_account(f"in{ahead + 1}"), day.month, day.day))
    found = birthdays_lately(alice, date(2026, 12, 28))
    assert [one.day for one in found] == [date(2026, 12, 28) + timedelta(days=ahead) for ahead in range(8)]
    year = birthdays_ahead(alice, date(2026, 12, 28))
    assert year[-1].day == date(2027, 12, 27)
    assert [one.day for one in year] == sorted(one.day for one in year)


@pytest.mark.parametrize(
    ("today", "day"),
    [
        ("2026-02-28", "2026-02-28"),
        ("2026-02-22", "2026-02-28"),
        ("2026-02-20", None),
        ("2026-03-01", None),
        ("2028-02-28", "2028-02-29"),
        ("2028-02-29", "2028-02-29"),
        ("2100-02-27", "2100-02-28"),
    ],
)
def test_the_29_february_is_told_every_year(alice: Account, bob: Account, today: str, day: str | None) -> None:
    born(bob, 2, 29)
    found = [str(one.day) for one in birthdays_lately(alice, date.fromisoformat(today))]
    assert found == ([day] if day else [])


def test_the_next_time_is_never_past() -> None:
    assert next_time("05-17", TODAY) == TODAY
    assert next_time("05-16", TODAY) == date(2027, 5, 16)
    assert next_time("02-29", date(2027, 3, 1)) == date(2028, 2, 29)
    assert next_time("02-29", date(2028, 3, 1)) == date(2029, 2, 28)


def test_the_card_says_when_and_where_to_wish_something(client_of, alice: Account, bob: Account) -> None:
    today = timezone.localdate()
    days = [today + timedelta(days=ahead) for ahead in range(4)]
    born(bob, days[0].month, days[0].day)
    shy, next_one, later = (make_account(name) for name in ("shy", "nextone", "later"))
    for person, day in ((shy, days[0]), (next_one, days[1]), (later, days[3])):
        make_follow(alice, born(person, day.month, day.day, Audience.MEMBERS))
    Preferences.objects.filter(account=shy).update(mentioned_by=Circle.NOBODY)
    client = client_of(alice)
    page = client.get("/")
    told = {one.account.username: (one.when, one.greet) for one in page.context["birthdays"]}
    assert told["bob"] == ("Today", f"/p/new/?wall={bob.pk}")
    assert told["shy"] == ("Today", "")
    assert told["nextone"] == ("Tomorrow", "")
    assert told["later"] == (f"{days[3]:%A}", "")
    assert f'href="/p/new/?wall={bob.pk}"' in page.content.decode()
    assert client.get(told["bob"][1]).status_code == 200
    Preferences.objects.filter(account=bob).update(wall_open_to=Circle.NOBODY)
    page = client.get("/all/")
    [greet] = [one.greet for one in page.context["birthdays"] if one.account.username == "bob"]
    assert greet.startswith("/share/?text=")
    assert greet in page.content.decode()
    assert "Happy birthday, @bob!" in client.get(greet).content.decode()


def test_the_day_is_that_where_the_viewer_is(client_of, alice: Account, bob: Account) -> None:
    Preferences.objects.update_or_create(account=alice, defaults={"time_zone": "Pacific/Kiritimati"})
    day = (timezone.now() + timedelta(hours=14)).date()
    born(bob, day.month, day.day)
    assert [one.when for one in client_of(alice).get("/").context["birthdays"]] == ["Today"]
    MEMORY.clear()
    Preferences.objects.filter(account=alice).update(time_zone="Pacific/Pago_Pago")
    assert [one.when for one in client_of(alice).get("/").context["birthdays"]] != ["Today"]


def test_nobody_is_no_card_and_an_empty_page(client_of, alice: Account, bob: Account) -> None:
    client = client_of(alice)
    assert "/birthdays/" not in client.get("/").content.decode()
    assert "No birthdays yet" in client.get("/birthdays/").content.decode()


def test_the_page_tells_month_by_month(client_of, alice: Account) -> None:
    today = timezone.localdate()
    for ahead in (0, 1, 40, 200):
        day = today + timedelta(days=ahead)
        make_friends(alice, born(make_account(f"in{ahead}"), day.month, day.day))
    months = client_of(alice).get("/birthdays/").context["months"]
    told = [one.account.username for month in months for one in month.birthdays]
    assert told == ["in0", "in1", "in40", "in200"]
    assert [one.greet != "" for month in months for one in month.birthdays] == [True, False, False, False]
    assert len({month.name for month in months}) == len(months) >= 3


def test_of_very_many_the_next_are_told(client_of, alice: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verandah.domain.graph.birthdays.MOST_PEOPLE", 2)
    monkeypatch.setattr("verandah.web.celebrating.MOST_PEOPLE", 2)
    today = timezone.localdate()
    for ahead in (3, 1, 2):
        day = today + timedelta(days=ahead)
        make_friends(alice, born(make_account(f"in{ahead}"), day.month, day.day))
    page = client_of(alice).get("/birthdays/").content.decode()
    assert "in3" not in page
    assert "These are the next 2 birthdays." in page


def test_it_costs_a_fixed_number_of_queries(client_of, alice: Account) -> None:
    today, client, counts = timezone.localdate(), client_of(alice), []

    def asked(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    for _round in range(2):
        for _number in range(5):
            make_friends(alice, born(make_account(), today.month, today.day))
        MEMORY.clear()
        counts.append((asked("/all/"), asked("/birthdays/")))
    assert counts[0] == counts[1]
    assert counts[0][1] <= 10
    # Where nobody has theirs, nothing is asked.
    Preferences.objects.update(birthday="")
    MEMORY.clear()
    assert asked("/all/") == counts[0][0] - 1
