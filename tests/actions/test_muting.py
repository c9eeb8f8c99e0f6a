"""Muting, noting and recommending: what each leaves behind, also when done twice, and when it ends."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_account, make_block, make_follow, make_post
from verandah.actions import following, muting, noting, recommending
from verandah.base.errors import Forbidden, Invalid
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account
from verandah.domain.feeds.queries import author_ids, community_ids, home_ids, list_ids, tag_ids
from verandah.domain.graph.models import Mute, Note, NotSuggested, PeopleList, PeopleListMember, Recommendation
from verandah.domain.graph.queries import mutes, recommended, suggestions
from verandah.domain.graph.show import Relation, relations
from verandah.domain.posts.queries import visible_post


def stands(viewer: Account, other: Account) -> Relation:
    return relations(viewer, [other.id])[other.id]


def end(mute: Mute, ago: timedelta = timedelta(hours=1)) -> None:
    mute.until = timezone.now() - ago
    mute.save(update_fields=["until"])


def test_muting_twice_is_as_it_was_said_last(alice: Account, bob: Account) -> None:
    before = stands(alice, bob)
    muting.mute(alice, bob)
    assert stands(alice, bob).mutes_notifications
    assert stands(alice, bob).muted_until is None
    muting.mute(alice, bob, hides_notifications=False, seconds=60)
    assert Mute.objects.count() == 1
    found = stands(alice, bob)
    assert found.muting
    assert not found.mutes_notifications
    assert found.muted_until is not None
    assert timedelta(seconds=50) < found.muted_until - timezone.now() <= timedelta(seconds=60)
    muting.unmute(alice, bob)
    muting.unmute(alice, bob)
    assert stands(alice, bob) == before


def test_nobody_mutes_themselves(alice: Account) -> None:
    with pytest.raises(Forbidden):
        muting.mute(alice, alice)


@pytest.mark.parametrize(("seconds", "ends"), [(0, False), (1, True), (3_153_600_000, True), (10**18, False)])
def test_a_mute_without_a_sensible_end_is_for_good(alice: Account, bob: Account, seconds: int, ends: bool) -> None:
    muting.mute(alice, bob, seconds=seconds)
    assert (Mute.objects.get().until is not None) is ends


def test_whom_one_mutes_is_on_no_timeline_but_their_own(alice: Account, carol: Account) -> None:
    people = PeopleList.objects.create(owner=carol, title="All", created_at=timezone.now())
    PeopleListMember.objects.create(people_list=people, account=alice, created_at=timezone.now())
    post = make_post(alice, "Hello #birds")

    def timelines() -> dict[str, list[int]]:
        return {
            "home": home_ids(carol, Page()),
            "community": community_ids(carol, Page()),
            "tag": tag_ids(carol, "birds", Page()),
            "list": list_ids(carol, people.id, Page()),
        }

    everywhere = {name: [post.id] for name in ("home", "community", "tag", "list")}
    assert timelines() == everywhere
    muting.mute(carol, alice)
    assert not any(timelines().values())
    assert author_ids(carol, alice, Page()) == [post.id]
    assert visible_post(carol, post.id).id == post.id
    # Alice is not told, and reads on.
    assert community_ids(alice, Page()) == [post.id]
    end(Mute.objects.get())
    assert timelines() == everywhere


def test_a_mute_that_has_ended_counts_for_nothing_and_is_cleared(alice: Account, bob: Account, eve: Account) -> None:
    before = stands(alice, bob)
    muting.mute(alice, bob, seconds=60)
    muting.mute(alice, eve)
    end(Mute.objects.get(muted=bob))
    assert stands(alice, bob) == before
    assert [entry.account_id for entry in mutes(alice, Page())] == [eve.id]
    assert muting.clear_ended_mutes() == 1
    assert muting.clear_ended_mutes() == 0
    assert stands(alice, eve).muting


def test_who_blocks_me_is_not_on_my_list_of_mutes(alice: Account, eve: Account) -> None:
    muting.mute(eve, alice)
    make_block(alice, eve)
    assert mutes(eve, Page()) == []


def test_a_note_is_mine_alone_and_goes_when_it_is_emptied(alice: Account, bob: Account) -> None:
    noting.note(alice, bob, "  Brings soup \n")
    noting.note(alice, bob, "Brings cake")
    assert stands(alice, bob).note == "Brings cake"
    assert stands(bob, alice).note == ""
    noting.note(alice, bob, "x" * noting.LONGEST_NOTE)
    with pytest.raises(Invalid):
        noting.note(alice, bob, "x" * (noting.LONGEST_NOTE + 1))
    noting.note(alice, bob, " ")
    noting.note(alice, bob, "")
    assert not Note.objects.exists()


def test_one_recommends_whom_one_follows_and_no_longer(alice: Account, bob: Account) -> None:
    with pytest.raises(Invalid):
        recommending.recommend(alice, bob)
    following.follow(alice, bob)
    recommending.recommend(alice, bob)
    recommending.recommend(alice, bob)
    assert stands(alice, bob).recommended
    assert [entry.account_id for entry in recommended(None, alice, Page())] == [bob.id]
    following.unfollow(alice, bob)
    assert not Recommendation.objects.exists()


def test_a_recommendation_is_taken_back(alice: Account, bob: Account) -> None:
    make_follow(alice, bob)
    recommending.recommend(alice, bob)
    recommending.withdraw(alice, bob)
    recommending.withdraw(alice, bob)
    assert recommended(alice, alice, Page()) == []


def test_whom_the_reader_does_not_see_is_not_recommended_to_them(alice: Account, bob: Account, eve: Account) -> None:
    make_follow(alice, bob)
    recommending.recommend(alice, bob)
    make_block(bob, eve)
    assert recommended(eve, alice, Page()) == []


def test_a_profile_recommends_only_so_many(alice: Account, bob: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recommending, "MOST_RECOMMENDED", 1)
    other = make_account("other")
    for one in (bob, other):
        make_follow(alice, one)
    recommending.recommend(alice, bob)
    recommending.recommend(alice, bob)
    with pytest.raises(Invalid):
        recommending.recommend(alice, other)


def test_whom_one_does_not_want_is_not_suggested_again(alice: Account, eve: Account, mo: Account) -> None:
    assert {row.account_id for row in suggestions(eve, 10)} == {alice.id, mo.id}
    recommending.dismiss(eve, alice.id)
    recommending.dismiss(eve, alice.id)
    recommending.dismiss(eve, 7)
    recommending.dismiss(eve, eve.id)
    assert NotSuggested.objects.count() == 1
    muting.mute(eve, mo)
    assert suggestions(eve, 10) == []
    assert {row.account_id for row in suggestions(mo, 10)} == {alice.id, eve.id}
