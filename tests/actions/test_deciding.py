"""Decisions: who may make which, with which reasons, what they do at once, and that all of it can be taken back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from tests.factories import decide_about, make_account, make_follow, make_post
from verandah.actions import casing, deciding, reporting, snapshotting, striking
from verandah.actions.deciding import Verdict
from verandah.actions.reporting import Complaint
from verandah.base.errors import Forbidden, Invalid
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.standing import Standing
from verandah.domain.albums.models import Album
from verandah.domain.feeds.queries import community_ids
from verandah.domain.media.models import Media
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import (
    AuditEntry,
    Case,
    Decision,
    Policy,
    Queue,
    Report,
    Restriction,
    Statement,
    Strike,
    Subject,
)
from verandah.domain.moderation.reports import own_reports_in
from verandah.domain.posts.audience import Audience, Withheld
from verandah.domain.posts.models import Post

FACTS = "They wrote to Bob under five posts of his that he should leave town."


def case_of(kind: Subject.Kind, ref: int) -> Case:
    return casing.case_about(snapshotting.subject_of(kind, ref), Queue.RULES)


def rule(severity: int = 2) -> Policy:
    policy = Policy.objects.filter(severity=severity).first()
    assert policy is not None
    return policy


@pytest.fixture
def post(eve: Account) -> Post:
    return make_post(eve, "Leave town, Bob", Audience.PUBLIC)


def test_several_effects_at_once_and_all_of_it_is_taken_back(mo, eve, bob, post):
    report = reporting.report(bob, eve, Complaint(post_ids=(post.pk,)))
    case = report.case or case_of(Subject.Kind.POST, post.pk)
    until = timezone.now() + timedelta(days=7)
    verdict = Verdict((Effect.REMOVE, Effect.READ_ONLY), FACTS, rule(3).pk, "Please stop.", until)
    subject = snapshotting.subject_of(Subject.Kind.POST, post.pk)
    decision = deciding.decide(case, mo, verdict, subject)
    post.refresh_from_db()
    eve.refresh_from_db()
    assert (post.withheld, eve.standing) == (Withheld.REMOVED, Standing.READ_ONLY)
    ends = dict(Restriction.objects.filter(decision=decision).values_list("kind", "active_until"))
    # What is removed does not come back by itself.
    assert ends == {"remove": None, "read_only": until}
    assert Statement.objects.get(decision=decision).account_id == eve.pk
    assert striking.weight_of(eve) == rule(3).strike_weight
    case.refresh_from_db()
    assert case.closed_at is not None
    report.refresh_from_db()
    assert report.outcome == report.Outcome.ACTED
    back = deciding.reverse(decision, mo, "It was a line of a play.")
    post.refresh_from_db()
    eve.refresh_from_db()
    assert (post.withheld, eve.standing, eve.restriction_id, post.restriction_id) == (0, 0, None, None)
    assert striking.weight_of(eve) == 0
    assert deciding.reverse(decision, mo, "Once more") == back
    assert not Restriction.objects.filter(ended_at=None).exists()
    assert set(Restriction.objects.values_list("ended_by", flat=True)) == {back.pk}


def test_a_double_click_is_one_decision(mo, post):
    case, verdict = case_of(Subject.Kind.POST, post.pk), Verdict((Effect.HIDE,), FACTS, rule().pk)
    first = deciding.decide(case, mo, verdict)
    assert deciding.decide(case, mo, verdict) == first
    assert Decision.objects.count() == Restriction.objects.count() == Strike.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "is_enough"),
    [
        ("", False),
        ("Against the rules.", False),
        ("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", False),
        (FACTS, True),
    ],
)
def test_a_grave_rule_needs_reasons_in_own_words(mo, post, facts, is_enough):
    case, verdict = case_of(Subject.Kind.POST, post.pk), Verdict((Effect.REMOVE,), facts, rule(3).pk)
    if is_enough:
        deciding.decide(case, mo, verdict)
        return
    with pytest.raises(Invalid) as refused:
        deciding.decide(case, mo, verdict)
    assert refused.value.field == "facts"
    assert not Decision.objects.exists()


def test_the_words_of_the_rule_are_no_reasons(mo, post):
    policy = rule(3)
    said = policy.versions.first().texts["en"]["body"]
    with pytest.raises(Invalid):
        deciding.decide(case_of(Subject.Kind.POST, post.pk), mo, Verdict((Effect.REMOVE,), said, policy.pk))


def test_what_lasts_needs_a_rule_and_what_does_not_needs_none(mo, post):
    case = case_of(Subject.Kind.POST, post.pk)
    with pytest.raises(Invalid) as refused:
        deciding.decide(case, mo, Verdict((Effect.REMOVE,), FACTS))
    assert refused.value.field == "policy"
    retired = rule()
    Policy.objects.filter(pk=retired.pk).update(retired_at=timezone.now())
    with pytest.raises(Invalid):
        deciding.decide(case, mo, Verdict((Effect.REMOVE,), FACTS, retired.pk))
    deciding.decide(case, mo, Verdict((Effect.DISMISS,)))
    assert not Strike.objects.exists()


WRONG = [
    ((), Subject.Kind.POST),
    ((Effect.DISMISS, Effect.REMOVE), Subject.Kind.POST),
    ((Effect.STRIP,), Subject.Kind.POST),
    ((Effect.RESTORE,), Subject.Kind.POST),
    ((Effect.LOCK,), Subject.Kind.ACCOUNT),
    ((Effect.REMOVE,), Subject.Kind.ACCOUNT),
]


@pytest.mark.parametrize(("effects", "kind"), WRONG)
def test_what_cannot_be_done_to_it_is_refused(mo, eve, post, effects, kind):
    ref = post.pk if kind == Subject.Kind.POST else eve.pk
    with pytest.raises(Invalid):
        deciding.decide(case_of(kind, ref), mo, Verdict(effects, FACTS, rule().pk))


def test_an_end_must_come_and_must_be_possible(mo, eve, post):
    over, to_come = timezone.now() - timedelta(minutes=1), timezone.now() + timedelta(days=1)
    for effects, until in (((Effect.HIDE,), over), ((Effect.REMOVE,), to_come), ((Effect.WARN,), to_come)):
        with pytest.raises(Invalid) as refused:
            deciding.decide(case_of(Subject.Kind.POST, post.pk), mo, Verdict(effects, FACTS, rule().pk, until=until))
        assert refused.value.field == "until"


def test_nobody_decides_about_themselves_or_their_equals_and_that_is_in_the_record(site, mo, alice):
    equal, admin = make_account("equal", role=Role.MODERATOR), make_account("ada", role=Role.ADMIN)
    for target in (mo, equal, admin):
        case = case_of(Subject.Kind.ACCOUNT, target.pk)
        with pytest.raises(Forbidden):
            deciding.decide(case, mo, Verdict((Effect.SUSPEND,), FACTS, rule().pk))
        assert AuditEntry.objects.filter(deed="refused", account_id=target.pk, actor_id=mo.pk).exists()
    with pytest.raises(Forbidden):
        deciding.decide(case_of(Subject.Kind.ACCOUNT, mo.pk), alice, Verdict((Effect.WARN,)))
    decision = decide_about(mo, Effect.LIMIT)
    with pytest.raises(Forbidden):
        deciding.reverse(decision, mo, "I was right.")
    assert not Decision.objects.exclude(pk=decision.pk).exists()


def test_what_is_over_is_lifted_alone(mo, eve, post):
    verdict = Verdict((Effect.REMOVE, Effect.SUSPEND), FACTS, rule().pk)
    decision = deciding.decide(case_of(Subject.Kind.POST, post.pk), mo, verdict)
    person = snapshotting.subject_of(Subject.Kind.ACCOUNT, eve.pk)
    back = deciding.lift(decision.case, mo, person, [Effect.SUSPEND], "They have said sorry.")
    post.refresh_from_db()
    eve.refresh_from_db()
    assert back is not None
    # The post stays removed, and so does the strike.
    assert (post.withheld, eve.suspended_at, back.reverses_id) == (Withheld.REMOVED, None, None)
    assert striking.weight_of(eve) == rule().strike_weight
    assert deciding.lift(decision.case, mo, person, [Effect.SUSPEND]) is None


def test_the_strongest_of_several_holds_until_all_are_over(mo, eve):
    first = decide_about(eve, Effect.RATE_LIMIT, Effect.LIMIT)
    second = decide_about(eve, Effect.READ_ONLY)
    assert eve.standing == Standing.READ_ONLY
    deciding.reverse(second, mo, "")
    eve.refresh_from_db()
    assert (eve.standing, eve.limited_at) == (Standing.RATE_LIMITED, first.created_at)
    deciding.reverse(first, mo, "")
    eve.refresh_from_db()
    assert (eve.standing, eve.limited_at, eve.restriction_id) == (Standing.OK, None, None)


# A restriction without a decision is impossible: the database says so.
COLUMNS = [
    (Post, {"withheld": Withheld.HIDDEN}),
    (Post, {"is_blurred": True}),
    (Post, {"is_limited": True}),
    (Post, {"is_locked": True}),
    (Account, {"suspended_at": timezone.now()}),
    (Account, {"limited_at": timezone.now()}),
    (Account, {"terminated_at": timezone.now()}),
    (Account, {"is_always_sensitive": True}),
    (Account, {"is_frozen": True}),
    (Account, {"standing": Standing.RATE_LIMITED}),
    (User, {"is_active": False}),
    (Media, {"is_withheld": True}),
    (Media, {"is_blurred": True}),
    (Album, {"withheld": Withheld.REMOVED}),
]


@pytest.mark.parametrize(("table", "columns"), COLUMNS)
def test_the_database_refuses_what_no_decision_has_restricted(eve, post, table, columns):
    now = timezone.now()
    Media.objects.create(owner=eve, kind=1, state=3, name="n", created_at=now)
    Album.objects.create(author=eve, audience=1, title="t", key="k", created_at=now, changed_at=now)
    assert table.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        table.objects.update(**columns)


@pytest.mark.parametrize("sql", ["UPDATE verandah_decision SET facts = 'other'", "DELETE FROM verandah_decision"])
def test_a_decision_is_never_changed(eve, sql):
    decide_about(eve, Effect.LIMIT)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Decision.objects.get().facts == ""


def test_a_limited_post_is_come_across_by_followers_alone(mo, eve, alice, bob, post):
    make_follow(alice, eve)
    deciding.decide(case_of(Subject.Kind.POST, post.pk), mo, Verdict((Effect.LIMIT,), FACTS, rule().pk))
    found = {one: post.pk in community_ids(one, Page()) for one in (alice, bob, eve, None)}
    assert found == {alice: True, bob: False, eve: True, None: False}


def test_what_was_told_in_another_queue_has_its_answer_too(mo, eve, bob, alice, post):
    told = {}
    for queue, reporter in ((Queue.RULES, bob), (Queue.ILLEGAL, alice)):
        case = casing.case_about(snapshotting.subject_of(Subject.Kind.POST, post.pk), queue)
        now = timezone.now()
        told[queue] = Report.objects.create(
            case=case, reporter=reporter, target=eve, category=0, created_at=now, updated_at=now
        )
    case = Case.objects.get(queue=Queue.ILLEGAL)
    decision = deciding.decide(case, mo, Verdict((Effect.REMOVE,), FACTS, rule().pk))
    assert not Case.objects.filter(subject=case.subject, closed_at=None).exists()
    assert [one.code for one in own_reports_in(bob, told[Queue.RULES].case.code)] == [case.code]
    assert {row.outcome for row in Report.objects.all()} == {Report.Outcome.ACTED}
    deciding.reverse(decision, mo, "It was somebody else's picture after all, and they have agreed.")
    assert Report.Outcome.ACTED not in {row.outcome for row in Report.objects.all()}
