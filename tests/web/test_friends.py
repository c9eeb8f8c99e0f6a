"""Friends on pages: the button, the note, the lists of people, and what is in common."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_account, make_friends, make_post
from tests.web.quick_pages import agree
from verandah.actions import befriending
from verandah.domain.accounts.models import Account
from verandah.domain.graph.show import relations


def stands(one: Account, other: Account) -> tuple[bool, bool, bool]:
    found = relations(one, [other.id])[other.id]
    return found.friends, found.friend_requested, found.wants_to_be_friends


def test_asking_answering_and_parting(client_of, alice: Account, eve: Account) -> None:
    asker, asked = client_of(eve), client_of(alice)
    assert 'action="/@alice/befriend/"' in asker.get("/@alice/").content.decode()
    page = asker.post("/@alice/befriend/", follow=True).content.decode()
    assert "Friend request sent" in page
    page = asked.get("/@eve/").content.decode()
    assert "Eve asks to be your friend" in page
    assert "/@eve/" in asked.get("/people/friend-requests/").content.decode()
    assert "/@alice/" in asker.get("/people/friend-requests/sent/").content.decode()
    answer = asked.post("/@eve/friend-request/accept/", {"next": "/people/friend-requests/"})
    assert answer.headers["Location"] == "/people/friend-requests/"
    assert stands(alice, eve) == (True, False, False)
    assert 'action="/@eve/unfriend/"' in asked.get("/@eve/").content.decode()
    assert "/@eve/" in asked.get("/people/friends/").content.decode()
    assert "/@eve/" in asked.get("/@alice/friends/").content.decode()
    page = asked.post("/@eve/unfriend/", follow=True).content.decode()
    assert "You still follow each other" in page
    assert stands(alice, eve) == (False, False, False)


def test_declining_and_taking_back(client_of, alice: Account, eve: Account) -> None:
    client_of(eve).post("/@alice/befriend/")
    page = client_of(alice).post("/@eve/friend-request/decline/", {"next": "//evil.example/"}, follow=True)
    assert "They are not told" in page.content.decode()
    assert "Friend request sent" in client_of(eve).get("/@alice/").content.decode()
    client_of(eve).post("/@alice/friend-request/cancel/")
    assert stands(eve, alice) == (False, False, False)


@pytest.mark.parametrize("name", ["befriend", "unfriend", "friend-request/accept", "friend-request/decline"])
def test_the_blocked_and_strangers_are_not_there(client_of, alice: Account, dan: Account, name: str) -> None:
    assert client_of(dan).post(f"/@alice/{name}/").status_code == 404
    assert client_of(dan).post(f"/@nobody/{name}/").status_code == 404
    assert client_of(dan).get(f"/@alice/{name}/").status_code == 405


def test_friends_in_common_stand_on_a_profile(client_of, alice: Account, bob: Account, mo: Account) -> None:
    make_friends(bob, mo)
    page = client_of(alice).get("/@mo/").content.decode()
    assert "1 mutual friend:" in page
    assert "/@bob/" in client_of(alice).get("/@mo/mutual/").content.decode()
    make_friends(alice, make_account("fay"))
    for number in range(4):
        one = make_account(f"friend{number}")
        make_friends(one, alice)
        make_friends(one, mo)
    assert "5 mutual friends:" in client_of(alice).get("/@mo/").content.decode()
    Account.objects.filter(pk=mo.pk).update(hides_connections=True)
    assert "mutual friend" not in client_of(alice).get("/@mo/").content.decode()
    assert "They keep this list to themselves" in client_of(alice).get("/@mo/friends/").content.decode()


def test_the_quick_lane_knows_friends(client_of, alice: Account, bob: Account, eve: Account) -> None:
    make_post(alice, "A word")
    client = client_of(eve)
    for deed in (
        lambda: None,
        lambda: befriending.ask(eve, alice),
        lambda: befriending.accept(alice, eve),
        lambda: befriending.ask(bob, eve),
        lambda: befriending.accept(eve, bob),
        lambda: befriending.unfriend(eve, alice),
        lambda: befriending.ask(alice, eve),
    ):
        deed()
        agree(client, "/@alice/")


@pytest.mark.parametrize("path", ["/people/friends/", "/people/friend-requests/", "/@mo/friends/", "/@mo/mutual/"])
def test_lists_cost_the_same_for_few_and_many(client_of, alice: Account, mo: Account, path: str) -> None:
    client = client_of(alice)

    def cost(more: int) -> int:
        for _number in range(more):
            one, other = make_account(), make_account()
            make_friends(one, alice)
            make_friends(one, mo)
            befriending.ask(other, alice)
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    few = cost(4)
    assert cost(12) == few <= 18
