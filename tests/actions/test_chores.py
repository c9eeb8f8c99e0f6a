"""Chores: each has its next turn, whatever the last one came to, and removes only what is over."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from tests.factories import make_post
from verandah.actions import chores, posting
from verandah.base.jobs import Job
from verandah.base.worker import Worker
from verandah.domain.posts.models import Post
from verandah.domain.posts.rules import UNDO


@pytest.fixture
def lease_table(settings, transactional_db):
    settings.TASKS = {"default": {"BACKEND": "verandah.base.jobs.LeaseTable", "QUEUES": []}}


def make_due() -> None:
    Job.objects.update(due_at=timezone.now() - timedelta(seconds=1))


def test_each_chore_waits_once_for_its_turn_and_a_restart_does_not_put_it_off(lease_table):
    chores.ensure_chores()
    first = sorted(Job.objects.values_list("key", "due_at"))
    chores.ensure_chores()
    assert sorted(Job.objects.values_list("key", "due_at")) == first
    assert [key for key, _ in first] == [f"chore:{name}" for name in sorted(chores.CHORES)]
    assert Worker(0).run_once() == 0


def test_a_turn_schedules_the_next(lease_table):
    chores.ensure_chores()
    make_due()
    assert Worker(0).run_once() == len(chores.CHORES)
    # The most frequent ones are due every minute.
    assert Job.objects.filter(due_at__gt=timezone.now() + timedelta(seconds=40), attempts=0).count() == len(
        chores.CHORES
    )
    assert Job.objects.count() == len(chores.CHORES)


def test_a_chore_that_fails_has_a_next_turn_all_the_same(lease_table, monkeypatch, caplog):
    def fail() -> int:
        raise OSError("the disk is full")

    monkeypatch.setitem(chores.CHORES, "clear_sessions", chores.Chore(timedelta(days=1), fail))
    chores.ensure_chores()
    make_due()
    Worker(0).run_once()
    assert "the disk is full" in caplog.text
    job = Job.objects.get(key="chore:clear_sessions")
    assert (job.attempts, job.dead_at) == (0, None)
    assert job.due_at > timezone.now() + timedelta(hours=23)


def test_a_chore_that_is_no_longer_one_ends_quietly(lease_table):
    chores.run_chore.enqueue("wash_the_dishes")
    assert Worker(0).run_once() == 1
    assert not Job.objects.exists()


def test_expired_sessions_go_with_where_they_were_used_and_others_stay(alice):
    for key, days in (("over", -1), ("valid", 1)):
        expires = timezone.now() + timedelta(days=days)
        Session.objects.create(session_key=key, session_data=SessionStore().encode({}), expire_date=expires)
        UserSession.objects.create(user=alice.user, ip="192.0.2.7", session_key=key, user_agent="a browser")
    assert chores.clear_sessions() == 1
    assert [row.session_key for row in Session.objects.all()] == ["valid"]
    assert [row.session_key for row in UserSession.objects.all()] == ["valid"]


def test_a_deleted_post_is_purged_after_its_day_and_not_before(alice, monkeypatch):
    monkeypatch.setattr(chores, "BATCH", 2)
    kept, fresh, *old = [make_post(alice) for _ in range(7)]
    for post in [fresh, *old]:
        posting.delete(alice, post.id)
    yesterday = timezone.now() - UNDO - timedelta(minutes=1)
    Post.objects.filter(pk__in=[post.pk for post in old]).update(deleted_at=yesterday)
    assert chores.purge_deleted_posts() == 5
    assert chores.purge_deleted_posts() == 0
    assert sorted(Post.objects.values_list("pk", flat=True)) == sorted([kept.pk, fresh.pk])
