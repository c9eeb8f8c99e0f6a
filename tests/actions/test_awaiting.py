"""A post waits for its files: it comes out once, whole, when all are ready; or its author is told why it can't."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_post
from tests.pictures import clip, make_media, sent
from verandah.actions import awaiting, developing, posting, uploading
from verandah.actions.awaiting import publish_when_ready, say_when_ready
from verandah.actions.posting import Draft
from verandah.base.errors import Conflict, Invalid, NotFound
from verandah.base.jobs import Job
from verandah.base.worker import Worker
from verandah.domain.accounts.models import Account
from verandah.domain.media.models import Media, State
from verandah.domain.media.show import media_of
from verandah.domain.posts.models import Post, ScheduledPost
from verandah.domain.posts.scheduled import overdue_posts

DRAFT = Draft("Look at this", key="k")


@pytest.fixture(autouse=True)
def _queue(settings):
    settings.TASKS = {"default": {"BACKEND": "verandah.base.jobs.LeaseTable", "QUEUES": []}}


def film_of(owner: Account) -> Media:
    return uploading.accept(owner, sent(clip("mp4")), uploading.Details())


def with_files(*rows: Media) -> Draft:
    return replace(DRAFT, media_ids=tuple(row.pk for row in rows))


def all_done() -> None:
    """As if the time for all jobs had come, until there are none."""
    for _turn in range(6):
        Job.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        Worker(0).run_once()


def test_what_is_ready_goes_out_at_once(alice: Account):
    post = publish_when_ready(alice, with_files(make_media(alice)))
    assert post is not None
    assert publish_when_ready(alice, DRAFT) == post
    assert not ScheduledPost.objects.exists()


def test_it_comes_out_once_with_all_its_files_in_order(alice: Account):
    film, photo = film_of(alice), make_media(alice)
    draft = with_files(film, photo)
    assert publish_when_ready(alice, draft) is None
    assert publish_when_ready(alice, draft) is None
    assert (Post.objects.count(), ScheduledPost.objects.count()) == (0, 1)
    say_when_ready.call(ScheduledPost.objects.get().pk)
    assert not Post.objects.exists()
    assert [waits.failure for waits in overdue_posts(alice)] == [""]
    all_done()
    post = Post.objects.get()
    assert [shown.id for shown in media_of([post.pk])[post.pk]] == [film.pk, photo.pk]
    assert not ScheduledPost.objects.exists()
    # The same form sent again is this post.
    assert publish_when_ready(alice, draft) == post
    assert Post.objects.count() == 1


def test_a_server_that_dies_between_publishing_and_forgetting_says_it_once(alice: Account):
    publish_when_ready(alice, with_files(film_of(alice)))
    waiting = ScheduledPost.objects.get().pk
    developing.develop.call(Media.objects.get().pk)
    for _attempt in range(3):
        say_when_ready.call(waiting)
    assert Post.objects.count() == 1


def test_a_job_is_left_however_often_it_is_still_too_early(alice: Account):
    publish_when_ready(alice, with_files(film_of(alice)))
    waiting = ScheduledPost.objects.get()
    for age in (0, 20, 600):
        ScheduledPost.objects.update(created_at=timezone.now() - timedelta(seconds=age))
        Job.objects.filter(task__endswith="say_when_ready").delete()
        say_when_ready.call(waiting.pk)
        job = Job.objects.get(task__endswith="say_when_ready")
        assert timedelta(0) < job.due_at - timezone.now() <= awaiting.LATEST


def test_a_file_that_turns_out_to_be_no_use_is_told_and_no_word_is_lost(alice: Account):
    film, photo = film_of(alice), make_media(alice)
    publish_when_ready(alice, with_files(film, photo))
    developing.give_up(film, "unreadable")
    all_done()
    [waits] = overdue_posts(alice)
    assert "damaged" in waits.failure
    assert waits.draft["text"] == DRAFT.text
    assert not Post.objects.exists()
    all_done()
    assert len(overdue_posts(alice)) == 1
    awaiting.give_up_waiting(alice, waits.id)
    with pytest.raises(NotFound):
        awaiting.give_up_waiting(alice, waits.id)
    # What is good of it can be posted after all.
    assert publish_when_ready(alice, with_files(photo))


def test_what_cannot_be_said_is_refused_at_once(alice: Account, bob: Account):
    failed, other = film_of(alice), film_of(bob)
    Media.objects.filter(pk=failed.pk).update(state=State.FAILED, failure="stopped")
    taken = make_media(alice)
    posting.publish(alice, replace(with_files(taken), key="before"))
    for draft in (
        with_files(failed),
        with_files(other),
        with_files(taken),
        replace(with_files(film_of(alice)), text="x" * 5001),
    ):
        with pytest.raises(Invalid):
            publish_when_ready(alice, draft)
    with pytest.raises(NotFound):
        publish_when_ready(bob, replace(with_files(other), parent_id=1))
    assert not ScheduledPost.objects.exists()


def test_what_it_answers_may_be_gone_by_then(alice: Account, bob: Account):
    post = make_post(bob)
    publish_when_ready(alice, replace(with_files(film_of(alice)), parent_id=post.pk))
    posting.delete(bob, post.pk)
    all_done()
    assert overdue_posts(alice)[0].failure


def test_a_post_of_that_key_may_have_been_deleted(alice: Account):
    photo = make_media(alice)
    post = publish_when_ready(alice, with_files(photo))
    assert post
    posting.delete(alice, post.pk)
    with pytest.raises(Conflict):
        publish_when_ready(alice, with_files(photo))


def test_a_site_may_ask_for_descriptions(alice: Account, settings):
    settings.DESCRIPTIONS_REQUIRED = True
    bare, described = make_media(alice), make_media(alice, "A wren")
    with pytest.raises(Invalid, match="what each file shows"):
        publish_when_ready(alice, with_files(bare, described))
    assert publish_when_ready(alice, with_files(described))
