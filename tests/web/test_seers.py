"""Who can see a post of mine: how many, who, and why someone does or does not."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.api.asking import Phone
from tests.factories import make_account, make_block, make_friends, make_post
from tests.web.looks import HTMX
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import PeopleList, PeopleListMember
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post, PostAudience

# However many see it.
QUERIES = 32


def asked(client: Client, post: Post, who: str) -> str:
    """The answer to "can they see it?"."""
    return client.get(f"/p/{post.pk}/audience/", {"who": who}).content.decode()


def for_all_but(post: Post, person: Account, on_list: Account | None = None) -> None:
    """A post for the author's friends but these."""
    Post.objects.filter(pk=post.pk).update(audience=Audience.FRIENDS_EXCEPT)
    PostAudience.objects.create(post=post, account=person)
    if on_list:
        people = PeopleList.objects.create(owner=post.author, title="Choir", created_at=timezone.now())
        PeopleListMember.objects.create(people_list=people, account=on_list, created_at=timezone.now())
        PostAudience.objects.create(post=post, people_list=people)


def test_the_author_is_told_how_many_and_why(client_of, alice, bob, carol, dan, eve) -> None:
    post, client = make_post(alice, audience=Audience.FRIENDS), client_of(alice)
    page = client.get(f"/p/{post.pk}/audience/").content.decode()
    assert "1 person can see this" in page
    assert "Yes, because you are friends." in page
    assert "Yes, because you are friends." in asked(client, post, "bob")
    assert "No, because it is for friends, and you are not friends." in asked(client, post, "@Carol")
    assert "No, because you have blocked them." in asked(client, post, "dan")
    assert "Nobody called “nemo” is found." in asked(client, post, "nemo")
    assert "Yes, because you wrote it." in asked(client, post, "alice")


def test_each_audience_has_its_sentence(client_of, alice, bob, carol, eve, mo) -> None:
    sentences = {
        Audience.PUBLIC: "Everyone on the web, among them 4 other members",
        Audience.MEMBERS: "4 people can see this",
        Audience.FOLLOWERS: "1 person can see this",
        Audience.ONLY_ME: "Only you can see this",
    }
    for audience, sentence in sentences.items():
        post = make_post(alice, audience=audience)
        assert sentence in client_of(alice).get(f"/p/{post.pk}/audience/").content.decode()
        short = client_of(alice).get(f"/p/{post.pk}/audience/?short", headers=HTMX)
        assert (short.content.decode(), short["Content-Type"]) == (sentence, "text/plain; charset=utf-8")


def test_lists_and_people_are_named_to_the_author_alone(client_of, alice, bob, carol, eve) -> None:
    lina = make_account("lina")
    make_friends(alice, lina)
    make_friends(alice, carol)
    post = make_post(alice)
    for_all_but(post, carol, on_list=lina)
    page = client_of(alice).get(f"/p/{post.pk}/audience/").content.decode()
    assert "Choir" in page
    assert "1 person can see this" in page
    assert "No, because you have left them out." in asked(client_of(alice), post, "carol")
    assert "No, because you have left out your list “Choir”" in asked(client_of(alice), post, "lina")
    for other in (bob, carol, lina, eve):
        assert client_of(other).get(f"/p/{post.pk}/audience/").status_code == 404
    assert client_of(None).get(f"/p/{post.pk}/audience/").status_code == 302


def test_whoever_blocks_me_is_nobody_here(client_of, alice, eve) -> None:
    make_block(eve, alice)
    post = make_post(alice, audience=Audience.MEMBERS)
    assert "Nobody called “eve” is found." in asked(client_of(alice), post, "eve")
    assert Phone(alice).get(f"/api/verandah/v1/statuses/{post.pk}/audience/{eve.pk}").status_code == 404


def test_what_another_decides_is_not_told(client_of, alice, bob, carol, eve) -> None:
    post = make_post(alice, audience=Audience.MEMBERS)
    Post.objects.filter(pk=post.pk).update(wall=bob)
    page = client_of(alice).get(f"/p/{post.pk}/audience/").content.decode()
    assert "Bob decides as well who can see this" in page
    assert "can see this</p>" in page
    assert "Carol" not in page
    for viewer in (carol, eve):
        assert "As far as you decide, yes." in asked(client_of(alice), post, viewer.username)
    assert "Yes, because it stands on their own wall." in asked(client_of(alice), post, "bob")
    told = Phone(alice).get(f"/api/verandah/v1/statuses/{post.pk}/audience").json()
    assert told["seen_by_count"] is None


def test_an_app_is_told_the_same(alice, bob, carol, eve) -> None:
    post = make_post(alice, audience=Audience.FOLLOWERS)
    path = f"/api/verandah/v1/statuses/{post.pk}/audience"
    assert Phone(alice).get(path).json()["seen_by_count"] == 1
    assert Phone(alice).get(f"{path}/{carol.pk}").json() == {
        "visible": True,
        "reason": "Yes, because Carol follows you.",
    }
    assert Phone(alice).get(f"{path}/{eve.pk}").json()["visible"] is False
    assert Phone(carol).get(f"{path}/{carol.pk}").status_code == 404
    assert "seen_by_count" not in Phone(carol).get(path).json()
    assert Phone(alice).get(f"{path}/12").status_code == 404


def test_the_page_asks_as_much_for_many_as_for_few(client_of, alice, bob) -> None:
    post, client = make_post(alice, audience=Audience.FRIENDS), client_of(alice)
    for _number in range(60):
        make_friends(alice, Account.objects.create(**nobody(_number)))
    client.get("/rules/")
    with CaptureQueriesContext(
        connection,
    ) as caught:
        page = client.get(f"/p/{post.pk}/audience/").content.decode()
    assert len(caught) <= QUERIES
    assert "61 people can see this" in page
    assert page.count("Yes, because you are friends.") == 50
    older = page.partition(f'href="/p/{post.pk}/audience/?before=')[2].partition('"')[0]
    more = client.get(f"/p/{post.pk}/audience/?before={older}").content.decode()
    assert more.count("Yes, because you are friends.") == 11


def nobody(number: int) -> dict[str, object]:
    """A member without a log-in."""
    name, now = f"friend{number}", timezone.now()
    return {"username": name, "skeleton": name, "display_name": name, "created_at": now, "joined_at": now}


@pytest.mark.parametrize("audience", list(Audience))
def test_the_dialog_is_the_page_without_its_frame(client_of, alice, bob, audience: Audience) -> None:
    post = make_post(alice)
    Post.objects.filter(pk=post.pk).update(audience=audience)
    dialog = client_of(alice).get(f"/p/{post.pk}/audience/", {"who": "bob"}, headers=HTMX).content.decode()
    assert "<html" not in dialog
    assert "Yes, " in dialog or "No, " in dialog
