"""Following and keeping away: what each deed leaves behind, also when done twice."""

from collections.abc import Callable
from random import Random
from threading import Thread

import pytest
from django.db import connections

from tests.factories import make_account, make_follow, make_friends
from verandah.actions import following
from verandah.base.errors import Forbidden, NotFound, Refusal
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import Block, Follow, FollowRequest, Friendship
from verandah.domain.graph.queries import (
    followers,
    known_followers,
    people,
    reachable,
    requests,
    suggestions,
    visible_account,
)
from verandah.domain.graph.queries import following as followees
from verandah.domain.notifications.models import Notification


def counts(account: Account) -> tuple[int, int]:
    account.refresh_from_db()
    return account.followers_count, account.following_count


def kinds_for(account: Account) -> list[str]:
    rows = Notification.objects.filter(recipient=account).order_by("id")
    return [Notification.Kind(row.kind).name for row in rows]


def test_following_twice_is_following_once(alice: Account, eve: Account) -> None:
    following.follow(eve, alice)
    following.follow(eve, alice)
    assert Follow.objects.filter(follower=eve, followee=alice).count() == 1
    assert counts(alice) == (1, 0)
    assert counts(eve) == (0, 1)
    assert kinds_for(alice) == ["FOLLOW"]


def test_unfollowing_twice_counts_once(alice: Account, eve: Account) -> None:
    following.follow(eve, alice)
    following.unfollow(eve, alice)
    following.unfollow(eve, alice)
    assert counts(alice) == (0, 0)
    assert counts(eve) == (0, 0)
    assert kinds_for(alice) == []


def test_who_approves_followers_is_asked(eve: Account) -> None:
    careful = make_account("careful", approves_followers=True)
    following.follow(eve, careful)
    following.follow(eve, careful)
    assert FollowRequest.objects.count() == 1
    assert counts(careful) == (0, 0)
    assert kinds_for(careful) == ["FOLLOW_REQUEST"]
    assert [entry.account_id for entry in requests(careful, Page())] == [eve.id]
    following.accept(careful, eve)
    following.accept(careful, eve)
    assert counts(careful) == (1, 0)
    assert requests(careful, Page()) == []
    assert kinds_for(careful) == ["FOLLOW"]
    assert kinds_for(eve) == ["FOLLOW_ACCEPTED"]


def test_declining_is_silent_and_one_may_ask_again(eve: Account) -> None:
    careful = make_account("careful", approves_followers=True)
    following.follow(eve, careful)
    following.decline(careful, eve)
    following.decline(careful, eve)
    assert kinds_for(careful) == kinds_for(eve) == []
    following.follow(eve, careful)
    assert FollowRequest.objects.count() == 1


def test_accepting_who_does_not_ask_is_refused(alice: Account, eve: Account) -> None:
    with pytest.raises(NotFound):
        following.accept(alice, eve)


def test_a_request_can_be_withdrawn(eve: Account) -> None:
    careful = make_account("careful", approves_followers=True)
    following.follow(eve, careful)
    following.unfollow(eve, careful)
    assert not FollowRequest.objects.exists()
    assert kinds_for(careful) == []


def test_nobody_follows_themselves(alice: Account) -> None:
    with pytest.raises(Forbidden):
        following.follow(alice, alice)
    with pytest.raises(Forbidden):
        following.block(alice, alice)


def test_the_blocked_cannot_follow_and_learn_nothing(alice: Account, dan: Account) -> None:
    with pytest.raises(NotFound):
        following.follow(dan, alice)
    with pytest.raises(Forbidden):
        following.follow(alice, dan)
    with pytest.raises(NotFound):
        visible_account(dan, "alice")
    assert visible_account(alice, "dan") == dan


def test_a_block_separates_both_sides(alice: Account, bob: Account) -> None:
    following.follow(bob, alice)
    following.follow(alice, bob)
    following.block(alice, bob)
    following.block(alice, bob)
    assert Block.objects.count() == 1
    assert not Follow.objects.exists()
    assert not Friendship.objects.exists()
    assert counts(alice) == counts(bob) == (0, 0)
    assert kinds_for(alice) == kinds_for(bob) == []


def test_after_a_block_has_ended_nothing_comes_back(alice: Account, carol: Account) -> None:
    following.block(alice, carol)
    following.unblock(alice, carol)
    following.unblock(alice, carol)
    assert not Follow.objects.exists()
    assert visible_account(carol, "alice") == alice


