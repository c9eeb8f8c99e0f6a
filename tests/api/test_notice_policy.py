"""Policy and requests, in the words of apps."""

import pytest

from tests.api.asking import Phone
from tests.factories import make_account, make_post
from verandah.domain.accounts.models import Account

POLICY = "/api/v2/notifications/policy"
REQUESTS = "/api/v1/notifications/requests"
LIST = "/api/v1/notifications"


@pytest.fixture
def phone(alice: Account, eve: Account) -> Phone:
    """Alice's; what strangers say to her is held back, and two have said something."""
    phone = Phone(alice)
    assert phone.send("PATCH", POLICY, {"for_not_following": "filter"}).status_code == 200
    make_post(eve, "Hello @alice")
    make_post(make_account("nora"), "Good day @alice")
    make_post(eve, "Hello again @alice")
    return phone


def test_the_policy_is_changed_in_part(phone: Phone) -> None:
    found = phone.get(POLICY).json()
    assert found["for_not_following"] == "filter"
    assert found["summary"] == {"pending_requests_count": 2, "pending_notifications_count": 3}
    changed = phone.send("PUT", POLICY, {"for_bots": "drop"}).json()
    assert (changed["for_bots"], changed["for_not_following"], changed["for_not_followers"]) == (
        "drop",
        "filter",
        "accept",
    )
    for value in ("perhaps", "", ["filter"]):
        answer = phone.send("PATCH", POLICY, {"for_bots": value})
        assert answer.status_code == 422
        assert "for_bots" in answer.json()["details"]
    assert phone.get(POLICY).json() == changed


def test_the_first_form_knows_yes_and_no(phone: Phone) -> None:
    found = phone.get("/api/v1/notifications/policy").json()
    assert (found["filter_not_following"], found["filter_not_followers"]) == (True, False)
    body = {"filter_not_following": False, "filter_new_accounts": "true"}
    changed = phone.send("PUT", "/api/v1/notifications/policy", body).json()
    assert (changed["filter_not_following"], changed["filter_new_accounts"]) == (False, True)
    assert phone.get(POLICY).json()["for_new_accounts"] == "filter"


def test_what_is_held_back_is_listed_by_person(phone: Phone) -> None:
    answer = phone.get(REQUESTS)
    found = answer.json()
    assert [(row["account"]["username"], row["notifications_count"]) for row in found] == [("nora", "1"), ("eve", "2")]
    assert "again" in found[1]["last_status"]["content"]
    assert found[1]["updated_at"] > found[1]["created_at"]
    assert phone.get(f"{REQUESTS}/{found[0]['id']}").json() == found[0]
    assert phone.get(REQUESTS, max_id=found[0]["id"]).json() == found[1:]
    assert phone.get(REQUESTS, limit=1).json() == found[:1]
    assert 'rel="next"' in answer["Link"]
    assert phone.get(f"{REQUESTS}/merged").json() == {"merged": True}


def test_it_is_nowhere_else_unless_it_is_asked_for(phone: Phone, eve: Account) -> None:
    assert phone.get(LIST).json() == []
    assert phone.get("/api/v2/notifications").json()["notification_groups"] == []
    assert phone.get(f"{LIST}/unread_count").json() == {"count": 0}
    assert phone.get("/api/v2/notifications/unread_count").json() == {"count": 0}
    held = phone.get(LIST, include_filtered="true", account_id=eve.id).json()
    assert [row["type"] for row in held] == ["mention", "mention"]
    assert phone.get(f"{LIST}/{held[0]['id']}").json() == held[0]


def test_letting_through_and_putting_away(phone: Phone, eve: Account) -> None:
    nora, eves = (row["id"] for row in phone.get(REQUESTS).json())
    assert phone.post(f"{REQUESTS}/{eves}/accept").json() == {}
    assert [row["account"]["username"] for row in phone.get(LIST).json()] == ["eve", "eve"]
    assert phone.post(f"{REQUESTS}/{nora}/dismiss").json() == {}
    assert phone.get(REQUESTS).json() == []
    assert phone.get(f"{REQUESTS}/{nora}").status_code == 404
    assert phone.post(f"{REQUESTS}/{nora}/dismiss").status_code == 404
    make_post(eve, "Once more @alice")
    assert len(phone.get(LIST).json()) == 3


def test_several_at_once(phone: Phone) -> None:
    ids = [row["id"] for row in phone.get(REQUESTS).json()]
    assert phone.post(f"{REQUESTS}/accept", {"id": ids[:1]}).json() == {}
    answer = phone.client.post(f"{REQUESTS}/dismiss", {"id[]": ids[1:]}, headers=phone.headers)
    assert answer.status_code == 200
    assert phone.get(REQUESTS).json() == []
    assert [row["account"]["username"] for row in phone.get(LIST).json()] == ["nora"]


def test_nobody_elses_requests(phone: Phone, bob: Account) -> None:
    other = Phone(bob)
    [first, _second] = [row["id"] for row in phone.get(REQUESTS).json()]
    assert other.get(REQUESTS).json() == []
    assert other.get(f"{REQUESTS}/{first}").status_code == 404
    for deed in ("accept", "dismiss"):
        assert other.post(f"{REQUESTS}/{first}/{deed}").status_code == 404
        assert other.post(f"{REQUESTS}/{deed}", {"id": [first]}).status_code == 404
    assert len(phone.get(REQUESTS).json()) == 2


def test_a_page_costs_the_same_at_any_length(phone: Phone, django_assert_max_num_queries) -> None:
    for _number in range(10):
        make_post(make_account(), "Hello @alice")
    phone.get(REQUESTS)
    for length in (2, 12):
        with django_assert_max_num_queries(14):
            assert len(phone.get(REQUESTS, limit=length).json()) == length
