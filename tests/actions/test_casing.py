"""Cases: one for each thing and queue, weighed, noted on, linked, closed and opened again."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.factories import make_post
from verandah.actions import casing, claiming, deciding, snapshotting
from verandah.actions.deciding import Verdict
from verandah.base.errors import Conflict, Invalid, NotFound
from verandah.domain.moderation.cases import fine_case, looks_now, show_case
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import (
    AuditEntry,
    Case,
    CaseLink,
    Clock,
    Decision,
    Queue,
    Report,
    Subject,
)
from verandah.domain.moderation.queues import WantedCases, case_ids

State = Case.State


def about(post, queue=Queue.RULES, harm=2):
    subject = snapshotting.subject_of(Subject.Kind.POST, post.id)
    snapshotting.capture(subject)
    return casing.case_about(subject, queue, harm)


def told(case, reporter, weight=100):
    now = timezone.now()
    Report.objects.create(
        case=case, reporter=reporter, target_id=case.owner_id, weight=weight, created_at=now, updated_at=now
    )
    casing.weigh(case)


def over(case):
    """The time of whoever has claimed it is over."""
    Case.objects.filter(pk=case.pk).update(claimed_until=timezone.now() - timedelta(seconds=1))


def deeds(case):
    return list(AuditEntry.objects.filter(case_id=case.pk).order_by("pk").values_list("deed", flat=True))


def test_one_thing_has_one_open_case_in_a_queue_and_another_one_in_another(alice):
    post = make_post(alice)
    first = about(post)
    assert about(post).pk == first.pk
    assert about(post, Queue.THREATS).pk != first.pk
    assert first.owner_id == alice.pk
    assert first.state == State.NEW
    letters, _dash, digits = first.code.partition("-")
    assert len(letters) == 2
    assert len(digits) == 4
    assert letters.isupper()
    assert digits.isdigit()


def test_each_appeal_has_a_case_of_its_own(alice):
    post = make_post(alice)
    assert about(post, Queue.APPEALS).pk != about(post, Queue.APPEALS).pk


def test_what_was_closed_is_not_opened_again_by_a_report(alice, mo):
    post = make_post(alice)
    first = about(post)
    casing.close(first, mo)
    second = about(post)
    assert second.pk != first.pk
    assert deeds(first) == ["close_case"]


def test_more_reports_and_better_reporters_make_a_case_more_urgent(alice, bob, carol, eve):
    case = about(make_post(alice))
    before = case.priority
    told(case, bob)
    one = case.priority
    told(case, carol)
    assert before < one < case.priority
    assert case.reports_count == 2
    lightly, heavily = about(make_post(alice)), about(make_post(alice))
    told(lightly, eve, weight=20)
    told(heavily, eve, weight=300)
    assert lightly.priority < one < heavily.priority


def test_a_queue_says_what_a_case_weighs_at_least_and_a_report_can_only_add_to_it(alice):
    post = make_post(alice)
    assert about(post, Queue.THREAT_TO_LIFE, harm=1).harm == 5
    assert about(post, Queue.RULES, harm=1).harm == 2
    assert about(post, Queue.RULES, harm=4).harm == 4
    assert about(post, Queue.RULES, harm=2).harm == 4


def test_notes_are_for_the_others_and_a_pinned_one_stands_first(alice, mo):
    case = about(make_post(alice))
    first = casing.note_on(case, mo, "  Look at her older posts as well. ")
    casing.note_on(case, mo, "Nothing there.")
    casing.pin(case, mo, first.pk, True)
    casing.pin(case, mo, first.pk, True)
    notes = show_case(mo, case).notes
    assert [(one.body, one.is_pinned) for one in notes] == [
        ("Look at her older posts as well.", True),
        ("Nothing there.", False),
    ]
    assert deeds(case) == ["case_note", "case_note", "case_pin"]
    with pytest.raises(Invalid):
        casing.note_on(case, mo, " ")
    with pytest.raises(Invalid):
        casing.note_on(case, mo, "x" * 5001)
    with pytest.raises(NotFound):
        casing.pin(about(make_post(alice)), mo, first.pk, False)


def test_cases_of_one_person_are_offered_and_linked_both_ways(alice, mo):
    one, other = about(make_post(alice)), about(make_post(alice))
    assert [line.code for line in show_case(mo, one).offered] == [other.code]
    casing.link(other, one, mo)
    casing.link(one, other, mo)
    assert CaseLink.objects.count() == 1
    assert [line.code for line in show_case(mo, one).links] == [other.code]
    assert [line.code for line in show_case(mo, other).links] == [one.code]
    assert show_case(mo, one).offered == ()
    casing.unlink(one, other, mo)
    assert show_case(mo, other).links == ()
    with pytest.raises(Invalid):
        casing.link(one, one, mo)


def test_closing_is_once_and_stops_all_clocks(alice, mo):
    case = about(make_post(alice))
    claiming.claim(case, mo)
    casing.close(case, mo)
    closed_at = case.closed_at
    casing.close(case, mo)
    assert case.closed_at == closed_at
    assert (case.state, case.due_at, case.claimed_until) == (State.CLOSED, None, None)
    assert not Clock.objects.filter(case=case, met_at=None).exists()
    with pytest.raises(Conflict, match="closed"):
        claiming.claim(case, mo)
    assert case_ids(mo, WantedCases()) == []
    assert case_ids(mo, WantedCases(show="decided")) == [case.pk]


def test_what_was_found_to_be_fine_is_fine_until_it_changes(alice, mo):
    post = make_post(alice, "A calm remark.")
    case = about(post)
    deciding.decide(case, mo, Verdict((Effect.DISMISS,)))
    case.refresh_from_db()
    digest = snapshotting.capture(case.subject).digest
    assert case.fine_digest == digest
    assert fine_case(case.subject, digest) == case
    assert looks_now(case, digest) == "same"
    post.text = "A rude remark."
    post.save(update_fields=["text"])
    changed = snapshotting.capture(case.subject).digest
    assert fine_case(case.subject, changed) is None
    assert fine_case(case.subject, "") is None
    assert looks_now(case, digest) == "changed"


def test_what_something_was_done_about_was_not_fine(alice, mo):
    case = about(make_post(alice))
    deciding.decide(case, mo, Verdict((Effect.WARN,), facts="That was not kind, in so many words."))
    case.refresh_from_db()
    assert case.closed_at is not None
    assert case.fine_digest == ""


def test_opened_again_it_is_a_case_of_its_own_that_names_the_old_one(alice, mo):
    case = about(make_post(alice))
    with pytest.raises(Conflict):
        casing.reopen(case, mo)
    casing.close(case, mo)
    anew = casing.reopen(case, mo)
    assert casing.reopen(case, mo).pk == anew.pk
    assert anew.pk != case.pk
    assert show_case(mo, anew).reopened_from == case.code
    assert [line.code for line in show_case(mo, anew).links] == [case.code]
    assert deeds(anew) == ["reopen_case"]
    assert Clock.objects.filter(case=anew, met_at=None).count() == 2


def test_a_race_for_a_new_case_ends_in_one(alice, monkeypatch):
    """Somebody else begins it between the look and the write: the database refuses the second one."""
    post = make_post(alice)
    first = about(post)
    with transaction.atomic():
        assert casing.begin(first.subject, Queue.RULES).pk == first.pk
    assert connection.is_usable()


def test_a_decision_of_the_case_is_seen_by_everyone_who_asks_for_it(alice, mo):
    case = about(make_post(alice))
    decision = deciding.decide(case, mo, Verdict((Effect.WARN,), facts="That was not kind, in so many words."))
    steps = [step.deed for step in show_case(mo, case).steps]
    assert steps[-1] == "decide"
    assert Decision.objects.get(case=case).pk == decision.pk
