"""Invitations: what may be offered, that the last place goes to one, and what becomes of them."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from tests.factories import PASSWORD, make_account, suspend
from verandah.actions import arriving, asking_in, enrolling, inviting
from verandah.actions.admitting import Newcomer
from verandah.actions.asking_in import Arrival
from verandah.actions.inviting import Offer
from verandah.base.errors import Conflict, Forbidden, Invalid, NotFound
from verandah.base.paging import Page
from verandah.domain.accounts.invite_tree import tree
from verandah.domain.accounts.invites import Good, good_invite, invite_by_code, invites_of, quota_of
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import Follow
from verandah.domain.instance.models import Invite, Joining, SignUp, Site
from verandah.domain.moderation.models import AuditEntry
from verandah.domain.notifications.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _members_invite(site):
    Site.objects.update(members_invite=True, invite_quota=3)


def come(name: str, code: str = "") -> Account:
    """Someone signs up, by an invitation or without, and confirms their address."""
    arrival = Arrival(good_invite(code))
    user = arriving.arrive(Newcomer(name, f"{name}@example.org", PASSWORD), "", arrival)
    enrolling.confirm(user)
    return Account.objects.get(pk=user.account_id)


def test_members_invite_as_many_as_their_quota_says(alice):
    first = inviting.make(alice, Offer(most_uses=2))
    assert (quota_of(alice).left, quota_of(alice).most) == (1, 3)
    with pytest.raises(Invalid):
        inviting.make(alice, Offer(most_uses=2))
    assert len(first.code) >= 20
    inviting.end(alice, first.pk)
    # What nobody used is free again.
    assert quota_of(alice).left == 3


def test_who_came_counts_for_good(alice):
    made = inviting.make(alice, Offer(most_uses=2))
    come("eve", made.code)
    inviting.end(alice, made.pk)
    assert quota_of(alice).left == 2


def test_only_the_staff_invites_while_members_do_not(alice, mo):
    Site.objects.update(members_invite=False)
    with pytest.raises(Forbidden):
        inviting.make(alice, Offer())
    assert quota_of(mo).left is None
    assert inviting.make(mo, Offer(most_uses=0, days=0)).expires_at is None


@pytest.mark.parametrize("offer", [Offer(0), Offer(1001), Offer(1, 2), Offer(1, 0), Offer(message="x" * 501)])
def test_members_cannot_offer_what_is_not_offered(alice, offer):
    with pytest.raises(Invalid):
        inviting.make(alice, offer)
    assert not Invite.objects.exists()


def test_only_the_staff_lets_people_in_past_the_staff(alice, mo):
    assert not inviting.make(alice, Offer(skips_approval=True)).skips_approval
    assert inviting.make(mo, Offer(skips_approval=True)).skips_approval
    assert AuditEntry.objects.filter(deed="make_invite").count() == 1


def test_an_invitation_is_good_until_it_is_not(alice):
    made = inviting.make(alice, Offer())
    assert good_invite(made.code).maker.username == "alice"
    Invite.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert (good_invite(made.code), invite_by_code(made.code).good) == (None, Good.EXPIRED)
    Invite.objects.update(expires_at=None, uses=1)
    assert (good_invite(made.code), invite_by_code(made.code).good) == (None, Good.USED)
    Invite.objects.update(uses=0, ended_at=timezone.now())
    assert (good_invite(made.code), invite_by_code(made.code).good) == (None, Good.ENDED)


@pytest.mark.parametrize("code", ["", "x", "\0", "\ud800", "x" * 33, "é"])
def test_what_is_no_code_finds_nothing(site, code):
    assert invite_by_code(code) is None
    assert good_invite(code) is None


@pytest.mark.parametrize("how", ["suspended", "gone", "switched off", "closed"])
def test_an_invitation_that_nobody_stands_behind_is_good_for_nobody(alice, how):
    made = inviting.make(alice, Offer())
    if how == "suspended":
        suspend(alice)
    elif how == "gone":
        Invite.objects.update(made_by=None)
    else:
        Site.objects.update(**({"members_invite": False} if how == "switched off" else {"joining": Joining.CLOSED}))
    assert good_invite(made.code) is None
    if how != "closed":
        assert invite_by_code(made.code).good is Good.ENDED


def test_who_comes_follows_their_inviter_who_is_told(alice):
    eve = come("eve", inviting.make(alice, Offer()).code)
    assert Follow.objects.filter(follower=eve, followee=alice).exists()
    assert Notification.objects.filter(recipient=alice, actor=eve, kind=Notification.Kind.FOLLOW).exists()
    row = SignUp.objects.get(account=eve)
    assert (row.invited_by, row.state, row.invite.uses) == (alice, SignUp.State.FREE, 1)


def test_nobody_follows_where_it_is_not_wished_or_not_wanted(alice, bob):
    eve = come("eve", inviting.make(alice, Offer(follows_inviter=False)).code)
    assert not Follow.objects.filter(follower=eve).exists()
    bob.approves_followers = True
    bob.save()
    frank = come("frank", inviting.make(bob, Offer()).code)
    assert not Follow.objects.filter(follower=frank).exists()
    assert frank.joined_at is not None


def test_whoever_comes_without_an_invitation_is_noted_too(site):
    row = SignUp.objects.get(account=come("eve"))
    assert (row.state, row.invite, row.invited_by, row.answers) == (SignUp.State.FREE, None, None, [])


def test_the_second_at_the_last_place_does_not_come(alice):
    invite = good_invite(inviting.make(alice, Offer()).code)
    arriving.arrive(Newcomer("eve", "eve@example.org", PASSWORD), "", Arrival(invite))
    with pytest.raises(Conflict):
        arriving.arrive(Newcomer("frank", "frank@example.org", PASSWORD), "", Arrival(invite))
    assert not Account.objects.filter(username="frank").exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_last_place_at_once_one_comes():
    Site.objects.update(members_invite=True)
    invite = good_invite(inviting.make(make_account("alice"), Offer()).code)
    said, start = [], Barrier(2)

    def take(name: str) -> None:
        start.wait()
        try:
            arriving.arrive(Newcomer(name, f"{name}@example.org", PASSWORD), "", Arrival(invite))
            said.append("in")
        except Conflict:
            said.append("late")
        finally:
            connection.close()

    threads = [Thread(target=take, args=[name]) for name in ("eve", "frank")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["in", "late"]
    assert Invite.objects.get().uses == 1


def test_a_place_that_nobody_confirmed_is_free_again(alice):
    made = inviting.make(alice, Offer())
    arriving.arrive(Newcomer("eve", "eve@example.org", PASSWORD), "", Arrival(good_invite(made.code)))
    assert good_invite(made.code) is None
    Account.objects.filter(username="eve").update(created_at=timezone.now() - timedelta(days=4))
    assert enrolling.purge_unconfirmed() == 1
    assert good_invite(made.code) is not None


def test_a_place_is_taken_also_for_an_address_that_is_known(alice, bob):
    made = inviting.make(alice, Offer())
    arriving.hold(Newcomer("eve", bob.user.email, PASSWORD), Arrival(good_invite(made.code)))
    assert Invite.objects.get().uses == 1


def test_members_end_their_own_alone_and_the_staff_anyones(alice, bob, mo):
    made = inviting.make(alice, Offer())
    with pytest.raises(NotFound):
        inviting.end(bob, made.pk)
    inviting.end(mo, made.pk)
    inviting.end(mo, made.pk)
    assert AuditEntry.objects.filter(deed="end_invite").count() == 1
    assert [one.good for one in invites_of(alice, Page())] == [Good.ENDED]


def test_the_tree_tells_who_came_by_whom_and_ends_a_branch(alice, mo, django_assert_max_num_queries):
    eve = come("eve", inviting.make(alice, Offer()).code)
    frank = come("frank", inviting.make(eve, Offer()).code)
    still_open = inviting.make(frank, Offer())
    with django_assert_max_num_queries(8):
        [top] = tree(mo, None)
    assert (top.account.username, top.below) == ("alice", 2)
    assert [one.account.username for one in top.children] == ["eve"]
    assert [one.account.username for one in top.children[0].children] == ["frank"]
    assert top.children[0].children[0].open_invites == 1
    assert tree(mo, frank)[0].below == 0
    with pytest.raises(Forbidden):
        inviting.end_branch(alice, alice)
    assert inviting.end_branch(mo, alice) == 1
    assert good_invite(still_open.code) is None
    assert inviting.end_branch(mo, alice) == 0


def test_a_wide_level_is_shown_in_part_and_says_so(alice, mo):
    for number in range(23):
        account = make_account(f"guest{number}x")
        SignUp.objects.create(account=account, invited_by=alice, created_at=timezone.now())
    [top] = tree(mo, alice)
    assert (len(top.children), top.below, top.has_more) == (20, 23, True)


def test_an_answer_that_is_too_long_is_refused(site):
    with pytest.raises(Invalid):
        asking_in.check_answer("x" * 1001)
