"""A file is as private as its post: address x audience x moment. Whoever asks, because apps ask as nobody."""

import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client

from tests.factories import make_post, suspend
from tests.pictures import clip, make_media, picture, sent
from verandah.actions import deciding, editing, posting, uploading
from verandah.domain.accounts.models import Account
from verandah.domain.media import files, rules, signing
from verandah.domain.media.models import Media
from verandah.domain.media.show import ShownMedia, media_of, show_media
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

DAY = 86_400


@pytest.fixture
def posted(alice: Account):
    """`posted(audience)`: a post of Alice's with a picture, and the picture as its readers are told of it."""

    def make(audience: Audience, content: bytes = b"") -> tuple[Post, ShownMedia]:
        post = make_post(alice)
        Post.objects.filter(pk=post.pk).update(audience=audience)
        row = make_media(alice, content=content or picture())
        with transaction.atomic():
            uploading.attach(alice, post, [row.pk])
        return post, media_of([post.pk])[post.pk][0]

    return make


def addresses(shown: ShownMedia) -> list[str]:
    """Of every rendition that anyone is told of: the two that each file has, and then the others."""
    others = [*(source.url for source in shown.sources), *(one.url for one in shown.captions)]
    return list(dict.fromkeys(address for address in (shown.url, shown.preview_url, *others) if address))


def codes(shown: ShownMedia, client: Client | None = None, bare: bool = False) -> set[int]:
    """What all renditions answer; `bare`: without what stands behind the path."""
    client = client or Client()
    asked = [urlsplit(address).path if bare else address for address in addresses(shown)]
    assert len(asked) >= 2
    return {client.get(address).status_code for address in asked}


@pytest.mark.parametrize("audience", Audience)
def test_the_matrix(posted, alice, bob, carol, dan, eve, mo, client_of, audience: Audience):
    post, shown = posted(audience)
    is_open = audience == Audience.PUBLIC
    for viewer in (None, alice, bob, carol, dan, eve, mo):
        client = client_of(viewer)
        assert codes(shown, client, bare=True) == {200 if is_open else 404}
        assert codes(shown, client) == {200}
    posting.delete(alice, post.pk)
    for viewer in (None, alice, bob, eve):
        assert codes(shown, client_of(viewer)) == codes(shown, client_of(viewer), bare=True) == {404}
    posting.restore(alice, post.pk)
    assert codes(shown) == {200}


def test_a_signature_ends(posted, monkeypatch):
    _post, shown = posted(Audience.FRIENDS)
    now = time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 0.99 * DAY)
    assert codes(shown) == {200}
    monkeypatch.setattr(signing.time, "time", lambda: now + 2 * DAY)
    assert codes(shown) == {404}


def test_a_signature_is_for_one_rendition_in_one_post(posted, alice: Account):
    post, shown = posted(Audience.FRIENDS)
    full, small = (urlsplit(address) for address in addresses(shown)[:2])
    for path, query in (
        (small.path, full.query),
        (full.path, full.query[:-1] + ("0" if full.query[-1] != "0" else "1")),
        (full.path, full.query.replace("e=1", "e=2")),
        (full.path, "e=99999999999&s="),
        (full.path, "e=²&s=ü"),
        (full.path, "s=" + full.query.partition("s=")[2]),
        (full.path.replace(".jpg", ".html"), full.query),
        (full.path.replace("full", "source"), full.query),
    ):
        assert Client().get(f"{path}?{query}").status_code == 404
    row = Media.objects.get(pk=shown.id)
    other = make_post(alice)
    posting.delete(alice, post.pk)
    own = media_of([post.pk])[post.pk][0]
    assert codes(own) == {200}
    assert codes(shown) == {404}
    with transaction.atomic():
        uploading.attach(alice, other, [row.pk])
    assert codes(shown) == codes(own) == {404}
    assert codes(media_of([other.pk])[other.pk][0]) == {200}


def test_who_an_address_was_for_no_longer_counts(posted, alice: Account):
    """Every address that was told before its post was for fewer people ends at once, signed or not."""
    for before, after in ((Audience.PUBLIC, Audience.FOLLOWERS), (Audience.MEMBERS, Audience.ONLY_ME)):
        post, shown = posted(before)
        assert codes(shown) == {200}
        editing.change_audience(alice, post.pk, after)
        assert codes(shown) == codes(shown, bare=True) == {404}
        assert codes(media_of([post.pk])[post.pk][0]) == {200}


def test_the_files_of_a_comment_are_as_private_as_what_it_is_about(alice: Account, bob: Account):
    post = make_post(alice)
    comment = posting.publish(bob, posting.Draft("Me too", key="c", parent_id=post.pk))
    with transaction.atomic():
        uploading.attach(bob, comment, [make_media(bob).pk])
    Post.objects.filter(pk=comment.pk).update(has_media=True, audience=Audience.PUBLIC)
    Post.objects.filter(pk=post.pk).update(audience=Audience.PUBLIC)
    shown = media_of([comment.pk])[comment.pk][0]
    assert codes(shown, bare=True) == {200}
    before = Post.objects.get(pk=comment.pk).rev
    editing.change_audience(alice, post.pk, Audience.FOLLOWERS)
    assert codes(shown) == codes(shown, bare=True) == {404}
    # What was rendered for apps with the old address is made anew.
    assert Post.objects.get(pk=comment.pk).rev == before + 1
    told = media_of([comment.pk])[comment.pk][0]
    assert codes(told) == {200}
    decision = suspend(alice)
    assert codes(told) == {404}
    deciding.reverse(decision, None, "")
    posting.delete(alice, post.pk)
    assert codes(told) == {404}


