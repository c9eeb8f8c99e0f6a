"""What others make of an own post: shared with words, quoted, and taken back by whose it is."""

import re

import pytest

from tests.factories import make_post
from verandah.actions import posting, sharing
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post
from verandah.domain.posts.quoting import QuoteState


def quote_of(author: Account, post: Post, text: str = "Look at this") -> Post:
    return posting.publish(author, posting.Draft(text, key=f"quote-{author.pk}", quote_id=post.pk))


def test_a_share_with_words_is_one_post_that_shows_the_other(client_of, alice: Account, eve: Account) -> None:
    post, client = make_post(alice, "The boat is late"), client_of(eve)
    key = re.findall(r'name="key" value="([^"]+)"', client.get(f"/p/{post.id}/share/").content.decode())[0]
    for _time in range(2):
        client.post(f"/p/{post.id}/share/", {"text": "Again!", "audience": "followers", "key": key})
    [quoting] = Post.objects.filter(author=eve)
    assert (quoting.text, quoting.quote_of_id, quoting.audience) == ("Again!", post.id, Audience.FOLLOWERS)
    text = client.get(f"/p/{quoting.id}/").content.decode()
    assert "Again!" in text
    assert "The boat is late" in text


def test_words_never_widen_for_whom_a_post_is(client_of, alice: Account, carol: Account) -> None:
    post = make_post(alice, "For the web")
    client_of(carol).post(f"/p/{post.id}/share/", {"text": "Mine", "audience": "public", "key": "k"})
    assert Post.objects.get(author=carol).audience == Audience.MEMBERS
    few = make_post(alice, "For followers", Audience.FOLLOWERS)
    client_of(carol).post(f"/p/{few.id}/share/", {"text": "For all", "audience": "public", "key": "l"})
    assert not Post.objects.filter(author=carol, quote_of=few, audience__lte=Audience.MEMBERS).exists()


def test_the_author_ends_a_share_and_it_cannot_be_shared_again(client_of, alice: Account, eve: Account) -> None:
    post = make_post(alice, "Mine")
    wrapper = sharing.share(eve, post.id)
    path = f"/p/{post.id}/shares/{wrapper.id}/remove/"
    assert path in client_of(alice).get(f"/p/{post.id}/shares/").content.decode()
    assert path not in client_of(eve).get(f"/p/{post.id}/shares/").content.decode()
    assert client_of(eve).post(path).status_code == 404
    answer = client_of(alice).post(path, follow=True)
    assert "The share is gone." in answer.content.decode()
    assert Post.objects.get(pk=post.pk).shares_count == 0
    assert client_of(eve).post(f"/p/{post.id}/share/").status_code in (403, 409)
    assert not Post.objects.filter(share_of=post, deleted_at=None).exists()


def test_the_author_finds_who_quotes_it_and_takes_it_out(client_of, alice: Account, bob: Account, eve: Account) -> None:
    post = make_post(alice, "The boat is late")
    quoting = quote_of(bob, post)
    client = client_of(alice)
    assert f"/p/{quoting.id}/" in client.get(f"/p/{post.id}/quotes/").content.decode()
    asked = client.get(f"/p/{quoting.id}/quotes/revoke/")
    assert "Take your post out of this one?" in asked.content.decode()
    for stranger in (eve, bob):
        assert client_of(stranger).post(f"/p/{quoting.id}/quotes/revoke/").status_code == 404
    assert Post.objects.get(pk=quoting.pk).quote_state == QuoteState.ACCEPTED
    client.post(f"/p/{quoting.id}/quotes/revoke/")
    assert Post.objects.get(pk=quoting.pk).quote_state == QuoteState.REVOKED
    text = client_of(eve).get(f"/p/{quoting.id}/").content.decode()
    assert "Look at this" in text
    assert "The boat is late" not in text


@pytest.mark.parametrize("path", ["/p/7/quotes/", "/p/7/quotes/revoke/", "/p/7/share/"])
def test_what_is_not_there_is_not_found(client_of, alice: Account, path: str) -> None:
    assert client_of(alice).get(path).status_code == 404
