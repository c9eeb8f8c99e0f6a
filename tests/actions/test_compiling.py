"""Albums: made, filled, ordered, deleted, brought back."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from tests.albums import make_album, make_file
from tests.factories import make_post
from tests.pictures import make_media
from verandah.actions import chores, clearing, compiling, posting, uploading
from verandah.actions.compiling import AlbumDraft
from verandah.base.errors import Conflict, Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.albums import rules
from verandah.domain.albums.models import Album, AlbumItem
from verandah.domain.albums.queries import faces, item_ids
from verandah.domain.media import files
from verandah.domain.media.models import Kind, Media, State
from verandah.domain.posts.audience import Audience


def order(album: Album) -> list[int]:
    return item_ids(album.author, album.pk, 100)


def test_an_album_is_made_once_for_a_key(alice: Account):
    draft = AlbumDraft("  Two   weeks ", "By the sea", Audience.FOLLOWERS)
    one, other = (compiling.create(alice, draft, "key") for _ in range(2))
    assert one.pk == other.pk
    assert (one.title, one.text, one.audience) == ("Two weeks", "By the sea", Audience.FOLLOWERS)
    assert compiling.create(alice, AlbumDraft("Else"), "other").audience == Audience.MEMBERS


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (AlbumDraft(""), "title"),
        (AlbumDraft(" \u200b"), "title"),
        (AlbumDraft("x" * 101), "text"),
        (AlbumDraft("x", "y" * 2001), "text"),
        (AlbumDraft("x", None, Audience.GROUP), "audience"),
        (AlbumDraft("x", None, Audience.LISTS), "audience"),
    ],
)
def test_what_cannot_be_an_album_is_refused(alice: Account, draft: AlbumDraft, field: str):
    with pytest.raises(Invalid) as told:
        compiling.create(alice, draft, "key")
    assert told.value.field == field
    assert not Album.objects.exists()


def test_there_are_bounds(alice: Account, monkeypatch):
    monkeypatch.setattr(compiling, "MOST_ALBUMS", 1)
    monkeypatch.setattr(compiling, "MOST_ITEMS", 2)
    album = make_album(alice, make_file(alice), make_file(alice))
    with pytest.raises(Invalid, match="as many albums"):
        compiling.create(alice, AlbumDraft("Second"), "second")
    with pytest.raises(Invalid, match="at most 2"):
        compiling.add(alice, album.pk, [make_file(alice).pk])
    compiling.delete(alice, album.pk)
    assert compiling.create(alice, AlbumDraft("Second"), "second").pk


def test_posted_and_loose_files_stand_side_by_side(alice: Account):
    post = make_post(alice)
    posted, loose = make_file(alice, post), make_file(alice)
    album = make_album(alice, posted)
    compiling.add(alice, album.pk, [loose.pk, posted.pk])
    compiling.add(alice, album.pk, [loose.pk])
    assert order(album) == [posted.pk, loose.pk]
    loose.refresh_from_db()
    assert loose.album_id == album.pk
    assert Media.objects.get(pk=posted.pk).album_id is None
    # What stands in an album can no longer be thrown away or posted as if it stood nowhere.
    with pytest.raises(NotFound):
        uploading.throw_away(alice, loose.pk)
    with pytest.raises(Invalid), transaction.atomic():
        uploading.attach(alice, make_post(alice), [loose.pk])


def test_what_cannot_stand_there(alice: Account, bob: Account):
    album, other = make_album(alice), make_album(alice)
    elsewhere = make_file(alice)
    compiling.add(alice, other.pk, [elsewhere.pk])
    failed, sound = make_file(alice), make_file(alice, kind=Kind.AUDIO)
    Media.objects.filter(pk=failed.pk).update(state=State.FAILED, failure="unreadable")
    avatar = make_file(alice)
    Media.objects.filter(pk=avatar.pk).update(is_profile=True)
    for row in (make_file(bob), make_file(bob, make_post(bob)), elsewhere, failed, sound, avatar):
        with pytest.raises(Invalid):
            compiling.add(alice, album.pk, [row.pk])
    with pytest.raises(Invalid):
        compiling.add(alice, album.pk, [1])
    with pytest.raises(NotFound):
        compiling.add(bob, album.pk, [make_file(bob).pk])
    assert order(album) == []


def test_order_and_cover(alice: Account):
    rows = [make_file(alice) for _ in range(4)]
    album = make_album(alice, *rows)
    ids = [row.pk for row in rows]
    assert faces(alice, [album.pk])[album.pk].cover_id == ids[0]
    for _ in range(2):
        compiling.arrange(alice, album.pk, [ids[3], 99, ids[1], ids[3]])
        assert order(album) == [ids[3], ids[1], ids[0], ids[2]]
    compiling.change(alice, album.pk, AlbumDraft(cover_id=ids[2]))
    assert faces(alice, [album.pk])[album.pk].cover_id == ids[2]
    compiling.take_out(alice, album.pk, [ids[2]])
    assert faces(alice, [album.pk])[album.pk].cover_id == ids[3]
    with pytest.raises(Invalid):
        compiling.change(alice, album.pk, AlbumDraft(cover_id=make_file(alice).pk))
    compiling.change(alice, album.pk, AlbumDraft(cover_id=0))


def test_each_change_is_counted_once(alice: Account):
    album = make_album(alice, make_file(alice))
    before = Album.objects.get(pk=album.pk).rev
    for _ in range(2):
        compiling.change(alice, album.pk, AlbumDraft("Winter"))
    assert Album.objects.get(pk=album.pk).rev == before + 1


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_out_goes_unless_it_is_posted(alice: Account):
    post = make_post(alice)
    posted, loose = make_media(alice), make_media(alice)
    with transaction.atomic():
        uploading.attach(alice, post, [posted.pk])
    album = make_album(alice, posted, loose)
    for _ in range(2):
        compiling.take_out(alice, album.pk, [posted.pk, loose.pk])
        assert order(album) == []
    assert list(Media.objects.all()) == [posted]
    assert files.listed(f"{loose.name[:2]}/{loose.name}") == ([], [])


@pytest.mark.django_db(transaction=True)
def test_a_deleted_album_can_come_back_for_a_day(alice: Account, bob: Account):
    post = make_post(alice)
    posted, loose = make_media(alice), make_media(alice)
    with transaction.atomic():
        uploading.attach(alice, post, [posted.pk])
    album = make_album(alice, posted, loose)
    compiling.delete(alice, album.pk)
    with pytest.raises(NotFound):
        compiling.delete(alice, album.pk)
    with pytest.raises(NotFound):
        compiling.restore(bob, album.pk)
    for _ in range(2):
        compiling.restore(alice, album.pk)
        assert order(album) == [posted.pk, loose.pk]
    compiling.delete(alice, album.pk)
    assert compiling.purge_deleted_albums() == 0
    Album.objects.update(deleted_at=timezone.now() - timedelta(hours=25))
    with pytest.raises(Conflict):
        compiling.restore(alice, album.pk)
    assert chores.CHORES["purge_deleted_albums"].deed() == 1
    assert compiling.purge_deleted_albums() == 0
    # The post keeps what is its own.
    assert list(Media.objects.all()) == [posted]
    assert not AlbumItem.objects.exists()


def test_the_chore_leaves_what_stands_in_an_album(alice: Account):
    row, failed, loose = make_file(alice), make_file(alice), make_file(alice)
    make_album(alice, row, failed)
    Media.objects.filter(pk=failed.pk).update(state=State.FAILED)
    Media.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert clearing.clear_rows() == 2
    assert list(Media.objects.all()) == [row]
    assert loose.pk != row.pk


def test_a_post_that_goes_takes_its_picture_out_of_the_album(alice: Account):
    post = make_post(alice)
    album = make_album(alice, make_file(alice, post))
    posting.delete(alice, post.pk)
    assert order(album) == []
    posting.restore(alice, post.pk)
    assert len(order(album)) == 1


def test_an_album_can_be_for_whom_a_post_can():
    assert [audience for audience in Audience if not rules.may_be_for(audience)] == [Audience.GROUP]
