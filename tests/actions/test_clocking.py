"""Clocks of cases, by moving time: leases, warnings, what is missed, and what stands still."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from tests.factories import make_account, make_post
from verandah.actions import casing, claiming, clocking, snapshotting
from verandah.actions.chores import CHORES
from verandah.actions.watching import next_person, watch_cases
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Site
from verandah.domain.moderation import clocks, lawpacks
from verandah.domain.moderation.models import AuditEntry, Case, Clock, Queue, Subject
from verandah.domain.moderation.queues import WantedCases, case_ids, waiting
from verandah.domain.notifications.models import Notification

Kind = Clock.Kind


class Time:
    """The clock on the wall, as it is set."""

    def __init__(self, monkeypatch) -> None:
        self.now = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def goes_on(self, **length) -> None:
        self.now += timedelta(**length)


@pytest.fixture
def time(monkeypatch) -> Time:
    return Time(monkeypatch)


@pytest.fixture
def ada(site):
    return make_account("ada", role=Role.ADMIN)


def about(alice, queue=Queue.RULES) -> Case:
    return casing.case_about(snapshotting.subject_of(Subject.Kind.POST, make_post(alice).id), queue)


def clock_of(case, kind) -> Clock:
    return Clock.objects.get(case=case, kind=kind)


def told() -> list[str]:
    """Who has been told of a case, in order."""
    rows = Notification.objects.filter(kind=Notification.Kind.CASE).order_by("pk")
    return list(rows.values_list("recipient__username", flat=True))


def words(case) -> list[str]:
    """What the record says of its clocks."""
    rows = AuditEntry.objects.filter(case_id=case.pk, deed__startswith="clock_").order_by("pk")
    return list(rows.values_list("deed", flat=True))


def test_a_case_begins_with_the_clocks_of_its_queue(alice, time):
    case = about(alice)
    assert clock_of(case, Kind.FIRST_LOOK).due_at == time.now + timedelta(hours=24)
    assert clock_of(case, Kind.DECIDE).due_at == time.now + timedelta(hours=72)
    assert case.due_at == time.now + timedelta(hours=24)


def test_clocks_of_laws_run_beside_those_of_the_house_which_are_never_laxer(alice, time):
    Site.objects.update(law_packs=["eu", "uk", "us"])
    case = about(alice, Queue.REMOVAL_ORDERS)
    ends = {clock.basis: clock.due_at - time.now for clock in Clock.objects.filter(case=case, kind=Kind.DECIDE)}
    assert ends == {
        "house: queue 1": timedelta(minutes=45),
        "eu: Regulation (EU) 2021/784, Article 3(3)": timedelta(hours=1),
    }


def test_the_first_look_and_the_decision_stop_their_clocks_and_the_first_moment_counts(alice, mo, time):
    case = about(alice)
    time.goes_on(hours=1)
    casing.looked_at(case, mo)
    seen_at = time.now
    time.goes_on(hours=1)
    casing.looked_at(case, mo)
    assert clock_of(case, Kind.FIRST_LOOK).met_at == seen_at
    case.refresh_from_db()
    assert (case.state, case.due_at) == (Case.State.TRIAGED, clock_of(case, Kind.DECIDE).due_at)
    casing.close(case, mo)
    assert clock_of(case, Kind.DECIDE).met_at == time.now
    assert clock_of(case, Kind.FIRST_LOOK).met_at == seen_at


def test_at_half_of_the_time_the_next_person_is_told_once(alice, mo, ada, time):
    case = about(alice, Queue.THREATS)
    time.goes_on(minutes=59)
    assert watch_cases() == 0
    time.goes_on(minutes=1)
    assert watch_cases() == 1
    assert watch_cases() == 0
    assert told() == ["mo"]
    assert clock_of(case, Kind.FIRST_LOOK).warned_half_at == time.now
    [letter] = mail.outbox
    assert letter.to == ["mo@example.org"]
    assert case.code in letter.subject
    assert f"/moderation/{case.code}/" in letter.body
    assert words(case) == ["clock_half"]


def test_near_the_end_those_who_run_the_site_are_told(alice, mo, ada, time):
    owner = make_account("olga", role=Role.OWNER)
    case = about(alice, Queue.THREATS)
    before = case.priority
    time.goes_on(minutes=60)
    watch_cases()
    time.goes_on(minutes=36)
    assert watch_cases() == 1
    assert told() == ["mo", "ada", "olga"]
    assert clock_of(case, Kind.FIRST_LOOK).warned_late_at == time.now
    case.refresh_from_db()
    assert case.priority > before
    assert [letter.to for letter in mail.outbox[1:]] == [["ada@example.org"], [f"{owner.username}@example.org"]]


def test_a_chore_that_comes_late_tells_only_what_is_still_news(alice, mo, ada, time):
    case = about(alice, Queue.THREATS)
    time.goes_on(minutes=100)
    watch_cases()
    assert told() == ["ada"]
    assert words(case) == ["clock_late"]
    time.goes_on(minutes=1)
    assert watch_cases() == 0


def test_what_is_missed_is_recorded_once_and_stays_known_when_it_is_done_after_all(alice, mo, ada, time):
    case = about(alice, Queue.THREATS)
    time.goes_on(hours=2)
    assert watch_cases() == 1
    missed_at = time.now
    time.goes_on(minutes=10)
    assert watch_cases() == 0
    assert waiting(mo).late == 1
    assert case_ids(mo, WantedCases(show="late")) == [case.pk]
    casing.looked_at(case, mo)
    clock = clock_of(case, Kind.FIRST_LOOK)
    assert (clock.breached_at, clock.met_at) == (missed_at, time.now)
    assert words(case) == ["clock_missed"]
    assert waiting(mo).late == 0


def test_a_missed_clock_raises_the_priority_and_never_beyond_what_it_may(alice, mo, time):
    case = about(alice, Queue.THREAT_TO_LIFE)
    before = case.priority
    time.goes_on(days=300)
    watch_cases()
    case.refresh_from_db()
    assert before < case.priority <= 100


def test_the_lease_ends_after_a_quarter_of_an_hour_and_the_chore_says_so(alice, mo, time):
    case = about(alice)
    claiming.claim(case, mo)
    time.goes_on(minutes=14, seconds=59)
    assert watch_cases() == 0
    time.goes_on(seconds=1)
    assert watch_cases() == 1
    case.refresh_from_db()
    assert (case.assignee_id, case.state) == (None, Case.State.TRIAGED)


def test_while_an_answer_is_outstanding_clocks_that_may_stand_still_do(alice, mo, time):
    case = about(alice)
    claiming.claim(case, mo)
    time.goes_on(hours=12)
    claiming.wait(case, mo)
    claiming.wait(case, mo)
    assert (case.state, case.due_at) == (Case.State.WAITING, None)
    time.goes_on(hours=500)
    assert watch_cases() == 0
    clock = clock_of(case, Kind.DECIDE)
    assert clocks.passed(clock, time.now) == pytest.approx(12 / 72)
    claiming.claim(case, mo)
    clock = clock_of(case, Kind.DECIDE)
    assert case.state == Case.State.CLAIMED
    assert clock.due_at == time.now + timedelta(hours=60)
    assert clocks.passed(clock, time.now) == pytest.approx(12 / 72)
    time.goes_on(hours=24)
    watch_cases()
    clock = clock_of(case, Kind.DECIDE)
    assert clock.warned_half_at == time.now
    clocking.resume(case)
    assert clock_of(case, Kind.DECIDE).due_at == clock.due_at


def test_a_law_that_knows_no_pause_goes_on(alice, mo, time):
    Site.objects.update(law_packs=["us"])
    case = about(alice, Queue.INTIMATE_IMAGES)
    claiming.wait(case, mo)
    law = Clock.objects.get(case=case, basis__startswith="us:")
    assert law.pauses == []
    assert case.due_at == law.due_at
    time.goes_on(hours=48)
    watch_cases()
    law.refresh_from_db()
    assert law.breached_at == time.now


def test_a_law_counts_from_the_first_moment_wherever_the_case_was(alice, mo, time):
    Site.objects.update(law_packs=["us"])
    case = about(alice)
    time.goes_on(hours=10)
    claiming.escalate(case, mo, Queue.INTIMATE_IMAGES)
    law = Clock.objects.get(case=case, basis__startswith="us:")
    house = Clock.objects.get(case=case, kind=Kind.DECIDE, basis__startswith="house:")
    assert law.due_at == time.now + timedelta(hours=38)
    assert house.due_at == time.now + timedelta(hours=24)


def test_the_next_person_is_whoever_has_least_to_do_and_never_whom_it_is_about(alice, mo, ada, time):
    max_ = make_account("max", role=Role.MODERATOR)
    make_account("ann", role=Role.AUDITOR)
    claiming.claim(about(alice), mo)
    case = about(alice)
    assert next_person(case) == ada
    claiming.claim(about(alice), ada)
    assert next_person(case) == max_
    claiming.claim(case, max_)
    case.refresh_from_db()
    assert next_person(case) == mo
    own = casing.case_about(snapshotting.subject_of(Subject.Kind.POST, make_post(mo).id), Queue.RULES)
    assert next_person(own) in (ada, max_)


def test_nobody_is_told_of_a_case_about_themselves(ada, mo, time):
    case = casing.case_about(snapshotting.subject_of(Subject.Kind.POST, make_post(ada).id), Queue.THREATS)
    time.goes_on(minutes=96)
    watch_cases()
    time.goes_on(minutes=24)
    watch_cases()
    assert "ada" not in told()
    assert words(case) == ["clock_late", "clock_missed"]


def test_the_chore_comes_every_minute():
    assert CHORES["watch_cases"].every == timedelta(minutes=1)
    assert CHORES["watch_cases"].deed is watch_cases


def test_a_clock_whose_pack_is_gone_still_ends(alice, mo, time):
    Site.objects.update(law_packs=["us"])
    case = about(alice, Queue.INTIMATE_IMAGES)
    casing.looked_at(case, mo)
    Site.objects.update(law_packs=[])
    law = Clock.objects.get(case=case, basis__startswith="us:")
    time.goes_on(hours=47)
    watch_cases()
    law.refresh_from_db()
    assert law.warned_late_at is None
    time.goes_on(hours=2)
    watch_cases()
    law.refresh_from_db()
    assert law.breached_at == time.now


def test_the_packs_that_come_with_the_site_are_as_their_law_says(site, settings, tmp_path):
    settings.DATA = tmp_path
    Site.objects.update(law_packs=["eu", "uk", "us"])
    packs = lawpacks.in_force()
    assert [pack.name for pack in packs.all] == ["house", "eu", "uk", "us"]
    assert packs.lease == timedelta(minutes=15)
    assert {line.queue for line in packs.house.lines} == set(Queue)
    for queue in Queue:
        assert [line.kind for line in packs.house.lines if line.queue == queue] == [Kind.FIRST_LOOK, Kind.DECIDE]
    assert all(isinstance(pack.review_by, date) and not isinstance(pack.review_by, datetime) for pack in packs.all)
