"""Digests: what someone has not seen, in their morning, as often as they wish, never empty and never twice."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.utils import timezone

from tests.factories import make_account, make_block, make_post
from tests.letters import age, digest, flood, write
from tests.mailed import mail_server
from verandah.actions import choosing, following, mailing, notifying, reacting, sharing
from verandah.actions.choosing import Wish
from verandah.base.ids import exact_id
from verandah.base.jobs import Job
from verandah.base.mail import NotSent
from verandah.domain.accounts.models import Account
from verandah.domain.notifications import readers
from verandah.domain.notifications.models import Letter, Notification, NotificationChoices
from verandah.domain.notifications.readers import due_digests, reader_of

Kind = Notification.Kind


@pytest.fixture
def queued(settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "verandah.base.jobs.LeaseTable", "QUEUES": []}}


@pytest.fixture
def alice(alice: Account) -> Account:
    """She joined a month ago."""
    alice.joined_at = timezone.now() - timedelta(days=30)
    alice.save(update_fields=["joined_at"])
    return alice


def is_morning_at(hour: int) -> str:
    """A time zone where it is this hour now."""
    east = (hour - datetime.now(UTC).hour + 12) % 24 - 12
    return f"Etc/GMT{-east:+d}" if east else "Etc/UTC"


def test_what_was_not_seen_comes_under_headings(
    alice: Account, bob: Account, eve: Account, mailoutbox: list[EmailMessage]
) -> None:
    post = make_post(alice, "The first swallows are here")
    for person in (bob, eve):
        reacting.react(person, post.id)
    sharing.share(eve, post.id)
    following.follow(eve, alice)
    digest(alice)
    [letter] = mailoutbox
    assert letter.subject.startswith("What is new for you on ")
    assert "3 things you have not seen" in letter.body
    for words in ("Eve and 1 other liked your post", "Eve shared your post", "Eve follows you now"):
        assert words in letter.body
        assert words.removeprefix("Eve") in letter.alternatives[0].content
    assert letter.body.index("People") < letter.body.index("About your posts")


def test_it_comes_once_and_then_tells_only_what_is_new(
    alice: Account, eve: Account, mailoutbox: list[EmailMessage]
) -> None:
    choosing.choose(alice, Wish(digest="daily"))
    first, second = make_post(alice, "First"), make_post(alice, "Second")
    reacting.react(eve, first.id)
    digest(alice)
    digest(alice)
    assert len(mailoutbox) == 1
    reacting.react(eve, second.id)
    age(24 * 60)
    Letter.objects.update(key="digest:2001-01-01")
    mailing.write_digest.call(alice.id)
    assert ["“Second”" in letter.body for letter in mailoutbox] == [False, True]
    assert "“First”" not in mailoutbox[1].body


def test_of_one_day_there_is_one(alice: Account, eve: Account, mailoutbox: list[EmailMessage]) -> None:
    reacting.react(eve, make_post(alice).id)
    digest(alice)
    # Someone has set the clock of the table back, or two workers have looked at the same moment.
    NotificationChoices.objects.update(digested_until_id=0, digested_at=None)
    digest(alice)
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(
    ("often", "hours", "comes"),
    [
        ("daily", 11, 0),
        ("daily", 13, 1),
        ("weekly", 6 * 24 + 11, 0),
        ("weekly", 6 * 24 + 13, 1),
        ("never", 24 * 365, 0),
    ],
)
def test_as_often_as_someone_wishes(
    alice: Account, eve: Account, mailoutbox: list[EmailMessage], often: str, hours: int, comes: int
) -> None:
    choosing.choose(alice, Wish(digest=often, time_zone=is_morning_at(8)))
    NotificationChoices.objects.update(digested_at=timezone.now() - timedelta(hours=hours))
    reacting.react(eve, make_post(alice).id)
    assert due_digests(timezone.now(), 0, 10) == [alice.id] * comes
    digest(alice)
    assert len(mailoutbox) == comes


def test_who_has_just_joined_is_left_a_week_to_look_around(eve: Account, bob: Account) -> None:
    choosing.choose(eve, Wish(time_zone=is_morning_at(8)))
    reacting.react(bob, make_post(eve).id)
    assert due_digests(timezone.now(), 0, 10) == []


def test_there_is_none_without_anything_to_tell(alice: Account, eve: Account, mailoutbox: list[EmailMessage]) -> None:
    digest(alice)
    reacting.react(eve, make_post(alice).id)
    make_block(alice, eve)
    digest(alice)
    assert not mailoutbox
    assert not Letter.objects.exists()
    # Nobody looks at it again, and the next one may come at any time.
    choosing.choose(alice, Wish(time_zone=is_morning_at(8)))
    assert due_digests(timezone.now(), 0, 10) == []
    assert NotificationChoices.objects.get(account=alice).digested_at is None


def test_what_was_told_at_once_is_not_told_again(alice: Account, eve: Account, mailoutbox: list[EmailMessage]) -> None:
    make_post(eve, "Hello @alice")
    write(alice)
    digest(alice)
    assert len(mailoutbox) == 1
    reacting.react(eve, make_post(alice, "The garden").id)
    digest(alice)
    assert "Hello" not in mailoutbox[1].body


def test_what_the_limit_of_a_day_has_kept_back_is_told(
    alice: Account, eve: Account, mailoutbox: list[EmailMessage]
) -> None:
    for number in range(mailing.MOST_A_DAY):
        Letter.objects.create(account=alice, key=f"now:{number}:{number + 1}:2", created_at=timezone.now())
    make_post(eve, "Too much for a day, @alice")
    write(alice)
    assert not mailoutbox
    digest(alice)
    assert "Too much for a day" in mailoutbox[0].body


def test_what_was_read_is_not_told(alice: Account, eve: Account, mailoutbox: list[EmailMessage]) -> None:
    reacting.react(eve, make_post(alice).id)
    notifying.mark_read(alice, "notifications", Notification.objects.get().id)
    choosing.choose(alice, Wish(time_zone=is_morning_at(8)))
    assert due_digests(timezone.now(), 0, 10) == []
    digest(alice)
    assert not mailoutbox


def test_a_heading_holds_so_many_and_names_the_rest(
    alice: Account, eve: Account, mailoutbox: list[EmailMessage]
) -> None:
    choosing.choose(alice, Wish(wants={("mention", "email"): False}))
    flood(make_post(eve, "To @alice"), alice, 1000)
    digest(alice)
    [letter] = mailoutbox
    assert "More than 100 things you have not seen" in letter.body
    assert letter.body.count("* Eve") == 5


@pytest.mark.parametrize(("hours", "told"), [(1, 1), (20, 0)])
def test_a_birthday_is_told_on_its_day_or_not_at_all(
    alice: Account, eve: Account, mailoutbox: list[EmailMessage], hours: int, told: int
) -> None:
    choosing.choose(alice, Wish(digest="daily"))
    notifying.about_relation(Kind.BIRTHDAY, eve, alice)
    age(hours * 60)
    digest(alice)
    assert len(mailoutbox) == told


def test_what_is_older_than_the_news_is_not_told(alice: Account, eve: Account, mailoutbox: list[EmailMessage]) -> None:
    reacting.react(eve, make_post(alice).id)
    age(9 * 24 * 60)
    choosing.choose(alice, Wish(time_zone=is_morning_at(8)))
    assert due_digests(timezone.now(), 0, 10) == []
    digest(alice)
    assert not mailoutbox


@pytest.mark.parametrize(("hour", "is_due"), [(6, False), (7, True), (10, True), (11, False), (23, False)])
def test_it_comes_in_the_morning_of_its_reader(alice: Account, eve: Account, hour: int, is_due: bool) -> None:
    choosing.choose(alice, Wish(time_zone=is_morning_at(hour)))
    reacting.react(eve, make_post(alice).id)
    assert due_digests(timezone.now(), 0, 10) == [alice.id] * is_due


def test_who_has_no_time_zone_has_that_of_the_site(alice: Account, eve: Account, settings) -> None:
    reacting.react(eve, make_post(alice).id)
    for hour, due in ((8, [alice.id]), (20, [])):
        settings.TIME_ZONE = is_morning_at(hour)
        assert due_digests(timezone.now(), 0, 10) == due


def test_mornings_go_round_the_world() -> None:
    winter, summer = datetime(2026, 1, 15, 8, tzinfo=UTC), datetime(2026, 7, 15, 6, tzinfo=UTC)
    assert {"Europe/London", "Africa/Cairo"} <= set(readers.zones_with_morning(winter).values())
    assert "Asia/Tokyo" not in readers.zones_with_morning(winter).values()
    # In summer London's clock is an hour ahead.
    assert "Europe/London" in readers.zones_with_morning(summer).values()
    assert "Africa/Abidjan" not in readers.zones_with_morning(summer).values()


def test_the_chore_goes_through_all_in_batches_and_queues_each_once(
    alice: Account, eve: Account, queued: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing, "BATCH", 2)
    choosing.choose(alice, Wish(time_zone=is_morning_at(8)))
    people = [alice]
    for _number in range(4):
        person = make_account()
        Account.objects.filter(pk=person.pk).update(joined_at=alice.joined_at)
        choosing.choose(person, Wish(time_zone=is_morning_at(8)))
        people.append(person)
    for person in people:
        Notification.objects.create(
            id=exact_id(), recipient=person, kind=Kind.FOLLOW, actor=eve, created_at=timezone.now()
        )
    EmailAddress.objects.filter(user=people[4].user).update(verified=False)
    assert mailing.send_due_digests() == 4
    assert mailing.send_due_digests() == 4
    jobs = Job.objects.filter(task__endswith="write_digest").order_by("id")
    assert [job.key for job in jobs] == [f"digest:{person.id}" for person in people[:4]]


def test_how_many_queries_it_takes_to_find_whose_digest_is_due(
    alice: Account, eve: Account, django_assert_num_queries
) -> None:
    choosing.choose(alice, Wish(time_zone=is_morning_at(8)))
    reacting.react(eve, make_post(alice).id)
    with django_assert_num_queries(1):
        assert due_digests(timezone.now(), 0, 500) == [alice.id]


def test_a_server_that_is_away_leaves_nothing_noted(alice: Account, eve: Account, settings, mailoutbox) -> None:
    reacting.react(eve, make_post(alice).id)
    usual = settings.MAILERS
    with mail_server() as server:
        server.manner = "refuse"
        settings.MAILERS = server.mailers
        with pytest.raises(NotSent):
            digest(alice)
    assert not Letter.objects.exists()
    row = NotificationChoices.objects.get(account=alice)
    assert (row.digested_until_id, row.digested_at) == (0, None)
    settings.MAILERS = usual
    mailing.write_digest.call(alice.id)
    assert len(mailoutbox) == 1


def test_a_reader_is_known_with_their_zone_and_language(alice: Account) -> None:
    choosing.choose(alice, Wish(digest="daily", time_zone="Asia/Amman"))
    reader = reader_of(alice.id)
    assert reader is not None
    assert (reader.zone, reader.digest.name, reader.email) == (ZoneInfo("Asia/Amman"), "DAILY", "alice@example.org")
    assert reader_of(0) is None
