"""Files come in, wait, are made anew, go into posts and out again; nothing of a refused one is left."""

from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from tests.factories import make_post
from tests.pictures import clip, make_media, moving_gif, picture, sent
from verandah.actions import developing, posting, uploading
from verandah.actions.developing import MOST_ATTEMPTS, develop
from verandah.actions.uploading import Details
from verandah.base import video
from verandah.base.errors import Invalid, NotFound
from verandah.base.jobs import HEAVY, Job
from verandah.base.sandbox import Stopped
from verandah.base.worker import Worker
from verandah.domain.accounts.models import Account
from verandah.domain.media import files
from verandah.domain.media.models import Kind, Media, State
from verandah.domain.media.renditions import renditions_of
from verandah.domain.media.show import media_of
from verandah.domain.posts.models import Post

NOTHING = Details()


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "verandah.base.jobs.LeaseTable", "QUEUES": []}}


def places() -> set[str]:
    """The names of all that lies in the store, and of all that waits."""
    stored = {name for heap in files.listed("")[0] for name in files.listed(heap)[0]}
    return stored | {path.name for path in files.waiting_room("x").parent.iterdir()}


@pytest.fixture(autouse=True)
def _nothing_before():
    for name in places():
        files.remove(name)


def lies(row: Media, file: str) -> bool:
    return files.store().exists(f"{row.name[:2]}/{row.name}/{file}")


def attached(author: Account, post: Post, *rows: Media) -> list[int]:
    with transaction.atomic():
        uploading.attach(author, post, [row.pk for row in rows])
    return [shown.id for shown in media_of([post.pk]).get(post.pk, ())]


def test_a_picture_is_ready_at_once(alice: Account):
    row = uploading.accept(alice, sent(picture()), Details(" A wren ", (0.5, -1.0)))
    row.refresh_from_db()
    assert (row.kind, row.state, row.description) == (Kind.IMAGE, State.READY, "A wren")
    assert (row.focus_x, row.focus_y, row.width, row.height, row.bytes) == (0.5, -1.0, 120, 80, len(picture()))
    assert len(row.sha256) == 64
    assert lies(row, "full.jpg")
    assert lies(row, "small.jpg")
    assert not files.waiting_room(row.name).exists()


def test_large_pictures_and_all_videos_are_a_slow_job(alice: Account, queue, monkeypatch):
    monkeypatch.setattr(uploading, "LARGE", 100)
    large = uploading.accept(alice, sent(picture()), NOTHING)
    at_once = uploading.accept(alice, sent(picture()), NOTHING, at_once=True)
    film = uploading.accept(alice, sent(clip("mp4")), NOTHING)
    assert [row.state for row in (large, at_once, film)] == [State.WAITING, State.READY, State.WAITING]
    assert set(Job.objects.values_list("priority", flat=True)) == {HEAVY}
    assert Worker(0).run_once() == 2
    for row in (large, film):
        row.refresh_from_db()
    assert (large.state, film.state, film.kind, film.extension) == (State.READY, State.READY, Kind.VIDEO, "mp4")
    assert (film.duration, film.width, film.small_width) == (1.0, 320, 320)
    assert not files.waiting_room(film.name).exists()


@pytest.mark.parametrize(
    ("content", "kind", "extension"),
    [
        (moving_gif(), Kind.GIFV, "mp4"),
        (clip("webm"), Kind.VIDEO, "mp4"),
        (clip("mp3", pictures=False), Kind.AUDIO, "m4a"),
        (clip("mp4", pictures=False), Kind.AUDIO, "m4a"),
    ],
)
def test_what_it_is_does_not_depend_on_its_name(alice: Account, content: bytes, kind: Kind, extension: str):
    row = uploading.accept(alice, sent(content, "holiday.jpg", "image/jpeg"), NOTHING)
    row.refresh_from_db()
    assert (row.state, row.kind, row.extension) == (State.READY, kind, extension)


