"""Lists: who can be on one, who sees it, and what ends with a follow."""

import pytest
from django.utils import timezone, translation

from tests.factories import make_account, make_follow, make_post
from verandah.actions import following, listing
from verandah.actions.listing import ListDraft
from verandah.base.errors import Forbidden, Invalid, NotFound
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account
from verandah.domain.feeds.queries import list_ids
from verandah.domain.graph.lists import all_lists, counted_lists, lists_with, members, one_list
from verandah.domain.graph.models import PeopleListMember
from verandah.domain.graph.queries import listable
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post, PostAudience
from verandah.domain.posts.queries import visible_posts


def on(owner: Account, list_id: int) -> list[int]:
    return [entry.account_id for entry in members(owner, list_id, Page())]


def test_a_list_is_made_changed_and_deleted(alice: Account) -> None:
    made = listing.create(alice, ListDraft("  Choir \n people "))
    assert (made.title, made.replies, made.is_exclusive) == ("Choir people", "list", False)
    assert listing.change(alice, made.id, ListDraft(replies="none", is_exclusive=True)).title == "Choir people"
    assert listing.change(alice, made.id, ListDraft("Band")) == one_list(alice, made.id)
    assert (one_list(alice, made.id).replies, one_list(alice, made.id).is_exclusive) == ("none", True)
    listing.delete(alice, made.id)
    with pytest.raises(NotFound):
        listing.delete(alice, made.id)
    assert all_lists(alice) == []


@pytest.mark.parametrize("draft", [ListDraft(), ListDraft(" "), ListDraft("x" * 81), ListDraft("x", "everyone")])
def test_what_no_list_can_be_is_refused(alice: Account, draft: ListDraft) -> None:
    with pytest.raises(Invalid):
        listing.create(alice, draft)
    assert all_lists(alice) == []


def test_someone_elses_list_is_not_there(alice: Account, eve: Account) -> None:
    made = listing.create(alice, ListDraft("Choir"))
    make_follow(eve, alice)
    for deed in (
        lambda: listing.change(eve, made.id, ListDraft("Mine")),
        lambda: listing.delete(eve, made.id),
        lambda: listing.add(eve, made.id, [alice.id]),
        lambda: listing.remove(eve, made.id, [alice.id]),
        lambda: one_list(eve, made.id),
    ):
        with pytest.raises(NotFound):
            deed()
    listing.add(alice, made.id, [alice.id])
    assert on(eve, made.id) == []
    assert list_ids(eve, made.id, Page()) == []


def test_on_a_list_are_people_one_follows(alice: Account, bob: Account, eve: Account) -> None:
    made = listing.create(alice, ListDraft("Choir"))
    make_follow(alice, bob)
    with pytest.raises(NotFound):
        listing.add(alice, made.id, [bob.id, eve.id])
    assert on(alice, made.id) == []
    listing.add(alice, made.id, [bob.id, bob.id])
    listing.add(alice, made.id, [bob.id, alice.id])
    assert on(alice, made.id) == [alice.id, bob.id]
    assert [row.id for row in lists_with(alice, bob.id)] == [made.id]
    assert lists_with(bob, bob.id) == []
    listing.remove(alice, made.id, [bob.id, eve.id])
    listing.remove(alice, made.id, [bob.id])
    assert on(alice, made.id) == [alice.id]


def test_a_follow_that_ends_takes_off_the_list(alice: Account, eve: Account) -> None:
    made = listing.create(alice, ListDraft("Choir"))
    for end in (lambda: following.unfollow(alice, eve), lambda: following.remove_follower(eve, alice)):
        following.follow(alice, eve)
        listing.add(alice, made.id, [eve.id])
        end()
        assert on(alice, made.id) == []


def test_a_block_takes_off_the_list_of_either(alice: Account, bob: Account) -> None:
    hers, his = listing.create(alice, ListDraft("Choir")), listing.create(bob, ListDraft("Band"))
    # Put there by hand, as an audience may be.
    now = timezone.now()
    PeopleListMember.objects.create(people_list_id=hers.id, account=bob, created_at=now)
    PeopleListMember.objects.create(people_list_id=his.id, account=alice, created_at=now)
    following.block(alice, bob)
    assert not PeopleListMember.objects.exists()


def test_an_audience_only_narrows(alice: Account, eve: Account) -> None:
    following.follow(alice, eve)
    made = listing.create(alice, ListDraft("Choir"))
    listing.add(alice, made.id, [eve.id])
    post = make_post(alice)
    Post.objects.filter(pk=post.pk).update(audience=Audience.LISTS)
    PostAudience.objects.create(post=post, people_list_id=made.id)
    assert visible_posts(eve, [post.id]).exists()
    following.unfollow(alice, eve)
    assert not visible_posts(eve, [post.id]).exists()
    listing.delete(alice, made.id)
    assert visible_posts(alice, [post.id]).exists()
    assert not visible_posts(eve, [post.id]).exists()


def test_lists_and_their_people_are_limited(alice: Account, bob: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST_LISTS", 2)
    monkeypatch.setattr(listing, "MOST_MEMBERS", 1)
    first, _second = listing.create(alice, ListDraft("One")), listing.create(alice, ListDraft("Two"))
    with pytest.raises(Invalid):
        listing.create(alice, ListDraft("Three"))
    listing.create(bob, ListDraft("Bob's"))
    other = make_account("other")
    for one in (bob, other):
        make_follow(alice, one)
    listing.add(alice, first.id, [bob.id])
    listing.add(alice, first.id, [bob.id])
    with pytest.raises(Invalid):
        listing.add(alice, first.id, [other.id])
    assert on(alice, first.id) == [bob.id]


def test_everyone_has_three_lists_that_stay(alice: Account, bob: Account) -> None:
    listing.stand(alice)
    listing.stand(alice)
    listing.create(alice, ListDraft("Choir"))
    shown = all_lists(alice)
    assert [one.title for one in shown] == ["Close friends", "Family", "Colleagues", "Choir"]
    with translation.override("ar"):
        assert all_lists(alice)[1].id == shown[1].id
    with pytest.raises(Invalid):
        listing.change(alice, shown[0].id, ListDraft("Best friends"))
    with pytest.raises(Forbidden):
        listing.delete(alice, shown[0].id)
    changed = listing.change(alice, shown[0].id, ListDraft("Close friends", is_exclusive=True))
    assert (changed.title, changed.is_exclusive) == ("Close friends", True)
    listing.add(alice, shown[0].id, [bob.id])
    assert [row.members for row in counted_lists(alice)] == [1, 0, 0, 0]
    assert [entry.account_id for entry in listable(alice, "bo", Page())] == [bob.id]
    assert listable(alice, "alice", Page()) == listable(bob, "carol", Page()) == []