def test_a_removed_follower_is_gone(alice: Account, carol: Account) -> None:
    following.remove_follower(alice, carol)
    following.remove_follower(alice, carol)
    assert counts(alice) == (0, 0)
    assert counts(carol) == (0, 0)


def test_lists_leave_out_those_one_is_apart_from(alice: Account, bob: Account, carol: Account, dan: Account) -> None:
    make_follow(alice, carol)
    make_follow(dan, carol)
    assert [entry.account_id for entry in followers(bob, carol, Page())] == [dan.id, alice.id]
    assert [entry.account_id for entry in followers(dan, carol, Page())] == [dan.id]
    assert [entry.account_id for entry in followers(alice, carol, Page())] == [alice.id]
    assert [entry.account_id for entry in followees(dan, dan, Page())] == [carol.id]
    assert dan.id not in [entry.account_id for entry in people(alice, "", Page())]
    assert alice.id not in [entry.account_id for entry in people(dan, "", Page())]


def test_people_are_found_by_how_a_name_begins(alice: Account, bob: Account) -> None:
    assert [entry.account_id for entry in people(bob, " ALI ", Page())] == [alice.id]
    assert people(bob, "lic", Page()) == []
    assert people(bob, "%", Page()) == people(bob, "_", Page()) == []


def test_known_followers_are_mine(alice: Account, bob: Account, carol: Account, eve: Account) -> None:
    make_follow(eve, carol)
    make_follow(bob, alice)
    assert [entry.account_id for entry in known_followers(eve, alice, Page())] == [carol.id]


def test_suggestions_come_with_their_reason(alice: Account, carol: Account, dan: Account, eve: Account) -> None:
    friend = make_account("friend")
    make_follow(friend, alice)
    make_follow(alice, eve)
    make_follow(eve, carol)
    found = suggestions(alice, 10)
    assert [(row.account_id, row.follows_me, row.known) for row in found] == [
        (carol.id, True, 1),
        (friend.id, True, 0),
    ]
    assert found[0].via == eve.id
    assert all(row.account_id != alice.id for row in suggestions(dan, 10))


def test_reachable_are_those_who_do_not_keep_apart(alice: Account, bob: Account, dan: Account) -> None:
    assert reachable(alice, ["alice", "bob", "dan", "nobody"]) == {"alice": alice.id, "bob": bob.id}
    assert reachable(dan, ["alice", "bob"]) == {"bob": bob.id}


def test_friends_stay_friends_when_someone_else_is_blocked(alice: Account, bob: Account, eve: Account) -> None:
    make_friends(bob, eve)
    following.block(alice, eve)
    assert Friendship.objects.filter(account=bob).count() == 2


def test_a_request_ends_when_its_asker_may_simply_follow(alice: Account, eve: Account) -> None:
    Account.objects.filter(pk=alice.pk).update(approves_followers=True)
    following.follow(eve, alice)
    Account.objects.filter(pk=alice.pk).update(approves_followers=False)
    following.follow(eve, alice)
    assert not FollowRequest.objects.exists()
    assert kinds_for(alice) == ["FOLLOW"]
    assert counts(alice) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_deeds_of_several_at_once_neither_fail_nor_miscount(alice: Account, eve: Account, mo: Account) -> None:
    Account.objects.filter(pk=mo.pk).update(approves_followers=True)
    deeds = [following.follow, following.unfollow, following.block, following.unblock, following.accept]
    failures: list[Exception] = []
    threads = [Thread(target=act, args=(Random(seed), deeds, [alice, eve, mo], failures)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    for person in (alice, eve, mo):
        followed = Follow.objects.filter(followee=person).count(), Follow.objects.filter(follower=person).count()
        assert counts(person) == followed
    for block in Block.objects.all():
        pair = [block.blocker_id, block.blocked_id]
        assert not Follow.objects.filter(follower__in=pair, followee__in=pair).exists()
        assert not FollowRequest.objects.filter(follower__in=pair, followee__in=pair).exists()


type Deed = Callable[[Account, Account], None]


def act(chance: Random, deeds: list[Deed], people: list[Account], failures: list[Exception]) -> None:
    """Many deeds in any order; to be refused is no failure."""
    try:
        for _number in range(40):
            me, her = chance.sample(people, 2)
            do(chance.choice(deeds), me, her, failures)
    finally:
        connections.close_all()


def do(deed: Deed, me: Account, her: Account, failures: list[Exception]) -> None:
    try:
        deed(me, her)
    except Refusal:
        return
    except Exception as error:
        failures.append(error)
