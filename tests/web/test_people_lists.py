"""Lists on pages: those that everyone has and my own, who is on them, and on which of them someone is."""

import pytest

from tests.factories import make_account, make_follow
from verandah.actions import listing
from verandah.actions.listing import ListDraft
from verandah.domain.accounts.models import Account
from verandah.domain.graph.lists import all_lists
from verandah.domain.graph.models import PeopleList, PeopleListMember


def on(number: int) -> set[str]:
    return set(PeopleListMember.objects.filter(people_list=number).values_list("account__username", flat=True))


def test_everyone_has_three_and_makes_more(client_of, alice: Account) -> None:
    client = client_of(alice)
    page = client.get("/lists/").content.decode()
    for title in ("Close friends", "Family", "Colleagues"):
        assert title in page
    assert client.post("/lists/", {"title": "Choir"}).status_code == 302
    assert "Choir" in client.get("/lists/").content.decode()
    answer = client.post("/lists/", {"title": " "})
    assert answer.status_code == 422
    assert "Give the list a name." in answer.content.decode()
    assert [one.title for one in all_lists(alice)] == ["Close friends", "Family", "Colleagues", "Choir"]


def test_renaming_and_deleting(client_of, alice: Account) -> None:
    client, number = client_of(alice), listing.create(alice, ListDraft("Choir")).id
    assert client.post(f"/lists/{number}/", {"title": "Band"}).status_code == 302
    assert "Band" in client.get(f"/lists/{number}/").content.decode()
    assert client.post(f"/lists/{number}/", {"title": ""}).status_code == 422
    assert "only you will see" in client.get(f"/lists/{number}/delete/").content.decode()
    assert PeopleList.objects.filter(pk=number).exists()
    assert client.post(f"/lists/{number}/delete/").headers["Location"] == "/lists/"
    assert client.get(f"/lists/{number}/").status_code == 404


def test_the_standing_ones_stay(client_of, alice: Account) -> None:
    listing.stand(alice)
    client, number = client_of(alice), all_lists(alice)[0].id
    page = client.get(f"/lists/{number}/").content.decode()
    assert "Delete list" not in page
    assert client.post(f"/lists/{number}/delete/").status_code == 403
    assert client.post(f"/lists/{number}/", {"title": "Others"}).status_code == 422


def test_people_come_and_go(client_of, alice: Account, bob: Account, eve: Account) -> None:
    make_follow(alice, eve)
    make_account("bobby")
    client, number = client_of(alice), listing.create(alice, ListDraft("Choir")).id
    page = client.get(f"/lists/{number}/?q=bob").content.decode()
    assert f'name="add" value="{bob.id}"' in page
    assert "bobby" not in page
    fragment = client.get(f"/lists/{number}/offers/?q=ev", headers={"HX-Request": "true"}).content.decode()
    assert f'value="{eve.id}"' in fragment
    for one in (bob, eve):
        client.post(f"/lists/{number}/", {"add": str(one.id), "q": "b"})
    assert on(number) == {"bob", "eve"}
    assert "Nobody of that name" in client.get(f"/lists/{number}/?q=bob").content.decode()
    client.post(f"/lists/{number}/", {"remove": str(bob.id)})
    assert on(number) == {"eve"}


@pytest.mark.parametrize("said", ["0", "x", "", "99999999999999999999"])
def test_nobody_else_comes_on_a_list(client_of, alice: Account, carol: Account, said: str) -> None:
    client, number = client_of(alice), listing.create(alice, ListDraft("Choir")).id
    assert client.post(f"/lists/{number}/", {"add": said}).status_code == 404
    assert client.post(f"/lists/{number}/", {"add": str(carol.id)}).status_code == 404
    assert on(number) == set()


def test_a_list_of_someone_else_is_not_there(client_of, alice: Account, eve: Account) -> None:
    client, number = client_of(eve), listing.create(alice, ListDraft("Choir")).id
    for path in (f"/lists/{number}/", f"/lists/{number}/offers/", f"/lists/{number}/delete/"):
        assert client.get(path).status_code == 404
    assert client.post(f"/lists/{number}/delete/").status_code == 404
    assert client.post(f"/lists/{number}/", {"title": "Mine"}).status_code == 404


def test_ticking_lists_on_a_profile(client_of, alice: Account, bob: Account, carol: Account) -> None:
    client = client_of(alice)
    page = client.get("/@bob/lists/").content.decode()
    assert "Bob on your lists" in page
    close, family = (one.id for one in all_lists(alice)[:2])
    client.post("/@bob/lists/", {"list": [str(close), str(family), "x", "0"]})
    assert (on(close), on(family)) == ({"bob"}, {"bob"})
    client.post("/@bob/lists/", {"list": [str(family)]})
    assert (on(close), on(family)) == (set(), {"bob"})
    assert client.get("/@carol/lists/").status_code == 404
