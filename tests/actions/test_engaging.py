"""What people do with posts: each deed leaves the same behind however often it is done, and counts are right."""

from collections.abc import Callable
from random import Random
from threading import Thread

import pytest
from django.db import connections

from tests.factories import make_account, make_post
from verandah.actions import following, posting, reacting, saving, sharing
from verandah.base.errors import Forbidden, Invalid, NotFound
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account
from verandah.domain.feeds.queries import Kinds, author_ids
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.engagement import (
    my_bookmarks,
    my_reactions,
    reacted_by,
    reaction_counts,
    shared_by,
)
from verandah.domain.posts.models import Post, Reaction, ThreadState
from verandah.domain.posts.queries import visible_post
from verandah.domain.posts.standing import MOST_PINNED, Flags, viewer_flags

Kind = Reaction.Kind


def told(recipient: Account) -> list[str]:
    """What someone was told, and by whom."""
    rows = Notification.objects.filter(recipient=recipient).order_by("id").select_related("actor")
    return [f"{Notification.Kind(row.kind).name} {row.actor.username}" for row in rows]


def pinned_ids(viewer: Account | None, author: Account) -> list[int]:
    return author_ids(viewer, author, Page(), Kinds(pinned_only=True))


def fresh(post: Post) -> Post:
    return Post.objects.get(pk=post.pk)


def test_reacting_twice_is_reacting_once(alice: Account, eve: Account) -> None:
    post = make_post(alice)
    reacting.react(eve, post.id)
    reacting.react(eve, post.id)
    assert (fresh(post).reactions_count, fresh(post).rev) == (1, post.rev + 1)
    assert told(alice) == ["REACTION eve"]
    reacting.unreact(eve, post.id)
    reacting.unreact(eve, post.id)
    assert (fresh(post).reactions_count, fresh(post).rev) == (0, post.rev + 2)
    assert told(alice) == []


def test_another_sign_takes_the_place_of_the_first_and_a_like_does_not(alice: Account, eve: Account) -> None:
    post = make_post(alice)
    reacting.react(eve, post.id, Kind.CHEER)
    reacting.react(eve, post.id)
    assert viewer_flags(eve, [post.id])[post.id].reacted == "cheer"
    reacting.react(eve, post.id, Kind.SAD)
    assert reaction_counts(alice, post) == {"sad": 1}
    assert (fresh(post).reactions_count, fresh(post).rev) == (1, post.rev + 2)


def test_what_one_does_with_own_posts_is_no_news(alice: Account) -> None:
    post = make_post(alice)
    reacting.react(alice, post.id)
    sharing.share(alice, post.id)
    assert told(alice) == []


@pytest.mark.parametrize("deed", [reacting.react, reacting.unreact, sharing.share, sharing.unshare])
def test_who_may_not_see_a_post_does_nothing_with_it(alice: Account, eve: Account, dan: Account, deed) -> None:
    for someone, audience in ((eve, Audience.FOLLOWERS), (dan, Audience.PUBLIC)):
        post = make_post(alice, audience=audience)
        with pytest.raises(NotFound):
            deed(someone, post.id)
        assert (fresh(post).reactions_count, fresh(post).shares_count, fresh(post).rev) == (0, 0, post.rev)


@pytest.mark.parametrize("deed", [saving.bookmark, saving.unbookmark, saving.pin, saving.unpin])
def test_nor_keeps_it(alice: Account, eve: Account, deed) -> None:
    post = make_post(alice, audience=Audience.ONLY_ME)
    for one in (deed, saving.mute_conversation, saving.unmute_conversation):
        with pytest.raises(NotFound):
            one(eve, post.id)
    assert viewer_flags(eve, [post.id]) == {post.id: Flags()}


def test_what_one_has_done_can_be_taken_back_when_the_post_is_out_of_sight(alice: Account, carol: Account) -> None:
    post = make_post(alice, audience=Audience.MEMBERS)
    reacting.react(carol, post.id)
    sharing.share(carol, post.id)
    saving.bookmark(carol, post.id)
    Post.objects.filter(pk=post.pk).update(audience=Audience.ONLY_ME)
    reacting.unreact(carol, post.id)
    sharing.unshare(carol, post.id)
    saving.unbookmark(carol, post.id)
    assert viewer_flags(carol, [post.id]) == {post.id: Flags()}
    assert (fresh(post).reactions_count, fresh(post).shares_count) == (0, 0)


