"""Accounts and relations for apps."""

import pytest

from tests.api.asking import Phone
from tests.factories import make_account, make_block, make_follow, make_post
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import Follow
from verandah.domain.posts.audience import Audience

ACCOUNTS = "/api/v1/accounts"


def names(answer) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["username"] for row in answer.json()]


def test_a_token_tells_whose_it_is(alice: Account) -> None:
    found = Phone(alice, "profile").get(f"{ACCOUNTS}/verify_credentials").json()
    assert (found["id"], found["acct"], found["source"]["privacy"]) == (str(alice.id), "alice", "unlisted")


def test_a_profile_is_changed_as_far_as_it_is_named(alice: Account) -> None:
    phone = Phone(alice)
    sent = {"display_name": "Alice A.", "note": "Birds\nand #trees", "locked": "true"}
    found = phone.send("PATCH", f"{ACCOUNTS}/update_credentials", sent).json()
    assert (found["display_name"], found["locked"]) == ("Alice A.", True)
    assert found["source"]["note"] == "Birds\nand #trees"
    assert found["note"].startswith("<p>Birds<br />and <a href=")
    found = phone.send("PATCH", f"{ACCOUNTS}/update_credentials", {"locked": False}).json()
    assert (found["display_name"], found["locked"]) == ("Alice A.", False)
    assert phone.send("PATCH", f"{ACCOUNTS}/update_credentials", {"note": "x" * 501}).status_code == 422
    assert Phone(alice, "read").send("PATCH", f"{ACCOUNTS}/update_credentials", {"note": ""}).status_code == 403


@pytest.mark.parametrize("acct", ["bob", "@bob", "BOB", "@Bob@127.0.0.1:8000"])
def test_a_name_is_looked_up_in_any_spelling(alice: Account, bob: Account, acct: str) -> None:
    assert Phone(alice).get(f"{ACCOUNTS}/lookup", acct=acct).json()["id"] == str(bob.id)


@pytest.mark.parametrize("acct", ["", "@", "nobody", "bob@elsewhere.example"])
def test_a_name_of_nobody_is_not_found(alice: Account, bob: Account, acct: str) -> None:
    assert Phone(alice).get(f"{ACCOUNTS}/lookup", acct=acct).status_code == 404


def test_whoever_blocks_me_is_not_there(alice: Account, dan: Account) -> None:
    make_post(alice, audience=Audience.PUBLIC)
    phone = Phone(dan)
    for path in ("", "/statuses", "/followers", "/following", "/featured_tags", "/endorsements", "/lists"):
        assert phone.get(f"{ACCOUNTS}/{alice.id}{path}").status_code == 404
    for deed in ("follow", "unfollow", "block", "unblock", "remove_from_followers"):
        assert phone.post(f"{ACCOUNTS}/{alice.id}/{deed}").status_code == 404
    for path in ("/relationships", "", "/familiar_followers"):
        assert phone.get(f"{ACCOUNTS}{path}", **{"id[]": [alice.id]}).json() == []
    assert phone.get(f"{ACCOUNTS}/lookup", acct="alice").status_code == 404
    assert names(phone.get(f"{ACCOUNTS}/search", q="ali")) == []
    assert "alice" not in names(phone.get("/api/v1/directory"))


def test_a_guest_finds_those_who_speak_to_everyone(alice: Account, eve: Account) -> None:
    make_post(alice, audience=Audience.PUBLIC)
    make_post(eve)
    assert Phone().get(f"{ACCOUNTS}/{alice.id}").json()["username"] == "alice"
    assert Phone().get(f"{ACCOUNTS}/{eve.id}").status_code == 404
    assert Phone().get(f"{ACCOUNTS}/{eve.id}/statuses").status_code == 404
    assert names(Phone().get(ACCOUNTS, **{"id[]": [eve.id, alice.id]})) == ["alice"]
    assert Phone().get(f"{ACCOUNTS}/{alice.id}/followers").status_code == 401


def test_what_someone_said_by_tag_and_nothing_pinned(alice: Account, eve: Account) -> None:
    tagged = make_post(alice, "#Birds today")
    make_post(alice, "nothing")
    make_post(eve, "#birds elsewhere")
    phone, path = Phone(eve), f"{ACCOUNTS}/{alice.id}/statuses"
    assert len(phone.get(path).json()) == 2
    assert [row["id"] for row in phone.get(path, tagged="BIRDS").json()] == [str(tagged.id)]
    assert phone.get(path, pinned="true").json() == phone.get(path, only_media="1").json() == []


