"""The statement of reasons: who is told what, in which language, where, how often, and what never stands in it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.decided import FACTS, case_of, case_of_person, decided, removed
from tests.factories import make_account, make_post
from verandah.actions import deciding, informing, mailing, moderating, posting, reporting, stating
from verandah.actions.posting import Draft
from verandah.actions.reporting import Complaint
from verandah.domain.accounts.models import Account, User
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Decision, Queue, Report, Statement
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Audience

Kind = Notification.Kind
TEXT = "Concert tickets, four left, message me for the price"


@pytest.fixture
def statement(alice: Account, mo: Account) -> Statement:
    """Mo has removed a post of Alice's."""
    return removed(mo, make_post(alice, TEXT)).statement


def letters() -> list[mail.EmailMultiAlternatives]:
    """Those that were sent, the newest last."""
    return mail.outbox


def test_it_says_what_why_how_and_what_can_be_done(statement: Statement, alice: Account) -> None:
    told = statement.texts["en"]
    assert told["title"] == "Your post was removed."
    assert told["where"] == "This holds everywhere."
    assert told["until"].startswith("It has no end of its own")
    assert (told["quote"], told["facts"]) == (TEXT, FACTS)
    assert told["ground"].startswith("This is against a rule of this site")
    assert told["rule_title"] == "Be kind, harass nobody"
    assert "Don’t insult people" in told["rule_body"]
    assert told["source"].startswith("We looked at it of our own accord")
    assert told["automation"] == "A person decided this. No automatic tool had a part in it."
    here, outside, court = told["redress"]
    assert "free of charge, until" in here
    assert "article 21 of the Digital Services Act" in outside
    assert court == "You can go to court at any time."
    assert statement.account_id == alice.id


def test_in_the_persons_language_and_in_english(alice: Account, mo: Account) -> None:
    User.objects.filter(account=alice).update(language="ar")
    found = removed(mo, make_post(alice, TEXT)).statement
    assert (found.language, set(found.texts)) == ("ar", {"ar", "en"})
    assert found.texts["ar"]["rule_title"] == "كن لطيفًا ولا تضايق أحدًا"
    assert found.texts["en"]["rule_title"] == "Be kind, harass nobody"


def test_it_keeps_the_rule_as_it_read_then(statement: Statement) -> None:
    version = statement.decision.policy_version
    assert version is not None
    assert statement.texts["en"]["rule_body"] == version.texts["en"]["body"]
    type(version).objects.update(texts={"en": {"title": "Other", "body": "Other"}})
    statement.refresh_from_db()
    assert statement.texts["en"]["rule_title"] == "Be kind, harass nobody"


def test_who_reported_never_stands_in_it(alice: Account, bob: Account, mo: Account) -> None:
    post = make_post(alice, TEXT)
    row = reporting.report(bob, alice, Complaint(comment="She cheats, says Bob", post_ids=(post.id,)))
    assert row.case is not None
    told = str(removed_in(row, mo).texts)
    assert "Someone told us" in told.replace("someone", "Someone")
    assert not re.search("bob|cheats|mo\\b", told, re.IGNORECASE)


def removed_in(row: Report, mo: Account) -> Statement:
    assert row.case is not None
    return decided(mo, row.case, Effect.REMOVE if row.case.subject.kind == 2 else Effect.LIMIT).statement


def test_nobody_elses_words_are_quoted(alice: Account, bob: Account, mo: Account) -> None:
    above = make_post(bob, "A secret of Bob's")
    answer = posting.publish(alice, Draft("An answer", Audience.MEMBERS, "answer", parent_id=above.id))
    told = removed(mo, answer).statement.texts["en"]
    assert told["title"] == "Your comment was removed."
    assert "secret" not in str(told)


def test_it_is_told_here_and_by_letter_once(statement: Statement, alice: Account) -> None:
    assert stating.state(statement.decision) == statement
    [notice] = Notification.objects.filter(recipient=alice)
    assert (notice.kind, notice.decision_id, notice.actor_id) == (Kind.MODERATION, statement.decision_id, alice.id)
    assert statement.delivered_at is not None
    statement.refresh_from_db()
    informing.write_statement.func(statement.pk)
    Statement.objects.update(mailed_at=None)
    informing.write_statement.func(statement.pk)
    assert len(letters()) == 1
    mailing.write_at_once.call(alice.id)
    assert len(letters()) == 1
    assert statement.mailed_at is not None


