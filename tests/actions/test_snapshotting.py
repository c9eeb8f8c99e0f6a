"""What something looked like when it was reported: kept whatever becomes of it, and seen by the staff alone."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from tests.albums import make_album, make_file
from tests.factories import make_post
from tests.pictures import make_media, picture, sent
from verandah.actions import chores, clearing, editing, picturing, posting, snapshotting, uploading, voting
from verandah.actions.posting import Draft
from verandah.base.errors import NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.albums.models import Album
from verandah.domain.media import files
from verandah.domain.media.models import Media
from verandah.domain.moderation.models import AuditEntry, Snapshot, SnapshotFile, Subject
from verandah.domain.moderation.snapshots import kept_file, show_snapshots, snapshot_ids
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

pytestmark = pytest.mark.django_db
Kind = Subject.Kind


def with_picture(author: Account, text: str = "Look") -> tuple[Post, Media]:
    """A post with a real picture in it."""
    post, media = make_post(author, text), make_media(author, "A lamp")
    with transaction.atomic():
        uploading.attach(author, post, [media.pk])
    Post.objects.filter(pk=post.pk).update(has_media=True)
    media.refresh_from_db()
    return post, media


def test_a_subject_is_one_row_and_what_is_not_there_is_none(alice):
    post = make_post(alice)
    first = snapshotting.subject_of(Kind.POST, post.pk)
    assert snapshotting.subject_of(Kind.POST, post.pk) == first
    assert first.owner == alice
    assert snapshotting.subject_of(Kind.ACCOUNT, alice.pk, "bio") != snapshotting.subject_of(Kind.ACCOUNT, alice.pk)
    for kind, ref, part in (
        (Kind.POST, 7, ""),
        (Kind.POST, post.pk, "bio"),
        (Kind.ACCOUNT, alice.pk, "shoes"),
        (Kind.ALBUM, 7, ""),
        (Kind.GROUP, 7, ""),
    ):
        with pytest.raises(NotFound):
            snapshotting.subject_of(kind, ref, part)


def test_what_a_post_looked_like(alice, bob):
    post = posting.publish(alice, Draft("Buy *this*", Audience.MEMBERS, "k", warning="Ads", language="en"))
    comment = posting.publish(bob, Draft("No", Audience.MEMBERS, "c", parent_id=post.pk))
    body = snapshotting.capture(snapshotting.subject_of(Kind.POST, post.pk)).body
    assert (body["kind"], body["text"], body["warning"], body["audience"]) == ("post", "Buy *this*", "Ads", "members")
    assert body["author"] == {"id": str(alice.pk), "username": "alice", "name": "Alice"}
    answer = snapshotting.capture(snapshotting.subject_of(Kind.POST, comment.pk)).body
    assert (answer["kind"], answer["answers"]["text"]) == ("comment", "Buy *this*")


def test_the_same_look_is_the_same_row(alice):
    post = make_post(alice, "One")
    subject = snapshotting.subject_of(Kind.POST, post.pk)
    first = snapshotting.capture(subject)
    assert snapshotting.capture(subject) == first
    editing.edit(alice, post.pk, editing.Change(text="Two"))
    second = snapshotting.capture(subject)
    assert (second.body["text"], second.pk != first.pk) == ("Two", True)
    first.refresh_from_db()
    assert first.body["text"] == "One"
    # A count is no look.
    Post.objects.filter(pk=post.pk).update(reactions_count=5, rev=9)
    assert snapshotting.capture(subject) == second


def test_it_survives_deletion_and_every_chore(alice):
    post, media = with_picture(alice)
    subject = snapshotting.subject_of(Kind.POST, post.pk)
    snapshot = snapshotting.capture(subject)
    (file,) = SnapshotFile.objects.all()
    assert (file.media_id, file.sha256, file.description) == (media.pk, media.sha256, "A lamp")
    assert file.name != media.name
    small = b"".join(read(media.name, media.small_extension))
    posting.delete(alice, post.pk)
    Post.objects.update(deleted_at=timezone.now() - timedelta(days=3))
    assert chores.purge_deleted_posts() == 1
    Media.objects.update(created_at=timezone.now() - timedelta(days=3))
    clearing.clear_media()
    assert not Media.objects.exists()
    assert b"".join(read(file.name, file.extension)) == small
    assert snapshotting.capture(subject) == snapshot
    # And the person, with all that is theirs.
    Account.objects.filter(pk=alice.pk).delete()
    subject.refresh_from_db()
    assert subject.owner is None
    assert Snapshot.objects.get().body["text"] == "Look"


def test_files_of_snapshots_are_not_cleared_away(alice, monkeypatch):
    post, _media = with_picture(alice)
    snapshotting.capture(snapshotting.subject_of(Kind.POST, post.pk))
    (file,) = SnapshotFile.objects.all()
    monkeypatch.setattr(files, "is_old", lambda _name: True)
    clearing.clear_files()
    assert b"".join(read(file.name, file.extension))
    SnapshotFile.objects.all().delete()
    assert clearing.clear_files() >= 1


def test_a_store_that_does_not_answer_stops_no_report(alice):
    post, media = with_picture(alice)
    files.remove(media.name)
    snapshotting.capture(snapshotting.subject_of(Kind.POST, post.pk))
    (file,) = SnapshotFile.objects.all()
    assert (file.extension, file.sha256) == ("", media.sha256)


def test_polls_albums_media_and_profiles(alice, bob):
    poll = posting.publish(alice, Draft("?", Audience.MEMBERS, "k", poll=voting.Question(("Yes", "No"), 3600)))
    assert snapshotting.capture(snapshotting.subject_of(Kind.POST, poll.pk)).body["poll"] == ["Yes", "No"]
    file = make_file(alice, poll)
    album = make_album(alice, file, title="Sea")
    body = snapshotting.capture(snapshotting.subject_of(Kind.ALBUM, album.pk)).body
    assert (body["title"], [one["id"] for one in body["media"]]) == ("Sea", [str(file.pk)])
    body = snapshotting.capture(snapshotting.subject_of(Kind.MEDIA, file.pk)).body
    assert (body["kind"], body["post"]["id"]) == ("image", str(poll.pk))
    picturing.set_picture(alice, "avatar", sent(picture()))
    Account.objects.filter(pk=alice.pk).update(
        bio="Hello", fields=[["Web", "x.example"], ["Diary", "secret", "audience:only_me"]]
    )
    body = snapshotting.capture(snapshotting.subject_of(Kind.ACCOUNT, alice.pk)).body
    assert (body["name"], body["bio"], body["fields"]) == ("Alice", "Hello", [["Web", "x.example", "public"]])
    part = snapshotting.capture(snapshotting.subject_of(Kind.ACCOUNT, alice.pk, "avatar"))
    assert set(part.body) == {"kind", "id", "username", "part", "avatar"}
    assert SnapshotFile.objects.filter(snapshot=part).exclude(extension="").count() == 1
    Album.objects.filter(pk=album.pk).delete()
    assert snapshotting.capture(snapshotting.subject_of(Kind.ALBUM, album.pk)).body["title"] == "Sea"


def test_an_address_with_nothing_behind_it(db):
    subject = snapshotting.subject_of_address("https://a.example/p/9/")
    assert snapshotting.subject_of_address("https://a.example/p/9/") == subject
    assert snapshotting.capture(subject).body == {"kind": "link", "address": "https://a.example/p/9/", "found": False}


def test_staff_sees_snapshots_but_not_of_their_own(alice, mo):
    mine, hers = make_post(mo, "Mine"), make_post(alice, "Hers")
    own = snapshotting.capture(snapshotting.subject_of(Kind.POST, mine.pk))
    other = snapshotting.capture(snapshotting.subject_of(Kind.POST, hers.pk))
    assert set(show_snapshots(mo, [own.pk, other.pk])) == {other.pk}
    assert snapshot_ids(mo, own.subject_id) == []
    assert snapshot_ids(mo, other.subject_id) == [other.pk]


def test_the_small_picture_is_for_the_staff_and_each_look_is_recorded(alice, mo, client_of):
    post, media = with_picture(alice)
    snapshotting.capture(snapshotting.subject_of(Kind.POST, post.pk))
    (file,) = SnapshotFile.objects.all()
    path = f"/moderation/pictures/{file.pk}/"
    answer = client_of(mo).get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Cache-Control"] == "private, no-store"
    assert b"".join(answer.streaming_content) == b"".join(read(media.name, media.small_extension))
    from_record = looks_of(mo)
    assert from_record == [("snapshot_file", alice.pk, post.pk)]
    for person in (alice, None):
        assert client_of(person).get(path).status_code in (302, 404)
    assert client_of(mo).get(f"/media/{file.name}/small.{file.extension}").status_code == 404
    with pytest.raises(NotFound):
        kept_file(alice, file.pk)


def looks_of(by: Account) -> list[tuple[str, int | None, int | None]]:
    """What the record says that someone looked at."""
    rows = AuditEntry.objects.filter(actor_id=by.pk, deed="look")
    return [(row.facts["what"], row.account_id, row.post_id) for row in rows]


def read(name: str, extension: str):
    """The small picture of this name."""
    found = files.kept(name, "small", extension)
    return files.pieces(found.place, 0, found.size - 1)
