"""The page of a search: posts, people and tags by what was typed."""

from collections.abc import Callable

from django.test import Client

from tests.factories import make_account, make_post
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience

type ClientOf = Callable[[Account | None], Client]
# The page itself, the words, and what cards and people need.
QUERIES = 30


def page(client: Client, query: str) -> str:
    answer = client.get(f"/search/?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_everything_that_is_called_so_or_says_so(client_of: ClientOf, alice: Account, bob: Account) -> None:
    post = make_post(alice, "Bob has a boat #bobbing")
    shown = page(client_of(bob), "q=bob")
    assert "@bob/" in shown
    assert "#bobbing" in shown
    assert f"/p/{post.pk}/" in shown
    assert "/@bob/follow" not in page(client_of(bob), "q=bob&in=posts")
    assert f"/p/{post.pk}/" not in page(client_of(bob), "q=bob&in=people")


def test_nothing_found_says_what_to_do_and_shows_how_to_ask(client_of: ClientOf, alice: Account) -> None:
    shown = page(client_of(alice), "q=zeppelin")
    assert "Nothing found" in shown
    assert "has:photo" in shown
    assert "has:photo" in page(client_of(alice), "")


def test_what_is_not_understood_is_said(client_of: ClientOf, alice: Account) -> None:
    assert "“has:feathers” is not understood" in page(client_of(alice), "q=swan+has:feathers")


def test_it_is_for_members(client_of: ClientOf, site) -> None:
    assert client_of(None).get("/search/?q=a").status_code == 302


def test_words_of_others_stay_theirs(client_of: ClientOf, alice: Account, eve: Account) -> None:
    post = make_post(alice, "A whisper", Audience.FRIENDS)
    assert str(post.pk) not in page(client_of(eve), "q=whisper")
    assert str(post.pk) in page(client_of(alice), "q=whisper")


def test_pages_go_on_in_both_orders(client_of: ClientOf, alice: Account) -> None:
    posts = [make_post(alice, f"pebble {number}") for number in range(25)]
    for order in ("", "&sort=new"):
        first = client_of(alice).get(f"/search/?q=pebble&in=posts{order}")
        assert "older" in first.context
        second = client_of(alice).get(first.context["older"]).content.decode()
        shown = first.content.decode() + second
        assert [post.pk for post in posts if f'id="p{post.pk}"' not in shown] == [], order


def test_markup_in_what_was_typed_is_text(client_of: ClientOf, alice: Account) -> None:
    assert "<b>x" not in page(client_of(alice), "q=%3Cb%3Ex&in=%3Cb%3Ex")
    for odd in ("%00", "%F0%9F%A6%8A" * 60, "a" * 5000, '"', "from:", "%ED%A0%80"):
        page(client_of(alice), f"q={odd}")


def test_as_many_questions_for_many_as_for_few(client_of, alice, django_assert_max_num_queries) -> None:
    for number in range(3):
        make_post(alice, f"pebble {number}")
    client = client_of(alice)
    page(client, "q=pebble")
    with django_assert_max_num_queries(QUERIES):
        page(client, "q=pebble")
    for number in range(17):
        make_post(make_account(f"pebble{number}"), f"pebble {number}")
    page(client, "q=pebble")
    with django_assert_max_num_queries(QUERIES):
        page(client, "q=pebble")


def test_what_may_be_meant_while_typing(client_of: ClientOf, alice: Account, bob: Account) -> None:
    make_post(alice, "A boat #bobbing")
    client = client_of(alice)
    offered = client.get("/search/suggest/?q=bo", headers={"HX-Request": "true"}).content.decode()
    assert 'data-href="/@bob/"' in offered
    assert 'data-href="/tags/bobbing/"' in offered
    assert 'data-href="/search/?q=bo"' in offered
    assert client.get("/search/suggest/?q=", headers={"HX-Request": "true"}).content.strip() == b""
    assert client.get("/search/suggest/?q=bo")["Location"] == "/search/"
    assert client_of(None).get("/search/suggest/?q=bo", headers={"HX-Request": "true"}).status_code != 200


def test_nobody_is_offered_a_tag_of_what_they_may_not_see(client_of: ClientOf, alice: Account, eve: Account) -> None:
    make_post(alice, "Mine #zeppelinride", Audience.ONLY_ME)
    asked = {"path": "/search/suggest/?q=zepp", "headers": {"HX-Request": "true"}}
    assert "zeppelinride" in client_of(alice).get(**asked).content.decode()
    assert "zeppelinride" not in client_of(eve).get(**asked).content.decode()
