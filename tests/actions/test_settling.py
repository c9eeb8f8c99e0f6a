"""What decisions mean for posts, files, albums and people: what others see, what is counted, and who is told."""

import pytest

from tests.factories import decide_about, decide_on, make_account, make_follow, make_post
from tests.pictures import make_media, picture, sent
from verandah.actions import compiling, deciding, editing, picturing, posting, presenting, reacting, sharing
from verandah.actions.compiling import AlbumDraft
from verandah.actions.posting import Draft
from verandah.actions.presenting import Revision
from verandah.actions.settling import settle
from verandah.base.errors import Forbidden, Invalid, NotFound
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account
from verandah.domain.albums.queries import album_ids, faces
from verandah.domain.feeds.queries import home_ids
from verandah.domain.media.queries import fetchable
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Restriction, Subject
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.explaining import explain
from verandah.domain.posts.full import full_posts
from verandah.domain.posts.models import Post
from verandah.domain.posts.queries import open_count, visible_post

POST, MEDIA, ALBUM = Subject.Kind.POST, Subject.Kind.MEDIA, Subject.Kind.ALBUM


def announced(callbacks) -> list[tuple[str, ...]]:
    return [one.args for one in callbacks if getattr(one, "args", ())]


def sees(viewer: Account | None, post: Post) -> bool:
    return bool(full_posts(viewer, [post.pk]))


@pytest.mark.parametrize(
    ("effect", "seen"), [(Effect.HIDE, {"eve"}), (Effect.HOLD, {"eve"}), (Effect.REMOVE, set()), (Effect.BLUR, None)]
)
def test_who_still_sees_what_is_withheld(alice, eve, bob, effect, seen):
    post = make_post(eve, "Good evening", Audience.PUBLIC)
    decision = decide_on(POST, post.pk, effect)
    viewers = {"eve": eve, "bob": bob, "": None}
    assert {name for name, one in viewers.items() if sees(one, post)} == (set(viewers) if seen is None else seen)
    deciding.reverse(decision, None, "")
    assert {name for name, one in viewers.items() if sees(one, post)} == set(viewers)


def test_the_numbers_of_others_do_not_count_it_and_then_do_again(alice, eve):
    root = make_post(alice, "Root", Audience.PUBLIC)
    comment = posting.publish(eve, Draft("Rude", Audience.PUBLIC, "c", parent_id=root.pk))
    quote = posting.publish(eve, Draft("Ruder", Audience.PUBLIC, "q", quote_id=root.pk))

    def numbers() -> tuple[int, ...]:
        row, her = Post.objects.get(pk=root.pk), Account.objects.get(pk=eve.pk)
        return row.comments_count, row.quotes_count, her.posts_count, her.public_posts_count, open_count()

    before = numbers()
    assert before[:4] == (1, 1, 1, 1)
    decisions = [decide_on(POST, one.pk, Effect.HIDE) for one in (comment, quote)]
    assert numbers()[:4] == (0, 0, 0, 0)
    # From hidden to removed is nothing new for the numbers, nor is a deletion by its author.
    more = decide_on(POST, comment.pk, Effect.REMOVE)
    with pytest.raises(NotFound):
        posting.delete(eve, comment.pk)
    posting.delete(eve, quote.pk)
    posting.restore(eve, quote.pk)
    assert numbers()[:4] == (0, 0, 0, 0)
    for decision in (more, *decisions):
        deciding.reverse(decision, None, "")
    assert numbers()[:4] == before[:4]


def test_the_suspended_are_counted_once_only(alice, eve):
    root = make_post(alice, "Root", Audience.PUBLIC)
    comment = posting.publish(eve, Draft("Rude", Audience.PUBLIC, "c", parent_id=root.pk))
    person = decide_about(eve, Effect.SUSPEND)
    removed = decide_on(POST, comment.pk, Effect.REMOVE)
    assert Post.objects.get(pk=root.pk).comments_count == 0
    deciding.reverse(person, None, "")
    assert Post.objects.get(pk=root.pk).comments_count == 0
    deciding.reverse(removed, None, "")
    assert Post.objects.get(pk=root.pk).comments_count == 1


