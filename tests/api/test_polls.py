"""Polls by apps: asked with a post, answered by numbers, read by whoever sees the post."""

import pytest

from tests.api.asking import Phone
from verandah.domain.accounts.models import Account

POLL = {"options": ["Tea", "Coffee"], "expires_in": 300}


def asked(author: Account, **more: object) -> str:
    """The id of a new poll."""
    answer = Phone(author).post("/api/v1/statuses", {"status": "Which?", "poll": {**POLL, **more}})
    return str(answer.json()["poll"]["id"])


def test_a_poll_is_asked_answered_and_read(alice: Account, eve: Account) -> None:
    number, phone = asked(alice), Phone(eve)
    found = phone.get(f"/api/v1/polls/{number}").json()
    assert found["options"] == [{"title": "Tea", "votes_count": 0}, {"title": "Coffee", "votes_count": 0}]
    assert (found["voted"], found["own_votes"], found["expired"], found["emojis"]) == (False, [], False, [])
    answer = phone.post(f"/api/v1/polls/{number}/votes", {"choices": ["1"]})
    assert (answer.status_code, answer.json()["own_votes"], answer.json()["votes_count"]) == (200, [1], 1)
    assert Phone(alice).get(f"/api/v1/polls/{number}").json()["voted"] is True
    assert phone.post(f"/api/v1/polls/{number}/votes", {"choices": [0]}).status_code == 422


def test_a_form_answers_with_brackets_and_in_two_steps_where_several_are_asked(alice: Account, eve: Account) -> None:
    number, phone = asked(alice, multiple=True), Phone(eve)
    for choice in ("1", "0"):
        answer = phone.client.post(f"/api/v1/polls/{number}/votes", {"choices[]": choice}, headers=phone.headers)
    assert (answer.json()["own_votes"], answer.json()["voters_count"]) == ([1, 0], 1)


@pytest.mark.parametrize("choices", [[], ["2"], ["x"], ["-1"], ["0", "1"], ["0", None], "", None])
def test_what_is_no_answer_is_refused(alice: Account, eve: Account, choices) -> None:
    answer = Phone(eve).post(f"/api/v1/polls/{asked(alice)}/votes", {"choices": choices})
    assert answer.status_code == 422
    assert answer.json()["error"]


def test_a_poll_nobody_may_see_is_not_there(alice: Account, eve: Account) -> None:
    answer = Phone(alice).post("/api/v1/statuses", {"status": "Which?", "poll": POLL, "visibility": "private"})
    number = answer.json()["poll"]["id"]
    for phone in (Phone(eve), Phone()):
        assert phone.get(f"/api/v1/polls/{number}").status_code == 404
    assert Phone(eve).post(f"/api/v1/polls/{number}/votes", {"choices": [0]}).status_code == 404
