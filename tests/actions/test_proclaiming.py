"""Announcements: drafts, publishing, changing, taking back, whom they are for, letters and one reminder."""

from datetime import timedelta

import pytest
from django.core import mail as sent_mail
from django.utils import timezone

from tests.factories import make_account, suspend
from verandah.actions import choosing, heralding, proclaiming
from verandah.actions.choosing import Wish as Choice
from verandah.actions.proclaiming import Wish, Words
from verandah.base.errors import Conflict, Forbidden, Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.trust import Trust
from verandah.domain.instance.announcements import open_announcements, readers_among
from verandah.domain.instance.models import Announcement, Dismissal
from verandah.domain.moderation.models import AuditEntry
from verandah.domain.notifications.announced import counts_of, readers_of
from verandah.domain.notifications.models import Letter, Notification

Audience, Kind = Announcement.Audience, Announcement.Kind
TEA = {"en": Words("Tea", "At **four**.")}


@pytest.fixture
def ada(site) -> Account:
    return make_account("ada", role=Role.ADMIN)


def shown_to(account: Account | None) -> list[int]:
    return [told.row.id for told in open_announcements(account.pk if account else 0)]


def out(ada: Account, **wish: object) -> Announcement:
    """An announcement that is out."""
    return proclaiming.publish(ada, proclaiming.draft(ada, Wish(**({"texts": TEA} | wish))).pk)


def test_whom_it_is_for(ada, alice, mo) -> None:
    Account.objects.exclude(pk=alice.pk).update(trust=Trust.BASIC)
    Account.objects.filter(pk=alice.pk).update(trust=Trust.NEW)
    bea = make_account("bea")
    Account.objects.filter(pk=bea.pk).update(trust=Trust.BASIC)
    people = {"ada": ada, "alice": alice, "bea": bea, "mo": mo, "guest": None}
    for audience, readers in (
        (Audience.MEMBERS, {"ada", "alice", "bea", "mo"}),
        (Audience.STAFF, {"ada", "mo"}),
        (Audience.NEWCOMERS, {"alice"}),
        (Audience.EVERYONE, set(people)),
    ):
        row = out(ada, audience=audience)
        assert {name for name, person in people.items() if row.pk in shown_to(person)} == readers
        members = {name for name in readers if people[name]}
        assert {one.username for one in readers_of(ada, row.pk, "all", 0, 50)} == members
        assert counts_of(ada, row.pk).all == len(members)
        ids = [person.pk for person in people.values() if person]
        assert readers_among(row.pk, ids) == {people[name].pk for name in members}
        for name, person in people.items():
            if person and name not in readers:
                with pytest.raises(NotFound):
                    proclaiming.dismiss(person, row.pk)
                with pytest.raises(NotFound):
                    proclaiming.react(person, row.pk, "🎂")


def test_nobody_reads_a_draft_and_only_admins_write_one(ada, alice, mo) -> None:
    row = proclaiming.draft(ada, Wish(TEA, audience=Audience.EVERYONE))
    assert shown_to(alice) == shown_to(ada) == shown_to(None) == []
    for person in (alice, mo):
        for deed in (proclaiming.publish, proclaiming.withdraw, proclaiming.drop, proclaiming.remind, proclaiming.mail):
            with pytest.raises(Forbidden):
                deed(person, row.pk)
        with pytest.raises(Forbidden):
            proclaiming.draft(person, Wish(TEA))
        with pytest.raises(Forbidden):
            proclaiming.change(person, row.pk, Wish(TEA))
    for _time in range(2):
        proclaiming.publish(ada, row.pk)
        assert shown_to(alice) == shown_to(None) == [row.pk]
    assert AuditEntry.objects.filter(deed="publish_announcement").count() == 1
    with pytest.raises(Conflict):
        proclaiming.drop(ada, row.pk)
    for _time in range(2):
        proclaiming.withdraw(ada, row.pk)
        assert shown_to(alice) == shown_to(None) == []
    with pytest.raises(Conflict):
        proclaiming.change(ada, row.pk, Wish(TEA))
    gone = proclaiming.draft(ada, Wish(TEA))
    for _time in range(2):
        proclaiming.drop(ada, gone.pk)
    with pytest.raises(NotFound):
        proclaiming.publish(ada, gone.pk)


def test_times(ada, alice) -> None:
    now, hour = timezone.now(), timedelta(hours=1)
    for wrong in (Wish(TEA, ends_at=now - hour), Wish(TEA, starts_at=now + hour, ends_at=now + hour)):
        with pytest.raises(Invalid):
            proclaiming.draft(ada, wrong)
    row = out(ada, starts_at=now + hour, ends_at=now + 2 * hour)
    assert shown_to(alice) == []
    Announcement.objects.filter(pk=row.pk).update(starts_at=now - hour)
    assert shown_to(alice) == [row.pk]
    late = make_account("late")
    assert shown_to(late) == [row.pk]
    Announcement.objects.filter(pk=row.pk).update(ends_at=now)
    assert shown_to(alice) == []
    old = proclaiming.draft(ada, Wish(TEA, ends_at=now + hour))
    Announcement.objects.filter(pk=old.pk).update(ends_at=now - hour)
    with pytest.raises(Invalid):
        proclaiming.publish(ada, old.pk)


