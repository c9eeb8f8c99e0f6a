"""Messages inside a case: between whom, who hears of them, whose name never stands there, and how many there may be."""

import pytest
from django.core import mail

from tests.decided import case_of_person, removed
from tests.factories import make_account, make_post
from tests.letters import write
from verandah.actions import corresponding, reporting
from verandah.actions.corresponding import MOST_UNANSWERED
from verandah.actions.reporting import Complaint
from verandah.base.errors import Forbidden, Invalid, NotFound, TooMany
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.correspondence import talks_of, with_owner, with_reporter
from verandah.domain.moderation.models import AuditEntry, Case, CaseMessage, Report
from verandah.domain.notifications.models import Notification

Kind = Notification.Kind


@pytest.fixture
def case(alice: Account, mo: Account) -> Case:
    """In which something of Alice's was removed."""
    return removed(mo, make_post(alice)).case


@pytest.fixture
def report(alice: Account, bob: Account) -> Report:
    """Bob has reported Alice."""
    return reporting.report(bob, alice, Complaint(comment="Look at this"))


def heard(person: Account) -> int:
    return Notification.objects.filter(recipient=person, kind=Kind.CASE).count()


def test_to_whom_it_is_about_and_back(case: Case, alice: Account, mo: Account) -> None:
    corresponding.write_to_owner(case, mo, "Do you have the receipt?")
    assert heard(alice) == 1
    corresponding.write_as_owner(case, alice, "Here it is.")
    assert heard(mo) == 0
    told = with_owner(alice, case.pk)
    assert [(one.body, one.is_from_staff, one.by) for one in told] == [
        ("Do you have the receipt?", True, ""),
        ("Here it is.", False, ""),
    ]


def test_to_who_reported_and_back(report: Report, alice: Account, bob: Account, mo: Account) -> None:
    assert report.case is not None
    corresponding.write_to_reporter(report, mo, "Which post do you mean?")
    assert (heard(bob), heard(alice)) == (1, 0)
    corresponding.write_as_reporter(report, "The last one.")
    assert [one.body for one in with_reporter(report)] == ["Which post do you mean?", "The last one."]
    assert with_owner(alice, report.case.pk) == ()
    owner, reporter = talks_of(mo, report.case)
    assert (owner.messages, len(reporter.messages)) == ((), 2)
    assert "bob" not in str(reporter)


def test_the_staff_sees_who_of_them_wrote_and_not_what_is_about_themselves(case: Case, alice, mo: Account) -> None:
    corresponding.write_to_owner(case, mo, "Hello")
    assert talks_of(mo, case)[0].messages[0].by == "mo"
    User.objects.filter(account=alice).update(role=Role.ADMIN)
    assert talks_of(alice, case) == []


def test_there_is_a_letter_that_says_there_is_an_answer(case: Case, alice: Account, mo: Account) -> None:
    corresponding.write_to_owner(case, mo, "A secret word")
    mail.outbox.clear()
    write(alice)
    [letter] = mail.outbox
    assert "There is an answer for you" in letter.subject
    assert f"/decisions/cases/{case.pk}/" in letter.body
    assert "A secret word" not in letter.body
    assert "mo" not in letter.body.split()


def test_the_same_again_at_once_is_the_same(case: Case, alice: Account, mo: Account) -> None:
    for _time in range(2):
        corresponding.write_to_owner(case, mo, "Hello")
        corresponding.write_as_owner(case, alice, "Hello")
    assert CaseMessage.objects.count() == 2
    assert heard(alice) == 1


def test_each_is_in_the_record_without_its_words(case: Case, alice: Account, mo: Account) -> None:
    corresponding.write_to_owner(case, mo, "A secret word")
    corresponding.write_as_owner(case, alice, "Another one")
    found = AuditEntry.objects.filter(deed__in=("case_message", "case_answer")).order_by("pk")
    assert [(one.deed, one.actor_id, one.case_id) for one in found] == [
        ("case_message", mo.id, case.pk),
        ("case_answer", alice.id, case.pk),
    ]
    assert "secret" not in str([one.facts for one in found])


@pytest.mark.parametrize("words", ["", " \n ", "x" * 5001])
def test_something_and_not_too_much(case: Case, alice: Account, mo: Account, words: str) -> None:
    for deed in (corresponding.write_to_owner, corresponding.write_as_owner):
        with pytest.raises(Invalid):
            deed(case, mo if deed is corresponding.write_to_owner else alice, words)


def test_it_is_no_chat(case: Case, alice: Account, mo: Account) -> None:
    for number in range(MOST_UNANSWERED):
        corresponding.write_as_owner(case, alice, f"Question {number}")
    with pytest.raises(TooMany):
        corresponding.write_as_owner(case, alice, "One more")
    corresponding.write_to_owner(case, mo, "An answer")
    corresponding.write_as_owner(case, alice, "One more")


def test_only_who_may(case: Case, alice: Account, eve: Account, mo: Account) -> None:
    for person in (eve, make_account("tess", role=Role.TRIAGE), make_account("udo", role=Role.AUDITOR)):
        with pytest.raises(Forbidden):
            corresponding.write_to_owner(case, person, "Hello")
    User.objects.filter(account=alice).update(role=Role.ADMIN)
    with pytest.raises(Forbidden):
        corresponding.write_to_owner(case, alice, "Hello, me")
    with pytest.raises(NotFound):
        corresponding.write_as_owner(case, eve, "Hello")


def test_whom_it_is_about_writes_only_once_they_know_of_it(alice: Account, mo: Account, report: Report) -> None:
    case = case_of_person(alice)
    with pytest.raises(NotFound):
        corresponding.write_as_owner(case, alice, "What do they say about me?")
    corresponding.write_to_owner(case, mo, "Is this yours?")
    corresponding.write_as_owner(case, alice, "It is.")
