"""Telling the staff: into which case it goes, how much it counts, and what its reporters hear of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from tests.factories import make_account, make_post
from verandah.actions import deciding, editing, noticing, posting, replying, reporting
from verandah.actions.deciding import Verdict
from verandah.actions.noticing import Notice
from verandah.actions.replying import Contact
from verandah.actions.reporting import Concern
from verandah.base.errors import Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Case, Decision, Policy, Queue, Report, ReportItem, Subject
from verandah.domain.moderation.reportable import Item, Place, item_of
from verandah.domain.moderation.reports import (
    MOST_OF_A_CASE,
    MOST_OF_A_PERSON,
    Law,
    Outcome,
    Stage,
    Why,
    own_reports_in,
    receipt_of,
    report_by_receipt,
    weight_of,
)
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

pytestmark = pytest.mark.django_db
FACTS = "The post offers tickets of the free concert for forty euros each to whoever answers."


def told(me: Account, post: Post, why: Why = Why.OTHER, **more) -> Report:
    """`me` reports a post."""
    return reporting.concern(me, Concern((Item(Subject.Kind.POST, post.pk),), why, **({"comment": "Ads"} | more)))


def dismissed(case: Case, by: Account) -> Decision:
    return deciding.decide(case, by, Verdict((Effect.DISMISS,)))


def removed(case: Case, by: Account) -> Decision:
    return deciding.decide(case, by, Verdict((Effect.REMOVE,), facts=FACTS, policy_id=Policy.objects.first().pk))


def outcome(report: Report) -> Outcome:
    report.refresh_from_db()
    return Outcome(report.outcome)


def heard(account: Account) -> int:
    return Notification.objects.filter(recipient=account, kind=Notification.Kind.CASE).count()


def test_reports_of_one_thing_are_one_case(alice, bob, eve, mo):
    post = make_post(eve)
    first, second = told(alice, post), told(bob, post)
    assert first.case == second.case
    first.case.refresh_from_db()
    assert (first.case.reports_count, first.case.queue) == (2, Queue.RULES)
    assert ReportItem.objects.get(report=first).snapshot == ReportItem.objects.get(report=second).snapshot
    # Danger to life is another queue, and so another case.
    assert told(bob, post, Why.DANGER).case.queue == Queue.THREAT_TO_LIFE


def test_each_reason_has_its_queue(alice, eve, mo):
    post, policy = make_post(eve), Policy.objects.exclude(queue=Queue.RULES).first() or Policy.objects.first()
    by_rule = told(alice, post, Why.RULE, policy_id=policy.pk)
    assert (by_rule.policy_id, by_rule.rules, by_rule.case.queue) == (policy.pk, [policy.pk], policy.queue)
    assert by_rule.case.harm >= policy.severity
    for kind, queue in (
        ("child_abuse", Queue.CHILD_SAFETY),
        ("intimate", Queue.INTIMATE_IMAGES),
        ("terror", Queue.VIOLENT_EXTREMISM),
        ("threat", Queue.THREATS),
        ("fraud", Queue.ILLEGAL),
    ):
        row = told(alice, make_post(eve), Why.ILLEGAL, law=Law(kind, "DE", good_faith=True))
        assert (row.case.queue, row.is_illegal, row.law_country) == (queue, True, "DE")
        assert row.good_faith_at is not None


def test_what_cannot_be_told(alice, bob, eve, mo):
    post, hidden = make_post(eve), make_post(eve, "x", Audience.ONLY_ME)
    for more, why in (
        ({"policy_id": 7}, Why.RULE),
        ({"law": None}, Why.ILLEGAL),
        ({"law": Law("dull", "", True)}, Why.ILLEGAL),
        ({"law": Law("fraud", "DE", False)}, Why.ILLEGAL),
        ({"comment": "x" * 3001}, Why.OTHER),
    ):
        with pytest.raises(Invalid):
            told(alice, post, why, **more)
    with pytest.raises(NotFound):
        told(alice, hidden)
    for key in ("x1", "p", "p1-bio", "u1-shoes", "p9999999999999999999", "p²"):
        with pytest.raises(NotFound):
            item_of(key)
    assert not Report.objects.exists()
    assert not Subject.objects.filter(ref=hidden.pk).exists()


def test_several_things_of_one_person(alice, bob, eve, mo):
    first, second, others = make_post(eve), make_post(eve), make_post(bob)
    items = (Item(Subject.Kind.POST, second.pk), Item(Subject.Kind.POST, first.pk), Item(Subject.Kind.POST, others.pk))
    row = reporting.concern(alice, Concern(items, Why.OTHER, comment="Both"))
    assert row.case.subject.ref == second.pk
    assert {one.subject.ref for one in row.items.all()} == {first.pk, second.pk}


def test_the_same_form_twice_is_one_report(alice, eve, mo):
    post = make_post(eve)
    assert told(alice, post, key="a") == told(alice, post, key="a", comment="Other words")
    assert told(alice, post, key="b", comment="More words") != told(alice, post, key="a")
    # Without any words there is nothing new in it as long as it waits.
    quiet = told(alice, make_post(eve), key="c", comment="")
    Report.objects.filter(pk=quiet.pk).update(created_at=timezone.now() - timedelta(days=2))
    again = reporting.concern(alice, Concern((Item(Subject.Kind.POST, quiet.case.subject.ref),), Why.OTHER, key="d"))
    assert again == quiet


def test_many_reports_by_one_person_are_folded_and_told_so(alice, bob, eve, mo):
    post = make_post(eve)
    rows = [told(alice, post, comment=f"Again {n}", key=str(n)) for n in range(MOST_OF_A_CASE + 1)]
    assert [row.outcome for row in rows] == [Outcome.NONE] * MOST_OF_A_CASE + [Outcome.FOLDED]
    assert (rows[-1].weight, rows[-1].case) == (0, rows[0].case)
    # Nobody is woken by it, and what is one person's flood is not another's.
    assert Notification.objects.filter(kind=Notification.Kind.REPORT).count() == MOST_OF_A_CASE
    assert told(bob, post).outcome == Outcome.NONE
    assert own_reports_in(alice, rows[0].case.code)[-1].stage is Stage.ANSWERED
    for number in range(MOST_OF_A_PERSON - MOST_OF_A_CASE - 1):
        assert told(alice, make_post(eve), key=f"p{number}").outcome == Outcome.NONE
    assert told(alice, make_post(eve), key="last").outcome == Outcome.FOLDED
    assert told(alice, make_post(bob), key="bob").outcome == Outcome.NONE
    # Danger to life is never too much.
    assert told(alice, make_post(eve), Why.DANGER, key="life").outcome == Outcome.NONE


def test_what_was_looked_at_and_found_fine_is_not_looked_at_again_until_it_changes(alice, bob, eve, carol, mo):
    post = make_post(eve, "Fine")
    first = told(alice, post)
    dismissed(first.case, mo)
    assert outcome(first) is Outcome.NOTHING_WRONG
    second = told(bob, post)
    assert (second.outcome, second.case) == (Outcome.FOLDED, first.case)
    assert own_reports_in(bob, first.case.code)[0].is_refound_fine
    # As against a law it was never looked at.
    assert told(bob, post, Why.ILLEGAL, law=Law("fraud", "DE", True)).outcome == Outcome.NONE
    editing.edit(eve, post.pk, editing.Change(text="Not fine any more"))
    third = told(carol, post)
    assert (third.outcome, third.case != first.case) == (Outcome.NONE, True)


def test_whose_reports_were_right_counts_more(alice, bob, eve, mo):
    assert weight_of(alice) == weight_of(None) == 100
    for _number in range(6):
        removed(told(alice, make_post(eve)).case, mo)
        dismissed(told(bob, make_post(eve)).case, mo)
    assert 150 < weight_of(alice) <= 200
    assert 50 <= weight_of(bob) < 75
    assert told(alice, make_post(eve)).weight == weight_of(alice)


def test_everyone_who_told_hears_once_what_became_of_it(alice, bob, eve, mo):
    post = make_post(eve)
    first, second = told(alice, post), told(bob, post)
    more = told(alice, post, comment="And rude")
    decision = removed(first.case, mo)
    assert [outcome(row) for row in (first, second, more)] == [Outcome.ACTED] * 3
    assert (heard(alice), heard(bob), heard(eve)) == (1, 1, 0)
    replying.tell_outcome(first.case, decision)
    assert (heard(alice), heard(bob)) == (1, 1)
    # It is taken back: they hear that, too.
    deciding.reverse(decision, make_account("ada", role=Role.ADMIN), FACTS)
    assert outcome(first) is Outcome.NOTHING_WRONG
    assert (heard(alice), heard(bob)) == (2, 2)


def test_reports_about_staff_are_not_theirs_to_see(alice, mo):
    row = told(alice, make_post(mo))
    assert not Notification.objects.filter(recipient=mo).exists()
    assert row.target == mo


def test_reporters_may_go_and_what_they_told_stays(alice, eve, mo):
    row = told(alice, make_post(eve))
    Account.objects.filter(pk=alice.pk).delete()
    Account.objects.filter(pk=eve.pk).delete()
    row.refresh_from_db()
    assert (row.reporter, row.target, row.comment) == (None, None, "Ads")
    dismissed(row.case, mo)
    assert outcome(row) is Outcome.NOTHING_WRONG


def notice(*places: Place, kind: str = "fraud", email: str = "sam@example.net", **more) -> Notice:
    """What a stranger says."""
    facts = {"name": "Sam", "key": "k" * 32, "why": "It is a trick to take money."} | more
    return Notice(places, facts["why"], Law(kind, "DE", True), Contact(facts["name"], email), facts["key"])


def place(post: Post | None = None, number: int = 7) -> Place:
    number = post.pk if post else number
    return Place(f"https://example.org/p/{number}/", "post", number=number)


def letters() -> list:
    """What the stranger was sent; whom it is about has letters of their own."""
    return [letter for letter in mail.outbox if letter.to == ["sam@example.net"]]


def test_a_stranger_tells_of_something_and_is_answered(eve, mo):
    post = make_post(eve)
    row = noticing.notify(None, notice(place(post)))
    assert (row.reporter, row.target, row.channel) == (None, eve, Report.Channel.NOTICE)
    assert (row.case.queue, row.case.subject.ref) == (Queue.ILLEGAL, post.pk)
    assert "sam" not in row.contact.lower()
    assert replying.contact_of(row) == Contact("Sam", "sam@example.net")
    (letter,) = letters()
    assert f"/report/receipt/{receipt_of(row.pk)}/" in letter.body
    # A stranger could name anyone: no word of theirs stands in a letter.
    assert "Sam" not in letter.body
    assert "trick" not in letter.body
    assert noticing.notify(None, notice(place(post))) == row
    decision = removed(row.case, mo)
    assert len(letters()) == 2
    assert "have done something about" in letters()[1].body
    replying.tell_outcome(row.case, decision)
    replying.write_receipt.enqueue(row.pk)
    replying.write_outcome.enqueue(row.pk, decision.pk)
    assert len(letters()) == 2
    assert report_by_receipt(None, receipt_of(row.pk)).outcome is Outcome.ACTED


def test_nothing_tells_a_stranger_what_is_there(eve, mo):
    hidden = make_post(eve, "x", Audience.ONLY_ME)
    there = noticing.notify(None, notice(place(hidden), key="a" * 32))
    nowhere = noticing.notify(None, notice(place(), key="b" * 32))
    one, other = (report_by_receipt(None, receipt_of(row.pk)) for row in (there, nowhere))
    for found in (one, other):
        assert (found.stage, found.outcome, found.what, found.target) == (Stage.RECEIVED, Outcome.NONE, (), None)
    assert nowhere.case.subject.kind == Subject.Kind.LINK
    dismissed(nowhere.case, mo)
    assert "could not find anything" in mail.outbox[-1].body
    with pytest.raises(NotFound):
        report_by_receipt(None, "0" * 40)


def test_who_tells_of_child_abuse_need_not_say_who_they_are(eve, mo):
    post = make_post(eve)
    for more in ({"name": "", "email": "sam@example.net"}, {"email": ""}, {"email": "sam"}, {"why": " "}):
        with pytest.raises(Invalid):
            noticing.notify(None, notice(place(post), **more))
    with pytest.raises(Invalid):
        noticing.notify(None, notice())
    row = noticing.notify(None, notice(place(post), kind="child_abuse", name="", email=""))
    assert (row.contact, row.case.queue, row.case.harm) == ("", Queue.CHILD_SAFETY, 5)
    assert mail.outbox == []
    dismissed(row.case, mo)
    assert mail.outbox == []


def test_what_is_there_is_what_the_case_is_about(eve, mo):
    post = make_post(eve)
    row = noticing.notify(None, notice(place(), place(post), Place("https://example.org/@eve/", "person", "eve")))
    assert (row.case.subject.ref, row.target) == (post.pk, eve)
    assert ReportItem.objects.filter(report=row).count() == 3


def test_a_post_that_is_gone_can_still_be_decided(alice, eve, mo):
    post = make_post(eve)
    row = told(alice, post)
    posting.delete(eve, post.pk)
    dismissed(row.case, mo)
    assert outcome(row) is Outcome.NOTHING_WRONG