def test_sharing_twice_is_one_share_and_told_once(alice: Account, eve: Account) -> None:
    post = make_post(alice, audience=Audience.PUBLIC)
    first, second = sharing.share(eve, post.id), sharing.share(eve, post.id, Audience.PUBLIC)
    assert (first.id, first.audience) == (second.id, Audience.MEMBERS)
    assert fresh(post).shares_count == 1
    assert told(alice) == ["SHARE eve"]
    sharing.unshare(eve, post.id)
    sharing.unshare(eve, post.id)
    assert fresh(post).shares_count == 0
    assert told(alice) == []
    with pytest.raises(NotFound):
        visible_post(eve, first.id)
    assert sharing.share(eve, post.id).id != first.id


def test_what_a_share_shares_is_shared(alice: Account, bob: Account, eve: Account) -> None:
    post = make_post(alice)
    wrapper = sharing.share(bob, post.id)
    assert sharing.share(eve, wrapper.id).share_of_id == post.id
    reacting.react(eve, wrapper.id)
    saving.bookmark(eve, wrapper.id)
    assert viewer_flags(eve, [post.id])[post.id] == Flags("like", Kind.LIKE, shared=True, bookmarked=True)
    reacting.unreact(eve, wrapper.id)
    sharing.unshare(eve, wrapper.id)
    saving.unbookmark(eve, wrapper.id)
    assert viewer_flags(eve, [post.id])[post.id] == Flags()
    assert fresh(post).shares_count == 1


@pytest.mark.parametrize(
    ("original", "wanted", "usual", "found"),
    [
        (Audience.PUBLIC, None, None, Audience.MEMBERS),
        (Audience.PUBLIC, None, Audience.PUBLIC, Audience.PUBLIC),
        (Audience.PUBLIC, None, Audience.ONLY_ME, Audience.FOLLOWERS),
        (Audience.PUBLIC, Audience.PUBLIC, None, Audience.PUBLIC),
        (Audience.PUBLIC, Audience.FOLLOWERS, None, Audience.FOLLOWERS),
        (Audience.MEMBERS, Audience.PUBLIC, None, Audience.MEMBERS),
        (Audience.FOLLOWERS, Audience.PUBLIC, Audience.PUBLIC, Audience.FOLLOWERS),
    ],
)
def test_a_share_is_never_for_more_than_the_post(alice: Account, original, wanted, usual, found) -> None:
    alice.default_audience = usual
    assert sharing.share(alice, make_post(alice, audience=original).id, wanted).audience == found


def test_what_is_for_a_few_is_not_passed_on(alice: Account, carol: Account) -> None:
    followers, mine = make_post(alice, audience=Audience.FOLLOWERS), make_post(alice, audience=Audience.ONLY_ME)
    for someone, post in ((carol, followers), (alice, mine)):
        with pytest.raises(Forbidden):
            sharing.share(someone, post.id)
    assert not Post.objects.exclude(share_of=None).exists()


def test_a_share_deleted_like_a_post_is_taken_back(alice: Account, eve: Account) -> None:
    post = make_post(alice)
    share = sharing.share(eve, post.id)
    posting.delete(eve, share.id)
    assert fresh(post).shares_count == 0
    assert told(alice) == []
    sharing.share(eve, post.id)
    with pytest.raises(NotFound):
        posting.restore(eve, share.id)
    assert fresh(post).shares_count == 1


def test_only_shares_for_everyone_are_listed(alice: Account, bob: Account, eve: Account, mo: Account) -> None:
    post = make_post(alice, audience=Audience.PUBLIC)
    wide = sharing.share(bob, post.id, Audience.PUBLIC)
    near = sharing.share(eve, post.id, Audience.MEMBERS)
    sharing.share(mo, post.id, Audience.FOLLOWERS)
    assert [entry.position for entry in shared_by(alice, post, Page())] == [near.id, wide.id]
    assert [entry.account_id for entry in shared_by(None, post, Page())] == [bob.id]


def test_lists_of_people_leave_out_whom_the_viewer_does_not_see(alice: Account, bob: Account, eve: Account) -> None:
    post = make_post(alice)
    for someone in (bob, eve):
        reacting.react(someone, post.id)
        sharing.share(someone, post.id)
    following.block(bob, eve)
    assert [entry.account_id for entry in reacted_by(eve, post, Page())] == [eve.id]
    assert [entry.account_id for entry in shared_by(eve, post, Page())] == [eve.id]
    assert reaction_counts(eve, post) == {"like": 1}
    assert [entry.account_id for entry in reacted_by(alice, post, Page())] == [eve.id, bob.id]


