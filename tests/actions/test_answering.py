"""Answers: who may comment, who removes what, what is on offer, and who is told of a conversation."""

from uuid import uuid4

import pytest

from tests.factories import make_account, make_friends, make_post
from verandah.actions import administering, chores, editing, posting, reacting, removing, saving, sharing
from verandah.actions.posting import Draft
from verandah.base.errors import Conflict, Forbidden, Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.feeds.readers import has_newer_comment, root_of, seers_among
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Audience, CommentPolicy
from verandah.domain.posts.commenting import removed_from
from verandah.domain.posts.models import Post, Reaction
from verandah.domain.posts.rules import UNDO


def comment(author: Account, parent: Post, text: str = "A word") -> Post:
    return posting.publish(author, Draft(text, Audience.MEMBERS, key=uuid4().hex, parent_id=parent.id))


def told(account: Account) -> list[int | None]:
    """The comments that someone has been told of."""
    found = Notification.objects.filter(recipient=account, kind=Notification.Kind.COMMENT)
    return list(found.order_by("id").values_list("post_id", flat=True))


def test_comments_are_open_to_whom_the_author_says(alice, bob, carol) -> None:
    post = posting.publish(alice, Draft("Hm", key="k", comment_policy=CommentPolicy.FRIENDS))
    answer = comment(bob, post)
    for parent in (post, answer):
        with pytest.raises(Forbidden, match="Only friends of Alice can comment here"):
            comment(carol, parent)
    editing.change_comment_policy(alice, post.id, CommentPolicy.NOBODY)
    for parent in (post, answer):
        with pytest.raises(Forbidden, match="Alice has closed the comments"):
            comment(bob, parent)
    assert comment(alice, answer).is_comment
    editing.change_comment_policy(alice, post.id, CommentPolicy.EVERYONE)
    assert comment(carol, answer).is_comment


def test_only_the_author_says_who_comments_and_only_of_posts(alice, bob) -> None:
    post = make_post(alice)
    answer = comment(bob, post)
    for account, number in ((bob, post.id), (alice, answer.id), (bob, answer.id)):
        with pytest.raises(NotFound):
            editing.change_comment_policy(account, number, CommentPolicy.NOBODY)
    rev = Post.objects.get(pk=post.pk).rev
    for _twice in range(2):
        editing.change_comment_policy(alice, post.id, CommentPolicy.NOBODY)
    assert Post.objects.get(pk=post.pk).rev == rev + 1


def test_an_author_removes_comments_below_own_posts(alice, bob, carol) -> None:
    post = make_post(alice)
    answer = comment(bob, post)
    with pytest.raises(NotFound):
        removing.take_away(carol, answer.id)
    for _twice in range(2):
        removing.take_away(alice, answer.id)
    answer.refresh_from_db()
    assert answer.deleted_by_id == alice.id
    assert (removed_from(bob, post), removed_from(carol, post), removed_from(alice, post)) == (1, 0, 0)
    assert Post.objects.get(pk=post.pk).comments_count == 0
    with pytest.raises(Forbidden):
        removing.bring_back(bob, answer.id)
    for _twice in range(2):
        removing.bring_back(alice, answer.id)
    assert Post.objects.get(pk=post.pk).comments_count == 1
    assert removed_from(bob, post) == 0


def test_what_its_writer_has_deleted_the_author_does_not_bring_back(alice, bob) -> None:
    answer = comment(bob, make_post(alice))
    removing.take_away(bob, answer.id)
    with pytest.raises(NotFound):
        removing.bring_back(alice, answer.id)


def test_a_day_later_nothing_is_brought_back(alice, bob) -> None:
    answer = comment(bob, make_post(alice))
    removing.take_away(alice, answer.id)
    gone = Post.objects.get(pk=answer.pk)
    assert gone.deleted_at
    Post.objects.filter(pk=answer.pk).update(deleted_at=gone.deleted_at - UNDO)
    with pytest.raises(Conflict):
        removing.bring_back(alice, answer.id)


