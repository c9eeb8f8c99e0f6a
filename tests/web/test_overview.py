"""The staff's overview: numbers, what waits, health, slow pages, jobs; storage and statistics."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import make_account, make_post
from tests.pictures import make_media
from verandah.actions import checking, counting, overlooking, reacting, retrying
from verandah.actions.overlooking import Series
from verandah.base.errors import Forbidden, NotFound
from verandah.base.ids import id_at
from verandah.base.jobs import Job
from verandah.base.stopwatch import STOPWATCH, Stopwatch
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import DayFigure, PageTime
from verandah.domain.moderation.models import AuditEntry
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post, Reaction
from verandah.web.staff import charts
from verandah.web.staff.figure_words import TITLES, figure

PAGES = ("/admin/", "/admin/?days=90", "/admin/storage/", "/admin/storage/?look=1", "/admin/statistics/")


@pytest.fixture
def ada(site) -> Account:
    return make_account("ada", role=Role.ADMIN)


@pytest.fixture
def auditor(site) -> Account:
    return make_account("olga", role=Role.AUDITOR)


def dead_job(task: str = "verandah.actions.mailing.write_at_once") -> Job:
    now = timezone.now()
    return Job.objects.create(
        task=task, arguments="{}", due_at=now, created_at=now, dead_at=now, attempts=5, error="Mail server away"
    )


def test_who_sees_it(ada, auditor, mo, alice, client_of) -> None:
    for path in (*PAGES, "/admin/statistics/figures.csv"):
        assert client_of(ada).get(path).status_code == 200, path
        assert client_of(auditor).get(path).status_code == 200, path
        assert client_of(mo).get(path).status_code == 403, path
        assert client_of(alice).get(path).status_code == 404, path
        assert client_of(None).get(path).status_code == 404, path


def test_what_it_says(ada, alice, bob, client_of) -> None:
    post = make_post(alice, "Hello", Audience.MEMBERS)
    reacting.react(bob, post.pk)
    make_media(alice)
    dead_job()
    page = client_of(ada).get("/admin/").content.decode()
    assert "Active in 7 days" in page
    assert "Mail server away" in page
    assert "Letters that failed" in page
    assert "Jobs that failed for good: 1" in page
    found = overlooking.counted()
    assert (found.active_week, found.active_month, found.posts, found.comments, found.files) == (2, 2, 1, 0, 1)
    assert found.people == 3
    now = overlooking.running()
    assert (now.jobs_failed, now.letters_failed) == (1, 1)
    assert now.database in ("SQLite", "PostgreSQL")
    if connection.vendor == "postgresql":
        assert now.database_bytes > 0


def test_the_number_of_queries_is_always_the_same(ada, alice, client_of) -> None:
    browser = client_of(ada)

    def cost() -> int:
        browser.get("/admin/")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert browser.get("/admin/").status_code == 200
        return len(seen)

    def more(number: int) -> None:
        dead_job(f"verandah.actions.chores.x{number}")
        make_media(make_account(f"p{number}"))
        PageTime.objects.create(day=timezone.localdate(), route=f"page{number}", count=1, milliseconds=5)
        counting.count_day(timezone.localdate() - timedelta(days=number + 1))

    more(0)
    before = cost()
    for number in range(1, 6):
        more(number)
    assert cost() == before


def test_failed_jobs_are_tried_again_or_forgotten(ada, auditor, client_of) -> None:
    first, second = dead_job(), dead_job()
    assert client_of(auditor).post(f"/admin/jobs/{first.pk}/", {"deed": "retry"}).status_code == 403
    browser = client_of(ada)
    assert browser.post(f"/admin/jobs/{first.pk}/", {"deed": "retry"}).status_code == 303
    assert browser.post(f"/admin/jobs/{second.pk}/", {"deed": "forget"}).status_code == 303
    assert Job.objects.get(pk=first.pk).dead_at is None
    assert not Job.objects.filter(pk=second.pk).exists()
    for deed in (retrying.try_again, retrying.forget):
        with pytest.raises(NotFound):
            deed(ada, first.pk)
        with pytest.raises(Forbidden):
            deed(auditor, first.pk)
    assert list(AuditEntry.objects.filter(deed__endswith="_job").order_by("id").values_list("deed", flat=True)) == [
        "retry_job",
        "forget_job",
    ]
    assert browser.post(f"/admin/jobs/{first.pk}/", {"deed": "retry"}).status_code == 404


def test_days_are_counted_once_and_what_was_missed_is_caught_up(site, alice, bob) -> None:
    today = timezone.localdate()
    Account.objects.update(joined_at=timezone.now() - timedelta(days=3))
    begin = counting.span_of(today - timedelta(days=2))[0]
    noon = begin + timedelta(hours=12)
    post = make_post(alice, "Hello", Audience.MEMBERS)
    Post.objects.filter(pk=post.pk).update(id=id_at(noon), created_at=noon)
    reacting.react(bob, Post.objects.get().pk)
    Reaction.objects.update(created_at=noon)
    assert counting.count_days() == 3
    assert counting.count_days() == 0
    day = dict(DayFigure.objects.filter(day=noon.date()).values_list("name", "value"))
    assert (day["active"], day["posts"], day["reactions"], day["people"]) == (2, 1, 1, 2)
    quiet = dict(DayFigure.objects.filter(day=today - timedelta(days=1)).values_list("name", "value"))
    assert (quiet["active"], quiet["posts"], quiet["people"]) == (0, 0, 2)
    # What can only be measured is measured for the day that has just ended.
    assert "storage" in quiet
    assert "storage" not in day
    rows = DayFigure.objects.count()
    counting.count_day(noon.date())
    assert DayFigure.objects.count() == rows
    old = DayFigure.objects.create(day=today - timedelta(days=1200), name="people", value=1)
    counting.count_days()
    assert not DayFigure.objects.filter(pk=old.pk).exists()


def test_times_of_pages_are_added_up(client_of, alice) -> None:
    STOPWATCH.take()
    browser = client_of(alice)
    assert browser.get("/@alice/").status_code == 200
    browser.get("/@alice/")
    browser.get("/nowhere/")
    assert counting.note_times() == 1
    assert counting.note_times() == 0
    browser.get("/@alice/")
    counting.note_times()
    row = PageTime.objects.get()
    assert (row.route, row.count, row.day) == ("profile", 3, timezone.localdate())
    assert 0 < row.slowest <= row.milliseconds
    watch = Stopwatch()
    for milliseconds in (10.0, 1500.0, 30.0):
        watch.note("home", milliseconds)
    counting.note_times(watch.take())
    assert watch.take() == {}
    home = PageTime.objects.get(route="home")
    assert (home.count, home.slowest, home.slow, home.milliseconds) == (3, 1500, 1, 1540)
    slow = overlooking.slow_pages()
    assert [one.route for one in slow] == ["home", "profile"]
    assert (slow[0].average, slow[0].slowest, slow[0].slow) == (513, 1500, 1)


def test_a_chart_says_what_it_shows() -> None:
    days = tuple(date(2026, 5, number) for number in range(1, 31))
    values = (610, *range(700, 727), 1012, 968)
    told = figure(Series("active", days, values))
    assert told.chart
    assert len(told.chart.rows) == len(days)
    assert told.chart.finding == "From 610 on May 1 to 968 on May 30; the most were 1,012 on May 29."
    places = [tuple(map(float, pair.split())) for pair in told.chart.line[1:].split("L")]
    assert [x for x, _y in places] == sorted(x for x, _y in places)
    assert min(y for _x, y in places) == places[28][1]
    assert all(charts.TOP <= y <= charts.BOTTOM for _x, y in places)
    assert figure(Series("active", days[:1], values[:1])).chart is None
    assert figure(Series("active")).last == ""
    assert figure(Series("posts", days[:3], (0, 0, 0))).chart.finding == "0 on each of these days."
    flat = figure(Series("posts", days[:3], (0, 0, 0))).chart
    assert flat
    assert {y for y in re.findall(r" ([\d.]+)", flat.line)} == {f"{charts.BOTTOM:.1f}"}


@pytest.mark.parametrize("most", [0, 1, 3, 7, 10, 99, 100, 101, 12_345, 10**12])
def test_the_grid_reaches_above_the_line(most: int) -> None:
    top = charts.ceiling(most)
    assert top >= max(1, most)
    assert 2 <= len(charts.ticks(top)) <= 7


def test_statistics_can_be_taken_away(ada, client_of) -> None:
    day = timezone.localdate() - timedelta(days=1)
    counting.count_day(day, is_last=True)
    lines = client_of(ada).get("/admin/statistics/figures.csv").content.decode().splitlines()
    assert lines[0] == "day," + ",".join(TITLES)
    assert lines[1].startswith(day.isoformat())
    assert set(TITLES) == set(counting.NAMES)
    counting.count_day(day - timedelta(days=1))
    page = client_of(ada).get("/admin/statistics/?days=365").content.decode()
    assert 'role="img"' in page
    assert "As a table" in page
    assert client_of(ada).get("/admin/statistics/?days=x").status_code == 200


def test_looking_at_who_uses_room_is_in_the_record(ada, alice, client_of) -> None:
    make_media(alice)
    page = client_of(ada).get("/admin/storage/").content.decode()
    assert "@alice" in page
    assert AuditEntry.objects.filter(deed="look", facts__what="storage").count() == 1


def test_health_names_what_is_wrong_and_is_kept_for_a_minute(site, settings) -> None:
    assert next(one for one in checking.health("en") if one.word == "jobs").is_well
    dead_job()
    assert next(one for one in checking.health("en") if one.word == "jobs").is_well
    found = next(one for one in checking.health("en", anew=True) if one.word == "jobs")
    assert not found.is_well
    assert "Jobs that failed for good: 1." in found.sentence
