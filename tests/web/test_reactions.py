"""Likes, shares and saves: plain forms, the same for htmx, and lists of who did what."""

import re

import pytest

from tests.factories import make_account, make_follow, make_post
from verandah.actions import posting, reacting, sharing
from verandah.base import limits
from verandah.base.limits import LIMITS
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Bookmark, Post, Reaction

HTMX = {"HX-Request": "true"}
PAIRS = [("react", "unreact", "like"), ("save", "unsave", "save"), ("share", "unshare", "share")]


def pressed(text: str, number: int, name: str) -> bool:
    """Whether the button is shown as pressed."""
    [button] = re.findall(rf'<(?:button|a) [^>]*id="p{number}-{name}"[^>]*>', text)
    return 'aria-pressed="true"' in button


@pytest.mark.parametrize(("deed", "undo", "button"), PAIRS)
def test_a_deed_without_javascript_leads_back_to_the_post(client_of, alice, eve, deed, undo, button) -> None:
    post, client = make_post(alice), client_of(eve)
    for name, is_done in ((deed, True), (deed, True), (undo, False), (undo, False)):
        answer = client.post(f"/p/{post.id}/{name}/", {"next": "/all/?before=99"})
        assert answer.status_code == 302
        assert answer["Location"] == f"/all/?before=99#p{post.id}"
        assert pressed(client.get("/all/").content.decode(), post.id, button) is is_done


@pytest.mark.parametrize(("deed", "undo", "button"), PAIRS)
def test_htmx_is_given_the_foot_as_it_is_now(client_of, alice, eve, deed, undo, button) -> None:
    post, client = make_post(alice), client_of(eve)
    for name, is_done in ((deed, True), (undo, False)):
        text = client.post(f"/p/{post.id}/{name}/", headers=HTMX).content.decode()
        assert text.startswith(f'<div id="p{post.id}-foot"')
        assert pressed(text, post.id, button) is is_done
        assert "<article" not in text


@pytest.mark.parametrize(
    "place", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "", "/" + "x" * 3000]
)
def test_nobody_is_led_elsewhere(client_of, alice: Account, eve: Account, place: str) -> None:
    post = make_post(alice)
    answer = client_of(eve).post(f"/p/{post.id}/react/", {"next": place})
    assert answer["Location"] == f"/p/{post.id}/#p{post.id}"


def test_counts_and_own_sign_are_told(client_of, alice: Account, bob: Account, eve: Account) -> None:
    post = make_post(alice)
    reacting.react(bob, post.id, Reaction.Kind.WOW)
    reacting.react(eve, post.id, Reaction.Kind.THANKS)
    text = client_of(eve).get("/all/").content.decode()
    assert re.search(r"<span>2</span>\s*</span><span class=\"sr\"> reactions", text)
    assert re.search(rf'id="p{post.id}-like"[^>]*aria-pressed="true".*?<span>Thanks</span>', text)
    client_of(eve).post(f"/p/{post.id}/unreact/")
    assert list(Reaction.objects.values_list("account_id", flat=True)) == [bob.id]


@pytest.mark.parametrize("deed", ["react", "unreact", "save", "unsave", "share", "unshare"])
def test_what_one_does_not_see_one_cannot_touch(client_of, alice: Account, eve: Account, deed: str) -> None:
    post = make_post(alice, audience=Audience.ONLY_ME)
    assert client_of(eve).post(f"/p/{post.id}/{deed}/").status_code == 404
    assert client_of(eve).get(f"/p/{post.id}/{deed}/").status_code in {404, 405}
    assert (Reaction.objects.count(), Bookmark.objects.count(), Post.objects.count()) == (0, 0, 1)


def test_deeds_are_limited_as_other_writes_are(client_of, alice: Account, eve: Account) -> None:
    post = make_post(alice)
    for _number in range(LIMITS["write"][0]):
        limits.take("write", str(eve.id))
    assert client_of(eve).post(f"/p/{post.id}/react/").status_code == 429


