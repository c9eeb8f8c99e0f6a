"""A4: whom the staff has shut out, and whom someone has blocked, does nothing any more.

Mastodon CVE-2025-62175 (streams stayed open), CVE-2026-23961 (shares), GHSA-62j4-hvj7-px3f (former staff kept the
admin API), Lemmy GHSA-46g9-847m-qf8r (the blocked edit messages). Open streams are in tests/streaming/test_ends.py.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.api.asking import Phone
from tests.attacks.every_route import filled
from tests.factories import decide_on, make_follow, make_post
from tests.pictures import picture, sent
from verandah.actions import awaiting, posting, scheduling, uploading
from verandah.actions.posting import Draft
from verandah.actions.uploading import Details
from verandah.base import limits
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Subject
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post, ScheduledPost

pytestmark = pytest.mark.django_db
SHUT_OUT = (Effect.SUSPEND, Effect.DISABLE, Effect.TERMINATE)


def shut_out(account: Account, effect: Effect = Effect.SUSPEND) -> None:
    decide_on(Subject.Kind.ACCOUNT, account.pk, effect)


@pytest.mark.parametrize("effect", SHUT_OUT)
def test_a_token_of_theirs_opens_nothing(alice: Account, eve: Account, effect: Effect):
    post, phone = make_post(alice), Phone(eve)
    assert phone.get("/api/v1/accounts/verify_credentials").status_code == 200
    shut_out(eve, effect)
    before = Post.objects.count()
    for path in filled(post.pk, "/api/"):
        for method in ("POST", "DELETE"):
            limits.forget()
            answer = phone.send(method, path, {"status": "Still here", "choices": [0]})
            # Making an app and asking for an account need nobody's leave.
            if not path.startswith(("/api/v1/apps", "/api/v1/accounts")) or "verify" in path:
                assert answer.status_code in (401, 403, 404, 405), (method, path)
    for path in ("/api/v1/timelines/home", "/api/v1/notifications", "/api/v1/accounts/verify_credentials"):
        assert phone.get(path).status_code in (401, 403)
    assert Post.objects.count() == before


@pytest.mark.parametrize("effect", SHUT_OUT)
def test_a_browser_of_theirs_is_signed_out(eve: Account, client_of, effect: Effect):
    browser: Client = client_of(eve)
    assert browser.get("/notifications/").status_code == 200
    shut_out(eve, effect)
    assert browser.get("/notifications/").status_code in (302, 303, 403)
    browser.post("/p/new/", {"text": "Still here", "key": "key", "audience": "2"})
    assert not Post.objects.exists()


def test_what_waits_to_be_said_is_not_said(eve: Account):
    due = timezone.now() + timedelta(minutes=10)
    row = scheduling.schedule(eve, Draft("Later", key="later"), due)
    shut_out(eve)
    ScheduledPost.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    scheduling.say.call(row.pk)
    assert not Post.objects.exists()


def test_what_waits_for_its_file_is_not_said(eve: Account, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(uploading, "LARGE", 0)
    monkeypatch.setattr(uploading, "later", lambda *_words, **_more: None)
    row = uploading.accept(eve, sent(picture()), Details())
    assert awaiting.publish_when_ready(eve, Draft("Wait", key="wait", media_ids=(row.pk,))) is None
    waiting = ScheduledPost.objects.get()
    shut_out(eve)
    uploading.develop.call(row.pk)
    awaiting.say_when_ready.call(waiting.pk)
    assert not Post.objects.exists()


def test_what_was_on_its_way_reaches_nobody(eve: Account, alice: Account):
    """A verb that has asked who they are before, and writes after, is seen as little as what they said long ago."""
    held = Account.objects.get(pk=eve.pk)
    make_follow(alice, eve)
    shut_out(eve)
    post = posting.publish(held, Draft("In flight, @alice", Audience.PUBLIC, "flight"))
    phone = Phone(alice)
    assert phone.get(f"/api/v1/statuses/{post.pk}").status_code == 404
    for path in ("/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/notifications"):
        assert phone.get(path).json() == [], path


def test_former_staff_keeps_nothing_of_the_staff(mo: Account, client_of):
    browser, phone = client_of(mo), Phone(mo, "admin:read admin:write read write")
    assert browser.get("/moderation/").status_code == 200
    assert phone.get("/api/v1/admin/reports").status_code == 200
    mo.user.role = Role.MEMBER
    mo.user.save(update_fields=["role"])
    for path in filled(mo.pk, "/moderation/"):
        assert browser.get(path).status_code in (404, 405), path
    for path in filled(mo.pk, "/api/v1/admin"):
        assert phone.get(path).status_code in (401, 403, 404, 405), path


def test_whom_i_have_blocked_does_nothing_to_what_is_mine(alice: Account, dan: Account):
    post, phone = make_post(alice), Phone(dan)
    comment = make_post(dan)
    for deed in ("favourite", "reblog", "bookmark", "pin", "mute"):
        assert phone.post(f"/api/v1/statuses/{post.pk}/{deed}").status_code in (403, 404, 422), deed
    answer = phone.post("/api/v1/statuses", {"status": "@alice hello", "in_reply_to_id": str(post.pk)})
    assert answer.status_code in (403, 404, 422)
    assert phone.post(f"/api/v1/accounts/{alice.pk}/follow").status_code in (403, 404, 422)
    assert Post.objects.exclude(pk__in=(post.pk, comment.pk)).count() == 0
