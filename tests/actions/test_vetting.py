"""What rules find before publication is told to the staff, blurred, held or refused; and what settings ask for."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import PASSWORD, make_account, make_follow, make_post
from tests.pictures import make_media
from tests.rules import Effect, Kind, Mode, make_rule
from verandah.actions import (
    admitting,
    compiling,
    editing,
    judging,
    pacing,
    posting,
    presenting,
    scheduling,
    uploading,
    vetting,
)
from verandah.actions.admitting import Newcomer
from verandah.actions.compiling import AlbumDraft
from verandah.actions.editing import Change
from verandah.actions.posting import Draft
from verandah.actions.presenting import Revision
from verandah.actions.voting import Question
from verandah.base.errors import Invalid, NotFound, TooMany
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.trust import Trust
from verandah.domain.albums.models import Album
from verandah.domain.instance.models import Site
from verandah.domain.instance.switches import SWITCHBOARD
from verandah.domain.moderation.models import Case, Decision, Policy, Queue, Rule, RuleHit, Subject
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Audience, Withheld
from verandah.domain.posts.models import Post, ScheduledPost
from verandah.domain.posts.queries import visible_post

pytestmark = pytest.mark.django_db


def say(author: Account, text: str = "A frumious day", **more: object) -> Post:
    return posting.publish(author, Draft(text, key=f"say-{Post.objects.count()}-{RuleHit.objects.count()}", **more))  # type: ignore[arg-type]


def switch(**columns: object) -> None:
    Site.objects.update(**columns)
    SWITCHBOARD.read()


@pytest.fixture(name="newcomer")
def newcomer_of(site: Site) -> Account:
    account = make_account("nell")
    account.trust = Trust.NEW
    account.save(update_fields=["trust"])
    return account


def test_a_held_post_is_its_authors_alone_and_nobody_hears_of_it(alice: Account, bob: Account, carol: Account) -> None:
    make_rule(Effect.HOLD)
    post = say(alice, "A frumious day, @bob")
    assert post.withheld == Withheld.HIDDEN
    assert visible_post(alice, post.pk) == post
    for viewer in (bob, carol, None):
        with pytest.raises(NotFound):
            visible_post(viewer, post.pk)
    assert not Notification.objects.filter(post=post).exists()
    alice.refresh_from_db()
    assert (alice.posts_count, alice.open_posts_count) == (0, 0)


def test_a_hold_is_a_decision_of_the_site_with_its_reasons(alice: Account) -> None:
    rule = make_rule(Effect.HOLD)
    post = say(alice, "so FRU\u200bMIOUS it is")
    decision = Decision.objects.get(subject__kind=Subject.Kind.POST, subject__ref=post.pk)
    assert (decision.actor_id, decision.rule_id, decision.effects) == (None, rule.pk, ["hold"])
    assert decision.automated_decision == Decision.Automation.FULL
    assert decision.automated_detection
    assert "This word makes trouble here." in decision.facts
    assert "FRU\u200bMIOUS" in decision.facts
    assert decision.case.queue == Queue.NEWCOMERS
    assert decision.case.closed_at is None


def test_it_waits_where_the_rule_that_people_read_says(alice: Account) -> None:
    policy = Policy.objects.create(slug="odd", queue=Queue.THREATS)
    policy.versions.create(
        number=1, texts={"en": {"title": "Odd", "body": ""}}, effective_from=timezone.now(), created_at=timezone.now()
    )
    make_rule(Effect.HOLD, policy=policy)
    say(alice)
    assert Case.objects.get().queue == Queue.THREATS


def test_what_is_kept_is_what_was_found_and_no_more(alice: Account) -> None:
    rule = make_rule(Effect.HOLD)
    post = say(alice, "My secret is a Frumious one")
    hit = RuleHit.objects.get()
    assert (hit.rule_id, hit.post_id, hit.account_id, hit.mode) == (rule.pk, post.pk, alice.pk, Mode.LIVE)
    assert hit.explain == {"found": ["Frumious"], "where": "post"}
    rule.refresh_from_db()
    assert rule.hits_count == 1


def test_what_is_refused_says_why_and_leaves_nothing_but_what_was_found(alice: Account) -> None:
    make_rule(Effect.REFUSE)
    for _turn in range(2):
        with pytest.raises(Invalid, match="makes trouble"):
            say(alice)
    assert not Post.objects.exists()
    hit = RuleHit.objects.get()
    assert (hit.post_id, hit.explain["found"]) == (None, ["frumious"])


def test_what_is_blurred_is_out_and_behind_a_warning(alice: Account, eve: Account) -> None:
    make_rule(Effect.BLUR)
    post = say(alice)
    assert (post.withheld, post.is_blurred) == (Withheld.NO, True)
    assert visible_post(eve, post.pk)


def test_a_flag_opens_a_case_and_does_nothing_else(alice: Account, eve: Account) -> None:
    make_rule(Effect.FLAG)
    post = say(alice)
    assert visible_post(eve, post.pk)
    assert Case.objects.get().subject.ref == post.pk
    assert not Decision.objects.exists()


def test_in_the_shadow_it_only_counts(alice: Account, eve: Account) -> None:
    rule = make_rule(Effect.REFUSE, mode=Mode.SHADOW)
    post = say(alice)
    assert visible_post(eve, post.pk)
    assert RuleHit.objects.get().mode == Mode.SHADOW
    assert not Case.objects.exists()
    rule.refresh_from_db()
    assert rule.hits_count == 1


@pytest.mark.parametrize("mode", [Mode.DRAFT, Mode.OFF])
def test_drafts_and_ended_rules_find_nothing(alice: Account, mode: Rule.Mode) -> None:
    make_rule(Effect.REFUSE, mode=mode)
    say(alice)
    assert not RuleHit.objects.exists()


def test_the_strongest_effect_is_done(alice: Account) -> None:
    make_rule(Effect.FLAG)
    make_rule(Effect.BLUR)
    make_rule(Effect.HOLD)
    make_rule(Effect.REFUSE, mode=Mode.SHADOW)
    post = say(alice)
    assert post.withheld == Withheld.HIDDEN
    assert RuleHit.objects.filter(post=post).count() == 4


@pytest.mark.parametrize(
    "more",
    [
        {"warning": "frumious"},
        {"place": "Frumious Street"},
        {"poll": Question(("yes", "frumious"), 3600)},
    ],
)
def test_all_that_a_post_says_is_read(alice: Account, more: dict[str, object]) -> None:
    make_rule(Effect.HOLD)
    assert say(alice, "Nothing odd", **more).withheld


def test_comments_quotes_and_posts_on_walls_are_read(alice: Account, bob: Account) -> None:
    parent = make_post(bob)
    make_rule(Effect.HOLD)
    assert say(alice, parent_id=parent.pk).withheld
    assert say(alice, quote_id=parent.pk).withheld
    parent.refresh_from_db()
    assert (parent.comments_count, parent.quotes_count) == (0, 0)
    assert not Notification.objects.filter(recipient=bob).exists()


def test_a_post_that_is_due_is_read_when_it_is_said(alice: Account) -> None:
    row = scheduling.schedule(alice, Draft("A frumious day", key="later"), timezone.now() + timedelta(hours=1))
    make_rule(Effect.REFUSE)
    ScheduledPost.objects.update(due_at=timezone.now())
    scheduling.say.func(row.pk)
    row.refresh_from_db()
    assert "makes trouble" in row.failure
    assert RuleHit.objects.get().account_id == alice.pk
    assert not Post.objects.exists()


def test_an_edit_that_trips_a_hold_hides_the_post_again(alice: Account, eve: Account) -> None:
    make_rule(Effect.HOLD)
    post = say(alice, "A fine day")
    assert visible_post(eve, post.pk)
    edited = editing.edit(alice, post.pk, Change("A frumious day"))
    assert edited.withheld == Withheld.HIDDEN
    with pytest.raises(NotFound):
        visible_post(eve, post.pk)
    alice.refresh_from_db()
    assert alice.posts_count == 0


def test_an_edit_that_is_refused_changes_nothing(alice: Account) -> None:
    make_rule(Effect.REFUSE)
    post = say(alice, "A fine day")
    with pytest.raises(Invalid, match="makes trouble"):
        editing.edit(alice, post.pk, Change("A frumious day"))
    post.refresh_from_db()
    assert post.text == "A fine day"
    assert RuleHit.objects.get().post_id is None


def test_an_edit_that_blurs_blurs(alice: Account) -> None:
    make_rule(Effect.BLUR)
    post = say(alice, "A fine day")
    assert editing.edit(alice, post.pk, Change("A frumious day")).is_blurred


@pytest.mark.parametrize("field", ["display_name", "bio", "fields", "avatar_description"])
@pytest.mark.parametrize("effect", [Effect.REFUSE, Effect.HOLD])
def test_a_profile_is_refused_as_it_cannot_wait(alice: Account, field: str, effect: Rule.Effect) -> None:
    make_rule(effect)
    value = (("Pet", "frumious", ""),) if field == "fields" else "frumious"
    with pytest.raises(Invalid) as refusal:
        presenting.revise(alice, Revision(**{field: value}))  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert RuleHit.objects.get().account_id == alice.pk


def test_a_profile_that_is_flagged_is_changed_and_looked_at(alice: Account) -> None:
    make_rule(Effect.FLAG)
    presenting.revise(alice, Revision(bio="A frumious person"))
    subject = Case.objects.get().subject
    assert (subject.kind, subject.ref, subject.part) == (Subject.Kind.ACCOUNT, alice.pk, "bio")


def test_titles_of_albums_are_read(alice: Account) -> None:
    make_rule(Effect.HOLD)
    with pytest.raises(Invalid, match="makes trouble"):
        compiling.create(alice, AlbumDraft("Frumious days"), "album")
    album = compiling.create(alice, AlbumDraft("Fine days"), "album")
    with pytest.raises(Invalid, match="makes trouble"):
        compiling.change(alice, album.pk, AlbumDraft(text="frumious"))
    assert Album.objects.get().text == ""


def test_links_are_stopped_told_and_let_through(alice: Account) -> None:
    make_rule(Effect.HOLD, Kind.LINKS, links="snark.example\nfine.snark.example,allow\nfrab.example,warn")
    assert say(alice, "see https://www.snark.example/x").withheld
    assert not say(alice, "see https://fine.snark.example/x").withheld
    assert not Case.objects.filter(queue=Queue.RULES).exists()
    assert not say(alice, "see https://frab.example/x").withheld
    assert Case.objects.filter(queue=Queue.RULES).count() == 1


def test_only_the_few_sites_that_are_let_through(alice: Account) -> None:
    make_rule(Effect.HOLD, Kind.LINKS, links="fine.example", way="allow", only_allowed="1")
    assert not say(alice, "see https://fine.example/x").withheld
    assert say(alice, "see https://other.example/x").withheld
    assert not say(alice, "no link").withheld


@pytest.mark.parametrize(
    ("what", "texts"),
    [
        ("posts", ["One of these", "Two of these", "Three of these"]),
        ("same", ["The very same", "The very same", "The very same"]),
        ("mentions", ["@bob hello", "@bob hello you", "@bob it is me"]),
    ],
)
def test_too_much_in_a_time_is_held(alice: Account, bob: Account, what: str, texts: list[str]) -> None:
    make_rule(Effect.HOLD, Kind.RATE, what=what, most="2", seconds="3600", trust="3")
    assert [bool(say(alice, text).withheld) for text in texts] == [False, False, True]


def test_the_same_by_many_is_held(alice: Account, bob: Account, eve: Account) -> None:
    make_rule(Effect.HOLD, Kind.RATE, what="same_by_all", most="2", seconds="3600", trust="3")
    assert [bool(say(who, "Buy my frabs now").withheld) for who in (alice, bob, eve)] == [False, False, True]


def test_a_rate_for_newcomers_leaves_others_alone(alice: Account, newcomer: Account) -> None:
    make_rule(Effect.HOLD, Kind.RATE, what="posts", most="0", seconds="3600", trust="0")
    assert not say(alice, "One").withheld
    assert say(newcomer, "One").withheld


def test_newcomers_with_links_and_with_strangers(alice: Account, bob: Account, newcomer: Account) -> None:
    make_rule(Effect.HOLD, Kind.NEWCOMER, trust="0", with_links="1")
    make_rule(Effect.HOLD, Kind.NEWCOMER, trust="0", strangers="2")
    assert not say(newcomer, "no link").withheld
    assert say(newcomer, "https://frab.example").withheld
    assert not say(alice, "https://frab.example").withheld
    assert say(newcomer, "@alice @bob hello").withheld
    make_follow(bob, newcomer)
    assert not say(newcomer, "@alice @bob hello again").withheld


def test_first_posts_of_newcomers_are_held_where_the_site_says_so(alice: Account, newcomer: Account) -> None:
    switch(held_first_posts=2)
    assert [bool(say(newcomer, f"Post {number}").withheld) for number in range(3)] == [True, True, False]
    assert not say(alice, "Post").withheld
    assert Decision.objects.filter(rule=None, effects=["hold"]).count() == 2


def test_newcomers_post_no_links_where_the_site_says_so(alice: Account, newcomer: Account) -> None:
    switch(allows_newcomer_links=False)
    with pytest.raises(Invalid, match="can’t post links yet"):
        say(newcomer, "https://frab.example")
    with pytest.raises(Invalid, match="can’t post links yet"):
        presenting.revise(newcomer, Revision(bio="see https://frab.example"))
    post = say(newcomer, "no link")
    with pytest.raises(Invalid, match="can’t post links yet"):
        editing.edit(newcomer, post.pk, Change("https://frab.example"))
    say(alice, "https://frab.example")


def test_newcomers_post_so_often_an_hour(alice: Account, newcomer: Account) -> None:
    switch(newcomer_posts_hourly=2)
    say(newcomer, "One")
    say(newcomer, "Two")
    with pytest.raises(TooMany) as refusal:
        say(newcomer, "Three")
    assert 3500 < refusal.value.seconds <= 3601
    post = make_post(alice)
    for number in range(2 * pacing.COMMENTS):
        posting.publish(newcomer, posting.Draft(f"Answer {number}", key=f"a{number}", parent_id=post.pk))
    with pytest.raises(TooMany, match="comment 40 times"):
        posting.publish(newcomer, posting.Draft("One more", key="more", parent_id=post.pk))
    assert all(say(alice, f"Post {number}") for number in range(3))


def test_nobody_calls_everyone(alice: Account, bob: Account) -> None:
    names = [make_account(f"guest{number}").username for number in range(vetting.MOST_STRANGERS + 1)]
    with pytest.raises(Invalid, match="more than 20 people"):
        say(alice, " ".join(f"@{name}" for name in names))
    for name in names:
        make_follow(Account.objects.get(username=name), bob)
    say(bob, " ".join(f"@{name}" for name in names))


def test_newcomers_call_fewer(newcomer: Account) -> None:
    names = [make_account(f"guest{number}").username for number in range(vetting.MOST_STRANGERS_BY_NEWCOMERS + 1)]
    with pytest.raises(Invalid, match="more than 5 people"):
        say(newcomer, " ".join(f"@{name}" for name in names))


def test_where_no_rule_runs_nothing_is_asked(
    alice: Account, django_assert_num_queries: Callable[..., CaptureQueriesContext]
) -> None:
    with django_assert_num_queries(0):
        assert vetting.vet(alice, ["A frumious day"], ["https://snark.example"], 1, is_comment=False) is vetting.FINE
        assert vetting.vet_words(alice, ["frumious"], "bio") is vetting.FINE
    make_rule(Effect.FLAG)
    with django_assert_num_queries(0):
        assert vetting.vet(alice, ["A fine day"], [], 0, is_comment=False) is vetting.FINE


def test_a_rule_that_cannot_be_read_does_not_stop_the_others(alice: Account) -> None:
    broken = make_rule(Effect.HOLD)
    make_rule(Effect.HOLD, words="snark")
    Rule.objects.filter(pk=broken.pk).update(config={"words": [["x"]]}, updated_at=timezone.now())
    vetting.RULEBOOK.read()
    assert say(alice, "a snark").withheld


def test_names_of_who_joins_are_read_and_they_begin_with_the_least_trust(site: Site) -> None:
    make_rule(Effect.HOLD)
    with pytest.raises(Invalid, match="makes trouble"):
        admitting.newcomer(Newcomer("frumious", "nell@example.org", PASSWORD))
    assert RuleHit.objects.get().account is None
    user = admitting.newcomer(Newcomer("nell", "nell@example.org", PASSWORD))
    assert user.account.trust == Trust.NEW
    assert make_account("kim").trust == Trust.BASIC


def test_what_was_found_long_ago_is_forgotten_unless_it_is_held(alice: Account) -> None:
    make_rule(Effect.HOLD)
    make_rule(Effect.REFUSE, words="snark")
    held = say(alice)
    with pytest.raises(Invalid):
        say(alice, "a snark")
    RuleHit.objects.update(created_at=timezone.now() - timedelta(days=91))
    assert judging.clear_hits() == 1
    assert RuleHit.objects.get().post == held


def test_a_newcomer_sends_so_many_files_a_day(newcomer: Account) -> None:
    switch(newcomer_files_daily=1)
    make_media(newcomer)
    with pytest.raises(TooMany, match="1 files a day"):
        uploading.accept(newcomer, None, uploading.Details())


def test_a_note_to_oneself_is_read_too_as_it_can_be_opened_later(alice: Account) -> None:
    make_rule(Effect.HOLD)
    assert say(alice, audience=Audience.ONLY_ME).withheld
