"""Tags for apps: followed, shown on a profile, and counted only as far as the reader sees."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.asking import Phone
from tests.factories import make_post
from verandah.actions import tagging
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience

FEATURED = "/api/v1/featured_tags"


def test_a_tag_is_followed_and_says_so(alice: Account, eve: Account) -> None:
    make_post(alice, "#Birds")
    phone = Phone(eve)
    told = phone.post("/api/v1/tags/Birds/follow").json()
    assert (told["name"], told["following"], told["featuring"]) == ("birds", True, False)
    assert told["history"][0]["uses"] == "1"
    assert phone.get("/api/v1/tags/birds").json() == phone.get("/api/v1/followed_tags").json()[0] == told
    assert phone.get("/api/v2/search", q="birds", type="hashtags").json()["hashtags"] == [told]
    assert not Phone(alice).get("/api/v1/tags/birds").json()["following"]
    assert phone.post("/api/v1/tags/birds/unfollow").json() == told | {"following": False}
    assert phone.get("/api/v1/followed_tags").json() == []


def test_what_carries_a_followed_tag_is_in_the_home(alice: Account, eve: Account) -> None:
    post = make_post(alice, "#birds")
    phone = Phone(eve)
    phone.post("/api/v1/tags/birds/follow")
    assert [row["id"] for row in phone.get("/api/v1/timelines/home").json()] == [str(post.id)]


def test_followed_tags_go_on_by_the_link_and_cost_the_same(alice: Account, eve: Account) -> None:
    names = [f"tag{letter}" for letter in "abcdefgh"]
    for name in names:
        make_post(alice, f"#{name}")
        tagging.follow(eve, name)
    phone, costs = Phone(eve), []
    phone.get("/api/v1/followed_tags")
    for length in (2, 8):
        with CaptureQueriesContext(connection) as counted:
            found = phone.get("/api/v1/followed_tags", limit=length)
        costs.append(len(counted))
        assert [row["name"] for row in found.json()] == names[::-1][:length]
    assert costs[0] == costs[1]
    first = phone.get("/api/v1/followed_tags", limit=3)
    following = first["Link"].split(">")[0].removeprefix("<").partition("/api")[2]
    second = phone.client.get(f"/api{following}", headers=phone.headers)
    assert [row["name"] for row in second.json()] == names[::-1][3:6]


def test_a_tag_is_shown_by_name_and_by_address(alice: Account, eve: Account) -> None:
    phone = Phone(alice)
    one = phone.post(FEATURED, {"name": "#Birds"}).json()
    assert one == {
        "id": one["id"],
        "name": "birds",
        "url": one["url"],
        "statuses_count": "0",
        "last_status_at": None,
    }
    assert one["url"].endswith("/tags/birds")
    make_post(alice, "#birds")
    [shown] = phone.get(FEATURED).json()
    assert (shown["statuses_count"], len(shown["last_status_at"])) == ("1", len("2026-11-22"))
    assert Phone(eve).get(f"/api/v1/accounts/{alice.id}/featured_tags").json() == [shown]
    assert phone.post("/api/v1/tags/cats/feature").json()["featuring"] is True
    assert [row["name"] for row in phone.get(FEATURED).json()] == ["birds", "cats"]
    assert phone.post("/api/v1/tags/cats/unfeature").json()["featuring"] is False
    assert Phone(eve).send("DELETE", f"{FEATURED}/{one['id']}").status_code == 404
    assert phone.send("DELETE", f"{FEATURED}/{one['id']}").json() == {}
    assert phone.send("DELETE", f"{FEATURED}/{one['id']}").status_code == 404
    assert phone.get(FEATURED).json() == []


def test_a_tag_typed_in_persian_is_the_same_tag(alice: Account, eve: Account) -> None:
    make_post(alice, "#می\u200cروم")
    phone = Phone(eve)
    for deed, follows in (("follow", True), ("unfollow", False)):
        told = phone.post(f"/api/v1/tags/می\u200cروم/{deed}").json()
        assert (told["name"], told["following"]) == ("میروم", follows)
    told = phone.get("/api/v1/tags/می\u200cروم").json()
    assert (told["name"], told["history"][0]["uses"]) == ("میروم", "1")


def test_suggested_tags_are_those_i_use(alice: Account) -> None:
    phone = Phone(alice)
    assert phone.get(f"{FEATURED}/suggestions").json() == []
    make_post(alice, "#birds", Audience.ONLY_ME)
    [found] = phone.get(f"{FEATURED}/suggestions").json()
    assert (found["name"], found["featuring"], found["history"][0]["uses"]) == ("birds", False, "1")


@pytest.mark.parametrize("name", ["two words", "%23", "a-b", "x" * 101, "123", "%E2%80%AE"])
def test_what_cannot_be_a_tag_is_refused(alice: Account, name: str) -> None:
    phone = Phone(alice)
    for deed in ("follow", "unfollow", "feature", "unfeature"):
        assert phone.post(f"/api/v1/tags/{name}/{deed}").status_code == 422
    assert phone.post(FEATURED, {"name": name}).status_code == 422
    assert phone.post(FEATURED).status_code == 422


def test_a_profile_shows_ten_tags(alice: Account) -> None:
    phone = Phone(alice)
    for letter in "abcdefghij":
        assert phone.post(FEATURED, {"name": f"tag{letter}"}).status_code == 200
    answer = phone.post(FEATURED, {"name": "onemore"})
    assert answer.status_code == 422
    assert phone.post(FEATURED, {"name": "taga"}).status_code == 200


def test_following_does_not_tell_whether_a_tag_is_used_in_secret(alice: Account, eve: Account) -> None:
    make_post(alice, "#secret", Audience.ONLY_ME)
    phone = Phone(eve)
    secret, unheard = (phone.post(f"/api/v1/tags/{name}/follow").json() for name in ("secret", "unheard"))
    assert secret["id"] == unheard["id"] == "0"
    assert secret["history"] == unheard["history"]
