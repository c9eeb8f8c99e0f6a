"""Lists for apps: made, changed, filled in every input form, read as a timeline; and nobody else's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.asking import Phone
from tests.factories import make_account, make_follow, make_post
from verandah.actions import posting
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import Follow

LISTS = "/api/v1/lists"
GONE = (404, {"error": "Record not found"})


def made(phone: Phone, **more: object) -> dict[str, str]:
    answer = phone.post(LISTS, {"title": "Choir", **more})
    assert answer.status_code == 200, answer.content
    return answer.json()


def ids(answer) -> list[int]:
    assert answer.status_code == 200, answer.content
    return [int(row["id"]) for row in answer.json()]


def test_a_list_from_its_making_to_its_end(alice: Account) -> None:
    phone = Phone(alice)
    one = made(phone)
    assert one == {"id": one["id"], "title": "Choir", "replies_policy": "list", "exclusive": False}
    path = f"{LISTS}/{one['id']}"
    changed = phone.send("PUT", path, {"title": "Band", "replies_policy": "followed", "exclusive": True}).json()
    assert changed == {"id": one["id"], "title": "Band", "replies_policy": "followed", "exclusive": True}
    assert phone.send("PUT", path, {"exclusive": "false"}).json() == changed | {"exclusive": False}
    assert phone.get(path).json() == phone.get(LISTS).json()[0]
    assert phone.send("DELETE", path).json() == {}
    answer = phone.send("DELETE", path)
    assert (answer.status_code, answer.json()) == GONE
    assert phone.get(LISTS).json() == []


@pytest.mark.parametrize("body", [{}, {"title": ""}, {"title": "x" * 81}, {"title": "A", "replies_policy": "some"}])
def test_what_no_list_can_be_is_refused(alice: Account, body: dict[str, str]) -> None:
    answer = Phone(alice).post(LISTS, body)
    assert answer.status_code == 422
    assert answer.json()["error"].startswith("Validation failed: ")


def test_people_come_and_go_in_every_input_form(alice: Account, bob: Account, carol: Account) -> None:
    for one in (bob, carol):
        make_follow(alice, one)
    phone = Phone(alice)
    path = f"{LISTS}/{made(phone)['id']}/accounts"
    assert phone.post(path, {"account_ids": [str(bob.id), carol.id]}).json() == {}
    assert ids(phone.get(path)) == [carol.id, bob.id]
    assert phone.send("DELETE", path, {"account_ids": [str(bob.id)]}).json() == {}
    assert ids(phone.get(path)) == [carol.id]
    phone.send("DELETE", f"{path}?account_ids[]={carol.id}")
    assert ids(phone.get(path)) == []
    phone.client.post(path, {"account_ids[]": [bob.id, carol.id]}, headers=phone.headers)
    assert ids(phone.get(path, limit=0)) == [carol.id, bob.id]
    first = phone.get(path, limit=1)
    assert ids(first) == [carol.id]
    assert 'rel="next"' in first["Link"]
    assert [row["title"] for row in phone.get(f"/api/v1/accounts/{bob.id}/lists").json()] == ["Choir"]
    assert phone.get(f"/api/v1/accounts/{alice.id}/lists").json() == []


def test_whom_i_do_not_follow_is_not_found(alice: Account, eve: Account) -> None:
    phone = Phone(alice)
    path = f"{LISTS}/{made(phone)['id']}/accounts"
    answer = phone.post(path, {"account_ids": [eve.id]})
    assert (answer.status_code, answer.json()) == GONE


def test_who_is_no_longer_followed_is_no_longer_on_it(alice: Account, bob: Account, eve: Account) -> None:
    phone = Phone(alice)
    path = f"{LISTS}/{made(phone)['id']}/accounts"
    for one in (eve, bob):
        phone.post(f"/api/v1/accounts/{one.id}/follow")
        phone.post(path, {"account_ids": [one.id]})
    assert ids(phone.get(path)) == [bob.id, eve.id]
    for one in (eve, bob):
        phone.post(f"/api/v1/accounts/{one.id}/unfollow")
    # Friends stay on it.
    assert ids(phone.get(path)) == [bob.id]


def test_someone_elses_list_is_not_there(alice: Account, eve: Account) -> None:
    number, phone = made(Phone(alice))["id"], Phone(eve)
    for method, path in (
        ("GET", f"{LISTS}/{number}"),
        ("PUT", f"{LISTS}/{number}"),
        ("DELETE", f"{LISTS}/{number}"),
        ("GET", f"{LISTS}/{number}/accounts"),
        ("POST", f"{LISTS}/{number}/accounts"),
        ("DELETE", f"{LISTS}/{number}/accounts"),
        ("GET", f"/api/v1/timelines/list/{number}"),
    ):
        answer = phone.get(path) if method == "GET" else phone.send(method, path, {"title": "Mine"})
        assert (answer.status_code, answer.json()) == GONE, (method, path)
    assert [row["title"] for row in Phone(alice).get(LISTS).json()] == ["Choir"]


def test_its_timeline_is_what_its_people_say(alice: Account, bob: Account, carol: Account) -> None:
    for one in (bob, carol):
        make_follow(alice, one)
    phone = Phone(alice)
    number = made(phone)["id"]
    phone.post(f"{LISTS}/{number}/accounts", {"account_ids": [bob.id]})
    posts = [make_post(bob).id for _number in range(3)][::-1]
    make_post(carol)
    path = f"/api/v1/timelines/list/{number}"
    assert ids(phone.get(path)) == posts
    assert ids(phone.get(path, max_id=posts[0], limit=1)) == [posts[1]]
    assert ids(phone.get(path, min_id=posts[2], limit=1)) == [posts[1]]
    phone.post(f"/api/v1/accounts/{bob.id}/mute")
    assert ids(phone.get(path)) == []


def test_an_exclusive_list_keeps_its_people_out_of_my_home(alice: Account, bob: Account) -> None:
    make_follow(alice, bob)
    phone, post = Phone(alice), make_post(bob)
    number = made(phone, exclusive=True)["id"]
    assert ids(phone.get("/api/v1/timelines/home")) == [post.id]
    phone.post(f"{LISTS}/{number}/accounts", {"account_ids": [bob.id]})
    assert ids(phone.get("/api/v1/timelines/home")) == []
    assert ids(phone.get(f"/api/v1/timelines/list/{number}")) == [post.id]
    phone.send("PUT", f"{LISTS}/{number}", {"exclusive": False})
    assert ids(phone.get("/api/v1/timelines/home")) == [post.id]


def test_a_list_costs_the_same_at_any_length(alice: Account) -> None:
    phone = Phone(alice)
    number = made(phone)["id"]
    people = [make_account(f"person{count}") for count in range(10)]
    for one in people:
        make_follow(alice, one)
        make_post(one, f"Hello from {one.username}")
    phone.post(f"{LISTS}/{number}/accounts", {"account_ids": [one.id for one in people]})
    for path in (f"{LISTS}/{number}/accounts", f"/api/v1/timelines/list/{number}"):
        costs = []
        for length in (2, 10):
            with CaptureQueriesContext(connection) as counted:
                assert len(ids(phone.get(path, limit=length))) == length
            costs.append(len(counted))
        assert costs[0] == costs[1], path


@pytest.mark.parametrize(("policy", "shown"), [("none", "se"), ("list", "sel"), ("followed", "sef")])
def test_comments_stand_on_a_list_as_its_owner_has_said(
    alice: Account, bob: Account, carol: Account, policy: str, shown: str
) -> None:
    dora, finn = make_account("dora"), make_account("finn")
    for one in (bob, carol, finn):
        make_follow(alice, one)
    phone = Phone(alice)
    number = made(phone, replies_policy=policy)["id"]
    phone.post(f"/api/v1/lists/{number}/accounts", {"account_ids": [bob.id, carol.id]})
    # Of these, only Carol is on the list; Finn is followed as well as she is, and Dora by nobody.
    Follow.objects.filter(follower=alice, followee=carol).delete()
    asked = {"s": bob, "e": alice, "l": carol, "f": finn, "x": dora}
    said = {
        sign: posting.publish(bob, posting.Draft("Hello", key=f"to-{sign}", parent_id=make_post(whom).id))
        for sign, whom in asked.items()
    }
    found = ids(phone.get(f"/api/v1/timelines/list/{number}"))
    assert {sign for sign, post in said.items() if post.id in found} == set(shown)
