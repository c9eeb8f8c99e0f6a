"""What ends by itself when its time is over, and what is erased when its days are: told by moving time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.api.asking import Phone
from tests.factories import decide_about, make_account, make_follow, make_post
from tests.pictures import make_media
from verandah.actions import chores, deciding, ending, moderating, posting, reacting, snapshotting
from verandah.actions.casing import case_about
from verandah.actions.deciding import Verdict
from verandah.actions.posting import Draft
from verandah.base.errors import Forbidden
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.standing import Standing
from verandah.domain.media import files
from verandah.domain.media.models import Media
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import AuditEntry, CaseMessage, Decision, Policy, Queue, Restriction, Subject
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post


def move(days: float) -> None:
    """Everything was decided so much earlier."""
    back = timedelta(days=days)
    for row in Restriction.objects.all():
        row.active_from -= back
        row.active_until = row.active_until and row.active_until - back
        row.save(update_fields=["active_from", "active_until"])
    for account in Account.objects.exclude(terminated_at=None):
        Account.objects.filter(pk=account.pk).update(terminated_at=account.terminated_at - back)


def kept_names() -> set[str]:
    """Of which files there are renditions in the store."""
    return {name for some in files.names() for name in some}


def for_a_week(account: Account, by: Account, *effects: Effect) -> Decision:
    subject = snapshotting.subject_of(Subject.Kind.ACCOUNT, account.pk)
    policy, until = Policy.objects.filter(severity=2).first(), timezone.now() + timedelta(days=7)
    assert policy is not None
    return deciding.decide(case_about(subject, Queue.RULES), by, Verdict(effects, "", policy.pk, until=until))


def test_a_timed_suspension_ends_by_itself_and_they_are_told(mo, alice, eve):
    make_follow(eve, alice)
    phone = Phone(eve)
    decision = for_a_week(eve, mo, Effect.SUSPEND)
    assert phone.get("/api/v1/timelines/home").status_code == 401
    assert Account.objects.get(pk=alice.pk).followers_count == 0
    move(6.99)
    assert ending.end_timed() == 0
    move(0.02)
    assert ending.end_timed() == 1
    eve.refresh_from_db()
    assert (eve.suspended_at, eve.restriction_id) == (None, None)
    assert Account.objects.get(pk=alice.pk).followers_count == 1
    assert phone.get("/api/v1/timelines/home").status_code == 200
    row = Restriction.objects.get(decision=decision)
    assert row.ended_at is not None
    assert row.ended_by_id is None
    assert CaseMessage.objects.get(case=decision.case).author_id is None
    assert Notification.objects.filter(recipient=eve, case=decision.case).count() == 1
    assert ending.end_timed() == 0
    assert AuditEntry.objects.filter(deed="time_over", decision_id=decision.pk).count() == 1


def test_what_was_taken_back_before_does_not_end_again(mo, eve):
    decision = for_a_week(eve, mo, Effect.READ_ONLY)
    deciding.reverse(decision, mo, "")
    move(8)
    assert ending.end_timed() == 0
    assert not CaseMessage.objects.exists()


def test_the_longer_of_two_goes_on(mo, eve):
    for_a_week(eve, mo, Effect.READ_ONLY)
    decide_about(eve, Effect.RATE_LIMIT)
    move(8)
    ending.end_timed()
    eve.refresh_from_db()
    assert eve.standing == Standing.RATE_LIMITED


def test_the_chores_do_it_every_minute():
    assert chores.CHORES["end_restrictions"].every == timedelta(minutes=1)
    assert chores.CHORES["erase_terminated"].deed is ending.erase_terminated


def test_who_was_ended_for_good_can_be_brought_back_for_thirty_days(mo, eve):
    post = make_post(eve, "Good evening", Audience.PUBLIC)
    decision = decide_about(eve, Effect.TERMINATE)
    assert eve.suspended_at == eve.terminated_at == decision.created_at
    move(29.9)
    assert ending.erase_terminated() == 0
    moderating.unsuspend(eve, mo)
    assert (eve.suspended_at, eve.terminated_at) == (None, None)
    move(31)
    assert ending.erase_terminated() == 0
    assert Post.objects.filter(pk=post.pk).exists()


def test_after_thirty_days_they_are_erased_with_all_that_is_theirs(alice, eve, bob, django_capture_on_commit_callbacks):
    root, other = make_post(alice, "Root", Audience.PUBLIC), make_post(bob, "Quoted", Audience.PUBLIC)
    photo = make_media(eve, "A quay")
    post = posting.publish(eve, Draft("See", Audience.PUBLIC, "p", media_ids=(photo.pk,)))
    posting.publish(eve, Draft("Rude", Audience.PUBLIC, "c", parent_id=root.pk))
    posting.publish(bob, Draft("She says", Audience.PUBLIC, "q", parent_id=post.pk, quote_id=other.pk))
    reacting.react(eve, root.pk)
    decision = decide_about(eve, Effect.TERMINATE)
    move(30.1)
    assert photo.name in kept_names()
    with django_capture_on_commit_callbacks(execute=True):
        assert ending.erase_terminated() == 1
    assert photo.name not in kept_names()
    assert not Account.objects.filter(pk=eve.pk).exists()
    assert not Post.objects.filter(author=eve.pk).exists()
    assert not Media.objects.filter(owner=eve.pk).exists()
    row = Post.objects.get(pk=root.pk)
    assert (row.comments_count, row.reactions_count) == (0, 0)
    assert Post.objects.get(pk=other.pk).quotes_count == 0
    # What was decided stays, and names nobody any more.
    decision.refresh_from_db()
    assert decision.subject.owner_id is None
    assert AuditEntry.objects.get(deed="erase_account").account_id == eve.pk
    assert ending.erase_terminated() == 0


def test_what_others_wrote_on_their_wall_is_left_to_who_wrote_it(alice, eve):
    make_follow(alice, eve)
    on_wall = Post.objects.get(pk=make_post(alice, "Hello").pk)
    Post.objects.filter(pk=on_wall.pk).update(wall=eve)
    decide_about(eve, Effect.TERMINATE)
    move(31)
    ending.erase_terminated()
    on_wall.refresh_from_db()
    assert (on_wall.wall_id, on_wall.audience) == (None, Audience.ONLY_ME)


def test_who_is_frozen_is_not_erased_and_can_delete_nothing(eve):
    post = make_post(eve)
    decide_about(eve, Effect.FREEZE)
    with pytest.raises(Forbidden) as refused:
        posting.delete(eve, post.pk)
    assert "/decisions/" in refused.value.text
    decide_about(eve, Effect.TERMINATE)
    move(400)
    assert ending.erase_terminated() == 0
    assert Account.objects.filter(pk=eve.pk).exists()


def test_what_the_frozen_had_deleted_before_is_kept(eve):
    post = make_post(eve)
    posting.delete(eve, post.pk)
    decision = decide_about(eve, Effect.FREEZE)
    Post.objects.filter(pk=post.pk).update(deleted_at=timezone.now() - timedelta(days=3))
    assert chores.purge_deleted_posts() == 0
    deciding.reverse(decision, None, "")
    assert chores.purge_deleted_posts() == 1


def test_time_goes_on_for_each_of_many(site, mo):
    people = [make_account(f"p{number}") for number in range(3)]
    for one in people:
        for_a_week(one, mo, Effect.LIMIT, Effect.READ_ONLY)
    move(8)
    assert ending.end_timed() == 6
    assert not Account.objects.exclude(restriction=None).exists()