def test_nothing_of_someone_suspended_is_served(posted, alice: Account):
    found = [posted(audience)[1] for audience in (Audience.PUBLIC, Audience.FRIENDS)]
    own = show_media(make_media(alice))
    suspend(alice)
    assert [codes(shown) for shown in (*found, own)] == [{404}] * 3


def test_what_is_for_some_is_kept_by_nobody_for_long(posted):
    _post, shown = posted(Audience.FRIENDS)
    for address in addresses(shown):
        answer = Client().get(address)
        assert answer["Cache-Control"] == "private, max-age=60"
        assert Client().get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
        # Without the signature not even that.
        bare = urlsplit(address).path
        assert Client().get(bare, headers={"If-None-Match": answer["ETag"]}).status_code == 404


def test_what_is_not_posted_is_its_owners(alice: Account):
    shown = show_media(make_media(alice))
    assert codes(shown) == {200}
    assert codes(shown, bare=True) == {404}
    uploading.throw_away(alice, shown.id)
    assert codes(shown) == {404}


def test_what_waits_is_not_served(alice: Account, settings):
    settings.TASKS = {"default": {"BACKEND": "verandah.base.jobs.LeaseTable", "QUEUES": []}}
    row = uploading.accept(alice, sent(clip("mp4")), uploading.Details())
    assert addresses(show_media(row)) == []
    for path in (f"/media/{row.name}/source.mp4", f"/media/{row.name}/full.mp4", "/media/..%2fkeys/secret-key.x"):
        assert Client().get(path).status_code == 404


def test_addresses_stay_the_same_for_a_day(posted):
    post, shown = posted(Audience.FRIENDS)
    assert media_of([post.pk])[post.pk][0] == shown
    assert posted(Audience.PUBLIC)[1].url.count("?") == 0


def test_what_the_answer_says_of_itself(posted):
    _post, shown = posted(Audience.PUBLIC)
    answer = Client().get(shown.url)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    # Whoever serves others asks again within a minute: removed means gone.
    assert answer["Cache-Control"] == "public, max-age=31536000, s-maxage=60, immutable"
    assert answer["Content-Length"] == str(len(answer.getvalue()))
    assert "Vary" not in answer
    assert not answer.cookies
    assert Client().get(shown.url, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    head = Client().head(shown.url)
    assert (head.status_code, head["Content-Length"], head.content) == (200, answer["Content-Length"], b"")
    assert Client().post(shown.url).status_code == 405
    missing = Client().get("/media/x/full.jpg")
    assert (missing.status_code, missing["Cache-Control"]) == (404, "no-store")


@pytest.mark.parametrize(
    ("wanted", "status", "first", "last"),
    [
        ("bytes=0-", 206, 0, None),
        ("bytes=0-0", 206, 0, 0),
        ("bytes=10-19", 206, 10, 19),
        ("bytes=-5", 206, -5, None),
        ("bytes=100-999999999", 206, 100, None),
        ("bytes=999999999-", 416, 0, 0),
        ("bytes=9-3", 416, 0, 0),
        ("bytes=-0", 416, 0, 0),
        ("bytes=0-1,5-6", 416, 0, 0),
        ("bytes=-", 416, 0, 0),
        ("bytes=x", 416, 0, 0),
        ("lines=1-2", 200, 0, None),
    ],
)
def test_a_video_can_be_fetched_in_parts(posted, wanted: str, status: int, first: int, last: int | None):
    _post, shown = posted(Audience.PUBLIC, clip("mp4"))
    row = Media.objects.get(pk=shown.id)
    whole = Path(files.store().path(files.place(row.name, "full", "mp4"))).read_bytes()
    answer = Client().get(shown.url, headers={"Range": wanted})
    assert answer.status_code == status
    if status == 416:
        assert answer["Content-Range"] == f"bytes */{len(whole)}"
        return
    expected = whole[first : None if last is None else last + 1]
    assert answer.getvalue() == expected
    begin = whole.index(expected) if first >= 0 else len(whole) + first
    if status == 206:
        assert answer["Content-Range"] == f"bytes {begin}-{begin + len(expected) - 1}/{len(whole)}"


def test_a_part_of_what_has_changed_is_the_whole(posted):
    _post, shown = posted(Audience.PUBLIC)
    etag = Client().get(shown.url)["ETag"]
    for given, status in ((etag, 206), ('"other"', 200)):
        assert Client().get(shown.url, headers={"Range": "bytes=0-1", "If-Range": given}).status_code == status


def test_a_file_that_is_missing_is_no_breakdown(posted):
    _post, shown = posted(Audience.PUBLIC)
    files.remove(Media.objects.get(pk=shown.id).name)
    assert codes(shown) == {404}


def test_one_query_and_none_for_the_session(posted, alice: Account, client_of, django_assert_num_queries):
    _post, shown = posted(Audience.FRIENDS)
    client = client_of(alice)
    with django_assert_num_queries(1):
        client.get(shown.url)


def test_the_audience_of_all_is_public():
    assert [audience for audience in Audience if rules.is_open_to_all(False, audience)] == [Audience.PUBLIC]
