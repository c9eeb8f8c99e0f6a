"""Polls on pages: a form that works alone, and results for whom they are for."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from verandah.actions import posting, sharing, voting
from verandah.actions.posting import Draft
from verandah.actions.voting import Question
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Poll, PollVote, Post

HTMX = {"HX-Request": "true"}
TEA = Question(("Tea", "Coffee", "Water"), 86_400 * 3)


def asked(author: Account, question: Question = TEA, audience: Audience = Audience.PUBLIC) -> Post:
    return posting.publish(author, Draft("Which?", audience, key=uuid4().hex, poll=question))


def choose(client, post: Post, *choices: int | str, number: int = 0, **more):
    name = f"choice-p{number or post.id}"
    return client.post(f"/p/{number or post.id}/vote/", {name: [str(one) for one in choices], "next": "/all/"}, **more)


def shown(client, path: str = "/all/") -> str:
    text = client.get(path).content.decode()
    [poll] = re.findall(r'(?s)<div class="poll".*?<p class="meta".*?</p>', text)
    return poll


def test_a_vote_without_javascript(client_of, alice: Account, eve: Account) -> None:
    post = asked(alice)
    before = shown(client_of(eve))
    assert before.count('type="radio"') == 3
    assert f'form="deeds" name="choice-p{post.id}" value="1"' in before
    assert "%" not in before
    answer = choose(client_of(eve), post, 1)
    assert answer["Location"] == f"/all/#p{post.id}"
    after = shown(client_of(eve))
    assert "<input" not in after
    assert re.search(r'(?s)<div class="o mine">.*?Coffee</span>.*?Your vote.*?100%', after)
    assert "1 vote<" in after


def test_htmx_is_given_the_result_in_its_place(client_of, alice: Account, eve: Account) -> None:
    post = asked(alice)
    text = choose(client_of(eve), post, 0, headers=HTMX).content.decode()
    assert text.startswith(f'<div class="poll" id="p{post.id}-poll"')
    assert "100%" in text
    assert re.search(r"[23] days left", text)


def test_several_answers_where_several_may_be_chosen(client_of, alice: Account, eve: Account, bob: Account) -> None:
    post = asked(alice, Question(("Tea", "Coffee"), 600, multiple=True))
    assert shown(client_of(eve)).count('type="checkbox"') == 2
    choose(client_of(eve), post, 0, 1)
    choose(client_of(bob), post, 0)
    text = shown(client_of(eve))
    assert re.findall(r"(\d+)%", text) == ["100", "50"]
    assert "2 people voted" in text


@pytest.mark.parametrize("choices", [(), (7,), ("x",), (-1,), (0, 1), ("99999999999999999999",)])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_cannot_be_chosen_is_refused_with_a_sentence(client_of, alice, eve, choices, headers) -> None:
    post = asked(alice)
    client = client_of(eve)
    answer = choose(client, post, *choices, headers=headers)
    if headers:
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
        assert answer.content.decode().count('type="radio"') == 3
    else:
        assert answer.status_code == 302
        assert 'class="toast" data-tone="red"' in client.get("/all/").content.decode()
    assert not PollVote.objects.exists()


def test_the_author_and_guests_see_how_it_stands(client_of, alice: Account, eve: Account) -> None:
    post = asked(alice)
    voting.vote(eve, Poll.objects.get().id, [2])
    for reader in (alice, None):
        text = shown(client_of(reader), f"/p/{post.id}/")
        assert re.findall(r"(\d+)%", text) == ["0", "0", "100"]
        assert "<input" not in text
        assert "Your vote" not in text


def test_hidden_numbers_stay_hidden_until_the_end(client_of, alice: Account, eve: Account) -> None:
    post = asked(alice, Question(("Tea", "Coffee"), 600, hides_totals=True))
    choose(client_of(eve), post, 1)
    text = shown(client_of(eve))
    assert "%" not in text
    assert "Results are shown at the end" in text
    assert re.search(r'(?s)<div class="o mine">.*?Coffee', text)
    Poll.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    Post.objects.update(rev=99)
    text = shown(client_of(eve))
    assert re.findall(r"(\d+)%", text) == ["0", "100"]
    assert "Ended" in text


def test_an_ended_poll_is_no_form_and_takes_no_vote(client_of, alice: Account, eve: Account) -> None:
    post = asked(alice)
    Poll.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert "<input" not in shown(client_of(eve))
    assert choose(client_of(eve), post, 0, headers=HTMX).status_code == 422


def test_one_votes_under_a_share_too(client_of, alice: Account, bob: Account, eve: Account) -> None:
    post = asked(alice)
    wrapper = sharing.share(bob, post.id)
    text = choose(client_of(eve), post, 0, number=wrapper.id, headers=HTMX).content.decode()
    assert f'id="p{wrapper.id}-poll"' in text
    assert PollVote.objects.get().account_id == eve.id


def test_a_poll_one_may_not_see_is_not_there(client_of, alice: Account, eve: Account) -> None:
    post = asked(alice, audience=Audience.ONLY_ME)
    assert choose(client_of(eve), post, 0).status_code == 404
    plain = posting.publish(alice, Draft("No poll", Audience.MEMBERS, key="plain"))
    assert choose(client_of(eve), plain, 0).status_code == 404
