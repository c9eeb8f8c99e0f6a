"""Walls and circles on pages and for apps: what is offered, what is refused in which words, and what is shown."""

from uuid import uuid4

import pytest

from tests.api.asking import Phone
from tests.factories import make_account, make_post
from tests.web.quick_pages import agree
from verandah.actions import opening
from verandah.domain.accounts.circles import Circle
from verandah.domain.accounts.models import Account
from verandah.domain.graph.openness import Circles, circles
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post


def sent(owner: Account, text: str = "Good day", audience: str = "members") -> dict[str, str]:
    return {"text": text, "audience": audience, "key": uuid4().hex, "wall": str(owner.id)}


def test_writing_on_a_wall(client_of, alice: Account, bob: Account, eve: Account) -> None:
    page = client_of(bob).get("/@alice/").content.decode()
    assert f"/p/new/?wall={alice.id}" in page
    form = client_of(bob).get(f"/p/new/?wall={alice.id}")
    assert form.status_code == 200
    assert form.context["composer"].menu.audience == "friends"
    answer = client_of(bob).post("/p/new/", sent(alice))
    assert answer.headers["Location"] == "/@alice/"
    post = Post.objects.get()
    assert post.wall_id == alice.id
    shown = client_of(eve).get("/@alice/").content.decode()
    assert "Good day" in shown
    # Both names lead to their people.
    card = shown[shown.index(f'id="p{post.id}"') :]
    assert card.index('href="/@bob/"') < card.index('href="/@alice/"')
    assert "Remove from my wall" not in shown
    assert "Remove from my wall" in client_of(alice).get("/@alice/").content.decode()


def test_a_wall_that_is_closed(client_of, alice: Account, bob: Account, eve: Account) -> None:
    assert "?wall=" not in client_of(eve).get("/@alice/").content.decode()
    assert client_of(eve).get(f"/p/new/?wall={alice.id}").status_code == 403
    answer = client_of(eve).post("/p/new/", sent(alice))
    assert answer.status_code == 403
    assert "They have not opened their wall to you" in answer.content.decode()
    answer = Phone(eve).post("/api/v1/statuses", {"status": "Hi", "wall_id": str(alice.id)})
    assert answer.status_code == 403
    assert answer.json()["error"].startswith("They have not opened their wall")
    assert not Post.objects.exists()
    opening.choose(alice, Circles(wall_open_to=Circle.MEMBERS))
    answer = Phone(eve).post("/api/v1/statuses", {"status": "Hi", "wall_id": str(alice.id)})
    told = answer.json()["verandah"]
    assert (told["wall"], told["audience"]) == ({"id": str(alice.id), "acct": "alice"}, "friends")


@pytest.mark.parametrize("number", ["0", "x", "99999999999999999999", "-1"])
def test_a_wall_that_is_not_there(client_of, alice: Account, number: str) -> None:
    assert client_of(alice).get(f"/p/new/?wall={number}").status_code == 404


def test_its_owner_removes_it_and_brings_it_back(client_of, alice: Account, bob: Account) -> None:
    client_of(bob).post("/p/new/", sent(alice))
    post = Post.objects.get()
    client = client_of(alice)
    assert client.get(f"/p/{post.id}/delete/").status_code == 200
    client.post(f"/p/{post.id}/delete/")
    assert client_of(bob).get(f"/p/{post.id}/").status_code == 404
    client.post(f"/p/{post.id}/restore/")
    assert client_of(bob).get(f"/p/{post.id}/").status_code == 200


def test_the_quick_lane_knows_walls(client_of, alice: Account, bob: Account, eve: Account) -> None:
    client_of(bob).post("/p/new/", sent(alice))
    for viewer in (alice, bob, eve):
        agree(client_of(viewer), "/@alice/")
    Account.objects.filter(pk=alice.pk).update(display_name="Alice Anew", rev=alice.rev + 50)
    for viewer in (alice, bob, eve):
        assert "Alice Anew" in agree(client_of(viewer), "/@bob/").content.decode()


def test_the_form_of_circles(client_of, alice: Account) -> None:
    client = client_of(alice)
    page = client.get("/settings/privacy/").content.decode()
    assert 'name="wall_audience"' in page
    chosen = {
        "approves_followers": "nobody",
        "befriended_by": int(Circle.FRIENDS_OF_FRIENDS),
        "mentioned_by": int(Circle.FRIENDS),
        "wall_open_to": int(Circle.NOBODY),
        "wall_audience": int(Audience.FRIENDS),
    }
    assert client.post("/settings/privacy/", chosen).status_code == 303
    wanted = Circles(False, Circle.FRIENDS_OF_FRIENDS, Circle.NOBODY, Circle.FRIENDS)
    assert circles(alice) == wanted
    alice.refresh_from_db()
    assert alice.wall_audience == Audience.FRIENDS
    # What is not sent stays as it is.
    assert client.post("/settings/privacy/", {"approves_followers": "no"}).status_code == 303
    assert circles(alice) == Circles(True, Circle.FRIENDS_OF_FRIENDS, Circle.NOBODY, Circle.FRIENDS)
    answer = client.post("/settings/privacy/", chosen | {"befriended_by": "77"})
    assert answer.status_code in (200, 422)
    assert "Choose one of these." in answer.content.decode()


def test_buttons_are_not_shown_where_nothing_comes_of_them(client_of, alice: Account, eve: Account) -> None:
    opening.choose(alice, Circles(takes_followers=False, befriended_by=Circle.NOBODY))
    page = client_of(eve).get("/@alice/").content.decode()
    assert "/@alice/befriend/" not in page
    assert 'action="/@alice/follow/"' not in page
    for path in ("/@alice/befriend/", "/@alice/follow/"):
        answer = client_of(eve).post(path)
        assert answer.status_code == 403
        assert "They " in answer.content.decode()


def test_the_writer_is_told_who_does_not_want_to_be_named(client_of, alice: Account, eve: Account) -> None:
    opening.choose(alice, Circles(mentioned_by=Circle.NOBODY))
    client = client_of(eve)
    form = {"text": "Hello @alice", "audience": "members", "key": uuid4().hex}
    answer = client.post("/p/new/", form, follow=True)
    assert "@alice has chosen who may mention them" in answer.content.decode()
    post = make_post(make_account("olga"), "About tea")
    client.post(f"/p/{post.id}/comments/", {"text": "Is that so, @alice?", "key": uuid4().hex})
    assert "@alice has chosen who may mention them" in client.get("/").content.decode()
    told = Phone(eve).post("/api/v1/statuses", {"status": "Hello @alice"}).json()
    assert told["mentions"] == []
    assert 'href="' not in told["content"]