def test_the_owner_chooses_the_reactions(alice, bob) -> None:
    post = make_post(alice)
    reacting.react(bob, post.id, Reaction.Kind.WOW)
    administering.offer_reactions(["thanks", "cheer"])
    with pytest.raises(Invalid, match="not on offer"):
        reacting.react(alice, post.id, Reaction.Kind.WOW)
    reacting.react(alice, post.id, Reaction.Kind.THANKS)
    assert Post.objects.get(pk=post.pk).reactions_count == 2
    # A like is all that most apps know.
    reacting.react(make_account("frida"), post.id)
    for words in (["thanks", "groan"], []):
        with pytest.raises(Invalid):
            administering.offer_reactions(words)


def test_the_author_ends_a_share_for_good(alice, bob, carol) -> None:
    post = make_post(alice)
    share = sharing.share(bob, post.id)
    with pytest.raises(NotFound):
        sharing.remove(carol, share.id)
    for _twice in range(2):
        sharing.remove(alice, share.id)
    assert Post.objects.get(pk=post.pk).shares_count == 0
    assert not Notification.objects.filter(recipient=alice, kind=Notification.Kind.SHARE).exists()
    with pytest.raises(Forbidden):
        sharing.share(bob, post.id)
    gone = Post.objects.get(pk=share.pk)
    assert gone.deleted_at
    Post.objects.filter(pk=share.pk).update(deleted_at=gone.deleted_at - UNDO)
    chores.purge_deleted_posts()
    with pytest.raises(Forbidden):
        sharing.share(bob, post.id)
    assert sharing.share(carol, post.id)


def test_a_share_of_ones_own_comes_and_goes(alice, bob) -> None:
    post = make_post(alice)
    for account in (alice, bob):
        sharing.share(account, post.id)
        sharing.unshare(account, post.id)
        assert sharing.share(account, post.id)
    with pytest.raises(NotFound):
        sharing.remove(alice, sharing.share(alice, post.id).id)


def test_who_follows_a_conversation_is_told_of_every_comment_once(alice, bob, carol, eve) -> None:
    post = make_post(alice)
    saving.follow_conversation(carol, post.id)
    saving.follow_conversation(alice, post.id)
    first = comment(bob, post)
    second = comment(eve, first)
    own = comment(carol, first)
    assert told(carol) == [first.id, second.id]
    assert told(alice) == [first.id, second.id, own.id]
    assert told(bob) == [second.id, own.id]
    saving.mute_conversation(carol, post.id)
    comment(bob, own)
    assert told(carol) == [first.id, second.id]
    saving.hear_answers(carol, post.id)
    comment(bob, post)
    assert told(carol) == [first.id, second.id]
    last = comment(bob, own)
    assert told(carol)[-1] == last.id


def test_followers_of_a_conversation_hear_nothing_that_is_kept_from_them(alice, bob, carol, dan) -> None:
    make_friends(bob, carol)
    post = make_post(alice)
    saving.follow_conversation(carol, post.id)
    private = posting.publish(bob, Draft("@alice only you", Audience.PEOPLE, key="p", parent_id=post.id))
    assert private.id not in told(carol)
    with pytest.raises(NotFound):
        saving.follow_conversation(dan, post.id)


def test_an_open_conversation_is_heard_by_those_who_see_it(alice, bob, carol, dan, eve) -> None:
    post = make_post(alice)
    answer = comment(bob, post)
    private = posting.publish(bob, Draft("@alice only you", Audience.PEOPLE, key="p", parent_id=post.id))
    everyone = [one.id for one in (alice, bob, carol, dan, eve)]
    assert seers_among(everyone, answer.id) == set(everyone) - {dan.id}
    assert seers_among(everyone, private.id) == {alice.id, bob.id}
    removing.take_away(alice, answer.id)
    assert seers_among(everyone, answer.id) == set()
    assert seers_among(everyone, answer.id, gone=True) == set(everyone) - {dan.id}
    assert root_of(answer.id) == root_of(post.id) == post.id
    assert has_newer_comment(alice, post.id, answer.id)
    assert not has_newer_comment(carol, post.id, answer.id)