def test_a_guest_has_no_buttons_but_counts(client_of, alice: Account, eve: Account) -> None:
    post = make_post(alice, audience=Audience.PUBLIC)
    reacting.react(eve, post.id)
    text = client_of(None).get(f"/p/{post.id}/").content.decode()
    assert "formaction" not in text
    assert " reaction</span>" in text
    assert "Sign in to comment" in text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_sharing_asks_for_whom_and_offers_nobody_more(client_of, alice: Account, eve: Account, headers) -> None:
    post = make_post(alice, "For members", Audience.MEMBERS)
    text = client_of(eve).get(f"/p/{post.id}/share/", headers=headers).content.decode()
    assert "For members" in text
    assert re.findall(r'name="audience" value="(\w+)"', text) == ["members", "followers"]
    client_of(eve).post(f"/p/{post.id}/share/", {"audience": "followers"})
    assert Post.objects.get(share_of=post).audience == Audience.FOLLOWERS


def test_what_is_for_few_can_be_shared_by_its_author_alone(client_of, alice: Account, carol: Account) -> None:
    post = make_post(alice, "Between us", Audience.FOLLOWERS)
    assert client_of(carol).get(f"/p/{post.id}/share/").status_code == 404
    assert client_of(carol).post(f"/p/{post.id}/share/").status_code == 403
    assert f'id="p{post.id}-share"' not in client_of(carol).get("/").content.decode()
    assert client_of(alice).get(f"/p/{post.id}/share/").status_code == 200


def test_a_share_that_is_taken_back_goes_from_the_page(client_of, alice: Account, eve: Account) -> None:
    wrapper = sharing.share(eve, make_post(alice).id)
    text = client_of(eve).post(f"/p/{wrapper.id}/unshare/", headers=HTMX).content.decode()
    assert f'<article id="p{wrapper.id}" hx-swap-oob="delete">' in text


def test_who_reacted_and_who_shared_is_listed_page_by_page(client_of, alice: Account, eve: Account) -> None:
    post = make_post(alice, audience=Audience.PUBLIC)
    for number in range(25):
        someone = make_account(f"someone{number}")
        reacting.react(someone, post.id, Reaction.Kind.CHEER)
        sharing.share(someone, post.id, Audience.MEMBERS)
    for name, word in (("reactions", "Cheer"), ("shares", "@someone")):
        seen, path = set(), f"/p/{post.id}/{name}/"
        while path:
            text = client_of(eve).get(path).content.decode()
            assert word in text
            seen |= set(re.findall(r'href="/@(someone\d+)/"', text))
            path = next(iter(re.findall(rf'href="(/p/{post.id}/{name}/\?before=\d+)"', text)), "")
        assert len(seen) == 25


def test_who_shared_for_followers_alone_is_named_to_them_alone(client_of, alice, bob, carol, eve) -> None:
    post = make_post(alice)
    make_follow(carol, bob)
    sharing.share(bob, post.id, Audience.FOLLOWERS)
    for reader in (carol, eve):
        assert "/@bob/" not in client_of(reader).get(f"/p/{post.id}/shares/").content.decode()


def test_saved_posts_stand_on_a_page_of_their_own(client_of, alice: Account, eve: Account, bob: Account) -> None:
    client = client_of(eve)
    assert "Nothing saved yet" in client.get("/saved/").content.decode()
    posts = [make_post(alice) for _number in range(25)]
    for post in posts:
        client.post(f"/p/{post.id}/save/")
    seen, path = [], "/saved/"
    while path:
        text = client.get(path).content.decode()
        seen += [int(number) for number in re.findall(r'<article class="card post" id="p(\d+)"', text)]
        path = next(iter(re.findall(r'href="(/saved/\?before=\d+)"', text)), "")
    assert seen == [post.id for post in reversed(posts)]
    assert "Nothing saved yet" in client_of(bob).get("/saved/").content.decode()
    posting.delete(alice, posts[-1].id)
    assert f'id="p{posts[-1].id}"' not in client.get("/saved/").content.decode()


def test_older_saved_posts_come_as_a_fragment(client_of, alice: Account, eve: Account) -> None:
    for _number in range(21):
        client_of(eve).post(f"/p/{make_post(alice).id}/save/")
    [path] = re.findall(r'id="older" href="([^"]+)"', client_of(eve).get("/saved/").content.decode())
    text = client_of(eve).get(path, headers=HTMX).content.decode()
    assert text.count("<article") == 1
    assert "<html" not in text
