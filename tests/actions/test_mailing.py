"""Letters at once: what is said to someone is told, much is one letter, what was read is none, nothing comes twice."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.utils import timezone

from tests.factories import make_block, make_post, some_restriction
from tests.letters import age, comment, flood, write
from tests.mailed import MailServer, mail_server
from verandah.actions import choosing, filtering, mailing, muting, notifying, posting, reacting, saving
from verandah.actions.choosing import Quiet, Wish
from verandah.base.jobs import Job
from verandah.base.mail import NotSent
from verandah.base.worker import Worker
from verandah.domain.accounts.models import Account, User
from verandah.domain.notifications.letters import spans_of
from verandah.domain.notifications.models import Letter, Notification
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

Kind = Notification.Kind


@pytest.fixture
def queued(settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "verandah.base.jobs.LeaseTable", "QUEUES": []}}


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    with mail_server() as server:
        settings.MAILERS = server.mailers
        yield server


def test_what_is_said_to_me_is_told_at_once(alice: Account, eve: Account, mailoutbox: list[EmailMessage]) -> None:
    post = make_post(eve, "Hello @alice, how are you?")
    write(alice)
    [letter] = mailoutbox
    assert (letter.subject, letter.to) == ("Eve named you in a post", ["alice@example.org"])
    assert "“Hello @alice, how are you?”" in letter.body
    assert f"/p/{post.id}/" in letter.body
    assert Letter.objects.get().sent_at is not None


def test_what_is_said_to_me_alone_is_called_so(alice: Account, eve: Account, mailoutbox: list[EmailMessage]) -> None:
    make_post(eve, "Only for you, @alice", Audience.PEOPLE)
    write(alice)
    assert mailoutbox[0].subject == "Eve wrote to you"


def test_it_waits_for_what_comes_after_it(alice: Account, eve: Account, queued: None) -> None:
    make_post(eve, "One @alice")
    Worker(0).run_once()
    make_post(eve, "Two @alice")
    Worker(0).run_once()
    [job] = Job.objects.filter(task__endswith="write_at_once")
    assert timedelta(minutes=4) < job.due_at - timezone.now() <= mailing.FOLDED_FOR


def test_several_things_are_one_letter(
    alice: Account, bob: Account, carol: Account, eve: Account, mailoutbox: list[EmailMessage]
) -> None:
    post = make_post(alice, "What shall we plant?")
    for person in (bob, carol, eve):
        comment(person, post, f"Roses, says {person.username}.")
    write(alice)
    [letter] = mailoutbox
    assert letter.subject == "3 people answered you"
    places = [letter.body.index(f"says {name}") for name in ("bob", "carol", "eve")]
    assert places == sorted(places)


def test_a_thousand_notices_of_one_kind_are_at_most_one_letter(
    alice: Account, eve: Account, mailoutbox: list[EmailMessage], queued: None
) -> None:
    for notice in flood(make_post(eve, "To @alice"), alice, 1000):
        mailing.about(Kind.MENTION, {notice: alice.id})
    assert Job.objects.filter(task__endswith="write_at_once").count() == 1
    write(alice)
    mailing.write_at_once.call(alice.id)
    [letter] = mailoutbox
    assert letter.subject.startswith("More than 100 new things for you on ")
    assert "and 91 more" in letter.body


def test_what_is_told_as_one_is_one_line(
    alice: Account, bob: Account, eve: Account, mailoutbox: list[EmailMessage]
) -> None:
    choosing.choose(alice, Wish(wants={("reaction", "email"): True}))
    post = make_post(alice, "A photo of the garden")
    for person in (bob, eve):
        reacting.react(person, post.id)
    write(alice)
    assert mailoutbox[0].subject == "Eve and 1 other liked your post"


def test_what_was_read_meanwhile_is_not_told(alice: Account, eve: Account, mailoutbox: list[EmailMessage]) -> None:
    make_post(eve, "Hello @alice")
    age(6)
    notifying.mark_read(alice, "notifications", Notification.objects.get().id)
    mailing.write_at_once.call(alice.id)
    assert not mailoutbox


def test_of_several_only_what_is_unread_is_told(alice: Account, eve: Account, mailoutbox: list[EmailMessage]) -> None:
    make_post(eve, "Read already @alice")
    notifying.mark_read(alice, "notifications", Notification.objects.get().id)
    make_post(eve, "Not yet read @alice")
    write(alice)
    assert mailoutbox[0].subject == "Eve named you in a post"
    assert "Not yet read" in mailoutbox[0].body


def deleted(post: Post, _alice: Account, eve: Account) -> None:
    posting.delete(eve, post.id)


def made_for_fewer(post: Post, _alice: Account, _eve: Account) -> None:
    Post.objects.filter(pk=post.pk).update(audience=Audience.ONLY_ME)


def blocked(_post: Post, alice: Account, eve: Account) -> None:
    make_block(alice, eve)


def blocking(_post: Post, alice: Account, eve: Account) -> None:
    make_block(eve, alice)


def muted(_post: Post, alice: Account, eve: Account) -> None:
    muting.mute(alice, eve)


def conversation_muted(post: Post, alice: Account, _eve: Account) -> None:
    saving.mute_conversation(alice, post.id)


def suspended(_post: Post, _alice: Account, eve: Account) -> None:
    Account.objects.filter(pk=eve.pk).update(suspended_at=timezone.now(), restriction=some_restriction())


def filtered(_post: Post, alice: Account, _eve: Account) -> None:
    word = filtering.KeywordDraft("turnip", is_whole_word=True)
    filtering.create(alice, filtering.FilterDraft("No turnips", ("notifications",), "hide", keywords=(word,)))


def held_back(_post: Post, alice: Account, _eve: Account) -> None:
    Notification.objects.filter(recipient=alice).update(is_held=True)


@pytest.mark.parametrize(
    "change",
    [deleted, made_for_fewer, blocked, blocking, muted, conversation_muted, suspended, filtered, held_back],
)
def test_the_rules_are_asked_when_it_is_written(
    alice: Account, eve: Account, mailoutbox: list[EmailMessage], change: Callable[[Post, Account, Account], None]
) -> None:
    change(make_post(eve, "A turnip for @alice"), alice, eve)
    write(alice)
    assert not mailoutbox
    assert not Letter.objects.exists()


def test_who_is_warned_reads_no_words(alice: Account, eve: Account, mailoutbox: list[EmailMessage]) -> None:
    word = filtering.KeywordDraft("turnip", is_whole_word=True)
    filtering.create(alice, filtering.FilterDraft("No turnips", ("notifications",), "warn", keywords=(word,)))
    make_post(eve, "A turnip for @alice")
    post = make_post(eve, "The secret is out, @alice")
    Post.objects.filter(pk=post.pk).update(warning="About the end of the film")
    write(alice)
    body = mailoutbox[0].body + mailoutbox[0].alternatives[0].content
    assert "turnip" not in body
    assert "secret" not in body
    assert "About the end of the film" in body


def unconfirmed(alice: Account) -> None:
    EmailAddress.objects.filter(user=alice.user).update(verified=False)


def other_address(alice: Account) -> None:
    User.objects.filter(account=alice).update(email="new@example.org")


def no_address(alice: Account) -> None:
    User.objects.filter(account=alice).update(email="")


def switched_off(alice: Account) -> None:
    User.objects.filter(account=alice).update(is_active=False, restriction=some_restriction())


def suspended_reader(alice: Account) -> None:
    Account.objects.filter(pk=alice.pk).update(suspended_at=timezone.now(), restriction=some_restriction())


@pytest.mark.parametrize("change", [unconfirmed, other_address, no_address, switched_off, suspended_reader])
def test_who_cannot_be_written_to_is_not(
    alice: Account, eve: Account, mailoutbox: list[EmailMessage], change: Callable[[Account], None]
) -> None:
    make_post(eve, "Hello @alice")
    change(alice)
    write(alice)
    assert not mailoutbox


def test_what_nobody_wants_by_letter_is_not_queued(alice: Account, eve: Account, queued: None) -> None:
    choosing.choose(alice, Wish(wants={("mention", "email"): False}))
    make_post(eve, "Hello @alice")
    Worker(0).run_once()
    assert Notification.objects.count() == 1
    assert not Job.objects.filter(task__endswith="write_at_once").exists()


def test_what_was_chosen_in_the_meantime_counts(alice: Account, eve: Account, mailoutbox: list[EmailMessage]) -> None:
    make_post(eve, "Hello @alice")
    choosing.choose(alice, Wish(wants={("mention", "email"): False}))
    write(alice)
    assert not mailoutbox


def test_at_night_it_waits_for_the_morning(
    alice: Account, eve: Account, mailoutbox: list[EmailMessage], queued: None
) -> None:
    now = datetime.now(UTC)
    minute = now.hour * 60 + now.minute
    choosing.choose(alice, Wish(quiet=Quiet((minute - 60) % 1440, (minute + 60) % 1440), time_zone="Etc/UTC"))
    make_post(eve, "Are you asleep, @alice?")
    Worker(0).run_once()
    Job.objects.filter(task__endswith="write_at_once").delete()
    write(alice)
    assert not mailoutbox
    job = Job.objects.get(task__endswith="write_at_once")
    assert timedelta(minutes=55) < job.due_at - timezone.now() <= timedelta(minutes=60)
    choosing.choose(alice, Wish(quiet=Quiet(is_never=True)))
    mailing.write_at_once.call(alice.id)
    assert len(mailoutbox) == 1


def test_the_job_runs_twice_and_writes_once(alice: Account, eve: Account, mailoutbox: list[EmailMessage]) -> None:
    make_post(eve, "Hello @alice")
    write(alice)
    write(alice)
    make_post(eve, "Hello again @alice")
    write(alice)
    write(alice)
    assert [letter.body.count("Hello") for letter in mailoutbox] == [1, 1]


def test_of_two_jobs_at_the_same_moment_one_writes(alice: Account, eve: Account) -> None:
    make_post(eve, "Hello @alice")
    now, told = timezone.now(), spans_of(alice, timezone.now(), mailing.AT_ONCE_FOR)
    claims = [
        mailing.Claim(alice, f"now:0:{until}:2", lambda: mailing.still_last(alice, told, now), lambda: None)
        for until in (5, 6)
    ]
    assert [mailing.noted(claim) for claim in claims] == [True, False]
    assert [letter.key for letter in Letter.objects.all()] == ["now:0:5:2"]


def test_what_is_being_stored_is_left_to_the_next_letter(
    alice: Account, eve: Account, mailoutbox: list[EmailMessage], queued: None
) -> None:
    make_post(eve, "Older @alice")
    Worker(0).run_once()
    age(6)
    make_post(eve, "Just now @alice")
    Worker(0).run_once()
    Job.objects.filter(task__endswith="write_at_once").delete()
    mailing.write_at_once.call(alice.id)
    assert ["Just now" in letter.body for letter in mailoutbox] == [False]
    assert Job.objects.filter(task__endswith="write_at_once").count() == 1
    write(alice)
    assert ["Just now" in letter.body for letter in mailoutbox] == [False, True]


@pytest.mark.parametrize(("before", "sent"), [(mailing.MOST_A_DAY - 1, 1), (mailing.MOST_A_DAY, 0)])
def test_so_many_a_day_and_no_more(
    alice: Account, eve: Account, mailoutbox: list[EmailMessage], before: int, sent: int
) -> None:
    for number in range(before):
        Letter.objects.create(account=alice, key=f"now:{number}:{number + 1}:2", created_at=timezone.now())
    make_post(eve, "Hello @alice")
    write(alice)
    assert len(mailoutbox) == sent


def test_what_is_a_day_old_is_left_to_the_digest(alice: Account, eve: Account, mailoutbox: list[EmailMessage]) -> None:
    make_post(eve, "Hello @alice")
    write(alice, after=24 * 60 + 1)
    assert not mailoutbox


def test_a_server_that_is_away_is_tried_again(alice: Account, eve: Account, server: MailServer) -> None:
    make_post(eve, "Hello @alice")
    server.manner = "refuse"
    with pytest.raises(NotSent):
        write(alice)
    assert not Letter.objects.exists()
    server.manner = "take"
    mailing.write_at_once.call(alice.id)
    mailing.write_at_once.call(alice.id)
    assert len(server.letters) == 1


def test_a_server_that_cannot_be_reached_is_tried_again(alice: Account, eve: Account, settings) -> None:
    with mail_server() as server:
        settings.MAILERS = server.mailers
    make_post(eve, "Hello @alice")
    with pytest.raises(NotSent):
        write(alice)
    assert not Letter.objects.exists()


def test_an_address_that_nobody_has_is_tried_once(alice: Account, eve: Account, server: MailServer) -> None:
    make_post(eve, "Hello @alice")
    server.manner = "unknown"
    write(alice)
    mailing.write_at_once.call(alice.id)
    assert (server.tries, Letter.objects.get().sent_at) == (1, None)


def test_when_it_is_not_clear_whether_it_was_sent_it_is_not_sent_again(
    alice: Account, eve: Account, server: MailServer
) -> None:
    make_post(eve, "Hello @alice")
    server.manner = "hang up"
    with pytest.raises(OSError, match=r"."):
        write(alice)
    server.manner = "take"
    mailing.write_at_once.call(alice.id)
    assert (len(server.letters), Letter.objects.get().sent_at) == (1, None)


def test_letters_are_forgotten_when_none_can_come_again(alice: Account) -> None:
    for days in (29, 31):
        at = timezone.now() - timedelta(days=days)
        Letter.objects.create(account=alice, key=f"digest:{days}", created_at=at, sent_at=at)
    assert mailing.forget_letters() == 1
    assert Letter.objects.get().key == "digest:29"
