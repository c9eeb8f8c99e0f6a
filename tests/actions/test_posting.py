"""Posting: what is stored, what is refused, what happens twice."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from tests.factories import make_account, make_follow, make_post
from verandah.actions import posting
from verandah.actions.distributing import distribute
from verandah.actions.posting import Draft
from verandah.base.errors import Conflict, Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.instance.models import Site
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Mention, Post, PostTag
from verandah.domain.posts.rules import OFFERED, UNDO, may_restore


def test_a_post_is_stored_with_its_tags_and_mentions(alice: Account, bob: Account) -> None:
    post = posting.publish(alice, Draft("Hello @bob, see #Harbour and #harbour", Audience.PUBLIC, "k"))
    assert post.text == "Hello @bob, see #Harbour and #harbour"
    assert 'href="/@bob/"' in post.html
    assert 'href="/tags/harbour/"' in post.html
    assert list(Mention.objects.values_list("account_id", flat=True)) == [bob.id]
    assert PostTag.objects.count() == 1
    assert Notification.objects.get().recipient == bob


def test_the_same_key_is_the_same_post(alice: Account) -> None:
    first = posting.publish(alice, Draft("once", key="k"))
    assert posting.publish(alice, Draft("once", key="k")) == first
    assert Post.objects.count() == 1


def test_a_deleted_post_is_not_said_to_be_out_when_it_is_sent_again(alice: Account) -> None:
    post = posting.publish(alice, Draft("once", key="k"))
    posting.delete(alice, post.id)
    with pytest.raises(Conflict, match="deleted"):
        posting.publish(alice, Draft("once", key="k"))
    posting.restore(alice, post.id)
    assert posting.publish(alice, Draft("once", key="k")) == post


def test_two_people_may_use_the_same_key(alice: Account, eve: Account) -> None:
    posting.publish(alice, Draft("once", key="k"))
    posting.publish(eve, Draft("once", key="k"))
    assert Post.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_the_same_moment_is_one_post(site: Site) -> None:
    alice, found, together = make_account("alice"), [], Barrier(4)

    def send() -> None:
        together.wait()
        found.append(posting.publish(alice, Draft("once", key="k")).id)
        connection.close()

    threads = [Thread(target=send) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    assert Post.objects.count() == 1


def test_a_post_as_long_as_allowed_is_taken_and_one_longer_refused(alice: Account, site: Site) -> None:
    assert posting.publish(alice, Draft("x" * site.post_length, key="a")).text == "x" * site.post_length
    with pytest.raises(Invalid, match=r"5,?001"):
        posting.publish(alice, Draft("x" * (site.post_length + 1), key="b"))


@pytest.mark.parametrize("text", ["", "   \n ", "\0", "a\ud800b", "a\x07b"])
def test_what_is_no_text_is_refused(alice: Account, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        posting.publish(alice, Draft(text, key="k"))
    assert refused.value.field == "text"
    assert not Post.objects.exists()


@pytest.mark.parametrize("audience", [audience for audience in Audience if audience not in OFFERED])
def test_an_audience_nobody_offers_is_refused(alice: Account, audience: Audience) -> None:
    with pytest.raises(Invalid) as refused:
        posting.publish(alice, Draft("hello", audience, "k"))
    assert refused.value.field == "audience"


@pytest.mark.parametrize("key", ["", "k" * 65])
def test_a_key_is_needed(alice: Account, key: str) -> None:
    with pytest.raises(Invalid):
        posting.publish(alice, Draft("hello", key=key))


def test_mentioning_someone_who_keeps_apart_is_plain_text(alice: Account, dan: Account) -> None:
    post = posting.publish(dan, Draft("hello @alice", key="k"))
    assert "href" not in post.html
    assert not Mention.objects.exists()
    assert not Notification.objects.exists()


def test_a_mention_tells_only_those_who_may_see_it(alice: Account, carol: Account, eve: Account) -> None:
    posting.publish(alice, Draft("@carol @eve @alice", Audience.FOLLOWERS, "k"))
    assert [notice.recipient for notice in Notification.objects.all()] == [carol]


def test_distributing_twice_tells_once(alice: Account, bob: Account) -> None:
    post = posting.publish(alice, Draft("@bob", key="k"))
    distribute.func(post.id)
    distribute.func(post.id + 1)
    assert Notification.objects.count() == 1


def test_deleting_and_restoring_twice_is_like_once(alice: Account) -> None:
    post = make_post(alice)
    deleted = posting.delete(alice, post.id)
    assert posting.delete(alice, post.id).deleted_at == deleted.deleted_at
    assert deleted.deleted_by == alice
    assert posting.restore(alice, post.id).deleted_at is None
    assert posting.restore(alice, post.id).deleted_at is None


def test_only_the_author_deletes_and_restores(alice: Account, bob: Account, mo: Account) -> None:
    post = make_post(alice)
    for other in (bob, mo):
        with pytest.raises(NotFound):
            posting.delete(other, post.id)
        with pytest.raises(NotFound):
            posting.restore(other, post.id)


def test_after_a_day_a_deletion_stands(alice: Account) -> None:
    post = make_post(alice)
    posting.delete(alice, post.id)
    Post.objects.update(deleted_at=timezone.now() - UNDO)
    with pytest.raises(Conflict):
        posting.restore(alice, post.id)
    post.refresh_from_db()
    assert not may_restore(post, timezone.now())
    assert may_restore(post, timezone.now() - timedelta(seconds=5))


def test_a_follower_more_costs_no_query_more(alice: Account, django_assert_max_num_queries) -> None:
    def cost(key: str) -> int:
        with django_assert_max_num_queries(40) as queries:
            posting.publish(alice, Draft("to all my followers #news", Audience.FOLLOWERS, key))
        return len(queries)

    before = cost("a")
    for _number in range(20):
        make_follow(make_account(), alice)
    assert cost("b") == before
