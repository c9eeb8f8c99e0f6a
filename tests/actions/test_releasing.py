"""What was held is let out as if it were new, and rules that were wrong too often go back to the shadow."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from tests.factories import make_post
from tests.rules import Effect, Kind, Mode, make_rule
from verandah.actions import chores, deciding, editing, judging, posting
from verandah.actions.deciding import Verdict
from verandah.actions.editing import Change
from verandah.actions.posting import Draft
from verandah.actions.voting import Question
from verandah.domain.accounts.models import Account
from verandah.domain.moderation import effects
from verandah.domain.moderation.models import AuditEntry, Case, Decision, Policy, Rule, RuleHit
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Withheld
from verandah.domain.posts.models import Poll, Post
from verandah.domain.posts.queries import visible_post

pytestmark = pytest.mark.django_db
Word = effects.Effect


def say(author: Account, text: str = "A frumious day", **more: object) -> Post:
    return posting.publish(author, Draft(text, key=f"say-{Post.objects.count()}", **more))  # type: ignore[arg-type]


def release(post: Post, mo: Account) -> None:
    """Staff has looked at it, and found nothing wrong."""
    case = Case.objects.get(subject__ref=post.pk, closed_at=None)
    deciding.decide(case, mo, Verdict((Word.DISMISS,)))
    post.refresh_from_db()


def test_everything_happens_as_for_a_new_post(alice: Account, bob: Account, mo: Account) -> None:
    make_rule(Effect.HOLD)
    parent = make_post(bob)
    post = say(alice, "Frumious, @bob", parent_id=parent.pk)
    assert not Notification.objects.filter(post=post).exists()
    release(post, mo)
    assert post.withheld == Withheld.NO
    assert visible_post(bob, post.pk)
    assert list(Notification.objects.filter(post=post).values_list("recipient_id", flat=True)) == [bob.pk]
    parent.refresh_from_db()
    assert parent.comments_count == 1
    assert Case.objects.get().closed_at


def test_a_decision_that_is_reversed_lets_it_out_as_well(alice: Account, bob: Account, mo: Account) -> None:
    make_rule(Effect.HOLD)
    post = say(alice, "Frumious, @bob")
    hold = Decision.objects.get()
    for _turn in range(2):
        deciding.reverse(hold, mo, "There is nothing wrong with it.")
    post.refresh_from_db()
    assert post.withheld == Withheld.NO
    assert Notification.objects.filter(post=post, recipient=bob).count() == 1
    alice.refresh_from_db()
    assert alice.posts_count == 1


def test_what_is_removed_instead_stays_away(alice: Account, bob: Account, mo: Account) -> None:
    make_rule(Effect.HOLD)
    post = say(alice, "Frumious, @bob")
    number = Policy.objects.order_by("position").values_list("pk", flat=True)[0]
    deciding.decide(
        Case.objects.get(), mo, Verdict((Word.REMOVE,), "They have said a word that makes trouble.", number)
    )
    post.refresh_from_db()
    assert post.withheld == Withheld.REMOVED
    assert not Notification.objects.filter(post=post).exists()
    assert RuleHit.objects.get().verdict == RuleHit.Verdict.RIGHT


@pytest.mark.parametrize("word", [Word.BLUR, Word.WARN, Word.READ_ONLY])
def test_a_rule_was_right_when_it_is_let_out_with_a_consequence(alice: Account, mo: Account, word: Word) -> None:
    make_rule(Effect.HOLD)
    post = say(alice)
    number = Policy.objects.order_by("position").values_list("pk", flat=True)[0]
    deciding.decide(Case.objects.get(), mo, Verdict((word,), "They have said a word that makes trouble.", number))
    post.refresh_from_db()
    assert post.withheld == Withheld.NO
    assert RuleHit.objects.get().verdict == RuleHit.Verdict.RIGHT
    assert Rule.objects.get().wrong_count == 0


def test_a_rule_was_wrong_when_that_is_taken_back(alice: Account, mo: Account) -> None:
    make_rule(Effect.HOLD)
    post = say(alice)
    number = Policy.objects.order_by("position").values_list("pk", flat=True)[0]
    verdict = Verdict((Word.REMOVE,), "They have said a word that makes trouble.", number)
    decision = deciding.decide(Case.objects.get(), mo, verdict)
    for _turn in range(2):
        deciding.reverse(decision, mo, "It was a line of a poem.")
    post.refresh_from_db()
    assert post.withheld == Withheld.NO
    assert RuleHit.objects.get().verdict == RuleHit.Verdict.WRONG
    assert Rule.objects.get().wrong_count == 1


def test_nobody_is_told_twice_of_what_was_out_before(alice: Account, bob: Account, mo: Account) -> None:
    make_rule(Effect.HOLD)
    post = say(alice, "A fine day, @bob")
    editing.edit(alice, post.pk, Change("A frumious day, @bob"))
    release(post, mo)
    assert Notification.objects.filter(post=post, recipient=bob).count() == 1
    # What was found fine is not asked again, and what is added is.
    assert not editing.edit(alice, post.pk, Change("What a frumious day, @bob")).withheld
    make_rule(Effect.HOLD, words="snark")
    assert editing.edit(alice, post.pk, Change("A frumious snark, @bob")).withheld


def test_the_time_of_a_poll_begins_when_it_is_out(alice: Account, mo: Account) -> None:
    make_rule(Effect.HOLD)
    post = say(alice, poll=Question(("yes", "no"), 3600))
    written = timezone.now() - timedelta(hours=2)
    Post.objects.filter(pk=post.pk).update(created_at=written)
    Poll.objects.update(ends_at=written + timedelta(hours=1))
    release(post, mo)
    assert timedelta(minutes=59) < Poll.objects.get().ends_at - timezone.now() <= timedelta(hours=1)


def test_who_looks_at_it_is_not_kept_waiting_by_the_clock(alice: Account, eve: Account) -> None:
    make_rule(Effect.HOLD)
    post = say(alice)
    for chore in chores.CHORES.values():
        chore.deed()
    post.refresh_from_db()
    assert post.withheld == Withheld.HIDDEN


def test_a_rule_that_is_wrong_too_often_goes_back_to_the_shadow(alice: Account, mo: Account) -> None:
    rule = make_rule(Effect.HOLD)
    Rule.objects.update(created_by_id=mo.pk, budget=50)
    for number in range(judging.FEWEST_WRONG):
        rule.refresh_from_db()
        assert rule.mode == Mode.LIVE
        release(say(alice, f"frumious {number}"), mo)
    rule.refresh_from_db()
    assert (rule.mode, rule.wrong_count) == (Mode.SHADOW, 3)
    assert AuditEntry.objects.filter(deed="rule_over_budget", actor_id=None).count() == 1
    letters = [
        one for one in mail.outbox if one.to == ["mo@example.org"] and "Odd words" in one.subject + str(one.body)
    ]
    assert len(letters) == 1


def test_within_its_budget_a_rule_goes_on(alice: Account, mo: Account) -> None:
    rule = make_rule(Effect.FLAG)
    Rule.objects.update(budget=50)
    for number in range(8):
        say(alice, f"frumious {number}")
    hits = list(RuleHit.objects.order_by("pk"))
    for place, hit in enumerate(hits):
        judging.judge(mo, hit.pk, place % 2 == 0)
    rule.refresh_from_db()
    assert (rule.mode, rule.wrong_count) == (Mode.LIVE, 4)
    judging.judge(mo, hits[0].pk, False)
    rule.refresh_from_db()
    assert rule.mode == Mode.SHADOW


def test_rules_about_newcomers_are_not_wrong_when_nothing_is_found(alice: Account, mo: Account) -> None:
    make_rule(Effect.HOLD, Kind.NEWCOMER, trust="3")
    release(say(alice, "Hello"), mo)
    assert RuleHit.objects.get().verdict == RuleHit.Verdict.OPEN
