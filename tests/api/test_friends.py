"""Friends for apps: asking, answering, parting, and who they are."""

import pytest

from tests.api.asking import Phone
from tests.factories import make_account, make_block
from verandah.base.limits import LIMITS
from verandah.domain.accounts.circles import Circle
from verandah.domain.accounts.models import Account, Preferences

OURS = "/api/verandah/v1"


def ids(answer) -> list[int]:
    assert answer.status_code == 200, answer.content
    return [int(row["id"]) for row in answer.json()]


def deed(one: Account, other: Account, word: str) -> dict[str, bool]:
    answer = Phone(one).post(f"{OURS}/accounts/{other.id}/{word}")
    assert answer.status_code == 200, answer.content
    return answer.json()["verandah"]


def answer_to(one: Account, other: Account, word: str):
    return Phone(one).post(f"{OURS}/friend_requests/{other.id}/{word}")


def test_from_asking_to_parting(alice: Account, eve: Account) -> None:
    told = deed(eve, alice, "befriend")
    assert (told["friends"], told["friend_requested"], told["friend_requested_by"]) == (False, True, False)
    assert ids(Phone(alice).get(f"{OURS}/friend_requests")) == [eve.id]
    assert ids(Phone(eve).get(f"{OURS}/friend_requests", sent="true")) == [alice.id]
    told = answer_to(alice, eve, "accept").json()
    assert told["verandah"]["friends"]
    assert told["following"]
    assert told["followed_by"]
    assert ids(Phone(alice).get(f"{OURS}/friends")) == [eve.id]
    assert ids(Phone(eve).get(f"{OURS}/accounts/{alice.id}/friends")) == [eve.id]
    told = deed(alice, eve, "unfriend")
    assert (told["friends"], told["friend_requested"]) == (False, False)
    assert ids(Phone(alice).get(f"{OURS}/friends")) == []


def test_declining_and_taking_back(alice: Account, eve: Account) -> None:
    deed(eve, alice, "befriend")
    assert answer_to(alice, eve, "decline").json()["verandah"]["friend_requested_by"] is False
    assert answer_to(alice, eve, "accept").status_code == 404
    assert ids(Phone(alice).get(f"{OURS}/friend_requests")) == []
    assert deed(eve, alice, "unfriend")["friend_requested"] is False


def test_friends_in_common(alice: Account, bob: Account, mo: Account, eve: Account) -> None:
    deed(mo, bob, "befriend")
    deed(bob, mo, "befriend")
    assert ids(Phone(alice).get(f"{OURS}/accounts/{mo.id}/mutual_friends")) == [bob.id]
    assert ids(Phone(eve).get(f"{OURS}/accounts/{mo.id}/mutual_friends")) == []
    Account.objects.filter(pk=bob.pk).update(hides_connections=True)
    assert ids(Phone(alice).get(f"{OURS}/accounts/{mo.id}/mutual_friends")) == []
    assert ids(Phone(alice).get(f"{OURS}/accounts/{bob.id}/friends")) == []


def test_who_does_not_want_requests_or_followers_is_left_alone(alice: Account, eve: Account) -> None:
    Preferences.objects.create(account=alice, befriended_by=Circle.NOBODY, takes_followers=False)
    phone = Phone(eve)
    for path in (f"{OURS}/accounts/{alice.id}/befriend", f"/api/v1/accounts/{alice.id}/follow"):
        answer = phone.post(path)
        assert answer.status_code == 403
        assert answer.json()["error"].startswith("They ")
    stands = phone.get("/api/v1/accounts/relationships", id=alice.id).json()[0]["verandah"]
    assert (stands["may_follow"], stands["may_befriend"], stands["may_write_on_wall"]) == (False, False, False)


def test_the_blocked_find_nobody_to_befriend(alice: Account, dan: Account, bob: Account) -> None:
    make_block(bob, alice)
    assert Phone(dan).post(f"{OURS}/accounts/{alice.id}/befriend").status_code == 404
    assert Phone(alice).post(f"{OURS}/accounts/{bob.id}/befriend").status_code == 404
    assert Phone(alice).post(f"{OURS}/accounts/{dan.id}/befriend").status_code == 403
    assert ids(Phone(alice).get(f"{OURS}/friends")) == []


@pytest.mark.usefixtures("settings")
def test_requests_of_a_day_are_limited(alice: Account, settings) -> None:
    settings.LIMITED = True
    phone, other = Phone(alice), make_account("olga")
    answers = [phone.post(f"{OURS}/accounts/{other.id}/befriend").status_code for _time in range(51)]
    assert LIMITS["befriend"][0] == 50
    assert (answers[49], answers[50]) == (200, 429)