def test_a_picture_may_stand_for_a_sound(alice: Account):
    content = clip("mp3", pictures=False)
    row = uploading.accept(alice, sent(content), Details(thumbnail=sent(picture(size=(50, 40)))))
    row.refresh_from_db()
    assert (row.small_width, row.small_height, row.small_extension) == (50, 40, "jpg")
    changed = uploading.describe(alice, row.pk, Details(thumbnail=sent(picture("PNG", size=(30, 30)))))
    assert (changed.small_width, changed.rev) == (30, 2)
    made = {f"{one.name}.{one.extension}" for one in renditions_of(changed)}
    assert made == {"full.m4a", "small.jpg", "small.avif"}
    assert all(lies(changed, file) for file in made)
    with pytest.raises(Invalid, match="not a picture"):
        uploading.describe(alice, row.pk, Details(thumbnail=sent(content)))
    assert places() == {row.name}


EVIL = {
    "nothing": (b"", "empty"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "not taken"),
    "zip": (b"PK\x03\x04" + b"\0" * 500, "not taken"),
    "html": (b"<!doctype html><script>", "not taken"),
    "playlist": (b"#EXTM3U\n#EXT-X-TARGETDURATION:1\nhttp://127.0.0.1/\n", "not taken"),
    "half a photo": (picture(size=(600, 600))[:900], "damaged"),
    "half a film": (clip("mp4")[:2000], "damaged"),
    "half a song": (b"ID3\x04\0\0\0\0\0\0", "damaged"),
}


@pytest.mark.parametrize("name", EVIL)
def test_what_cannot_be_used_is_refused_with_a_sentence_and_leaves_nothing(alice: Account, name: str):
    content, word = EVIL[name]
    with pytest.raises(Invalid, match=word) as refused:
        uploading.accept(alice, sent(content, "photo.jpg", "image/jpeg"), NOTHING)
    assert refused.value.field == "file"
    assert refused.value.text.endswith(".")
    assert not Media.objects.exists()
    assert places() == set()


def test_limits_of_size_length_and_text(alice: Account, settings):
    settings.MOST_BYTES = {"IMAGE": 100, "VIDEO": 100_000_000, "AUDIO": 1}
    with pytest.raises(Invalid, match="too large"):
        uploading.accept(alice, sent(picture()), NOTHING)
    settings.MOST_BYTES, settings.MOST_PIXELS = {"IMAGE": 100_000, "VIDEO": 100_000_000}, 100
    for content in (picture(), clip("mp4")):
        with pytest.raises(Invalid, match="too many pixels"):
            uploading.accept(alice, sent(content), NOTHING)
    settings.MOST_PIXELS, settings.MOST_SECONDS = 1_000_000, 0
    with pytest.raises(Invalid, match="too long"):
        uploading.accept(alice, sent(clip("mp4")), NOTHING)
    for details in (Details("x" * 1501), Details(focus=(2.0, 0.0)), Details(focus=(float("nan"), 0.0))):
        with pytest.raises(Invalid):
            uploading.accept(alice, sent(picture()), details)
    assert places() == set()


def test_without_ffmpeg_pictures_are_still_taken(alice: Account, monkeypatch):
    monkeypatch.setattr(video, "ffmpeg", lambda: "")
    for content in (clip("mp4"), moving_gif()):
        with pytest.raises(Invalid, match="verandah check"):
            uploading.accept(alice, sent(content), NOTHING)
    assert make_media(alice).state == State.READY


def test_a_film_that_ends_its_program_is_tried_three_times(alice: Account, queue, monkeypatch):
    def die(*_: object) -> None:
        raise Stopped("signal 9")

    row = uploading.accept(alice, sent(clip("mp4")), NOTHING)
    monkeypatch.setattr(developing, "develop_now", die)
    for _attempt in range(MOST_ATTEMPTS - 1):
        with pytest.raises(Stopped):
            develop.call(row.pk)
        assert files.waiting_room(row.name).exists()
    develop.call(row.pk)
    row.refresh_from_db()
    assert (row.state, row.failure) == (State.FAILED, "stopped")
    assert places() == set()
    develop.call(row.pk)


def test_a_server_that_ends_during_each_attempt_ends_the_attempts(alice: Account, queue):
    row = uploading.accept(alice, sent(clip("mp4")), NOTHING)
    Media.objects.filter(pk=row.pk).update(attempts=MOST_ATTEMPTS)
    develop.call(row.pk)
    row.refresh_from_db()
    assert row.state == State.FAILED


