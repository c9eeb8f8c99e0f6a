"""Whose notices one wants: what is held back is nowhere, until it is let through."""

import pytest

from tests.factories import make_account, make_follow, make_post
from verandah.actions import holding, notifying
from verandah.base.errors import Invalid, NotFound
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account
from verandah.domain.notifications.held import held_requests, policy_of
from verandah.domain.notifications.models import Notification, NotificationRequest
from verandah.domain.notifications.queries import group_heads, new_count, new_groups_count, notification_ids
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Mention, Post, PostAudience

STRICT = {"not_following": "filter"}


def test_what_is_held_back_is_nowhere_until_it_is_let_through(alice: Account, eve: Account) -> None:
    holding.change_policy(alice, STRICT)
    post = make_post(eve, "Hello @alice")
    notifying.about_relation(Notification.Kind.FOLLOW, eve, alice)
    assert notification_ids(alice, Page()) == group_heads(alice, Page()) == []
    assert new_count(alice) == new_groups_count(alice) == 0
    [request] = held_requests(alice, Page())
    assert (request.actor.username, request.count, request.post_id) == ("eve", 2, post.id)
    assert (policy_of(alice).requests_count, policy_of(alice).notices_count) == (1, 2)
    for _time in range(2):
        holding.accept(alice, [request.id])
    assert len(notification_ids(alice, Page())) == 2
    assert held_requests(alice, Page()) == []
    make_post(eve, "Hello again @alice")
    assert len(notification_ids(alice, Page())) == 3


def test_what_is_dropped_was_never_there(alice: Account, eve: Account) -> None:
    holding.change_policy(alice, {"not_following": "drop"})
    make_post(eve, "Hello @alice")
    assert not Notification.objects.filter(recipient=alice).exists()
    assert not NotificationRequest.objects.exists()


def test_what_is_put_away_is_gone_and_asks_anew(alice: Account, eve: Account) -> None:
    holding.change_policy(alice, STRICT)
    make_post(eve, "Hello @alice")
    [request] = held_requests(alice, Page())
    holding.dismiss(alice, [request.id])
    assert not Notification.objects.filter(recipient=alice).exists()
    with pytest.raises(NotFound):
        holding.dismiss(alice, [request.id])
    make_post(eve, "Hello again @alice")
    assert [row.count for row in held_requests(alice, Page())] == [1]


def test_a_request_is_only_its_recipients(alice: Account, bob: Account, eve: Account) -> None:
    holding.change_policy(alice, STRICT)
    make_post(eve, "Hello @alice")
    [request] = held_requests(alice, Page())
    for verb in (holding.accept, holding.dismiss):
        with pytest.raises(NotFound):
            verb(bob, [request.id])
    assert held_requests(bob, Page()) == []
    assert len(held_requests(alice, Page())) == 1


def test_a_private_word_of_a_stranger_is_held_back_but_not_their_answer(alice: Account, eve: Account) -> None:
    holding.change_policy(alice, {"private_mentions": "filter"})
    question = private(alice, eve)
    answer = private(eve, alice)
    notifying.about_post(answer)
    assert notification_ids(alice, Page()) == []
    Post.objects.filter(pk=answer.pk).update(parent=question, root=question, is_comment=True)
    answer.refresh_from_db()
    Notification.objects.all().delete()
    notifying.about_post(answer)
    assert len(notification_ids(alice, Page())) == 1


def private(author: Account, reader: Account) -> Post:
    post = make_post(author, "Just us", Audience.ONLY_ME)
    Post.objects.filter(pk=post.pk).update(audience=Audience.PEOPLE)
    PostAudience.objects.bulk_create([PostAudience(post=post, account=person) for person in (author, reader)])
    Mention.objects.get_or_create(post=post, account=reader)
    post.refresh_from_db()
    return post


def test_who_is_followed_is_no_stranger(alice: Account, eve: Account) -> None:
    holding.change_policy(alice, STRICT | {"bots": "drop", "new_accounts": "drop"})
    make_follow(alice, eve)
    make_post(eve, "Hello @alice")
    assert len(notification_ids(alice, Page())) == 1


def test_a_choice_that_there_is_not_is_refused(alice: Account) -> None:
    for changes in ({"bots": "perhaps"}, {"everyone": "drop"}):
        with pytest.raises(Invalid):
            holding.change_policy(alice, changes)
    holding.change_policy(alice, {"bots": "drop"})
    holding.change_policy(alice, {"not_following": "filter"})
    assert policy_of(alice).choices["bots"] == "drop"


def test_a_hidden_post_is_not_counted_among_what_is_held_back(alice: Account, eve: Account) -> None:
    holding.change_policy(alice, STRICT)
    make_post(eve, "Hello @alice")
    Post.objects.update(audience=Audience.ONLY_ME)
    assert held_requests(alice, Page()) == []
    assert policy_of(alice).notices_count == 0


def test_requests_cost_the_same_for_few_and_many(alice: Account, django_assert_num_queries) -> None:
    holding.change_policy(alice, STRICT)
    for number in (1, 12):
        for _person in range(number):
            make_post(make_account(), "Hello @alice")
        with django_assert_num_queries(2):
            assert len(held_requests(alice, Page())) >= number
