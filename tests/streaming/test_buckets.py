"""Files that lie in a bucket, through the whole server: in parts, as private as their posts, and gone when removed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from tests.buckets import buckets, new_bucket
from tests.factories import make_account, make_post
from tests.streaming.running import Answer, Running, Visitor, running
from verandah.actions import administering, checking, clearing, editing, posting, stocktaking, uploading
from verandah.config.asgi import Server
from verandah.config.readiness import NotReady
from verandah.config.wsgi import application as pages
from verandah.domain.accounts.models import Account
from verandah.domain.media import files
from verandah.domain.media.models import Kind, Media, State
from verandah.domain.media.show import media_of
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

FILM = bytes(range(256)) * 12_000


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with buckets() as address:
        yield address


@pytest.fixture
def bucket(server: str, settings, transactional_db) -> dict[str, str]:
    settings.JOB_THREADS = 0
    administering.ensure_site()
    options = new_bucket(server)
    store = {"BACKEND": "verandah.base.bucket.Bucket", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"media": store}
    return options


@pytest.fixture
def site(bucket: dict[str, str]) -> Iterator[Running]:
    with running(Server(pages)) as one:
        yield one


@pytest.fixture
def alice(bucket: dict[str, str]) -> Account:
    return make_account("alice")


def posted(author: Account, audience: Audience, folder: Path) -> Post:
    """A post with a film, of which both renditions are in the bucket."""
    name = files.new_name()
    for rendition, content in (("full.mp4", FILM), ("small.jpg", b"\xff\xd8 a picture")):
        (folder / rendition).write_bytes(content)
        files.keep(name, folder / rendition)
    row = Media.objects.create(
        owner=author, name=name, kind=Kind.VIDEO, state=State.READY, extension="mp4", content_type="video/mp4",
        small_extension="jpg", width=320, height=180, small_width=320, small_height=180, duration=1,
        bytes=len(FILM), created_at=timezone.now(),
    )  # fmt: skip
    post = make_post(author, audience=audience)
    with transaction.atomic():
        uploading.attach(author, post, [row.pk])
    return post


def addresses(post: Post) -> list[str]:
    shown = media_of([post.pk])[post.pk][0]
    return [address for address in (shown.url, shown.preview_url) if address]


def fetched(site: Running, address: str, **headers: str) -> Answer:
    with Visitor(site.port, 20) as visitor:
        visitor.request(f"GET {address}", headers)
        return visitor.answer()


def test_a_film_is_passed_on_whole_and_in_parts(site: Running, alice: Account, tmp_path: Path):
    film, poster = addresses(posted(alice, Audience.FOLLOWERS, tmp_path))
    whole = fetched(site, film)
    assert (whole.status, whole.headers["content-type"], whole.body) == (200, "video/mp4", FILM)
    assert whole.headers["x-content-type-options"] == "nosniff"
    assert not [name for name in whole.headers if "sendfile" in name or "amz" in name]
    part = fetched(site, film, Range="bytes=1048570-1048590")
    assert (part.status, part.body) == (206, FILM[1_048_570:1_048_591])
    assert part.headers["content-range"] == f"bytes 1048570-1048590/{len(FILM)}"
    assert fetched(site, film, Range="bytes=99999999-").status == 416
    assert fetched(site, poster).headers["content-type"] == "image/jpeg"


def test_a_stranger_gets_nothing_and_nobody_does_when_it_is_removed(site: Running, alice: Account, tmp_path: Path):
    post = posted(alice, Audience.MEMBERS, tmp_path)
    told = addresses(post)
    bare = [address.partition("?")[0] for address in told]
    assert [fetched(site, address).status for address in told + bare] == [200, 200, 404, 404]
    editing.change_audience(alice, post.pk, Audience.ONLY_ME)
    assert [fetched(site, address).status for address in told + bare] == [404] * 4
    told = addresses(post)
    posting.delete(alice, post.pk)
    assert [fetched(site, address).status for address in told] == [404, 404]
    name = Media.objects.get().name
    uploading.discard_all_of(alice, post.pk)
    assert files.listed(f"{name[:2]}/{name}") == ([], [])


def test_a_file_that_has_just_gone_is_not_found(site: Running, alice: Account, tmp_path: Path):
    film, _poster = addresses(posted(alice, Audience.PUBLIC, tmp_path))
    files.remove(Media.objects.get().name)
    assert fetched(site, film).status == 404


def test_a_bucket_that_does_not_answer_is_said(site: Running, alice: Account, tmp_path: Path, settings):
    film, _poster = addresses(posted(alice, Audience.PUBLIC, tmp_path))
    options = settings.STORAGES["media"]["OPTIONS"] | {"endpoint": "http://127.0.0.1:9"}
    settings.STORAGES = settings.STORAGES | {"media": settings.STORAGES["media"] | {"OPTIONS": options}}
    answer = fetched(site, film)
    assert (answer.status, answer.headers["cache-control"]) == (503, "no-store")


def test_what_no_row_knows_goes_from_the_bucket_too(alice: Account, tmp_path: Path, monkeypatch):
    posted(alice, Audience.MEMBERS, tmp_path)
    posted(alice, Audience.MEMBERS, tmp_path)
    kept, gone = Media.objects.order_by("pk").values_list("name", flat=True)
    Media.objects.filter(name=gone).delete()
    assert clearing.clear_files() == 0
    monkeypatch.setattr(files, "DAY", -60)
    assert clearing.clear_files() == 1
    assert [name for heap in files.names() for name in heap] == [kept]


def test_the_host_of_files_has_no_streams_and_no_api(bucket: dict[str, str], settings):
    settings.MEDIA_ORIGIN = "http://files.example"
    with running(Server(pages)) as one:
        for path in ("/live/?feed=home", "/api/v1/streaming/health", "/api/v1/instance", "/"):
            answer = fetched(one, path, Host="files.example")
            assert (answer.status, answer.body) == (404, b"There is no such file.\n")


def test_the_check_writes_there_and_leaves_nothing(bucket: dict[str, str], settings):
    assert checking.store() == f"Files are stored in the bucket {bucket['bucket']}."
    assert files.listed("") == ([], [])
    settings.STORAGES = settings.STORAGES | {
        "media": settings.STORAGES["media"] | {"OPTIONS": bucket | {"endpoint": "http://127.0.0.1:9"}}
    }
    with pytest.raises(NotReady) as told:
        checking.store()
    assert "VERANDAH_STORAGE" in str(told.value)
    assert "secret" not in str(told.value)


def test_the_room_they_take_is_told(alice: Account, tmp_path: Path):
    posted(alice, Audience.MEMBERS, tmp_path)
    found = stocktaking.stock()
    assert (found.total.count, found.total.bytes) == (1, len(FILM) + len(b"\xff\xd8 a picture"))
    assert found.missing == []
