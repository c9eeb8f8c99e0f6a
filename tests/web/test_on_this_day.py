"""On this day: whose posts, of which days, under which years; the card on the front page, and putting it away."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import NUMBERS, make_account, make_friends, make_post
from tests.web.quick_pages import agree
from verandah.actions import choosing, removing
from verandah.base.ids import id_at
from verandah.base.memory import MEMORY
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account, Preferences
from verandah.domain.feeds.models import Marker
from verandah.domain.feeds.on_this_day import MOST_YEARS, own_on_day, same_days
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

pytestmark = pytest.mark.django_db

NOON = 12
SITE = ZoneInfo("UTC")


def written_at(author: Account, when: datetime, text: str = "", audience: Audience = Audience.MEMBERS) -> Post:
    """A post that was written then: its id says so."""
    number = next(NUMBERS)
    said = text or f"Post number {number}"
    return Post.objects.create(
        id=id_at(when, number), author=author, audience=audience, text=said, html=said, key=f"{number}", created_at=when
    )


def years_ago(years: int, day: date | None = None, hour: int = NOON) -> datetime:
    """This day of an earlier year; the last of February where there is none."""
    day = day or timezone.localdate()
    is_last = (day.month, day.day) == (2, 29)
    return datetime(day.year - years, day.month, 28 if is_last else day.day, hour, tzinfo=UTC)


def found(viewer: Account, day: str, zone: ZoneInfo = SITE, page: Page | None = None) -> list[int]:
    return own_on_day(viewer, date.fromisoformat(day), zone, page or Page())


def test_my_own_posts_of_this_day_newest_first(alice: Account, bob: Account) -> None:
    day = date(2026, 5, 17)
    mine = [
        written_at(alice, years_ago(years, day), audience=audience)
        for years, audience in enumerate((Audience.PUBLIC, Audience.MEMBERS, Audience.FRIENDS, Audience.ONLY_ME), 1)
    ]
    written_at(alice, datetime(2025, 5, 16, 23, 59, tzinfo=UTC))
    written_at(alice, datetime(2025, 5, 18, tzinfo=UTC))
    written_at(alice, datetime(2026, 5, 17, NOON, tzinfo=UTC))
    written_at(bob, years_ago(1, day), audience=Audience.PUBLIC)
    assert found(alice, "2026-05-17") == [post.pk for post in mine]


def test_comments_shares_and_what_is_gone_are_not_remembered(alice: Account, bob: Account) -> None:
    day = date(2026, 5, 17)
    root = written_at(bob, years_ago(2, day))
    comment, share, gone = (written_at(alice, years_ago(1, day)) for _number in range(3))
    Post.objects.filter(pk=comment.pk).update(parent=root, root=root, is_comment=True)
    Post.objects.filter(pk=share.pk).update(share_of=root)
    quote = written_at(alice, years_ago(1, day))
    Post.objects.filter(pk=quote.pk).update(quote_of=root)
    removing.take_away(alice, gone.pk)
    assert found(alice, "2026-05-17") == [quote.pk]


def test_the_day_is_that_of_the_clock_where_i_am(alice: Account) -> None:
    late = written_at(alice, datetime(2025, 5, 17, 22, 30, tzinfo=UTC))
    assert found(alice, "2026-05-17") == [late.pk]
    assert found(alice, "2026-05-18") == []
    berlin = ZoneInfo("Europe/Berlin")
    assert found(alice, "2026-05-17", berlin) == []
    assert found(alice, "2026-05-18", berlin) == [late.pk]


def test_the_page_reads_my_time_zone(client_of, alice: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    Preferences.objects.create(account=alice, time_zone="Pacific/Kiritimati")
    client = client_of(alice)
    today = timezone.now().astimezone(ZoneInfo("Pacific/Kiritimati")).date()
    assert client.get("/on-this-day/").context["today"] == today
    MEMORY.clear()
    Preferences.objects.update(time_zone="Pacific/Pago_Pago")
    assert client.get("/on-this-day/").context["today"] != today


@pytest.mark.parametrize(
    ("day", "year", "days"),
    [
        ("2026-02-28", 2024, ["02-28", "02-29"]),
        ("2026-02-28", 2025, ["02-28"]),
        ("2028-02-28", 2024, ["02-28"]),
        ("2028-02-29", 2024, ["02-29"]),
        ("2028-02-29", 2027, []),
        ("2027-03-01", 2024, ["03-01"]),
        ("2027-01-01", 2026, ["01-01"]),
    ],
)
def test_the_29_february_is_remembered_every_year(day: str, year: int, days: list[str]) -> None:
    assert [f"{one:%m-%d}" for one in same_days(date.fromisoformat(day), year)] == days


def test_so_many_years_and_no_more(alice: Account) -> None:
    oldest = written_at(alice, datetime(2026 - MOST_YEARS, 5, 17, NOON, tzinfo=UTC))
    written_at(alice, datetime(2025 - MOST_YEARS, 5, 17, NOON, tzinfo=UTC))
    assert found(alice, "2026-05-17") == [oldest.pk]


def test_years_stand_above_their_posts(client_of, alice: Account) -> None:
    for years in (1, 1, 3):
        written_at(alice, years_ago(years), f"Written {years}")
    page = client_of(alice).get("/on-this-day/")
    assert [(year.ago, len(year.posts)) for year in page.context["years"]] == [(1, 2), (3, 1)]
    text = page.content.decode()
    assert text.index("1 year ago") < text.index("Written 1") < text.index("3 years ago") < text.index("Written 3")


def test_older_ones_go_on_where_the_page_ends(client_of, alice: Account) -> None:
    day = timezone.localdate() - timedelta(days=40)
    posts = [written_at(alice, years_ago(1, day)) for _number in range(25)]
    client = client_of(alice)
    first = client.get(f"/on-this-day/?day={day:%m-%d}")
    assert sum(len(year.posts) for year in first.context["years"]) == 20
    rest = client.get(first.context["older"])
    assert [post.id for year in rest.context["years"] for post in year.posts] == [
        post.pk for post in sorted(posts, key=lambda post: -post.pk)
    ][20:]
    assert rest.context["day"] == first.context["day"]


def test_one_can_look_around(client_of, alice: Account) -> None:
    client = client_of(alice)
    page = client.get("/on-this-day/?day=01-01")
    assert (page.context["before"].query, page.context["after"].query) == ("day=12-31", "day=01-02")
    assert "Nothing from this day" in page.content.decode()
    assert "Nothing from this day yet" in client.get("/on-this-day/").content.decode()
    assert client.get("/on-this-day/?day=02-29").context["day"].month == 2


@pytest.mark.parametrize(
    "day", ["x", "13-01", "02-30", "W01-1", "5-17", "0517", "05-17 ", "2025-05-17", "\u0660\u0665-17"]
)
def test_what_is_no_day_is_not_there(client_of, alice: Account, day: str) -> None:
    page = client_of(alice).get("/on-this-day/", {"day": day})
    assert page.status_code == 404
    assert "A day looks like 05-17" in page.content.decode()


def test_the_card_stands_on_the_front_page_while_there_is_something(client_of, alice: Account, bob: Account) -> None:
    assert "You wrote" not in client_of(alice).get("/").content.decode()
    MEMORY.clear()
    one, other = (written_at(alice, years_ago(years)) for years in (1, 2))
    client = client_of(alice)
    assert "You wrote 2 posts on this day" in client.get("/").content.decode()
    assert "You wrote" not in client.get("/all/").content.decode()
    removing.take_away(alice, other.pk)
    assert "You wrote 1 post on this day" in client.get("/").content.decode()
    assert "You wrote" not in client_of(bob).get("/").content.decode()
    removing.take_away(alice, one.pk)
    assert "You wrote" not in client.get("/").content.decode()


def test_not_today_lasts_until_tomorrow(client_of, alice: Account, bob: Account) -> None:
    for author in (alice, bob):
        written_at(author, years_ago(1))
    client = client_of(alice)
    assert client.get("/on-this-day/not-today/").status_code == 405
    answer = client.post("/on-this-day/not-today/")
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert client.post("/on-this-day/not-today/", headers={"HX-Request": "true"}).content == b""
    assert Marker.objects.filter(timeline="on_this_day").count() == 1
    assert "You wrote" not in client.get("/").content.decode()
    assert "You wrote 1 post" in client_of(bob).get("/").content.decode()
    # As it will be when a day has gone by.
    MEMORY.clear()
    Marker.objects.update(last_read_id=id_at(timezone.now() - timedelta(days=1)))
    assert "You wrote 1 post" in client.get("/").content.decode()


def test_whoever_does_not_want_to_be_reminded_is_not(client_of, alice: Account, bob: Account) -> None:
    for author in (alice, bob):
        written_at(author, years_ago(1))
    client = client_of(alice)
    assert "Do not tell me" in client.get("/on-this-day/").content.decode()
    assert client.get("/on-this-day/front-page/").status_code == 405
    for _twice in range(2):
        page = client.post("/on-this-day/front-page/", follow=True)
        assert page.redirect_chain == [("/on-this-day/", 303)]
        assert "You wrote" not in client.get("/").content.decode()
    assert "You wrote 1 post" in client_of(bob).get("/").content.decode()
    for words in ("no longer tells you", "Tell me on my front page", "1 year ago"):
        assert words in page.content.decode()
    client.post("/on-this-day/front-page/", {"show": "1"})
    assert "You wrote 1 post" in client.get("/").content.decode()


def test_the_front_page_at_once_tells_the_same(client_of, alice: Account, carol: Account) -> None:
    make_post(alice, "Something new")
    written_at(carol, years_ago(1))
    friend = make_account("nora")
    make_friends(carol, friend)
    today = timezone.localdate()
    choosing.set_birthday(friend, today.month, today.day, Audience.FRIENDS)
    client = client_of(carol)
    page = agree(client, "/").content.decode()
    assert "You wrote 1 post" in page
    assert "Say happy birthday" in page
    client.post("/on-this-day/not-today/")
    choosing.set_birthday(friend, today.month, today.day, Audience.ONLY_ME)
    page = agree(client, "/").content.decode()
    assert "You wrote" not in page
    assert "Say happy birthday" not in page


def test_it_costs_a_fixed_number_of_queries(client_of, alice: Account) -> None:
    client, counts = client_of(alice), []

    def asked(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    for _round in range(2):
        for number in range(1, 9):
            written_at(alice, years_ago(number))
        counts.append((asked("/on-this-day/"), asked("/")))
    assert counts[0] == counts[1]
    assert counts[0][0] <= 10
    # The front page asks once while there is something, and not at all while there is nothing.
    client.post("/on-this-day/not-today/")
    assert asked("/") == counts[0][1] - 1


def test_guests_remember_nothing(client_of, site) -> None:
    for path in ("/on-this-day/", "/birthdays/"):
        assert client_of(None).get(path).status_code == 302