def test_a_file_that_is_gone_or_turns_out_broken_is_told(alice: Account, queue):
    lost, broken = (uploading.accept(alice, sent(clip("mp4")), NOTHING) for _ in range(2))
    files.clear_room(lost.name)
    source = files.waiting_room(broken.name) / "source"
    source.write_bytes(source.read_bytes()[:3000])
    Worker(0).run_once()
    assert [Media.objects.get(pk=row.pk).failure for row in (lost, broken)] == ["lost", "unreadable"]


def test_thrown_away_while_it_is_made(alice: Account, queue, monkeypatch):
    row = uploading.accept(alice, sent(clip("mp4")), NOTHING)
    real = developing.develop_now

    def slow(waiting: developing.Waiting) -> developing.Facts:
        facts = real(waiting)
        Media.objects.filter(pk=row.pk).delete()
        return facts

    monkeypatch.setattr(developing, "develop_now", slow)
    develop.call(row.pk)
    assert places() == set()


def test_a_post_holds_exactly_these_in_this_order(alice: Account):
    post, one, other = make_post(alice), make_media(alice), make_media(alice)
    assert attached(alice, post, other, one, other) == [other.pk, one.pk]
    assert attached(alice, post, one) == [one.pk]
    assert attached(alice, post, one) == [one.pk]
    assert Media.objects.get(pk=other.pk).post_id is None
    assert attached(alice, post) == []


def test_what_cannot_be_attached(alice: Account, bob: Account, queue):
    post, other = make_post(alice), make_post(alice)
    taken, waiting, failed = make_media(alice), uploading.accept(alice, sent(clip("mp4")), NOTHING), make_media(alice)
    attached(alice, other, taken)
    Media.objects.filter(pk=failed.pk).update(state=State.FAILED, failure="unreadable")
    for row, word in (
        (make_media(bob), "not yours"),
        (Media(pk=1), "not yours"),
        (waiting, "still being processed"),
        (failed, "damaged"),
        (taken, "another post"),
    ):
        with pytest.raises(Invalid, match=word):
            attached(alice, post, row)
    with pytest.raises(Invalid, match="at most 30"), transaction.atomic():
        uploading.attach(alice, post, range(31))


def test_a_deleted_post_gives_its_files_back(alice: Account):
    post, row = make_post(alice), make_media(alice)
    attached(alice, post, row)
    with pytest.raises(NotFound):
        uploading.describe(alice, row.pk, Details("too late"))
    uploading.describe_in(alice, post, row.pk, Details("in time"))
    with pytest.raises(Invalid):
        uploading.describe_in(alice, make_post(alice), row.pk, Details("elsewhere"))
    posting.delete(alice, post.pk)
    uploading.describe(alice, row.pk, Details("again"))
    again = make_post(alice)
    assert attached(alice, again, row) == [row.pk]
    assert Media.objects.get(pk=row.pk).description == "again"


@pytest.mark.django_db(transaction=True)
def test_thrown_away_means_gone(alice: Account, bob: Account):
    post, loose, posted = make_post(alice), make_media(alice), make_media(alice)
    attached(alice, post, posted)
    for row in (posted, make_media(bob)):
        with pytest.raises(NotFound):
            uploading.throw_away(alice, row.pk)
    uploading.throw_away(alice, loose.pk)
    with pytest.raises(NotFound):
        uploading.throw_away(alice, loose.pk)
    uploading.discard_all_of(bob, post.pk)
    assert lies(posted, "full.jpg")
    uploading.discard_all_of(alice, post.pk)
    uploading.discard_all_of(alice, post.pk)
    assert not {loose.name, posted.name} & places()


def test_saying_the_same_again_is_no_change(alice: Account):
    row = make_media(alice, "A wren")
    assert uploading.describe(alice, row.pk, Details("A wren")).rev == 1
    assert uploading.describe(alice, row.pk, NOTHING).rev == 1
    assert uploading.describe(alice, row.pk, Details("A robin", (0.1, 0.2))).rev == 2


def test_names_cannot_be_guessed(alice: Account):
    names = {make_media(alice).name for _ in range(3)}
    assert len(names) == 3
    assert {len(name) for name in names} == {40}
    assert Path(files.store().path("")).name == "media"
    assert timezone.now() > Media.objects.latest("id").created_at