def test_the_letter_says_the_same_in_both_forms(statement: Statement, mo: Account) -> None:
    [letter] = letters()
    html = str(letter.alternatives[0][0])
    for words in ("Your post was removed.", TEXT, FACTS, "Be kind, harass nobody", "You can go to court at any time."):
        assert words in letter.body
        assert words in html
    assert letter.to == ["alice@example.org"]
    assert "/decisions/" in letter.body
    assert "List-Unsubscribe" not in letter.message()
    assert not re.search(r"\bmo\b", f"{letter.body} {html}", re.IGNORECASE)


def test_the_letter_reaches_whom_the_site_is_closed_to(eve: Account, mo: Account) -> None:
    decided(mo, case_of_person(eve), Effect.SUSPEND)
    eve.refresh_from_db()
    assert eve.suspended_at is not None
    assert letters()[-1].to == ["eve@example.org"]


def test_who_never_confirmed_an_address_gets_no_letter(alice: Account, mo: Account) -> None:
    alice.user.emailaddress_set.update(verified=False)
    removed(mo, make_post(alice))
    assert letters() == []


def test_nothing_wrong_is_told_to_nobody(alice: Account, mo: Account) -> None:
    decision = decided(mo, case_of(make_post(alice)), Effect.DISMISS)
    assert stating.state(decision) is None
    assert not Notification.objects.filter(recipient=alice).exists()


def test_what_a_rule_holds_is_told_here_and_not_by_letter(alice: Account) -> None:
    case = case_of(make_post(alice, TEXT), Queue.NEWCOMERS)
    found = decided(
        None, case, Effect.HOLD, detection=True, automation=Decision.Automation.FULL, facts="It holds a link."
    ).statement
    told = found.texts["en"]
    assert told["title"] == "Your post waits until somebody has looked at it."
    assert told["until"] == "It lasts until somebody has looked at it."
    assert told["automation"].startswith("An automatic tool came across it and decided this")
    assert Notification.objects.filter(recipient=alice, kind=Kind.MODERATION).count() == 1
    assert letters() == []


def test_a_reversal_is_told_likewise(statement: Statement, alice: Account, mo: Account) -> None:
    back = deciding.reverse(statement.decision, mo, "The choir has told us that the tickets were its own.")
    told = back.statement.texts["en"]
    assert told["title"] == "Your post is again as it was before we decided about it."
    assert told["facts"] == "The choir has told us that the tickets were its own."
    assert told["redress"] == ()
    assert Notification.objects.filter(recipient=alice, kind=Kind.MODERATION).count() == 2
    assert "again as it was" in letters()[-1].body


def test_what_was_ended_among_several_is_named(alice: Account, mo: Account) -> None:
    moderating.limit(alice, mo)
    moderating.unlimit(alice, mo)
    newest = Statement.objects.order_by("-decision").first()
    assert newest is not None
    assert newest.texts["en"]["title"] == "Everyone comes across what you say again."


def test_what_must_be_withheld_is_told_when_its_time_has_come(alice: Account, mo: Account) -> None:
    decision = Decision.objects.get(pk=removed(mo, make_post(alice)).pk)
    Statement.objects.all().delete()
    Notification.objects.all().delete()
    found = stating.state(decision, timezone.now() + timedelta(hours=1))
    assert found is not None
    assert (found.delivered_at, Notification.objects.filter(recipient=alice).exists()) == (None, False)
    assert stating.deliver_due() == 0
    Statement.objects.update(withheld_until=timezone.now())
    assert (stating.deliver_due(), stating.deliver_due()) == (1, 0)
    assert Notification.objects.filter(recipient=alice, decision=decision).exists()


def test_its_name_is_one_that_the_database_of_the_commission_takes(statement: Statement, alice: Account, mo) -> None:
    assert re.fullmatch("[a-zA-Z0-9-_]+", statement.puid)
    other = removed(mo, make_post(alice)).statement
    assert other.puid != statement.puid
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.filter(pk=other.pk).update(puid=statement.puid)


def test_reading_is_noted_once(statement: Statement, alice: Account, eve: Account) -> None:
    stating.read(statement.pk, eve)
    statement.refresh_from_db()
    assert statement.read_at is None
    stating.read(statement.pk, alice)
    statement.refresh_from_db()
    first = statement.read_at
    stating.read(statement.pk, alice)
    statement.refresh_from_db()
    assert statement.read_at == first is not None


def test_a_timed_end_and_times_of_the_clock_are_those_of_the_reader(mo: Account, site) -> None:
    until = timezone.now() + timedelta(days=7)
    found = decided(mo, case_of_person(make_account("nora")), Effect.READ_ONLY, until=until).statement
    assert re.search(r"It ends by itself on .+ \(\w+\)\.", found.texts["en"]["until"])
