"""People as pages: following and keeping away through buttons, with and without htmx."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_account, make_follow, make_post
from verandah.actions import following
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import Block, Follow, FollowRequest
from verandah.domain.notifications.models import Notification

HTMX = {"HX-Request": "true"}


def test_following_leads_back_to_the_profile(client_of, alice: Account, eve: Account) -> None:
    answer = client_of(eve).post("/@alice/follow/")
    assert answer["Location"] == "/@alice/"
    assert Follow.objects.filter(follower=eve, followee=alice).exists()


@pytest.mark.parametrize(
    ("place", "leads"),
    [("/people/", "/people/"), ("/", "/"), ("https://evil.example/", "/@alice/"), ("//x", "/@alice/")],
)
def test_following_in_a_list_leads_back_to_the_list_and_nowhere_else(
    client_of, alice: Account, eve: Account, place: str, leads: str
) -> None:
    assert client_of(eve).post("/@alice/follow/", {"next": place})["Location"] == leads


def test_the_button_says_how_things_stand(client_of, alice: Account, eve: Account) -> None:
    client = client_of(eve)
    assert "/@alice/follow/" in client.get("/@alice/").content.decode()
    button = client.post("/@alice/follow/", headers=HTMX).content.decode()
    assert "/@alice/unfollow/" in button
    assert "<html" not in button
    button = client.post("/@alice/unfollow/", headers=HTMX).content.decode()
    assert "/@alice/follow/" in button


def test_asking_and_being_let_in(client_of, alice: Account, eve: Account) -> None:
    careful = make_account("careful", approves_followers=True)
    asking, asked = client_of(eve), client_of(careful)
    assert "Requested" in asking.post("/@careful/follow/", headers=HTMX).content.decode()
    assert "Eve" in asked.get("/requests/").content.decode()
    assert "/requests/@eve/accept/" in asked.get("/@eve/").content.decode()
    assert asked.post("/requests/@eve/accept/")["Location"] == "/requests/"
    assert Follow.objects.filter(follower=eve, followee=careful).exists()
    assert "let you follow them" in asking.get("/notifications/").content.decode()


def test_declining_in_place(client_of, eve: Account) -> None:
    careful = make_account("careful", approves_followers=True)
    following.follow(eve, careful)
    page = client_of(careful).post("/requests/@eve/decline/", headers=HTMX).content.decode()
    assert "declined" in page
    assert not FollowRequest.objects.exists()


def test_only_the_one_who_is_asked_can_let_in(client_of, alice: Account, eve: Account, bob: Account) -> None:
    careful = make_account("careful", approves_followers=True)
    following.follow(eve, careful)
    for other in (alice, bob):
        assert client_of(other).post("/requests/@eve/accept/").status_code == 404
    assert FollowRequest.objects.count() == 1


def test_blocking_asks_first_and_can_be_undone(client_of, alice: Account, eve: Account) -> None:
    client = client_of(alice)
    assert "Block Eve?" in client.get("/@eve/block/").content.decode()
    assert "<html" not in client.get("/@eve/block/", headers=HTMX).content.decode()
    assert client.post("/@eve/block/")["Location"] == "/@eve/"
    assert Block.objects.count() == 1
    assert client_of(eve).get("/@alice/").status_code == 404
    assert "/@eve/unblock/" in client.get("/@eve/").content.decode()
    client.post("/@eve/unblock/")
    assert not Block.objects.exists()


def test_whom_one_has_blocked_one_finds_again(client_of, alice: Account, dan: Account) -> None:
    client = client_of(alice)
    assert "/people/blocked/" in client.get("/settings/privacy/").content.decode()
    page = client.get("/people/blocked/").content.decode()
    assert "/@dan/unblock/" in page
    assert client_of(dan).get("/people/blocked/").context["people"] == []
    client.post("/@dan/unblock/")
    assert client.get("/people/blocked/").context["people"] == []


def test_removing_a_follower(client_of, alice: Account, carol: Account) -> None:
    client = client_of(alice)
    assert "/@carol/remove-follower/" in client.get("/@carol/").content.decode()
    client.post("/@carol/remove-follower/")
    assert not Follow.objects.exists()


@pytest.mark.parametrize("deed", ["follow", "unfollow", "block", "unblock", "remove-follower"])
def test_who_is_not_there_cannot_be_related_to(client_of, alice: Account, dan: Account, deed: str) -> None:
    assert client_of(alice).post(f"/@nobody/{deed}/").status_code == 404
    assert client_of(dan).post(f"/@alice/{deed}/").status_code == 404
    assert client_of(None).post(f"/@alice/{deed}/").status_code == 302


def test_nobody_follows_or_blocks_themselves(client_of, alice: Account) -> None:
    for deed in ("follow", "block"):
        assert client_of(alice).post(f"/@alice/{deed}/").status_code == 403


def test_who_has_not_confirmed_is_nowhere(client_of, alice: Account) -> None:
    newcomer = make_account("newcomer")
    Account.objects.filter(pk=newcomer.pk).update(joined_at=None)
    client = client_of(alice)
    assert client.get("/@newcomer/").status_code == 404
    assert client.post("/@newcomer/follow/").status_code == 404
    assert "/@newcomer/" not in client.get("/people/").content.decode()
    assert "/@newcomer/" not in client.get("/").content.decode()
    assert "/@newcomer/" not in make_post(alice, "hello @newcomer").html


def test_people_go_on_page_after_page(client_of, alice: Account) -> None:
    names = [make_account(f"neighbour{number}").username for number in range(30)]
    client = client_of(alice)
    first = client.get("/people/")
    seen = [person.account.username for person in first.context["people"]]
    second = client.get(first.context["older"])
    seen += [person.account.username for person in second.context["people"]]
    assert seen == [*reversed(names), "alice"]
    assert not second.context["older"]


def test_a_search_goes_on_with_its_words(client_of, alice: Account) -> None:
    for number in range(25):
        make_account(f"neighbour{number}")
    page = client_of(alice).get("/people/?q=neighbour")
    assert page.context["older"].startswith("/people/?q=neighbour&before=")
    assert len(client_of(alice).get(page.context["older"]).context["people"]) == 5


@pytest.mark.parametrize("path", ["/people/", "/@alice/followers/", "/@alice/following/", "/requests/"])
def test_lists_cost_the_same_for_few_and_many(client_of, alice: Account, path: str) -> None:
    client = client_of(alice)
    client.get(path)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    def add(count: int) -> None:
        for _number in range(count):
            other = make_account()
            make_follow(other, alice)
            make_follow(alice, other)
            FollowRequest.objects.create(follower=make_account(), followee=alice, created_at=other.created_at)

    add(2)
    few = cost()
    add(15)
    assert cost() == few <= 17


def test_notifications_are_new_once(client_of, alice: Account, eve: Account) -> None:
    following.follow(eve, alice)
    client = client_of(alice)
    first = client.get("/notifications/").context["notices"]
    assert [notice.is_new for notice in first] == [True]
    assert [notice.is_new for notice in client.get("/notifications/").context["notices"]] == [False]


def test_notifications_cost_the_same_for_few_and_many(client_of, alice: Account) -> None:
    client = client_of(alice)

    def cost() -> int:
        for _time in range(2):
            with CaptureQueriesContext(connection) as queries:
                assert client.get("/notifications/").status_code == 200
        return len(queries)

    make_post(make_account(), "@alice")
    few = cost()
    for _number in range(15):
        make_post(make_account(), "@alice")
    assert cost() == few <= 9


def test_notifications_of_those_one_has_blocked_are_gone(client_of, alice: Account, eve: Account) -> None:
    following.follow(eve, alice)
    make_post(eve, "@alice")
    following.block(alice, eve)
    assert Notification.objects.filter(recipient=alice).count() == 1
    assert client_of(alice).get("/notifications/").context["notices"] == []


def test_a_name_is_found_in_any_spelling(client_of, alice: Account, eve: Account) -> None:
    assert client_of(eve).get("/@Alice/").status_code == 200
    assert client_of(eve).get("/@ＡＬＩＣＥ/about/").status_code == 200


def test_the_blocked_find_no_profile_anywhere(client_of, alice: Account, dan: Account) -> None:
    client = client_of(dan)
    for name in ("profile", "profile_about", "followers", "following"):
        assert client.get(reverse(name, args=["alice"])).status_code == 404
    assert "/@alice/" not in client.get("/people/").content.decode()
