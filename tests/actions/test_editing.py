"""Changing posts: what is said, what was said before, for whom it is, and who is told."""

import pytest

from tests.factories import make_account, make_follow, make_post
from tests.pictures import make_media
from verandah.actions import editing, posting, reacting, saving, sharing, voting
from verandah.actions.editing import Change, MediaChange
from verandah.actions.posting import Draft
from verandah.actions.uploading import Details
from verandah.actions.voting import Question
from verandah.base.errors import Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.quoting import QuotePolicy
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Mention, Poll, PollVote, Post, PostTag, PostVersion
from verandah.domain.posts.quoting import QuoteState
from verandah.domain.posts.versions import versions_of

Kind = Notification.Kind
TEA = Question(("Tea", "Coffee"), 600)


def fresh(post: Post) -> Post:
    return Post.objects.get(pk=post.pk)


def told(recipient: Account, kind: Notification.Kind) -> int:
    return Notification.objects.filter(recipient=recipient, kind=kind).count()


def texts(viewer: Account | None, post: Post) -> list[str]:
    return [version.text for version in versions_of(viewer, post.id)]


def test_a_post_says_something_else_and_what_it_said_is_kept(alice: Account, eve: Account) -> None:
    post = make_post(alice, "Rain at #noon, @eve")
    editing.edit(alice, post.id, Change("Rain at #dusk, @mo", warning="Weather"))
    now = fresh(post)
    assert (now.text, now.warning, now.is_sensitive, now.rev) == ("Rain at #dusk, @mo", "Weather", True, post.rev + 1)
    assert now.edited_at is not None
    assert list(PostTag.objects.filter(post=post).values_list("tag__name", flat=True)) == ["dusk"]
    assert not Mention.objects.filter(post=post).exists()
    first, second = versions_of(eve, post.id)
    assert (first.text, first.warning, first.created_at) == ("Rain at #noon, @eve", "", now.created_at)
    assert (second.text, second.warning, second.created_at) == (now.text, "Weather", now.edited_at)
    assert first.named == {"eve"}


def test_the_same_again_changes_nothing(alice: Account) -> None:
    post = make_post(alice, "The same")
    editing.edit(alice, post.id, Change("The same "))
    assert (fresh(post).rev, fresh(post).edited_at) == (post.rev, None)
    for _time in range(2):
        editing.edit(alice, post.id, Change("Another"))
    assert texts(None if post.audience == Audience.PUBLIC else alice, post) == ["The same", "Another"]


def test_only_its_author_changes_a_post(alice: Account, bob: Account, eve: Account) -> None:
    post = make_post(alice, "Mine")
    share = sharing.share(eve, post.id)
    for someone, number in ((eve, post.id), (bob, post.id), (eve, share.id), (alice, 7)):
        with pytest.raises(NotFound):
            editing.edit(someone, number, Change("Yours"))
        with pytest.raises(NotFound):
            editing.change_audience(someone, number, Audience.PUBLIC)
        with pytest.raises(NotFound):
            editing.change_quote_policy(someone, number, QuotePolicy.NOBODY)
        with pytest.raises(NotFound):
            editing.revoke_quote(someone, number, post.id)
    posting.delete(alice, post.id)
    with pytest.raises(NotFound):
        editing.edit(alice, post.id, Change("Gone"))
    assert fresh(post).text == "Mine"


@pytest.mark.parametrize(
    "change",
    [
        Change(""),
        Change("x" * 5001),
        Change("a", warning="x" * 501),
        Change("a", media_ids=(7,)),
        Change("a", poll=Question(("One",), 600)),
    ],
)
def test_what_cannot_be_said_leaves_everything_as_it_was(alice: Account, change: Change) -> None:
    post = make_post(alice, "As it was")
    with pytest.raises(Invalid):
        editing.edit(alice, post.id, change)
    assert (fresh(post).text, fresh(post).rev) == ("As it was", post.rev)
    assert not PostVersion.objects.exists()


def test_who_is_named_newly_is_told_and_who_has_done_something_with_it(
    alice: Account, bob: Account, carol: Account, eve: Account, mo: Account
) -> None:
    post = make_post(alice, "Hello @bob")
    reacting.react(carol, post.id)
    sharing.share(mo, post.id)
    sharing.share(alice, post.id)
    for _time in range(2):
        editing.edit(alice, post.id, Change("Hello @bob and @eve"))
    assert [told(one, Kind.MENTION) for one in (bob, eve)] == [1, 1]
    assert [told(one, Kind.EDITED) for one in (alice, bob, carol, eve, mo)] == [0, 0, 1, 0, 1]
    editing.edit(alice, post.id, Change("Hello all"))
    assert [told(one, Kind.EDITED) for one in (carol, mo)] == [1, 1]


