"""Who works at a case: one at a time and for a while; giving it back, giving it to somebody, passing it on."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from tests.factories import make_account, make_post
from verandah.actions import casing, claiming, deciding, snapshotting
from verandah.actions.deciding import Verdict
from verandah.base.errors import Conflict, Forbidden, NotFound
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.cases import case_named, cases_by_id, show_case
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import (
    Appeal,
    AuditEntry,
    Case,
    CaseNote,
    Clock,
    Queue,
    Report,
    Subject,
)
from verandah.domain.moderation.queues import WantedCases, case_ids, next_id, waiting

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


def test_whoever_claims_a_case_has_it_for_a_quarter_of_an_hour(alice, mo, site):
    other = make_account("max", role=Role.MODERATOR)
    case = about(make_post(alice))
    claiming.claim(case, mo)
    assert case.state == State.CLAIMED
    assert case.claimed_until - timezone.now() == pytest.approx(timedelta(minutes=15), abs=timedelta(minutes=1))
    with pytest.raises(Conflict, match="Mo works at this case"):
        claiming.claim(case, other)
    over(case)
    claiming.claim(case, other)
    assert case.assignee_id == other.pk
    with pytest.raises(Conflict):
        claiming.renew(case, mo)


def test_claiming_twice_renews_and_is_recorded_once(alice, mo):
    case = about(make_post(alice))
    claiming.claim(case, mo)
    Case.objects.filter(pk=case.pk).update(claimed_until=timezone.now() + timedelta(minutes=1))
    claiming.renew(case, mo)
    assert case.claimed_until > timezone.now() + timedelta(minutes=14)
    assert deeds(case) == ["first_look", "claim"]


def test_a_lease_ends_by_itself_and_is_told_once(alice, mo):
    case = about(make_post(alice))
    claiming.claim(case, mo)
    assert claiming.end_leases() == 0
    over(case)
    assert claiming.end_leases() == 1
    assert claiming.end_leases() == 0
    case.refresh_from_db()
    assert (case.assignee_id, case.claimed_until, case.state) == (None, None, State.TRIAGED)
    assert deeds(case)[-1] == "lease_ended"


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_never_hold_one_claim(alice, mo):
    """Each in a thread and on a connection of its own, again and again."""
    other = make_account("max", role=Role.MODERATOR)
    for _time in range(5):
        case = about(make_post(alice))
        together, held = threading.Barrier(2), []

        def take(who, case=case, together=together, held=held):
            mine = Case.objects.get(pk=case.pk)
            together.wait(10)
            try:
                claiming.claim(mine, who)
                held.append(who.pk)
            except Conflict:
                pass
            finally:
                connections.close_all()

        threads = [threading.Thread(target=take, args=[who]) for who in (mo, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        case.refresh_from_db()
        assert held == [case.assignee_id]
        assert AuditEntry.objects.filter(case_id=case.pk, deed="claim").count() == 1


def test_nobody_claims_what_is_about_themselves_and_they_do_not_even_find_it(mo, site):
    other = make_account("max", role=Role.MODERATOR)
    case = about(make_post(mo))
    with pytest.raises(Forbidden):
        claiming.claim(case, mo)
    with pytest.raises(NotFound):
        case_named(mo, case.code)
    assert cases_by_id(mo, [case.pk]) == []
    assert case_ids(mo, WantedCases()) == []
    assert next_id(mo) is None
    assert waiting(mo).open == 0
    assert case_ids(other, WantedCases()) == [case.pk]
    assert case_named(other, case.code.lower()).pk == case.pk
    assert waiting(other).open == 1


def test_an_appeal_is_taken_by_nobody_who_had_a_part_in_the_decision(alice, mo, site):
    other = make_account("max", role=Role.MODERATOR)
    case = about(make_post(alice))
    decision = deciding.decide(case, mo, Verdict((Effect.WARN,), facts="That was not kind, in so many words."))
    appeal = casing.case_about(case.subject, Queue.APPEALS)
    Appeal.objects.create(
        decision=decision,
        case=appeal,
        by=Appeal.By.AFFECTED,
        account=alice,
        text="It was meant kindly.",
        decider_id=mo.pk,
        created_at=timezone.now(),
    )
    with pytest.raises(Forbidden, match="part in the decision"):
        claiming.claim(appeal, mo)
    assert next_id(mo) is None
    assert next_id(other) == appeal.pk
    assert show_case(mo, appeal).is_blind
    assert not show_case(other, appeal).is_blind
    claiming.claim(appeal, other)


def test_members_auditors_and_who_is_no_longer_of_the_staff_claim_nothing(alice, eve):
    auditor = make_account("ann", role=Role.AUDITOR)
    case = about(make_post(alice))
    for who in (eve, auditor):
        with pytest.raises(Forbidden):
            claiming.claim(case, who)
    sorter = make_account("tess", role=Role.TRIAGE)
    claiming.claim(case, sorter)
    assert case.assignee_id == sorter.pk


def test_giving_back_and_giving_to_somebody(alice, mo, site):
    other = make_account("max", role=Role.MODERATOR)
    case = about(make_post(alice))
    claiming.claim(case, mo)
    claiming.release(case, mo)
    claiming.release(case, mo)
    assert (case.assignee_id, case.state) == (None, State.TRIAGED)
    claiming.assign(case, mo, other)
    claiming.assign(case, mo, other)
    assert (case.assignee_id, case.claimed_until) == (other.pk, None)
    assert next_id(mo) is None
    assert case_ids(other, WantedCases(show="mine")) == [case.pk]
    assert deeds(case) == ["first_look", "claim", "release", "assign"]
    claiming.claim(case, other)
    with pytest.raises(Conflict):
        claiming.assign(case, mo, mo)


def test_it_is_given_to_nobody_whom_it_is_about(mo, site):
    other = make_account("max", role=Role.MODERATOR)
    case = about(make_post(mo))
    with pytest.raises(Forbidden):
        claiming.assign(case, other, mo)


def test_what_is_passed_up_only_those_above_take_and_it_stays_theirs(alice, mo, site):
    admin = make_account("ada", role=Role.ADMIN)
    case = about(make_post(alice))
    claiming.claim(case, mo)
    claiming.escalate(case, mo)
    claiming.escalate(case, mo)
    case.refresh_from_db()
    assert (case.state, case.assignee_id) == (State.ESCALATED, None)
    with pytest.raises(Forbidden, match="passed on"):
        claiming.claim(case, mo)
    assert next_id(mo) is None
    assert next_id(admin, above=True) == case.pk
    claiming.claim(case, admin)
    over(case)
    claiming.end_leases()
    with pytest.raises(Forbidden):
        claiming.claim(case, mo)
    assert deeds(case).count("escalate") == 1


def test_in_another_queue_it_has_the_clocks_of_that_one(alice, mo):
    case = about(make_post(alice))
    before = case.priority
    there = claiming.escalate(case, mo, Queue.THREAT_TO_LIFE)
    assert there.pk == case.pk
    assert (there.queue, there.harm) == (Queue.THREAT_TO_LIFE, 5)
    assert there.priority > before
    ends = [clock.due_at - clock.starts_at for clock in Clock.objects.filter(case=case).order_by("due_at")]
    assert ends == [timedelta(minutes=5), timedelta(minutes=15)]


def test_moved_to_where_one_about_the_same_waits_it_becomes_part_of_that(alice, bob, mo):
    post = make_post(alice)
    case, other = about(post), about(post, Queue.THREATS)
    told(case, bob)
    casing.note_on(case, mo, "He has done it before.")
    there = claiming.escalate(case, mo, Queue.THREATS)
    assert there.pk == other.pk
    case.refresh_from_db()
    other.refresh_from_db()
    assert (case.state, case.parent_id, other.reports_count) == (State.CLOSED, other.pk, 1)
    assert CaseNote.objects.get().case_id == other.pk
    claiming.escalate(other, mo, Queue.THREATS)
    with pytest.raises(Conflict):
        claiming.escalate(case, mo, Queue.THREATS)


def test_nobody_passes_on_what_somebody_else_works_at(alice, mo, site):
    other = make_account("max", role=Role.MODERATOR)
    case = about(make_post(alice))
    claiming.claim(case, other)
    for deed in (lambda: claiming.escalate(case, mo), lambda: claiming.wait(case, mo)):
        with pytest.raises(Conflict):
            deed()
    claiming.release(case, mo)
    case.refresh_from_db()
    assert case.assignee_id == other.pk
