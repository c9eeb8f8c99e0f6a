"""Where a post was written and how its author takes it: said, told, changed and kept by apps."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.api.asking import Phone
from tests.factories import make_post
from verandah.actions import scheduling
from verandah.actions.wording import LONGEST_PLACE
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Mood
from verandah.domain.posts.models import Post, PostVersion, ScheduledPost

STATUSES = "/api/v1/statuses"


def told(phone: Phone, number: str | int) -> tuple[str | None, str | None]:
    ours = phone.get(f"{STATUSES}/{number}").json()["verandah"]
    return ours["place"], ours["mood"]


@pytest.mark.parametrize("mood", [mood for mood in Mood if mood])
def test_they_are_said_and_told(alice: Account, eve: Account, mood: Mood) -> None:
    sent = {"status": "Hello", "place": "  In the\n gardens ", "mood": mood.name.lower()}
    found = Phone(alice).post(STATUSES, sent).json()
    assert told(Phone(eve), found["id"]) == ("In the gardens", mood.name.lower())


def test_without_them_nothing_is_told(alice: Account) -> None:
    assert told(Phone(alice), make_post(alice).pk) == (None, None)


def test_a_share_tells_those_of_what_is_shared(alice: Account, eve: Account) -> None:
    found = Phone(alice).post(STATUSES, {"status": "Hello", "place": "Quay", "mood": "happy"}).json()
    share = Phone(eve).post(f"{STATUSES}/{found['id']}/reblog").json()
    assert share["verandah"]["place"] == share["reblog"]["verandah"]["place"] == "Quay"


@pytest.mark.parametrize(
    "wrong", [{"mood": "furious"}, {"mood": "none"}, {"place": "p" * (LONGEST_PLACE + 1)}, {"place": "a\0b"}]
)
def test_what_cannot_be_is_refused(alice: Account, wrong: dict[str, str]) -> None:
    assert Phone(alice).post(STATUSES, {"status": "Hello", **wrong}).status_code == 422
    assert not Post.objects.exists()


def test_the_longest_place(alice: Account) -> None:
    found = Phone(alice).post(STATUSES, {"status": "Hello", "place": "ü" * LONGEST_PLACE}).json()
    assert told(Phone(alice), found["id"]) == ("ü" * LONGEST_PLACE, None)


def test_they_are_changed_without_a_version_and_stay_when_nothing_is_sent(alice: Account) -> None:
    phone = Phone(alice)
    found = phone.post(STATUSES, {"status": "Hello", "place": "Quay", "mood": "sad"}).json()
    post, path = Post.objects.get(), f"{STATUSES}/{found['id']}"
    for sent, expected in (
        ({}, ("Quay", "sad")),
        ({"place": "Mill"}, ("Mill", "sad")),
        ({"mood": "happy"}, ("Mill", "happy")),
        ({"place": "", "mood": ""}, (None, None)),
    ):
        answer = phone.send("PUT", path, {"status": "Hello", **sent}).json()
        assert (answer["verandah"]["place"], answer["verandah"]["mood"]) == expected
        assert answer["edited_at"] is None
        assert told(phone, post.pk) == expected
    assert not PostVersion.objects.exists()
    assert Post.objects.get().rev == post.rev + 3
    answer = phone.send("PUT", path, {"status": "Other words", "place": "Quay"}).json()
    assert (answer["verandah"]["place"], PostVersion.objects.count()) == ("Quay", 1)
    assert phone.send("PUT", path, {"status": "Hello", "mood": "furious"}).status_code == 422


def test_they_wait_with_what_is_scheduled(alice: Account) -> None:
    due = (timezone.now() + timedelta(hours=1)).isoformat()
    sent = {"status": "Later", "place": "Quay", "mood": "hopeful", "scheduled_at": due}
    assert Phone(alice).post(STATUSES, sent).status_code == 200
    row = ScheduledPost.objects.get()
    row.due_at = timezone.now()
    row.save()
    scheduling.say.func(row.pk)
    post = Post.objects.get()
    assert (post.place, post.mood) == ("Quay", Mood.HOPEFUL)


def test_what_was_scheduled_before_there_were_any_is_said(alice: Account) -> None:
    due = (timezone.now() + timedelta(hours=1)).isoformat()
    Phone(alice).post(STATUSES, {"status": "Later", "scheduled_at": due})
    row = ScheduledPost.objects.get()
    del row.draft["place"], row.draft["mood"]
    row.due_at = timezone.now()
    row.save()
    scheduling.say.func(row.pk)
    assert Post.objects.get().place == ""