def test_a_poll_with_other_answers_begins_anew(alice: Account, eve: Account) -> None:
    post = posting.publish(alice, Draft("Which?", key="which", poll=TEA))
    poll = Poll.objects.get(post=post)
    voting.vote(eve, poll.id, [0])
    editing.edit(alice, post.id, Change("Which one?", poll=Question(TEA.titles, 900)))
    assert Poll.objects.get(post=post).votes_count == 1
    assert Poll.objects.get(post=post).ends_at == poll.ends_at
    editing.edit(alice, post.id, Change("Which one?", poll=Question(("Tea", "Water"), 900)))
    again = Poll.objects.get(post=post)
    assert (again.id, again.votes_count, again.voters_count) == (poll.id, 0, 0)
    assert not PollVote.objects.exists()
    editing.edit(alice, post.id, Change("No matter"))
    assert not Poll.objects.exists()
    assert not fresh(post).has_poll
    titles = [version.poll_titles for version in versions_of(eve, post.id)]
    assert titles == [("Tea", "Coffee"), ("Tea", "Coffee"), ("Tea", "Water"), ()]


def test_files_come_and_go_and_what_is_said_of_them_is_kept_as_it_was(alice: Account, eve: Account) -> None:
    bird, boat = make_media(alice, "A bird"), make_media(alice, "A boat")
    post = posting.publish(alice, Draft("Seen", key="seen", media_ids=(bird.id,)))
    said = (MediaChange(bird.id, Details(description="A wren", focus=(0.5, -0.5))),)
    for _time in range(2):
        editing.edit(alice, post.id, Change("Seen", media_ids=(boat.id, bird.id), media=said))
    first, second = versions_of(eve, post.id)
    assert [file.description for file in first.media] == ["A bird"]
    assert [(file.id, file.description) for file in second.media] == [(boat.id, "A boat"), (bird.id, "A wren")]
    assert second.media[1].focus == (0.5, -0.5)
    editing.edit(alice, post.id, Change("Seen", media_ids=(boat.id,)))
    # What its author has taken out is not shown in older versions either.
    assert [[file.id for file in version.media] for version in versions_of(eve, post.id)] == [[], [boat.id], [boat.id]]
    editing.edit(alice, post.id, Change("Nothing to see"))
    assert not fresh(post).has_media
    stolen = make_media(eve)
    with pytest.raises(Invalid):
        editing.edit(alice, post.id, Change("Seen", media_ids=(stolen.id,)))


def test_a_picture_alone_is_enough(alice: Account) -> None:
    post = make_post(alice, "Words")
    editing.edit(alice, post.id, Change("", media_ids=(make_media(alice).id,)))
    assert (fresh(post).text, fresh(post).has_media) == ("", True)


def test_a_poll_can_come_later(alice: Account) -> None:
    post = make_post(alice, "Hm")
    editing.edit(alice, post.id, Change("Hm", poll=TEA))
    assert fresh(post).has_poll
    assert Poll.objects.filter(post=post).exists()
    rev = fresh(post).rev
    editing.edit(alice, post.id, Change("Hm", poll=TEA))
    assert fresh(post).rev == rev


def test_the_audience_changes_at_the_next_read_and_so_do_the_numbers(alice: Account, eve: Account) -> None:
    post = make_post(alice, "Hello @eve", Audience.ONLY_ME)
    assert told(eve, Kind.MENTION) == 0
    editing.change_audience(alice, post.id, Audience.PUBLIC)
    editing.change_audience(alice, post.id, Audience.PUBLIC)
    assert (fresh(post).audience, fresh(post).rev) == (Audience.PUBLIC, post.rev + 1)
    assert told(eve, Kind.MENTION) == 1
    alice.refresh_from_db()
    assert (alice.posts_count, alice.open_posts_count, alice.public_posts_count) == (1, 1, 1)
    saving.pin(alice, post.id)
    editing.change_audience(alice, post.id, Audience.ONLY_ME)
    alice.refresh_from_db()
    assert (alice.posts_count, alice.open_posts_count, alice.public_posts_count) == (1, 0, 0)
    assert fresh(post).pinned_at is None
    with pytest.raises(NotFound):
        versions_of(eve, post.id)
    with pytest.raises(Invalid):
        editing.change_audience(alice, post.id, Audience.GROUP)


def test_a_quote_can_be_taken_out_and_the_policy_be_changed(alice: Account, eve: Account) -> None:
    post = make_post(alice, audience=Audience.PUBLIC)
    quote = posting.publish(eve, Draft("Look", key="look", quote_id=post.id))
    assert fresh(post).quotes_count == 1
    for _time in range(2):
        editing.revoke_quote(alice, post.id, quote.id)
    assert (fresh(post).quotes_count, fresh(quote).quote_state) == (0, QuoteState.REVOKED)
    rev = fresh(post).rev
    for _time in range(2):
        editing.change_quote_policy(alice, post.id, QuotePolicy.NOBODY)
    assert (fresh(post).quote_policy, fresh(post).rev) == (QuotePolicy.NOBODY, rev + 1)
    with pytest.raises(Invalid):
        posting.publish(eve, Draft("Again", key="again", quote_id=post.id))


def test_versions_cost_the_same_for_any_number(alice: Account, django_assert_max_num_queries) -> None:
    follower = make_account()
    make_follow(follower, alice)
    post = make_post(alice, "0", Audience.FOLLOWERS)
    for number in range(1, 6):
        editing.edit(alice, post.id, Change(str(number)))
    with django_assert_max_num_queries(2):
        assert texts(follower, post) == ["0", "1", "2", "3", "4", "5"]
