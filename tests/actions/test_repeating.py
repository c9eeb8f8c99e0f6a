"""The key that makes what is sent twice one post: for an hour when an app sends it, and never two at once."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.factories import make_account
from verandah.actions import posting, scheduling
from verandah.actions.repeating import let_go
from verandah.base.errors import Conflict
from verandah.domain.accounts.models import Account
from verandah.domain.instance.models import Site
from verandah.domain.posts.models import Post, ScheduledPost

HOUR = timedelta(hours=1)
DRAFT = posting.Draft("Tea at four", key="a-key", key_holds=HOUR)


def age(post: Post, by: timedelta) -> None:
    Post.objects.filter(pk=post.pk).update(created_at=timezone.now() - by)


def test_within_the_hour_it_is_the_same_post_and_afterwards_another(alice: Account) -> None:
    first = posting.publish(alice, DRAFT)
    age(first, HOUR - timedelta(seconds=5))
    assert posting.publish(alice, replace(DRAFT, text="Whatever it says")).id == first.id
    age(first, HOUR)
    second = posting.publish(alice, DRAFT)
    assert second.id != first.id
    assert posting.publish(alice, DRAFT).id == second.id
    assert Post.objects.filter(author=alice).count() == 2


def test_the_key_of_a_form_holds_for_ever(alice: Account) -> None:
    form = replace(DRAFT, key_holds=None)
    first = posting.publish(alice, form)
    age(first, timedelta(days=400))
    assert posting.publish(alice, form).id == first.id


def test_what_was_deleted_within_the_hour_is_not_said_to_be_out(alice: Account) -> None:
    first = posting.publish(alice, DRAFT)
    posting.delete(alice, first.id)
    with pytest.raises(Conflict):
        posting.publish(alice, DRAFT)
    age(first, HOUR)
    assert posting.publish(alice, DRAFT).deleted_at is None


def test_the_key_is_one_persons(alice: Account, eve: Account) -> None:
    assert posting.publish(alice, DRAFT).id != posting.publish(eve, DRAFT).id


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_after_the_hour_one_makes_the_post(site: Site) -> None:
    alice, found, together = make_account("alice"), [], Barrier(4)
    age(posting.publish(alice, DRAFT), HOUR)

    def send() -> None:
        together.wait()
        found.append(posting.publish(alice, DRAFT).id)
        connection.close()

    threads = [Thread(target=send) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    assert Post.objects.filter(author=alice).count() == 2


def test_letting_go_twice_is_letting_go_once(alice: Account) -> None:
    post = posting.publish(alice, DRAFT)
    rows = Post.objects.filter(author=alice, key=DRAFT.key)
    let_go(rows, HOUR)
    assert rows.get().id == post.id
    age(post, HOUR)
    with transaction.atomic():
        let_go(rows, HOUR)
        let_go(rows, HOUR)
    assert not rows.exists()


def test_what_waits_has_the_same_hour_and_a_key_of_its_own_when_it_is_said(alice: Account) -> None:
    due = timezone.now() + timedelta(days=2)
    first = scheduling.schedule(alice, DRAFT, due)
    assert scheduling.schedule(alice, DRAFT, due).id == first.id
    ScheduledPost.objects.filter(pk=first.pk).update(created_at=timezone.now() - HOUR)
    assert scheduling.schedule(alice, DRAFT, due).id != first.id
    at_once = posting.publish(alice, DRAFT)
    ScheduledPost.objects.filter(pk=first.pk).update(due_at=timezone.now())
    scheduling.say.func(first.pk)
    scheduling.say.func(first.pk)
    assert Post.objects.filter(author=alice).exclude(pk=at_once.pk).count() == 1