@pytest.mark.parametrize("texts", [{}, {"en": Words("", "body")}, {"xx": Words("Hello", "")}, {"en": Words(" ", "")}])
def test_words_that_are_none(ada, texts) -> None:
    with pytest.raises(Invalid):
        proclaiming.draft(ada, Wish(texts))


def test_changing_keeps_who_has_read_it_unless_they_are_asked_again(ada, alice, bob) -> None:
    row = out(ada, asks_to_read=True)
    for _time in range(2):
        proclaiming.dismiss(alice, row.pk)
    assert (shown_to(alice), shown_to(bob)) == ([], [row.pk])
    begun = Announcement.objects.get(pk=row.pk).starts_at
    coffee = {"en": Words("Coffee", ""), "ar": Words("قهوة", "")}
    proclaiming.change(ada, row.pk, Wish(coffee, Kind.URGENT, Audience.STAFF, asks_to_read=True, is_mailed=True))
    (told,) = open_announcements(bob.pk)
    assert [text.title for text in told.texts] == ["Coffee", "قهوة"]
    # Neither whom it is for nor when it began can be changed behind people's backs.
    assert (told.row.kind, told.row.audience, told.row.starts_at) == (Kind.URGENT, Audience.MEMBERS, begun)
    assert (shown_to(alice), sent_mail.outbox) == ([], [])
    proclaiming.change(ada, row.pk, Wish(coffee, asks_to_read=True), ask_again=True)
    assert shown_to(alice) == [row.pk]
    proclaiming.dismiss(alice, row.pk)
    for _time in range(2):
        proclaiming.bring_back(alice, row.pk)
    assert shown_to(alice) == [row.pk]
    assert not Dismissal.objects.exists()


def addresses() -> list[str]:
    return sorted(address for letter in sent_mail.outbox for address in letter.to)


def test_letters_to_all_one_each(ada, alice, bob) -> None:
    suspend(make_account("gone"))
    sent_mail.outbox.clear()
    choosing.choose(bob, Choice(wants={("announcement", "email"): False}))
    row = out(ada, is_mailed=True)
    assert addresses() == ["ada@example.org", "alice@example.org"]
    letter = next(one for one in sent_mail.outbox if one.to == ["alice@example.org"])
    assert "Tea" in letter.subject
    assert "At **four**." in letter.body
    assert "<strong>four</strong>" in letter.alternatives[0].content
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert stop in letter.body
    heralding.write_letters.call(row.pk)
    proclaiming.mail(ada, row.pk)
    assert len(sent_mail.outbox) == 2
    assert Letter.objects.filter(key=f"announcement:{row.pk}").count() == 2
    row.refresh_from_db()
    assert row.mailed_at is not None


def test_what_is_urgent_goes_to_everyone_and_cannot_be_stopped(ada, alice) -> None:
    choosing.choose(alice, Choice(wants={("announcement", "email"): False}))
    row = out(ada, kind=Kind.URGENT)
    assert addresses() == []
    proclaiming.mail(ada, row.pk)
    assert addresses() == ["ada@example.org", "alice@example.org"]
    assert "List-Unsubscribe" not in sent_mail.outbox[0].extra_headers


def test_many_are_written_to_in_batches(ada, alice, bob, monkeypatch) -> None:
    monkeypatch.setattr(heralding, "BATCH", 2)
    make_account("bea")
    out(ada, is_mailed=True)
    assert len(addresses()) == len(set(addresses())) == 4


def test_who_has_not_read_it_is_reminded_once(ada, alice, bob) -> None:
    row = out(ada)
    with pytest.raises(Conflict):
        proclaiming.remind(ada, row.pk)
    proclaiming.withdraw(ada, row.pk)
    row = out(ada, asks_to_read=True)
    proclaiming.dismiss(alice, row.pk)
    assert [one.username for one in readers_of(ada, row.pk, "read", 0, 50)] == ["alice"]
    for _time in range(2):
        proclaiming.remind(ada, row.pk)
        heralding.remind_some.call(row.pk)
    told = Notification.objects.filter(kind=Notification.Kind.ANNOUNCEMENT)
    assert sorted(told.values_list("recipient__username", flat=True)) == ["ada", "bob"]
    assert addresses() == ["ada@example.org", "bob@example.org"]
    assert "Please read: Tea" in sent_mail.outbox[0].subject
    # Once everyone is asked again, one more reminder is possible.
    proclaiming.change(ada, row.pk, Wish(TEA, asks_to_read=True), ask_again=True)
    Announcement.objects.filter(pk=row.pk).update(reminded_at=None)
    proclaiming.remind(ada, row.pk)
    assert "alice@example.org" in addresses()
    assert told.count() == 3


def test_nobody_is_written_to_about_what_was_taken_back(ada, alice) -> None:
    row = out(ada, starts_at=timezone.now() + timedelta(hours=1), is_mailed=True)
    proclaiming.withdraw(ada, row.pk)
    Announcement.objects.filter(pk=row.pk).update(starts_at=timezone.now() - timedelta(hours=1))
    heralding.write_letters.call(row.pk)
    heralding.write_letter.call(row.pk, alice.pk, False)
    assert addresses() == []
