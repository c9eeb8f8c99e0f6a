"""The life of a rule: draft, tried on 30 days, in the shadow, live by two people, and off."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_account, make_post
from tests.rules import Effect, Kind, Mode, make_rule
from verandah.actions import approving, backtesting, posting, ruling
from verandah.actions.ruling import Wish
from verandah.base.errors import Conflict, Forbidden, Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation import rulebook
from verandah.domain.moderation.models import AuditEntry, Rule, RuleHit
from verandah.domain.moderation.rulebook import RULEBOOK
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

pytestmark = pytest.mark.django_db
WORDS = Wish("Odd words", Kind.WORDS, Effect.HOLD, {"words": "frumious"}, explanation="Not here.")


@pytest.fixture(name="ada")
def ada_admin(site: object) -> Account:
    return make_account("ada", role=Role.ADMIN)


def watched(by: Account, wish: Wish = WORDS) -> Rule:
    """A rule in the shadow."""
    rule = ruling.write(by, wish)
    ruling.try_out(by, rule.pk)
    return ruling.watch(by, rule.pk)


def test_a_new_rule_does_nothing(mo: Account, alice: Account) -> None:
    rule = ruling.write(mo, WORDS)
    RULEBOOK.read()
    make_post(alice, "frumious")
    assert (rule.mode, rule.version, RuleHit.objects.count()) == (Mode.DRAFT, 1, 0)
    assert AuditEntry.objects.filter(deed="write_rule", actor_id=mo.pk, facts__rule=rule.pk).exists()


def test_members_write_no_rules(alice: Account, mo: Account) -> None:
    rule = ruling.write(mo, WORDS)
    for deed in (
        lambda: ruling.write(alice, WORDS),
        lambda: ruling.change(alice, rule.pk, WORDS),
        lambda: ruling.try_out(alice, rule.pk),
        lambda: ruling.watch(alice, rule.pk),
        lambda: ruling.switch_off(alice, rule.pk),
        lambda: ruling.ask_for_live(mo, rule.pk, "why"),
        lambda: ruling.make_live(mo, rule.pk),
    ):
        with pytest.raises(Forbidden):
            deed()
    with pytest.raises(NotFound):
        ruling.watch(mo, 999_999)


@pytest.mark.parametrize(
    "wish",
    [
        Wish("", Kind.WORDS, Effect.FLAG, {"words": "frumious"}),
        Wish("x" * 101, Kind.WORDS, Effect.FLAG, {"words": "frumious"}),
        Wish("Odd", Kind.WORDS, Effect.FLAG, {"words": ""}),
        Wish("Odd", Kind.WORDS, Effect.HOLD, {"words": "frumious"}),
        Wish("Odd", Kind.WORDS, Effect.FLAG, {"words": "frumious"}, budget=101),
        Wish("Odd", Kind.WORDS, Effect.FLAG, {"words": "frumious"}, policy_id=999_999),
        Wish("Odd", Kind.PATTERN, Effect.FLAG, {"pattern": "(a"}),
        Wish("Odd", Kind.PATTERN, Effect.FLAG, {"pattern": r"(a)\1"}),
        Wish("Odd", Kind.LINKS, Effect.FLAG, {"links": "com"}),
        Wish("Odd", Kind.RATE, Effect.FLAG, {"what": "posts", "most": "-1", "seconds": "60"}),
        Wish("Odd", Kind.RATE, Effect.FLAG, {"what": "everything", "most": "1", "seconds": "60"}),
        Wish("Odd", Kind.NEWCOMER, Effect.FLAG, {}),
        Wish("Odd", Kind.BANK, Effect.FLAG, {}),
    ],
)
def test_what_is_no_rule_is_refused(mo: Account, wish: Wish) -> None:
    with pytest.raises(Invalid):
        ruling.write(mo, wish)
    assert not Rule.objects.exists()


def test_it_is_tried_on_thirty_days_and_nobody_hears_of_it(mo: Account, alice: Account, bob: Account) -> None:
    seen = make_post(alice, "frumious one")
    make_post(alice, "frumious two", Audience.FRIENDS)
    make_post(bob, "fine")
    old = make_post(bob, "frumious but old")
    Post.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))
    rule = ruling.try_out(mo, ruling.write(mo, WORDS).pk)
    kept = rule.backtest
    assert (kept["state"], kept["seen"], kept["total"], kept["hits"], kept["people"]) == ("done", 3, 3, 2, 1)
    # What was said to friends is counted, and shown to nobody.
    assert kept["examples"] == [[str(seen.pk), ["frumious"]]]
    assert sum(kept["days"].values()) == 2
    assert not RuleHit.objects.exists()


def test_many_posts_are_tried_in_pieces(mo: Account, alice: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(7):
        make_post(alice, f"frumious {number}")
    monkeypatch.setattr(backtesting, "BATCH", 3)
    monkeypatch.setattr(backtesting, "SECONDS", 0.0)
    rule = ruling.try_out(mo, ruling.write(mo, WORDS).pk)
    assert (rule.backtest["state"], rule.backtest["seen"], rule.backtest["hits"]) == ("done", 7, 7)


def test_rates_are_tried_as_they_were_then(mo: Account, alice: Account) -> None:
    for number in range(4):
        make_post(alice, f"Post {number}")
    wish = Wish("Many", Kind.RATE, Effect.FLAG, {"what": "posts", "most": "2", "seconds": "3600", "trust": "3"})
    rule = ruling.try_out(mo, ruling.write(mo, wish).pk)
    assert rule.backtest["hits"] == 2


def test_in_the_shadow_only_after_it_was_tried(mo: Account) -> None:
    rule = ruling.write(mo, WORDS)
    with pytest.raises(Conflict):
        ruling.watch(mo, rule.pk)
    assert watched(mo).mode == Mode.SHADOW
    changed = ruling.change(mo, rule.pk, Wish("Odd words", Kind.WORDS, Effect.HOLD, {"words": "snark"}, None, "No."))
    assert (changed.pk, changed.backtest) == (rule.pk, {})


def test_live_by_two_people_alone(ada: Account) -> None:
    rule, other = watched(ada), make_account("olga", role=Role.OWNER)
    with pytest.raises(Forbidden):
        ruling.make_live(ada, rule.pk)
    approval = ruling.ask_for_live(ada, rule.pk, "It comes up every day.")
    with pytest.raises(Forbidden):
        approving.agree(ada, approval.pk)
    with pytest.raises(Forbidden):
        ruling.make_live(ada, rule.pk)
    approving.agree(other, approval.pk)
    for _turn in range(2):
        live = ruling.make_live(ada, rule.pk)
    assert (live.mode, live.approved_by_id) == (Mode.LIVE, other.pk)
    assert AuditEntry.objects.filter(deed="rule_live", facts__rule=rule.pk).count() == 1
    ruling.switch_off(ada, rule.pk)
    ruling.watch(ada, rule.pk)
    # What was agreed to is good once.
    with pytest.raises(Forbidden):
        ruling.make_live(ada, rule.pk)


def test_alone_it_takes_a_day(ada: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = watched(ada)
    ruling.ask_for_live(ada, rule.pk, "I am the only one here.")
    with pytest.raises(Forbidden):
        ruling.make_live(ada, rule.pk)
    later = timezone.now() + timedelta(hours=24, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert ruling.make_live(ada, rule.pk).mode == Mode.LIVE
    assert Rule.objects.get().approved_by_id is None


def test_a_change_is_a_new_version_and_the_old_one_goes_on(mo: Account, alice: Account) -> None:
    old = make_rule(Effect.FLAG)
    wish = Wish("Odd words", Kind.WORDS, Effect.FLAG, {"words": "snark"})
    new = ruling.change(mo, old.pk, wish)
    assert (new.previous_id, new.version, new.mode) == (old.pk, 2, Mode.DRAFT)
    assert ruling.change(mo, old.pk, wish).pk == new.pk
    old.refresh_from_db()
    assert (old.mode, old.config["words"]) == (Mode.LIVE, [["frumious", "whole", "", ""]])
    with pytest.raises(Invalid):
        ruling.change(mo, old.pk, Wish("Odd", Kind.LINKS, Effect.FLAG, {"links": "a.example"}))


def test_the_new_version_takes_the_place_of_the_old(ada: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    old = make_rule(Effect.FLAG)
    new = ruling.change(ada, old.pk, Wish("Odd words", Kind.WORDS, Effect.FLAG, {"words": "snark"}))
    ruling.try_out(ada, new.pk)
    ruling.watch(ada, new.pk)
    ruling.ask_for_live(ada, new.pk, "It is better.")
    later = timezone.now() + timedelta(hours=24, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    ruling.make_live(ada, new.pk)
    old.refresh_from_db()
    assert old.mode == Mode.OFF


def test_other_processes_hear_of_it(
    mo: Account, alice: Account, django_capture_on_commit_callbacks: pytest.FixtureRequest
) -> None:
    rule = make_rule(Effect.REFUSE)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        ruling.switch_off(mo, rule.pk)
    assert RULEBOOK.book.is_empty
    # And whoever hears nothing asks again after a while.
    Rule.objects.filter(pk=rule.pk).update(mode=Mode.LIVE, updated_at=timezone.now())
    RULEBOOK.read_at -= rulebook.READ_AGAIN + 1
    with pytest.raises(Invalid):
        posting.publish(alice, posting.Draft("frumious", key="late"))
