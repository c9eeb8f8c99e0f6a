"""Attacks on the apps' door: what an enemy learns or does there, each once tried and from then on refused."""

from datetime import timedelta

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone

from tests.api.asking import Phone
from tests.factories import make_account, make_post
from tests.pictures import make_media, picture, sent
from verandah.actions import clearing, editing, following, moderating, posting, scheduling
from verandah.actions.posting import Draft
from verandah.api.hot import frame
from verandah.base.errors import NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.feeds.readers import alike
from verandah.domain.media.models import Media
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post, ScheduledPost
from verandah.domain.posts.quoting import QuoteState

STATUSES = "/api/v1/statuses"


def answer_to(author: Account, parent: Post, audience: Audience = Audience.MEMBERS) -> Post:
    return posting.publish(author, Draft("And I", audience, f"answer-{parent.id}-{author.id}", parent_id=parent.id))


def test_an_answer_does_not_tell_of_a_comment_that_is_kept_from_me(alice: Account, bob: Account, eve: Account) -> None:
    root = make_post(alice)
    hidden = answer_to(bob, root)
    shown = answer_to(alice, hidden)
    path = f"{STATUSES}/{shown.id}"
    assert Phone(eve).get(path).json()["in_reply_to_id"] == str(hidden.id)
    following.block(bob, eve)
    for _kept_or_not in range(2):
        told = Phone(eve).get(path).json()
        assert (told["in_reply_to_id"], told["in_reply_to_account_id"]) == (None, None)
        assert str(bob.id) not in Phone(eve).get(f"{path}/context").content.decode()
        assert Phone(alice).get(path).json()["in_reply_to_account_id"] == str(bob.id)
    assert sorted(map(len, alike([alice.id, eve.id, bob.id], shown.id))) == [1, 1, 1]


def test_a_quote_that_was_revoked_is_not_named_within_another(alice: Account, bob: Account, eve: Account) -> None:
    first = make_post(alice)
    second = posting.publish(bob, Draft("She says", key="second", quote_id=first.id))
    third = posting.publish(eve, Draft("He says", key="third", quote_id=second.id))
    path = f"{STATUSES}/{third.id}"
    inner = Phone(eve).get(path).json()["quote"]["quoted_status"]["quote"]
    assert inner == {"state": "accepted", "quoted_status_id": str(first.id)}
    editing.revoke_quote(alice, first.id, second.id)
    inner = Phone(eve).get(path).json()["quote"]["quoted_status"]["quote"]
    assert inner == {"state": "revoked", "quoted_status_id": None}


def test_a_quote_within_a_quote_is_named_only_to_who_may_see_it(
    alice: Account, bob: Account, carol: Account, eve: Account
) -> None:
    first = make_post(alice, audience=Audience.FOLLOWERS)
    second = make_post(bob)
    Post.objects.filter(pk=second.id).update(quote_of=first, quote_state=QuoteState.ACCEPTED)
    third = posting.publish(bob, Draft("He says", key="third", quote_id=second.id))
    told = {"state": "accepted", "quoted_status_id": str(first.id)}
    kept = {"state": "deleted", "quoted_status_id": None}
    for _ in range(2):
        # The second time it comes from what was rendered before.
        assert inner_quote(carol, third.id) == told
        assert inner_quote(eve, third.id) == kept
    assert sorted(map(len, alike([carol.id, eve.id], third.id))) == [1, 1]
    editing.change_audience(alice, first.id, Audience.ONLY_ME)
    assert inner_quote(carol, third.id) == kept


def inner_quote(viewer: Account, post_id: int) -> object:
    """What is told of the quote within the quote, by the endpoint and at once."""
    phone = Phone(viewer)
    path = f"{STATUSES}/{post_id}"
    answer = phone.get(path)
    at_once = frame.answer(frame.Request(path, b"", f"Bearer {phone.token}".encode(), "127.0.0.1"))
    assert at_once is not None
    assert at_once.body == answer.content
    return answer.json()["quote"]["quoted_status"]["quote"]


def test_a_guest_is_shown_as_much_of_a_conversation_at_once_as_by_asking(alice: Account) -> None:
    root = make_post(alice, audience=Audience.PUBLIC)
    for number in range(70):
        posting.publish(alice, Draft("More", Audience.PUBLIC, f"more-{number}", parent_id=root.id))
    asked = Phone().get(f"{STATUSES}/{root.id}/context")
    at_once = frame.answer(frame.Request(f"{STATUSES}/{root.id}/context", b"", None, "127.0.0.1"))
    assert at_once is not None
    assert at_once.body == asked.content
    assert len(asked.json()["descendants"]) == 60


@pytest.mark.parametrize("deed", [moderating.suspend, moderating.disable])
def test_nothing_is_said_later_for_someone_who_was_shut_out(alice: Account, eve: Account, mo: Account, deed) -> None:
    root, now = make_post(alice), timezone.now()
    draft = Draft("Later", key="later", parent_id=root.id)
    row = scheduling.schedule(eve, draft, now + timedelta(minutes=6))
    ScheduledPost.objects.update(due_at=now - timedelta(minutes=1))
    deed(eve, mo)
    scheduling.say.func(row.id)
    assert not Post.objects.filter(author=eve).exists()
    assert Post.objects.get(pk=root.pk).comments_count == 0
    assert ScheduledPost.objects.get().failure


def test_what_is_to_be_said_with_a_picture_next_week_keeps_it(alice: Account) -> None:
    picture, loose = make_media(alice), make_media(alice)
    scheduling.schedule(alice, Draft("", key="week", media_ids=(picture.id,)), timezone.now() + timedelta(days=7))
    Media.objects.update(created_at=timezone.now() - timedelta(days=2))
    clearing.clear_media()
    assert list(Media.objects.values_list("pk", flat=True)) == [picture.id]
    assert loose.id != picture.id
    ScheduledPost.objects.all().delete()
    clearing.clear_media()
    assert not Media.objects.exists()


def test_whom_the_staff_has_just_shut_out_is_not_followed(alice: Account, mo: Account) -> None:
    gone = make_account("fay")
    found = Account.objects.get(pk=gone.pk)
    moderating.suspend(gone, mo)
    with pytest.raises(NotFound):
        following.follow(alice, found)
    assert Account.objects.get(pk=alice.pk).following_count == 0


@pytest.mark.parametrize("when", ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59"])
def test_times_at_the_ends_of_the_calendar_are_refused(alice: Account, when: str) -> None:
    phone, soon = Phone(alice), (timezone.now() + timedelta(days=1)).isoformat()
    assert phone.post(STATUSES, {"status": "Later", "scheduled_at": when}).status_code == 422
    waiting = phone.post(STATUSES, {"status": "Later", "scheduled_at": soon}).json()
    assert phone.send("PUT", f"/api/v1/scheduled_statuses/{waiting['id']}", {"scheduled_at": when}).status_code == 422


def test_a_profile_that_is_refused_is_left_as_it_was(alice: Account) -> None:
    phone, path = Phone(alice), "/api/v1/accounts/update_credentials"
    body = encode_multipart(BOUNDARY, {"avatar": sent(picture()), "note": "x" * 501})
    answer = phone.client.generic("PATCH", path, body, content_type=MULTIPART_CONTENT, headers=phone.headers)
    assert answer.status_code == 422
    assert Account.objects.get(pk=alice.pk).avatar_path == ""
    assert not Media.objects.exists()
