"""Appeals: who may ask and until when, who may answer, what follows, and what the database refuses whoever asks it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.decided import case_of, case_of_person, decided, removed, verdict
from tests.factories import make_account, make_post
from verandah.actions import appealing, deciding, informing, reporting
from verandah.actions.reporting import Complaint
from verandah.base.errors import Conflict, Forbidden, Invalid, NotFound
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation import lawpacks
from verandah.domain.moderation.appeals import reviewers_of
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Appeal, AuditEntry, Case, Decision, Queue, Report, Statement, Strike
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Withheld
from verandah.domain.posts.models import Post

WORDS = "The tickets were my own: I had paid for all four of them."
ANSWER = "The receipt shows that she had bought these tickets herself."
Kind = Notification.Kind
State = Appeal.State


@pytest.fixture
def ada(site) -> Account:
    """She moderates, too."""
    return make_account("ada", role=Role.MODERATOR)


@pytest.fixture
def post(alice: Account) -> Post:
    return make_post(alice, "Concert tickets, four left")


@pytest.fixture
def decision(post: Post, mo: Account) -> Decision:
    """Mo has removed Alice's post."""
    return removed(mo, post)


@pytest.fixture
def row(decision: Decision, alice: Account, ada: Account) -> Appeal:
    """Alice has asked for it to be looked at again."""
    return appealing.appeal(decision, alice, WORDS)


def kinds_of(person: Account) -> list[int]:
    return list(Notification.objects.filter(recipient=person).order_by("id").values_list("kind", flat=True))


def test_it_opens_a_case_of_its_own(row: Appeal, decision: Decision, alice: Account, mo: Account) -> None:
    case = row.case
    assert (case.queue, case.closed_at) == (Queue.APPEALS, None)
    assert row.decision.case_id == decision.case_id != case.pk
    assert (row.decider_id, row.state, row.reviewer_id) == (mo.id, State.OPEN, None)
    entry = AuditEntry.objects.get(deed="appeal")
    assert (entry.actor_id, entry.case_id, entry.decision_id) == (alice.id, case.pk, decision.pk)
    assert WORDS not in str(entry.facts)


def test_once_and_no_more(row: Appeal, decision: Decision, alice: Account) -> None:
    with pytest.raises(Conflict):
        appealing.appeal(decision, alice, "Once more")
    assert Appeal.objects.count() == 1
    assert Case.objects.filter(queue=Queue.APPEALS).count() == 1


def test_nobody_else_and_nothing_empty(decision: Decision, eve: Account, alice: Account) -> None:
    with pytest.raises(NotFound):
        appealing.appeal(decision, eve, WORDS)
    for words in ("", "  ", "x" * 5001):
        with pytest.raises(Invalid):
            appealing.appeal(decision, alice, words)


def test_as_long_as_the_law_pack_says(decision: Decision, alice: Account, monkeypatch) -> None:
    window = lawpacks.in_force().appeal
    assert window >= timedelta(days=180)
    later = timezone.now() + window + timedelta(minutes=1)
    with monkeypatch.context() as clock:
        clock.setattr(timezone, "now", lambda: later)
        with pytest.raises(Conflict):
            appealing.appeal(decision, alice, WORDS)
    appealing.appeal(decision, alice, WORDS)


def test_a_chosen_law_gives_more_time(site) -> None:
    site.law_packs = ["eu"]
    site.save()
    assert lawpacks.in_force().appeal == timedelta(days=184)


def test_whoever_decided_is_refused_and_recorded(row: Appeal, mo: Account) -> None:
    for deed in (
        lambda: appealing.take_up(row, mo),
        lambda: appealing.answer(row, mo, State.OVERTURNED, ANSWER),
    ):
        with pytest.raises(Forbidden):
            deed()
    assert AuditEntry.objects.filter(deed="appeal_refused", actor_id=mo.id, case_id=row.case_id).count() == 2
    row.refresh_from_db()
    assert row.reviewer_id is None