def test_follow_and_unfollow_tell_how_we_stand(alice: Account, eve: Account) -> None:
    phone, path = Phone(eve), f"{ACCOUNTS}/{alice.id}"
    assert phone.post(f"{path}/follow").json()["following"]
    assert names(phone.get(f"{path}/followers")) == ["eve"]
    assert names(phone.get(f"{ACCOUNTS}/{eve.id}/following")) == ["alice"]
    assert Phone(alice).get(f"{ACCOUNTS}/relationships", **{"id": eve.id}).json()[0]["followed_by"]
    assert not Phone(alice).post(f"{ACCOUNTS}/{eve.id}/remove_from_followers").json()["followed_by"]
    assert not phone.post(f"{path}/follow").json()["requested"]
    assert not phone.post(f"{path}/unfollow").json()["following"]
    assert not Follow.objects.exists()


def test_the_old_scope_follow_is_enough(alice: Account, eve: Account) -> None:
    assert Phone(eve, "follow").post(f"{ACCOUNTS}/{alice.id}/follow").status_code == 200
    assert Phone(eve, "write:statuses").post(f"{ACCOUNTS}/{alice.id}/follow").status_code == 403


def test_a_request_is_let_in_or_not(site, eve: Account, bob: Account) -> None:
    lou = make_account("lou", approves_followers=True)
    for person in (eve, bob):
        assert Phone(person).post(f"{ACCOUNTS}/{lou.id}/follow").json()["requested"]
    phone = Phone(lou)
    assert names(phone.get("/api/v1/follow_requests")) == ["bob", "eve"]
    assert phone.get(f"{ACCOUNTS}/verify_credentials").json()["source"]["follow_requests_count"] == 2
    assert phone.post(f"/api/v1/follow_requests/{eve.id}/authorize").json()["followed_by"]
    assert not phone.post(f"/api/v1/follow_requests/{bob.id}/reject").json()["followed_by"]
    assert phone.get("/api/v1/follow_requests").json() == []


def test_blocks(alice: Account, eve: Account) -> None:
    phone = Phone(alice)
    assert phone.post(f"{ACCOUNTS}/{eve.id}/block").json()["blocking"]
    assert names(phone.get("/api/v1/blocks")) == ["eve"]
    # Some apps find whom to unblock by searching for the name.
    assert names(phone.get(f"{ACCOUNTS}/search", q="@eve")) == ["eve"]
    assert names(phone.get(f"{ACCOUNTS}/search", q="ev")) == []
    assert Phone(eve).get(f"{ACCOUNTS}/{alice.id}").status_code == 404
    assert not phone.post(f"{ACCOUNTS}/{eve.id}/unblock").json()["blocking"]
    assert phone.post(f"{ACCOUNTS}/{alice.id}/block").status_code == 403


def test_search_directory_and_familiar_followers(alice: Account, bob: Account, eve: Account) -> None:
    make_follow(alice, bob)
    make_follow(bob, eve)
    phone = Phone(alice)
    assert names(phone.get(f"{ACCOUNTS}/search", q="@BO")) == ["bob"]
    assert names(phone.get(f"{ACCOUNTS}/search", q="e", following="true")) == []
    assert names(phone.get("/api/v1/directory")) == ["eve", "bob", "alice"]
    assert names(phone.get("/api/v1/directory", offset=1, limit=1)) == ["bob"]
    [found] = phone.get(f"{ACCOUNTS}/familiar_followers", id=eve.id).json()
    assert (found["id"], [row["username"] for row in found["accounts"]]) == (str(eve.id), ["bob"])


def test_followers_go_on_by_links_of_their_own(alice: Account) -> None:
    for number in range(5):
        make_follow(make_account(f"fan{number}"), alice)
    phone, path = Phone(alice), f"{ACCOUNTS}/{alice.id}/followers"
    first = phone.get(path, limit=2)
    assert names(first) == ["fan4", "fan3"]
    following = first["Link"].split(">")[0].removeprefix("<").split("8000")[1]
    second = phone.get(following)
    assert names(second) == ["fan2", "fan1"]
    back = second["Link"].split("<")[2].split(">")[0].split("8000")[1]
    assert names(phone.get(back)) == ["fan4", "fan3"]


def test_a_block_leaves_lists(alice: Account, carol: Account, eve: Account) -> None:
    make_block(carol, eve)
    assert names(Phone(eve).get(f"{ACCOUNTS}/{alice.id}/followers")) == []


def test_two_who_block_each_other_can_both_unblock(alice: Account, bob: Account, client_of) -> None:
    for one, other in ((alice, bob), (bob, alice)):
        make_block(one, other)
    assert Phone(alice).post(f"{ACCOUNTS}/{bob.id}/unblock").json()["blocking"] is False
    # Bob still blocks Alice, so that she finds no page of his.
    assert Phone(alice).get(f"{ACCOUNTS}/{bob.id}").status_code == 404
    assert Phone(alice).post(f"{ACCOUNTS}/{bob.id}/unblock").status_code == 404
    assert client_of(bob).post("/@alice/unblock/")["Location"] == "/@alice/"
    assert Phone(alice).get(f"{ACCOUNTS}/{bob.id}").status_code == 200
