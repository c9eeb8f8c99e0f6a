"""Trust: a table of what makes a level, counted in sets, never upward while a strike counts; and staff's own word."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from tests.factories import make_account, make_post
from verandah.actions import reacting, trusting
from verandah.base.errors import Forbidden, Invalid
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.trust import Trust
from verandah.domain.accounts.trusting import NEEDS, Facts, earned, level, reasons
from verandah.domain.moderation.models import AuditEntry, Case, CaseNote, Decision, Strike, Subject
from verandah.domain.moderation.trust_facts import facts_of, trust_of
from verandah.domain.posts.models import Post, Reaction

BASIC = Facts(days=2, active_days=2, posts=3)
MEMBER = Facts(days=15, active_days=10, posts=10, reactors=5)
REGULAR = Facts(days=60, active_days=30, posts=40, reactors=20)


@pytest.mark.parametrize(
    ("now", "facts", "found"),
    [
        (Trust.NEW, Facts(), Trust.NEW),
        (Trust.NEW, Facts(days=1, active_days=2, posts=3), Trust.NEW),
        (Trust.NEW, Facts(days=2, active_days=1, posts=3), Trust.NEW),
        (Trust.NEW, Facts(days=2, active_days=2, posts=2), Trust.NEW),
        (Trust.NEW, BASIC, Trust.BASIC),
        (Trust.NEW, MEMBER, Trust.MEMBER),
        (Trust.BASIC, Facts(days=15, active_days=10, posts=10, reactors=4), Trust.BASIC),
        (Trust.BASIC, Facts(days=15, active_days=10, posts=10, reactors=5, reports=1), Trust.BASIC),
        (Trust.MEMBER, REGULAR, Trust.REGULAR),
        # A report that was right keeps someone from rising, and does not make them fall.
        (Trust.MEMBER, Facts(days=90, active_days=40, posts=50, reactors=30, reports=1), Trust.MEMBER),
        # Whoever has been away, or was invited and has said nothing yet, does not fall.
        (Trust.BASIC, Facts(), Trust.BASIC),
        (Trust.REGULAR, Facts(days=400), Trust.REGULAR),
        # Strikes: nobody rises, and with weight people fall.
        (Trust.NEW, Facts(days=60, active_days=30, posts=40, reactors=20, strikes=1), Trust.NEW),
        (Trust.REGULAR, Facts(days=60, active_days=30, posts=40, reactors=20, strikes=2), Trust.REGULAR),
        (Trust.REGULAR, Facts(days=60, active_days=30, posts=40, reactors=20, strikes=3), Trust.BASIC),
        (Trust.NEW, Facts(days=60, active_days=30, posts=40, reactors=20, strikes=3), Trust.NEW),
        (Trust.REGULAR, Facts(days=60, active_days=30, posts=40, reactors=20, strikes=5), Trust.NEW),
    ],
)
def test_what_makes_a_level(now: Trust, facts: Facts, found: Trust) -> None:
    assert level(now, facts) == found


def test_each_level_takes_no_less_than_the_one_below() -> None:
    needs = list(NEEDS.values())
    for lower, higher in pairwise(needs):
        assert (lower.days, lower.active_days, lower.posts, lower.reactors) <= (
            higher.days,
            higher.active_days,
            higher.posts,
            higher.reactors,
        )
    assert earned(REGULAR) == Trust.REGULAR
    assert [one.is_met for one in reasons(Trust.MEMBER, BASIC)] == [False, False, False, False, True, True]
    assert reasons(Trust.NEW, Facts()) == []


def newcomer(name: str, days: int = 20) -> Account:
    account = make_account(name)
    Account.objects.filter(pk=account.pk).update(trust=Trust.NEW, joined_at=timezone.now() - timedelta(days=days))
    account.refresh_from_db()
    return account


def busy(account: Account, days: int) -> None:
    """A post on each of so many days."""
    for day in range(days):
        post = make_post(account)
        Post.objects.filter(pk=post.pk).update(created_at=timezone.now() - timedelta(days=day + 1))


def strike(account: Account, weight: int = 1) -> Strike:
    subject = Subject.objects.create(kind=Subject.Kind.ACCOUNT, ref=account.pk, created_at=timezone.now())
    now = timezone.now()
    case = Case.objects.create(
        code=f"AB{account.pk % 10000:04}", subject=subject, queue=7, created_at=now, updated_at=now
    )
    decision = Decision.objects.create(case=case, subject=subject, effects=["warn"], created_at=now)
    return Strike.objects.create(
        account=account, decision=decision, weight=weight, expires_at=now + timedelta(days=9), created_at=now
    )


def test_the_night_raises_who_has_earned_it_and_nobody_else(site, django_assert_num_queries) -> None:
    nora, nils, olga = newcomer("nora"), newcomer("nils", days=1), newcomer("olga2")
    for one in (nora, nils, olga):
        busy(one, 4)
    strike(olga)
    # One look at who there is, one at all that is known of them, one to raise those who rise; and one look for more.
    with django_assert_num_queries(4):
        assert trusting.recount_trust() == 1
    assert trusting.recount_trust() == 0
    found = dict(Account.objects.values_list("username", "trust"))
    assert (found["nora"], found["nils"], found["olga2"]) == (Trust.BASIC, Trust.NEW, Trust.NEW)


def test_what_is_taken_down_and_own_reactions_count_for_nothing(alice: Account, bob: Account) -> None:
    first, second = make_post(alice), make_post(alice)
    reacting.react(bob, first.pk, Reaction.Kind.LIKE)
    reacting.react(bob, second.pk, Reaction.Kind.LIKE)
    reacting.react(alice, first.pk, Reaction.Kind.LIKE)
    facts = facts_of([alice.pk, bob.pk], timezone.now())
    assert (facts[alice.pk].posts, facts[alice.pk].reactors, facts[alice.pk].active_days) == (2, 1, 1)
    assert (facts[bob.pk].posts, facts[bob.pk].active_days) == (0, 1)
    Post.objects.filter(pk=first.pk).update(deleted_at=timezone.now())
    assert facts_of([alice.pk], timezone.now())[alice.pk].posts == 1


def test_a_strike_counts_until_it_ends_or_is_taken_back(alice: Account) -> None:
    made = strike(alice, 3)
    assert facts_of([alice.pk], timezone.now())[alice.pk].strikes == 3
    assert facts_of([alice.pk], timezone.now() + timedelta(days=10))[alice.pk].strikes == 0
    Strike.objects.filter(pk=made.pk).update(voided_at=timezone.now())
    assert facts_of([alice.pk], timezone.now())[alice.pk].strikes == 0


def test_staff_has_the_last_word_and_it_is_in_the_record(alice: Account, mo: Account) -> None:
    trusting.fix_trust(mo, alice.pk, Trust.NEW, "Sells things to newcomers")
    trusting.fix_trust(mo, alice.pk, Trust.NEW, "Sells things to newcomers")
    busy(alice, 5)
    Account.objects.filter(pk=alice.pk).update(joined_at=timezone.now() - timedelta(days=50))
    assert trusting.recount_trust() == 0
    alice.refresh_from_db()
    assert (alice.trust, alice.trust_is_fixed) == (Trust.NEW, True)
    [entry] = AuditEntry.objects.filter(deed="fix_trust")
    assert (entry.account_id, entry.facts) == (alice.pk, {"was": int(Trust.BASIC), "value": 0})
    assert CaseNote.objects.get(account=alice).body == "Sells things to newcomers"
    trusting.free_trust(mo, alice.pk)
    assert trusting.recount_trust() == 1


def test_nobody_sets_their_own_level_or_that_of_an_equal(alice: Account, mo: Account) -> None:
    other = make_account("mia", role=Role.MODERATOR)
    for by, whose in ((mo, mo), (mo, other), (alice, mo)):
        with pytest.raises(Forbidden):
            trusting.fix_trust(by, whose.pk, Trust.REGULAR, "Because I say so")
    with pytest.raises(Invalid):
        trusting.fix_trust(mo, alice.pk, Trust.REGULAR, " ")


def test_everyone_sees_their_own_level_and_what_the_next_takes(alice: Account) -> None:
    shown = trust_of(alice)
    assert (shown.level, shown.name, shown.next_name) == (1, "Getting known", "Known member")
    assert [one.is_met for one in shown.next_needs][-2:] == [True, True]
    assert "5 different people: 0" in shown.next_needs[3].text
