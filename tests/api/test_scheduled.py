"""What someone will say: kept, moved, called off, and said when its time has come."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.api.asking import Phone
from tests.factories import make_post
from verandah.actions import posting, scheduling
from verandah.domain.accounts.models import Account
from verandah.domain.posts.models import Post, ScheduledPost

SCHEDULED = "/api/v1/scheduled_statuses"
TOMORROW = "4000-01-01T12:00:00.000Z"


def put_off(who: Account, **more: object) -> dict:
    answer = Phone(who).post("/api/v1/statuses", {"status": "Later", "scheduled_at": TOMORROW, **more})
    assert answer.status_code == 200, answer.json()
    return answer.json()


def make_due(number: str) -> None:
    ScheduledPost.objects.filter(pk=number).update(due_at=timezone.now() - timedelta(seconds=1))


def test_it_waits_and_is_said(alice: Account, eve: Account) -> None:
    row = put_off(alice, visibility="private", spoiler_text="the end", language="de")
    assert row["scheduled_at"] == TOMORROW
    assert (row["params"]["text"], row["params"]["visibility"]) == ("Later", "private")
    assert not Post.objects.exists()
    assert [one["id"] for one in Phone(alice).get(SCHEDULED).json()] == [row["id"]]
    assert Phone(eve).get(SCHEDULED).json() == []
    assert Phone(eve).get(f"{SCHEDULED}/{row['id']}").status_code == 404
    scheduling.say.call(int(row["id"]))
    assert not Post.objects.exists()
    make_due(row["id"])
    scheduling.say.call(int(row["id"]))
    scheduling.say.call(int(row["id"]))
    post = Post.objects.get()
    assert (post.text, post.warning, post.language, post.is_sensitive) == ("Later", "the end", "de", True)
    assert Phone(alice).get(SCHEDULED).json() == []


def test_it_can_be_moved_and_called_off(alice: Account, eve: Account) -> None:
    row = put_off(alice)
    at = f"{SCHEDULED}/{row['id']}"
    sooner = "3998-01-01T12:00:00.000Z"
    assert Phone(eve).send("PUT", at, {"scheduled_at": sooner}).status_code == 404
    assert Phone(alice).send("PUT", at, {"scheduled_at": sooner}).json()["scheduled_at"] == sooner
    assert Phone(eve).send("DELETE", at).status_code == 404
    assert Phone(alice).send("DELETE", at).json() == {}
    assert Phone(alice).send("DELETE", at).status_code == 404
    scheduling.say.call(int(row["id"]))
    assert not Post.objects.exists()


@pytest.mark.parametrize("when", ["", "soon", "2026-13-01T00:00:00Z", "2020-01-01T00:00:00Z"])
def test_a_time_that_is_none_is_refused(alice: Account, when: str) -> None:
    row = put_off(alice)
    assert Phone(alice).send("PUT", f"{SCHEDULED}/{row['id']}", {"scheduled_at": when}).status_code == 422


def test_five_minutes_are_the_least(alice: Account) -> None:
    soon = (timezone.now() + scheduling.SOONEST - timedelta(seconds=2)).isoformat()
    assert Phone(alice).post("/api/v1/statuses", {"status": "x", "scheduled_at": soon}).status_code == 422
    put_off(alice, scheduled_at=(timezone.now() + scheduling.SOONEST + timedelta(seconds=5)).isoformat())


def test_twenty_five_a_day_and_no_more(alice: Account) -> None:
    for number in range(scheduling.MOST_A_DAY):
        put_off(alice, status=f"{number}")
    refused = Phone(alice).post("/api/v1/statuses", {"status": "x", "scheduled_at": TOMORROW})
    assert refused.status_code == 422
    put_off(alice, scheduled_at="4000-02-01T12:00:00.000Z")


def test_the_same_key_is_the_same(alice: Account) -> None:
    key = {"Idempotency-Key": "once"}
    sent = {"status": "Later", "scheduled_at": TOMORROW}
    first, second = (Phone(alice).post("/api/v1/statuses", sent, **key).json()["id"] for _time in range(2))
    assert first == second


def test_what_cannot_be_said_any_more_is_kept_with_its_reason(alice: Account, bob: Account) -> None:
    parent = make_post(bob)
    row = put_off(alice, in_reply_to_id=str(parent.id))
    posting.delete(bob, parent.id)
    make_due(row["id"])
    scheduling.say.call(int(row["id"]))
    kept = Phone(alice).get(f"{SCHEDULED}/{row['id']}").json()
    assert kept["params"]["text"] == "Later"
    assert kept["verandah"]["failure"]


def test_a_poll_and_its_answers_wait_too(alice: Account) -> None:
    row = put_off(alice, poll={"options": ["yes", "no"], "expires_in": 600, "multiple": True})
    assert row["params"]["poll"]["options"] == ["yes", "no"]
    make_due(row["id"])
    scheduling.say.call(int(row["id"]))
    found = Phone(alice).get(f"/api/v1/statuses/{Post.objects.get().id}").json()
    assert [option["title"] for option in found["poll"]["options"]] == ["yes", "no"]