def test_the_database_refuses_whoever_decided(row: Appeal, mo: Account) -> None:
    for columns in ({"reviewer_id": mo.id}, {"reviewer_id": mo.id, "decider_id": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appeal.objects.filter(pk=row.pk).update(**columns)


def test_the_database_refuses_whoever_agreed(post: Post, alice: Account, mo: Account, ada: Account) -> None:
    decision = removed(mo, post, second_actor_id=ada.id)
    row = appealing.appeal(decision, alice, WORDS)
    for columns in ({"reviewer_id": ada.id}, {"reviewer_id": ada.id, "second_decider_id": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appeal.objects.filter(pk=row.pk).update(**columns)
    with pytest.raises(Forbidden):
        appealing.answer(row, ada, State.UPHELD, ANSWER)


def test_who_may_not_answer_appeals_is_refused(row: Appeal, eve: Account, alice: Account) -> None:
    for person in (eve, make_account("tess", role=Role.TRIAGE), make_account("udo", role=Role.AUDITOR)):
        with pytest.raises(Forbidden):
            appealing.answer(row, person, State.UPHELD, ANSWER)
    User.objects.filter(account=alice).update(role=Role.ADMIN)
    with pytest.raises(Forbidden):
        appealing.answer(row, alice, State.OVERTURNED, ANSWER)


def test_overturning_restores_everything_and_tells_everyone(post: Post, alice, bob, mo: Account, ada: Account) -> None:
    reporting.report(bob, alice, Complaint(post_ids=(post.id,)))
    decision = decided(mo, Report.objects.get().case or case_of(post), Effect.REMOVE)
    post.refresh_from_db()
    assert post.withheld == Withheld.REMOVED
    assert Strike.objects.filter(account=alice, voided_at=None).exists()
    row = appealing.appeal(decision, alice, WORDS)
    appealing.take_up(row, ada)
    assert row.state == State.IN_REVIEW
    appealing.answer(row, ada, State.OVERTURNED, ANSWER)
    post.refresh_from_db()
    assert post.withheld == Withheld.NO
    assert not Strike.objects.filter(account=alice, voided_at=None).exists()
    assert (row.state, row.reviewer_id, row.answer) == (State.OVERTURNED, ada.id, ANSWER)
    assert row.outcome is not None
    assert row.outcome.reverses_id == decision.pk
    assert row.case.closed_at is not None
    assert kinds_of(alice) == [Kind.MODERATION, Kind.MODERATION]
    assert kinds_of(bob) == [Kind.CASE, Kind.CASE]
    assert Report.objects.get().outcome == Report.Outcome.NOTHING_WRONG


def test_what_stands_is_told_with_the_reviewers_own_words(row: Appeal, post: Post, ada: Account, alice) -> None:
    appealing.answer(row, ada, State.UPHELD, ANSWER)
    post.refresh_from_db()
    assert post.withheld == Withheld.REMOVED
    assert (row.outcome, row.state) == (None, State.UPHELD)
    assert kinds_of(alice) == [Kind.MODERATION, Kind.CASE]
    with pytest.raises(Conflict):
        appealing.answer(row, ada, State.OVERTURNED, ANSWER)


def test_something_lesser_stands_in_its_place(row: Appeal, post: Post, decision: Decision, ada, alice) -> None:
    with pytest.raises(Invalid):
        appealing.answer(row, ada, State.PARTLY, ANSWER)
    appealing.answer(row, ada, State.PARTLY, ANSWER, verdict(Effect.BLUR, facts=""))
    post.refresh_from_db()
    assert (post.withheld, post.is_blurred) == (Withheld.NO, True)
    assert row.outcome is not None
    assert (row.outcome.supersedes_id, row.outcome.effects, row.outcome.facts) == (decision.pk, ["blur"], ANSWER)
    assert Strike.objects.filter(decision=decision, voided_at=None).count() == 0
    told = Statement.objects.get(decision=row.outcome).texts["en"]
    assert told["title"] == "Your post is shown only after a warning now."
    assert kinds_of(alice) == [Kind.MODERATION, Kind.MODERATION]


@pytest.mark.parametrize("words", ["", "No.", "x" * 5001])
def test_an_answer_is_in_words_of_ones_own(row: Appeal, ada: Account, words: str) -> None:
    with pytest.raises(Invalid):
        appealing.answer(row, ada, State.UPHELD, words)
    row.refresh_from_db()
    assert row.decided_at is None


def test_a_reporter_may_ask_when_nothing_was_found_wrong(alice, bob, mo: Account, ada: Account, post: Post) -> None:
    report = reporting.report(bob, alice, Complaint(post_ids=(post.id,)))
    assert report.case is not None
    decision = decided(mo, report.case, Effect.DISMISS)
    report.refresh_from_db()
    row = appealing.appeal_report(report, decision, "Look at the price again.")
    assert (row.by, row.account_id, row.report_id) == (Appeal.By.REPORTER, bob.id, report.pk)
    with pytest.raises(Conflict):
        appealing.appeal_report(report, decision, "Look at the price again.")
    with pytest.raises(Invalid):
        appealing.answer(row, ada, State.OVERTURNED, ANSWER)
    appealing.answer(row, ada, State.OVERTURNED, ANSWER, verdict(Effect.LIMIT))
    report.refresh_from_db()
    assert report.outcome == Report.Outcome.ACTED
    assert Kind.CASE in kinds_of(bob)
    assert kinds_of(alice) == [Kind.MODERATION]


def test_a_reporter_who_has_no_answer_has_nothing_to_ask(alice, bob, mo: Account, post: Post) -> None:
    report = reporting.report(bob, alice, Complaint(post_ids=(post.id,)))
    other = removed(mo, make_post(alice))
    with pytest.raises(NotFound):
        appealing.appeal_report(report, other, WORDS)


def test_with_one_person_it_waits_and_those_who_run_the_site_are_told(decision, alice, mo: Account, site) -> None:
    site.responsible_email = "responsible@example.org"
    site.save()
    mail.outbox.clear()
    row = appealing.appeal(decision, alice, WORDS)
    assert reviewers_of(decision, [alice.id]) == []
    [letter] = mail.outbox
    assert letter.to == ["responsible@example.org"]
    assert row.case.code in letter.body
    make_account("ada", role=Role.MODERATOR)
    mail.outbox.clear()
    informing.write_stuck_appeal.func(row.pk)
    assert mail.outbox == []


def test_what_was_taken_back_already_needs_no_appeal(decision: Decision, alice, mo: Account, site) -> None:
    back = deciding.reverse(decision, mo, "We were wrong, and say so.")
    for one in (decision, back):
        with pytest.raises(Conflict):
            appealing.appeal(one, alice, WORDS)


def test_who_may_only_read_may_appeal(mo: Account, eve: Account, ada: Account) -> None:
    decision = decided(mo, case_of_person(eve), Effect.READ_ONLY)
    eve.refresh_from_db()
    assert appealing.appeal(decision, eve, WORDS).account_id == eve.id
