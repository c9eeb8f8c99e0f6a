"""The menu of audiences, without a script: what it offers, what comes of a choice, and how it is changed later."""

import re

import pytest
from django.test import Client

from tests.actions.test_addressing import make_list, rows, sees
from tests.factories import make_account, make_friends, make_post
from tests.web.test_quick import agree
from verandah.actions import posting, presenting
from verandah.actions.posting import Draft
from verandah.domain.accounts.models import Account, Preferences
from verandah.domain.albums.models import Album, AlbumAudience
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

KEY = "0123456789abcdef"


def send(client: Client, path: str = "/p/new/", **said: object):
    return client.post(
        path, {"key": KEY, "text": "Tea at four", **{name.replace("_", "-"): v for name, v in said.items()}}
    )


def chosen_in(page: str) -> str:
    """The words on the button."""
    found = re.search(r'data-chosen>.*?<span class="cut">(.*?)</span>', page, re.DOTALL)
    assert found
    return found[1]


def checked_in(page: str) -> list[str]:
    return re.findall(r'name="(?:audience|list|except-list)" value="([^"]+)" checked', page)


def newest() -> Post:
    return Post.objects.order_by("-id")[0]


def test_every_audience_is_offered_and_members_is_where_it_begins(client_of, alice: Account) -> None:
    page = client_of(alice).get("/p/new/").content.decode()
    offered = re.findall(r'name="audience" value="(\w+)"', page)
    assert offered == [
        "public", "members", "followers", "friends", "friends_except", "lists", "people", "only_me",
    ]  # fmt: skip
    assert (checked_in(page), chosen_in(page)) == (["members"], "Members")


def test_until_something_was_chosen_it_begins_with_what_an_app_has_set(client_of, alice: Account) -> None:
    presenting.revise(alice, presenting.Revision(default_audience=Audience.FOLLOWERS))
    client = client_of(alice)
    assert checked_in(client.get("/p/new/").content.decode()) == ["followers"]
    send(client, audience="only_me")
    assert checked_in(client.get("/p/new/").content.decode()) == ["only_me"]


def test_a_post_to_lists_is_remembered_with_its_lists(client_of, alice: Account, bob: Account) -> None:
    one, other = make_list(alice, bob, title="Sailors"), make_list(alice, title="Choir")
    client = client_of(alice)
    send(client, audience="lists", list=[one.pk, other.pk])
    assert rows(newest()) == {(one.pk, None), (other.pk, None)}
    page = client.get("/").content.decode()
    assert checked_in(page) == ["lists", str(one.pk), str(other.pk)]
    assert chosen_in(page) == "Sailors and Choir"
    one.delete()
    assert chosen_in(client.get("/").content.decode()) == "Choir"
    other.delete()
    assert chosen_in(client.get("/").content.decode()) == "Only me"


@pytest.mark.parametrize("names", ["bob, @carol", "Bob,carol,", "@carol\nbob", "carol، bob", "B. Lind; carol"])
def test_people_are_named_as_people_write_names(client_of, alice, bob, carol, names: str) -> None:
    presenting.change_profile(bob, "B. Lind", "")
    client = client_of(alice)
    send(client, audience="people", people=names)
    assert rows(newest()) == {(None, bob.pk), (None, carol.pk)}
    assert {"B. Lind", carol.display_name} == set(re.split(" and ", chosen_in(client.get("/p/new/").content.decode())))