def test_open_streams_hear_of_it(eve, django_capture_on_commit_callbacks):
    post = make_post(eve, "Good evening", Audience.PUBLIC)
    Post.objects.filter(pk=post.pk).update(created_at="2026-01-01T00:00:00Z")
    with django_capture_on_commit_callbacks() as heard:
        decision = decide_on(POST, post.pk, Effect.HIDE)
    assert ("posts", "gone", post.pk) in announced(heard)
    with django_capture_on_commit_callbacks() as heard:
        deciding.reverse(decision, None, "")
    assert ("posts", "back", post.pk) in announced(heard)


def test_what_is_held_at_once_is_told_to_nobody_before_it_is_released(alice, eve, django_capture_on_commit_callbacks):
    post = make_post(eve, "Good evening @alice", Audience.PUBLIC)
    with django_capture_on_commit_callbacks() as heard:
        decision = decide_on(POST, post.pk, Effect.HOLD)
    assert ("posts", "gone", post.pk) not in announced(heard)
    with django_capture_on_commit_callbacks(execute=True) as heard:
        deciding.reverse(decision, None, "")
    assert ("posts", "post", post.pk) in announced(heard)


def test_twice_is_the_same(eve):
    post = make_post(eve)
    decide_on(POST, post.pk, Effect.HIDE)
    decide_about(eve, Effect.LIMIT, Effect.DISABLE)
    before = (Post.objects.get(pk=post.pk).rev, Account.objects.get(pk=eve.pk).rev)
    for subject in Subject.objects.all():
        settle(subject)
    assert before == (Post.objects.get(pk=post.pk).rev, Account.objects.get(pk=eve.pk).rev)


def test_what_is_locked_can_be_read_and_nothing_else(alice, eve, bob):
    post = make_post(alice, "Root", Audience.PUBLIC)
    decide_on(POST, post.pk, Effect.LOCK)
    assert sees(bob, post)
    for deed in (
        lambda: posting.publish(bob, Draft("Well", Audience.PUBLIC, "c", parent_id=post.pk)),
        lambda: posting.publish(alice, Draft("Well", Audience.PUBLIC, "d", parent_id=post.pk)),
        lambda: reacting.react(bob, post.pk),
        lambda: sharing.share(bob, post.pk),
    ):
        with pytest.raises(Forbidden):
            deed()
    with pytest.raises(Invalid):
        posting.publish(bob, Draft("Well", Audience.PUBLIC, "q", quote_id=post.pk))
    full = full_posts(bob, [post.pk])[0]
    assert (full.may_quote, full.post.is_locked) == (False, True)


def test_what_is_blurred_is_sensitive_whoever_says_otherwise(eve, bob):
    post = make_post(eve)
    decide_on(POST, post.pk, Effect.BLUR)
    editing.edit(eve, post.pk, editing.Change("Now it is fine", is_sensitive=False))
    assert full_posts(bob, [post.pk])[0].post.is_sensitive


@pytest.fixture
def photo(eve: Account) -> int:
    return make_media(eve, "A quay").pk


def test_a_file_that_is_withheld_is_served_to_nobody(eve, bob, photo):
    post = posting.publish(eve, Draft("See", Audience.MEMBERS, "p", media_ids=(photo,)))
    album = compiling.create(eve, AlbumDraft("Quay", None, Audience.PUBLIC), "k")
    compiling.add(eve, album.pk, [photo])
    address = full_posts(bob, [post.pk])[0].media[0].url or ""
    name, query = address.split("/")[2], dict(one.split("=") for one in address.split("?")[1].split("&"))
    assert fetchable(None, name, "full", query["e"], query["s"])
    decision = decide_on(MEDIA, photo, Effect.REMOVE)
    with pytest.raises(NotFound):
        fetchable(None, name, "full", query["e"], query["s"])
    assert full_posts(bob, [post.pk])[0].media == ()
    assert full_posts(eve, [post.pk])[0].media == ()
    assert faces(eve, [album.pk])[album.pk].count == 0
    # An edit does not throw it away, so that it can come back.
    editing.edit(eve, post.pk, editing.Change("See this"))
    deciding.reverse(decision, None, "")
    assert [one.id for one in full_posts(bob, [post.pk])[0].media] == [photo]
    decide_on(MEDIA, photo, Effect.BLUR)
    full = full_posts(bob, [post.pk])[0]
    assert (full.post.is_sensitive, full.media[0].is_blurred) == (True, True)


