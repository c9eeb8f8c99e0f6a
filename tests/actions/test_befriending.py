"""Becoming friends and no longer being so: what each deed leaves behind, also when done twice or at once."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.utils import timezone

from tests.actions.test_following import counts, kinds_for
from tests.factories import make_account, make_block, make_follow, suspend
from verandah.actions import befriending, following, listing
from verandah.base.errors import Forbidden, NotFound
from verandah.base.paging import Page
from verandah.domain.accounts.circles import Circle
from verandah.domain.accounts.models import Account, Preferences
from verandah.domain.graph import friends
from verandah.domain.graph.models import Follow, FriendRequest, Friendship, PeopleList, PeopleListMember
from verandah.domain.graph.show import relations


def are_friends(one: Account, other: Account) -> bool:
    rows = {
        (one.id, other.id) in Friendship.objects.values_list("account", "friend"),
        (other.id, one.id) in Friendship.objects.values_list("account", "friend"),
    }
    assert len(rows) == 1, "A friendship is two rows or none."
    return rows.pop()


def test_a_request_waits_until_it_is_accepted(alice: Account, eve: Account) -> None:
    befriending.ask(eve, alice)
    befriending.ask(eve, alice)
    assert kinds_for(alice) == ["FRIEND_REQUEST"]
    assert FriendRequest.objects.count() == 1
    assert relations(eve, [alice.id])[alice.id].friend_requested
    assert relations(alice, [eve.id])[eve.id].wants_to_be_friends
    befriending.accept(alice, eve)
    befriending.accept(alice, eve)
    assert are_friends(alice, eve)
    assert FriendRequest.objects.count() == 0
    assert (kinds_for(alice), kinds_for(eve)) == ([], ["FRIEND_ACCEPTED"])


def test_friends_follow_each_other(alice: Account, eve: Account) -> None:
    following.follow(eve, alice)
    befriending.ask(eve, alice)
    befriending.accept(alice, eve)
    assert (counts(alice), counts(eve)) == ((1, 1), (1, 1))
    befriending.unfriend(eve, alice)
    befriending.unfriend(eve, alice)
    assert not are_friends(alice, eve)
    assert (counts(alice), counts(eve)) == ((1, 1), (1, 1))


def test_acceptance_counts_as_approval(eve: Account) -> None:
    careful = make_account("careful", approves_followers=True)
    following.follow(eve, careful)
    befriending.ask(eve, careful)
    befriending.accept(careful, eve)
    assert Follow.objects.filter(follower=eve, followee=careful).exists()
    assert kinds_for(careful) == []


def test_asking_someone_who_has_asked_is_accepting(alice: Account, eve: Account) -> None:
    befriending.ask(eve, alice)
    befriending.ask(alice, eve)
    assert are_friends(alice, eve)


def test_declining_is_silent_and_lasts(alice: Account, eve: Account) -> None:
    befriending.ask(eve, alice)
    befriending.decline(alice, eve)
    befriending.decline(alice, eve)
    assert kinds_for(alice) == kinds_for(eve) == []
    # To who has asked it looks as if it waited, also when they take it back and ask once more.
    assert relations(eve, [alice.id])[alice.id].friend_requested
    befriending.cancel(eve, alice)
    assert not relations(eve, [alice.id])[alice.id].friend_requested
    befriending.ask(eve, alice)
    assert relations(eve, [alice.id])[alice.id].friend_requested
    assert kinds_for(alice) == []
    assert not relations(alice, [eve.id])[eve.id].wants_to_be_friends
    with pytest.raises(NotFound):
        befriending.accept(alice, eve)


def test_one_may_ask_again_after_a_while(alice: Account, eve: Account) -> None:
    befriending.ask(eve, alice)
    befriending.decline(alice, eve)
    long_ago = timezone.now() - befriending.ASK_AGAIN - timedelta(minutes=1)
    FriendRequest.objects.update(declined_at=long_ago)
    befriending.ask(eve, alice)
    assert kinds_for(alice) == ["FRIEND_REQUEST"]
    befriending.decline(alice, eve)
    FriendRequest.objects.update(declined_at=long_ago)
    assert befriending.clear_declined() == 1
    assert befriending.clear_declined() == 0


def test_who_has_declined_can_ask_themselves(alice: Account, eve: Account) -> None:
    befriending.ask(eve, alice)
    befriending.decline(alice, eve)
    befriending.ask(alice, eve)
    assert are_friends(alice, eve)


def test_a_request_taken_back_is_told_no_longer(alice: Account, eve: Account) -> None:
    befriending.ask(eve, alice)
    befriending.cancel(eve, alice)
    befriending.cancel(eve, alice)
    assert kinds_for(alice) == []
    assert FriendRequest.objects.count() == 0


def test_a_block_ends_it_on_both_sides(alice: Account, bob: Account, eve: Account) -> None:
    befriending.ask(eve, bob)
    following.block(bob, eve)
    assert FriendRequest.objects.count() == 0
    assert kinds_for(bob) == []
    following.block(alice, bob)
    assert not are_friends(alice, bob)
    with pytest.raises(NotFound):
        befriending.ask(bob, alice)
    with pytest.raises(Forbidden):
        befriending.ask(alice, bob)


def test_nobody_befriends_themselves(alice: Account) -> None:
    with pytest.raises(Forbidden):
        befriending.ask(alice, alice)


@pytest.mark.parametrize(
    ("circle", "stranger", "friend_of_friend"),
    [(Circle.MEMBERS, True, True), (Circle.FRIENDS_OF_FRIENDS, False, True), (Circle.NOBODY, False, False)],
)
def test_who_may_ask(
    alice: Account, bob: Account, eve: Account, circle: Circle, stranger: bool, friend_of_friend: bool
) -> None:
    other = make_account("olga")
    befriending.ask(other, bob)
    befriending.accept(bob, other)
    Preferences.objects.create(account=alice, befriended_by=circle)
    for one, may in ((eve, stranger), (other, friend_of_friend)):
        assert relations(one, [alice.id])[alice.id].may_befriend is may
        if may:
            befriending.ask(one, alice)
        else:
            with pytest.raises(Forbidden):
                befriending.ask(one, alice)


def test_who_has_asked_may_be_answered_by_anyone(alice: Account, eve: Account) -> None:
    Preferences.objects.create(account=alice, befriended_by=Circle.NOBODY)
    befriending.ask(alice, eve)
    befriending.ask(eve, alice)
    assert are_friends(alice, eve)


def test_friends_stay_on_lists_when_one_stops_following(alice: Account, bob: Account, eve: Account) -> None:
    mine = listing.create(alice, listing.ListDraft("Choir"))
    make_follow(alice, bob)
    make_follow(alice, eve)
    listing.add(alice, mine.id, [bob.id, eve.id])
    following.unfollow(alice, bob)
    following.unfollow(alice, eve)
    assert list(PeopleListMember.objects.values_list("account", flat=True)) == [bob.id]
    befriending.unfriend(alice, bob)
    assert not PeopleListMember.objects.exists()
    assert PeopleList.objects.count() == 1


def test_lists_of_friends(alice: Account, bob: Account, eve: Account, mo: Account) -> None:
    befriending.ask(eve, alice)
    befriending.ask(eve, mo)
    befriending.ask(mo, bob)
    befriending.accept(bob, mo)
    assert [entry.account_id for entry in friends.friends(alice, alice, Page())] == [bob.id]
    assert [entry.account_id for entry in friends.requests(alice, Page())] == [eve.id]
    assert [entry.account_id for entry in friends.asked(eve, Page())] == [mo.id, alice.id]
    assert friends.mutual(alice, mo) == friends.Mutual(1, (bob.id,))
    assert friends.mutual(alice, alice) == friends.Mutual(0, ())
    suspend(bob)
    assert friends.mutual(alice, mo) == friends.Mutual(0, ())
    assert friends.friends(alice, alice, Page()) == []
    assert friends.friends(mo, alice, Page()) == []


def test_hidden_connections_hide_friends(alice: Account, bob: Account, eve: Account, mo: Account) -> None:
    befriending.ask(bob, eve)
    befriending.accept(eve, bob)
    eve.hides_connections = True
    eve.save()
    assert friends.friends(alice, eve, Page()) == []
    assert [entry.account_id for entry in friends.friends(eve, eve, Page())] == [bob.id]
    assert friends.mutual(alice, eve) == friends.Mutual(0, ())


def test_a_blocked_person_is_no_mutual_friend(alice: Account, bob: Account, eve: Account) -> None:
    befriending.ask(bob, eve)
    befriending.accept(eve, bob)
    make_block(bob, alice)
    assert friends.mutual(alice, eve) == friends.Mutual(0, ())
    assert friends.friends(alice, eve, Page()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deeds", [(befriending.ask, befriending.ask), (befriending.ask, befriending.accept)])
def test_both_at_the_same_moment(alice: Account, deeds: tuple[Callable[[Account, Account], None], ...]) -> None:
    """Whoever comes first has asked, the other has accepted; nobody waits for the other for ever."""
    for turn in range(8):
        other = make_account(f"other{turn}")
        if deeds[1] is befriending.accept:
            befriending.ask(alice, other)
        at_once(lambda: deeds[0](alice, other), lambda: deeds[1](other, alice))  # noqa: B023
        assert are_friends(alice, other)
        assert FriendRequest.objects.count() == 0


def at_once(*deeds: Callable[[], None]) -> None:
    """All of them at the same moment, each in a thread of its own."""
    barrier = Barrier(len(deeds))

    def run(deed: Callable[[], None]) -> None:
        barrier.wait()
        try:
            deed()
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