def test_friends_but_one_are_remembered_and_the_one_is_told_nothing(client_of, alice, bob, mo) -> None:
    make_friends(alice, mo)
    client = client_of(alice)
    send(client, audience="friends_except", **{"except": "@bob"})
    post = newest()
    assert (sees(mo, post), sees(bob, post)) == (True, False)
    assert chosen_in(client.get("/").content.decode()) == f"Friends except {bob.display_name}"
    for _round in range(2):
        theirs = client_of(mo).get(f"/p/{post.pk}/").content.decode()
        assert "Tea at four" in theirs
        assert "Friends except" not in theirs.partition('id="main"')[2].partition("<form")[0]
        assert "Friends except" in client.get(f"/p/{post.pk}/").content.decode()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"audience": "lists"}, "Choose at least one list or person"),
        ({"audience": "people", "people": " , "}, "Choose at least one list or person"),
        ({"audience": "people", "people": "bob, nobody.here"}, "Not found: nobody.here"),
        ({"audience": "people", "people": "@dan"}, "Not found: @dan"),
        ({"audience": "friends_except", "except": "x" * 30}, "Not found: xxxx"),
        ({"audience": "lists", "list": ["999"]}, "not there any more"),
        ({"audience": "group"}, "Choose who can see this post"),
        ({}, "Choose who can see this post"),
        ({"audience": "people", "people": ",".join(f"p{n}" for n in range(101))}, "at most 100"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(client_of, alice, bob, dan, said, why: str) -> None:
    answer = send(client_of(alice), **said)
    page = answer.content.decode()
    assert (answer.status_code, why in page) == (422, True)
    assert "Tea at four" in page
    for name in ("people", "except"):
        if name in said:
            assert f'name="{name}" value="{said[name]}"' in page
    assert not Post.objects.exists()
    assert not Preferences.objects.exists()


def test_the_same_form_sent_twice_is_one_post_and_to_others_another(client_of, alice, bob, carol) -> None:
    client = client_of(alice)
    for names in ("bob", "bob", "carol"):
        send(client, audience="people", people=names)
    assert Post.objects.count() == 2


def test_home_at_once_shows_the_same_menu(client_of, alice: Account, bob: Account) -> None:
    make_post(alice, "Hello")
    client = client_of(alice)
    agree(client, "/")
    sailors = make_list(alice, bob, title="Sailors")
    agree(client, "/")
    posting.publish(alice, Draft("To them", Audience.LISTS, "k", list_ids=(sailors.pk,), is_chosen=True))
    agree(client, "/")
    assert chosen_in(client.get("/").content.decode()) == "Sailors"


def test_the_audience_is_changed_later_and_back(client_of, alice: Account, bob: Account, carol: Account) -> None:
    post, client = make_post(alice, "Hello"), client_of(alice)
    path = f"/p/{post.pk}/audience/change/"
    assert checked_in(client.get(path).content.decode()) == ["members"]
    answer = client.post(path, {"audience": "people", "people": "bob"}, follow=True)
    page = answer.content.decode()
    assert f"Your post is now for: {bob.display_name}." in page
    assert (sees(bob, post), sees(carol, post)) == (True, False)
    before = re.search(r'name="before" value="([^"]+)"', page)
    assert before
    client.post("/p/audience/undo/", {"before": before[1]})
    assert (sees(carol, post), rows(post)) == (True, set())
    assert client_of(carol).post("/p/audience/undo/", {"before": before[1]}).status_code == 404
    assert client.post("/p/audience/undo/", {"before": "x"}).status_code == 409


def test_a_change_that_cannot_be_is_said_and_nothing_is_lost(client_of, alice: Account, eve: Account) -> None:
    post, client = make_post(alice, "Hello"), client_of(alice)
    path = f"/p/{post.pk}/audience/change/"
    wrong = client.post(path, {"audience": "people", "people": "nobody.here"})
    assert (wrong.status_code, 'value="nobody.here"' in wrong.content.decode()) == (422, True)
    assert Post.objects.get(pk=post.pk).audience == Audience.MEMBERS
    assert client_of(eve).get(path).status_code == client_of(eve).post(path, {"audience": "public"}).status_code == 404
    comment = posting.publish(alice, Draft("More", key="c", parent_id=post.pk))
    assert client.get(f"/p/{comment.pk}/audience/change/").status_code == 404


def test_whoever_opens_a_post_is_told_of_the_comments_under_it(client_of, alice: Account, carol: Account) -> None:
    post, words = make_post(alice, "Hello"), "also sees the comments under it"
    path, client = f"/p/{post.pk}/audience/change/", client_of(alice)
    assert words not in client.get(path).content.decode()
    posting.publish(carol, Draft("More", key="c", parent_id=post.pk))
    assert words in client.get(path).content.decode()


def test_the_page_of_who_can_see_it_holds_the_form(client_of, alice: Account) -> None:
    post = make_post(alice, "Hello")
    page = client_of(alice).get(f"/p/{post.pk}/audience/").content.decode()
    assert f'action="/p/{post.pk}/audience/change/"' in page


def test_an_album_has_the_same_menu(client_of, alice: Account, bob: Account, carol: Account) -> None:
    sailors, client = make_list(alice, bob, title="Sailors"), client_of(alice)
    asked = {"key": KEY, "title": "Two weeks", "audience": "lists"}
    wrong = client.post("/albums/new/", asked)
    assert (wrong.status_code, "Two weeks" in wrong.content.decode()) == (422, True)
    client.post("/albums/new/", {**asked, "list": [sailors.pk]})
    album = Album.objects.get()
    assert AlbumAudience.objects.get().people_list == sailors
    change = f"/albums/{album.pk}/change/"
    assert checked_in(client.get(change).content.decode()) == ["lists", str(sailors.pk)]
    client.post(change, {"title": "Two weeks", "audience": "people", "people": "carol"})
    assert client_of(carol).get(f"/@alice/albums/{album.pk}/").status_code == 200
    assert client_of(bob).get(f"/@alice/albums/{album.pk}/").status_code == 404


def test_old_posts_are_limited_after_they_were_counted(client_of, alice: Account, eve: Account) -> None:
    for audience in (Audience.PUBLIC, Audience.MEMBERS, Audience.FOLLOWERS, Audience.ONLY_ME):
        make_post(alice, audience=audience)
    client, path = client_of(alice), "/settings/privacy/old-posts/"
    assert "3 posts of yours are for more people" in client.get(path).content.decode()
    assert "2 posts of yours are for more people" in client.get(f"{path}?audience=followers").content.decode()
    assert "0 posts of yours" in client.get(f"{path}?before=2001-01-01").content.decode()
    for wrong in ("audience=only_me", "before=2001-13-01", "before=soon"):
        assert client.get(f"{path}?{wrong}").status_code == 422
    answer = client.post(path, {"audience": "friends", "before": ""}, follow=True)
    assert "All 3 posts are limited." in answer.content.decode()
    assert set(Post.objects.values_list("audience", flat=True)) == {Audience.FRIENDS, Audience.ONLY_ME}
    assert "Limit old posts" in client.get("/settings/privacy/").content.decode()


def test_names_of_many_are_counted(client_of, alice: Account) -> None:
    people = [make_account(f"person{number}") for number in range(5)]
    client = client_of(alice)
    send(client, audience="people", people=", ".join(one.username for one in people))
    assert chosen_in(client.get("/").content.decode()).endswith(" and 3 others")