@pytest.mark.parametrize("effect", [Effect.HIDE, Effect.REMOVE])
def test_addresses_of_before_open_nothing_of_what_is_withheld(eve, bob, photo, effect):
    post = posting.publish(eve, Draft("See", Audience.PUBLIC, "p", media_ids=(photo,)))
    name = (full_posts(bob, [post.pk])[0].media[0].url or "").split("/")[2]
    assert fetchable(None, name, "full", "", "").is_open
    decide_on(POST, post.pk, effect)
    with pytest.raises(NotFound):
        fetchable(None, name, "full", "", "")
    mine = full_posts(eve, [post.pk])
    assert bool(mine) == (effect == Effect.HIDE)


def test_an_album_that_is_withheld(eve, bob):
    album = compiling.create(eve, AlbumDraft("Quay", None, Audience.PUBLIC), "k")
    decision = decide_on(ALBUM, album.pk, Effect.HIDE)
    assert (album_ids(bob, eve, Page()), album_ids(eve, eve, Page())) == ([], [album.pk])
    decide_on(ALBUM, album.pk, Effect.REMOVE)
    assert album_ids(eve, eve, Page()) == []
    with pytest.raises(NotFound):
        compiling.change(eve, album.pk, AlbumDraft("Other", None, None))
    for row in Restriction.objects.exclude(decision=decision):
        deciding.reverse(row.decision, None, "")
    deciding.reverse(decision, None, "")
    assert album_ids(bob, eve, Page()) == [album.pk]


def test_a_profile_goes_back_to_how_it_begins_and_comes_back(eve):
    presenting.revise(eve, Revision(display_name="Rude name", bio="Rude words", fields=(("Rude", "line", ""),)))
    picturing.set_picture(eve, "avatar", sent(picture()))
    eve.refresh_from_db()
    path = eve.avatar_path
    decision = decide_about(eve, Effect.STRIP)
    assert (eve.display_name, eve.bio, eve.fields, eve.avatar_path) == ("eve", "", [], "")
    with pytest.raises(NotFound):
        fetchable(None, path.split("/")[2], "full", "", "")
    # What they have set since is theirs.
    presenting.revise(eve, Revision(bio="Kind words"))
    deciding.reverse(decision, None, "")
    eve.refresh_from_db()
    assert (eve.display_name, eve.bio, eve.avatar_path) == ("Rude name", "Kind words", path)
    assert eve.fields


def test_the_author_is_told_that_a_decision_hides_it(eve, bob):
    post = make_post(eve, "Good evening", Audience.MEMBERS)
    decide_on(POST, post.pk, Effect.HIDE)
    assert visible_post(eve, post.pk)
    shown = full_posts(eve, [post.pk])[0]
    assert shown.post.is_hidden
    from_bob = full_posts(eve, [make_post(bob).pk])[0]
    told = explain(eve, post.pk, [from_bob.post.author])[bob.pk]
    assert (told.visible, told.text) == (False, "No, because it is hidden by a decision.")


def test_a_follower_keeps_a_share_of_what_is_limited_from_those_who_do_not_follow(alice, eve, bob):
    make_follow(bob, alice)
    make_follow(alice, eve)
    newcomer = make_account("newcomer")
    make_follow(newcomer, alice)
    make_follow(newcomer, eve)
    post = make_post(eve, "Loud", Audience.PUBLIC)
    share = sharing.share(alice, post.pk)
    decide_on(POST, post.pk, Effect.LIMIT)
    assert (share.pk in home_ids(bob, Page()), share.pk in home_ids(newcomer, Page())) == (False, True)