def test_what_i_keep_is_what_i_still_see_the_last_first(alice: Account, eve: Account) -> None:
    posts = [make_post(alice) for _number in range(3)]
    for post in (posts[1], posts[0], posts[2]):
        saving.bookmark(eve, post.id)
        saving.bookmark(eve, post.id)
        reacting.react(eve, post.id)
    posting.delete(alice, posts[2].id)
    assert [kept.post_id for kept in my_bookmarks(eve, Page())] == [posts[0].id, posts[1].id]
    assert [kept.post_id for kept in my_reactions(eve, Page())] == [posts[0].id, posts[1].id]
    first = my_reactions(eve, Page(length=1))[0]
    assert [kept.post_id for kept in my_reactions(eve, Page(before=first.position))] == [posts[1].id]
    assert my_bookmarks(alice, Page()) == []


def test_pins_are_few_and_ones_own(alice: Account, eve: Account) -> None:
    posts = [make_post(alice) for _number in range(MOST_PINNED + 1)]
    for post in posts[:MOST_PINNED]:
        saving.pin(alice, post.id)
        saving.pin(alice, post.id)
    with pytest.raises(Invalid):
        saving.pin(alice, posts[-1].id)
    with pytest.raises(Invalid):
        saving.pin(eve, posts[-1].id)
    saving.unpin(eve, posts[0].id)
    assert pinned_ids(eve, alice) == [post.id for post in reversed(posts[:MOST_PINNED])]
    saving.unpin(alice, posts[0].id)
    saving.pin(alice, posts[-1].id)
    assert pinned_ids(eve, alice) == [post.id for post in reversed(posts[1:])]
    assert pinned_ids(None, alice) == []


def test_what_is_for_nobody_or_anothers_is_not_pinned(alice: Account, bob: Account) -> None:
    wrapper = sharing.share(alice, make_post(bob).id)
    for number in (wrapper.id, make_post(alice, audience=Audience.ONLY_ME).id):
        with pytest.raises(Invalid):
            saving.pin(alice, number)
    assert pinned_ids(alice, alice) == []


def test_a_muted_conversation_is_muted_as_a_whole(alice: Account, eve: Account) -> None:
    root = make_post(alice)
    answer = posting.publish(eve, posting.Draft("And I", key="answer", parent_id=root.id))
    saving.mute_conversation(eve, answer.id)
    saving.mute_conversation(eve, root.id)
    assert ThreadState.objects.get().root_id == root.id
    assert [viewer_flags(eve, [root.id, answer.id])[one.id].muted for one in (root, answer)] == [True, True]
    assert not viewer_flags(alice, [root.id])[root.id].muted
    saving.unmute_conversation(eve, root.id)
    assert not viewer_flags(eve, [answer.id])[answer.id].muted


def test_flags_cost_one_query_and_a_guest_none(alice: Account, django_assert_num_queries) -> None:
    ids = [make_post(alice).id for _number in range(4)]
    with django_assert_num_queries(1):
        viewer_flags(alice, ids)
    with django_assert_num_queries(0):
        assert viewer_flags(None, ids) == dict.fromkeys(ids, Flags())


type Deed = Callable[[Account, int], object]


@pytest.mark.django_db(transaction=True)
def test_deeds_of_several_at_once_neither_fail_nor_miscount(alice: Account) -> None:
    people = [make_account() for _number in range(3)]
    post = make_post(alice)
    deeds: list[Deed] = [reacting.react, reacting.unreact, sharing.share, sharing.unshare]
    failures: list[Exception] = []
    threads = [Thread(target=act, args=(Random(seed), deeds, people, post, failures)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert fresh(post).reactions_count == Reaction.objects.filter(post=post).count()
    assert fresh(post).shares_count == Post.objects.filter(share_of=post, deleted_at=None).count()


def act(chance: Random, deeds: list[Deed], people: list[Account], post: Post, failures: list[Exception]) -> None:
    """Many deeds in any order."""
    try:
        for _number in range(20):
            chance.choice(deeds)(chance.choice(people), post.id)
    except Exception as error:
        failures.append(error)
    finally:
        connections.close_all()
