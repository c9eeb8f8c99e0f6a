"""Mutes, notes, recommendations, ways to follow and blocked domains, as apps ask for them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests.api.asking import Phone
from tests.api.shapes import dates_in
from tests.factories import make_account, make_block, make_follow, make_post
from verandah.actions import muting
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import Mute
from verandah.domain.posts.audience import Audience

ACCOUNTS = "/api/v1/accounts"


def ids(answer) -> list[int]:
    assert answer.status_code == 200, answer.content
    return [int(row["id"]) for row in answer.json()]


def stand(phone: Phone, account: Account) -> dict[str, object]:
    return phone.get(f"{ACCOUNTS}/relationships", **{"id[]": account.id}).json()[0]


def test_a_mute_is_told_with_its_end(alice: Account, bob: Account) -> None:
    phone = Phone(alice)
    told = phone.post(f"{ACCOUNTS}/{bob.id}/mute", {"duration": 3600, "notifications": False}).json()
    assert told == stand(phone, bob)
    assert (told["muting"], told["muting_notifications"]) == (True, False)
    ends = datetime.strptime(told["muting_expires_at"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    assert timedelta(minutes=59) < ends - timezone.now() <= timedelta(hours=1)
    [listed] = phone.get("/api/v1/mutes").json()
    assert (listed["id"], listed["mute_expires_at"]) == (str(bob.id), told["muting_expires_at"])
    assert len(dates_in(listed)) >= 2
    told = phone.post(f"{ACCOUNTS}/{bob.id}/unmute").json()
    assert (told["muting"], told["muting_notifications"], told["muting_expires_at"]) == (False, False, None)
    assert phone.get("/api/v1/mutes").json() == []


@pytest.mark.parametrize("duration", [None, "", "0", "soon", "-5", 10**18])
def test_a_mute_without_an_end_is_for_good(alice: Account, bob: Account, duration: object) -> None:
    phone = Phone(alice)
    told = phone.post(f"{ACCOUNTS}/{bob.id}/mute", {"duration": duration}).json()
    assert (told["muting"], told["muting_notifications"], told["muting_expires_at"]) == (True, True, None)
    assert phone.get("/api/v1/mutes").json()[0]["mute_expires_at"] is None


def test_a_mute_that_has_ended_is_over_without_any_job(alice: Account, bob: Account) -> None:
    phone = Phone(alice)
    phone.post(f"{ACCOUNTS}/{bob.id}/mute", {"duration": 60})
    post = make_post(bob)
    assert ids(phone.get("/api/v1/timelines/public")) == []
    Mute.objects.update(until=timezone.now() - timedelta(hours=1))
    assert not stand(phone, bob)["muting"]
    assert phone.get("/api/v1/mutes").json() == []
    assert ids(phone.get("/api/v1/timelines/public")) == [post.id]


def test_the_muted_still_have_a_profile_and_permalinks(alice: Account, bob: Account) -> None:
    phone, post = Phone(alice), make_post(bob)
    phone.post(f"{ACCOUNTS}/{bob.id}/mute")
    assert ids(phone.get(f"{ACCOUNTS}/{bob.id}/statuses")) == [post.id]
    assert phone.get(f"/api/v1/statuses/{post.id}").status_code == 200


def test_mutes_go_on_by_the_link_and_cost_the_same(alice: Account, django_assert_max_num_queries) -> None:
    people = [make_account(f"person{number}") for number in range(5)]
    for one in people:
        muting.mute(alice, one)
    phone = Phone(alice)
    first = phone.get("/api/v1/mutes", limit=2)
    assert ids(first) == [people[4].id, people[3].id]
    assert first["Link"].index('rel="next"') < first["Link"].index('rel="prev"')
    following = first["Link"].split(">")[0].removeprefix("<").partition("/api")[2]
    assert ids(phone.client.get(f"/api{following}", headers=phone.headers)) == [people[2].id, people[1].id]
    with django_assert_max_num_queries(8):
        assert len(ids(phone.get("/api/v1/mutes"))) == 5


def test_a_note_is_told_to_me_alone(alice: Account, bob: Account) -> None:
    assert Phone(alice).post(f"{ACCOUNTS}/{bob.id}/note", {"comment": "Brings soup"}).json()["note"] == "Brings soup"
    assert stand(Phone(alice), bob)["note"] == "Brings soup"
    assert stand(Phone(bob), alice)["note"] == ""
    assert Phone(alice).post(f"{ACCOUNTS}/{bob.id}/note", {"comment": "x" * 2001}).status_code == 422
    assert Phone(alice).post(f"{ACCOUNTS}/{bob.id}/note").json()["note"] == ""


@pytest.mark.parametrize(("do", "undo"), [("pin", "unpin"), ("endorse", "unendorse")])
def test_whom_i_follow_i_recommend(alice: Account, bob: Account, do: str, undo: str) -> None:
    phone = Phone(alice)
    assert phone.post(f"{ACCOUNTS}/{bob.id}/{do}").status_code == 422
    make_follow(alice, bob)
    assert phone.post(f"{ACCOUNTS}/{bob.id}/{do}").json()["endorsed"] is True
    assert ids(phone.get("/api/v1/endorsements")) == [bob.id]
    assert phone.post(f"{ACCOUNTS}/{bob.id}/{undo}").json()["endorsed"] is False
    assert ids(phone.get("/api/v1/endorsements")) == []


def test_recommendations_show_each_only_whom_they_see(alice: Account, bob: Account, eve: Account, dan: Account) -> None:
    make_follow(alice, bob)
    phone = Phone(alice)
    phone.post(f"{ACCOUNTS}/{bob.id}/endorse")
    path = f"{ACCOUNTS}/{alice.id}/endorsements"
    assert ids(Phone(eve).get(path)) == [bob.id]
    make_block(bob, eve)
    assert ids(Phone(eve).get(path)) == []
    assert Phone(dan).get(path).status_code == 404
    # A guest knows neither of them while they speak only to members.
    assert Phone().get(path).status_code == 404
    make_post(alice, audience=Audience.PUBLIC)
    assert ids(Phone().get(path)) == []
    make_post(bob, audience=Audience.PUBLIC)
    assert ids(Phone().get(path)) == [bob.id]


def test_a_follow_is_changed_by_following_again(alice: Account, eve: Account) -> None:
    phone = Phone(eve)
    told = phone.post(f"{ACCOUNTS}/{alice.id}/follow").json()
    assert (told["showing_reblogs"], told["notifying"], told["languages"]) == (True, False, None)
    wish = {"reblogs": False, "notify": True, "languages": ["en", "pt-BR"]}
    told = phone.post(f"{ACCOUNTS}/{alice.id}/follow", wish).json()
    assert (told["showing_reblogs"], told["notifying"], told["languages"]) == (False, True, ["en", "pt-br"])
    told = phone.post(f"{ACCOUNTS}/{alice.id}/follow", {"languages": []}).json()
    assert (told["showing_reblogs"], told["notifying"], told["languages"]) == (False, True, None)
    assert phone.post(f"{ACCOUNTS}/{alice.id}/follow", {"languages": ["not one"]}).status_code == 422
    assert Phone(alice).get("/api/v1/notifications").json()[0]["type"] == "follow"


def test_the_unseen_cannot_be_muted_noted_or_recommended(alice: Account, dan: Account) -> None:
    phone = Phone(dan)
    for deed in ("mute", "unmute", "note", "pin", "unpin", "endorse", "unendorse"):
        answer = phone.post(f"{ACCOUNTS}/{alice.id}/{deed}", {"comment": "x"})
        assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"}), deed
    assert Phone(alice).post(f"{ACCOUNTS}/{alice.id}/mute").status_code == 403


def test_whom_i_dismiss_is_not_suggested(alice: Account, eve: Account) -> None:
    phone = Phone(eve)
    assert ids(phone.get("/api/v1/suggestions")) == [alice.id]
    assert phone.send("DELETE", f"/api/v1/suggestions/{alice.id}").json() == {}
    assert phone.get("/api/v1/suggestions").json() == phone.get("/api/v2/suggestions").json() == []


def test_domains_are_kept_for_the_day_of_federation(alice: Account, eve: Account) -> None:
    phone, path = Phone(alice), "/api/v1/domain_blocks"
    assert phone.post(path, {"domain": "Example.org"}).json() == {}
    assert phone.client.post(path, {"domain": "bücher.example"}, headers=phone.headers).json() == {}
    assert phone.get(path).json() == ["xn--bcher-kva.example", "example.org"]
    assert Phone(eve).get(path).json() == []
    assert phone.send("DELETE", f"{path}?domain=example.org").json() == {}
    assert phone.send("DELETE", path, {"domain": "bücher.example"}).json() == {}
    assert phone.get(path).json() == []
    assert phone.post(path, {"domain": "no domain"}).status_code == 422
    assert phone.get(f"{path}/preview", domain="example.org").json() == {"following_count": 0, "followers_count": 0}
