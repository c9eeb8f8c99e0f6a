"""Polls: what can be asked, who may choose what, and who is told how it came out."""

from dataclasses import replace
from datetime import timedelta
from threading import Thread
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from tests.factories import make_account
from verandah.actions import posting, voting
from verandah.actions.posting import Draft
from verandah.actions.voting import Question
from verandah.base.errors import Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Poll, PollVote, Post
from verandah.domain.posts.polls import LONGEST_OPTION, LONGEST_POLL, MOST_OPTIONS, ShownPoll, polls_of, visible_poll

TEA = Question(("Tea", "Coffee", "Water"), 600)


def asked(author: Account, question: Question = TEA, audience: Audience = Audience.MEMBERS) -> Post:
    return posting.publish(author, Draft("Which?", audience, key=uuid4().hex, poll=question))


def poll_of(post: Post) -> Poll:
    return Poll.objects.get(post=post)


def shown(viewer: Account | None, post: Post) -> ShownPoll:
    return polls_of(viewer, [post.id])[post.id]


def end(post: Post) -> None:
    Poll.objects.filter(post=post).update(ends_at=timezone.now() - timedelta(seconds=1))


def votes(poll: ShownPoll) -> list[int | None]:
    return [count for _title, count in poll.options]


def test_a_vote_counts_once(alice: Account, eve: Account) -> None:
    post = asked(alice)
    rev = Post.objects.get(pk=post.pk).rev
    voting.vote(eve, poll_of(post).id, [1])
    found = shown(eve, post)
    assert (votes(found), found.votes_count, found.voters_count) == ([0, 1, 0], 1, 1)
    assert (found.voted, found.own_votes) == (True, (1,))
    assert Post.objects.get(pk=post.pk).rev == rev + 1
    for choice in ([1], [0]):
        with pytest.raises(Invalid):
            voting.vote(eve, poll_of(post).id, choice)
    assert votes(shown(eve, post)) == [0, 1, 0]


def test_where_several_can_be_chosen_more_can_follow(alice: Account, eve: Account) -> None:
    post = asked(alice, replace(TEA, multiple=True))
    voting.vote(eve, poll_of(post).id, [2, 2])
    voting.vote(eve, poll_of(post).id, [0])
    with pytest.raises(Invalid):
        voting.vote(eve, poll_of(post).id, [1, 2])
    found = shown(eve, post)
    assert (votes(found), found.votes_count, found.voters_count, found.own_votes) == ([1, 0, 1], 2, 1, (2, 0))


@pytest.mark.parametrize("choices", [[], [3], [-1], [0, 1], [0, 99]])
def test_what_cannot_be_chosen_is_refused(alice: Account, eve: Account, choices: list[int]) -> None:
    post = asked(alice)
    with pytest.raises(Invalid):
        voting.vote(eve, poll_of(post).id, choices)
    assert not PollVote.objects.exists()


def test_nobody_votes_in_their_own_poll_and_they_see_the_result(alice: Account, eve: Account) -> None:
    post = asked(alice)
    with pytest.raises(Invalid):
        voting.vote(alice, poll_of(post).id, [0])
    assert (shown(alice, post).voted, shown(alice, post).own_votes) == (True, ())
    assert (shown(eve, post).voted, shown(None, post).voted) == (False, False)


def test_who_may_not_see_the_post_finds_no_poll(alice: Account, eve: Account, dan: Account) -> None:
    for someone, audience in ((eve, Audience.FOLLOWERS), (dan, Audience.PUBLIC)):
        number = poll_of(asked(alice, audience=audience)).id
        with pytest.raises(NotFound):
            visible_poll(someone, number)
        with pytest.raises(NotFound):
            voting.vote(someone, number, [0])
    assert not PollVote.objects.exists()
    with pytest.raises(NotFound):
        voting.vote(eve, 7, [0])


def test_a_guest_sees_the_polls_of_public_posts(alice: Account) -> None:
    assert visible_poll(None, poll_of(asked(alice, audience=Audience.PUBLIC)).id).votes_count == 0
    with pytest.raises(NotFound):
        visible_poll(None, poll_of(asked(alice)).id)


def test_after_the_end_there_are_no_votes_and_all_are_told_once(alice: Account, eve: Account, mo: Account) -> None:
    post = asked(alice)
    poll = poll_of(post)
    voting.vote(eve, poll.id, [0])
    voting.close.call(poll.id)
    assert not Notification.objects.filter(kind=Notification.Kind.POLL_ENDED).exists()
    end(post)
    assert shown(eve, post).expired
    with pytest.raises(Invalid):
        voting.vote(mo, poll.id, [0])
    for _time in range(2):
        voting.close.call(poll.id)
    ended = Notification.objects.filter(kind=Notification.Kind.POLL_ENDED, actor=alice, post=post)
    assert {notice.recipient_id for notice in ended} == {alice.id, eve.id}
    assert ended.count() == 2


def test_hidden_numbers_show_at_the_end(alice: Account, eve: Account) -> None:
    post = asked(alice, replace(TEA, hides_totals=True))
    voting.vote(eve, poll_of(post).id, [0])
    assert votes(shown(alice, post)) == votes(shown(eve, post)) == [None, None, None]
    end(post)
    assert votes(shown(eve, post)) == [1, 0, 0]


@pytest.mark.parametrize(
    "question",
    [
        replace(TEA, titles=("One",)),
        replace(TEA, titles=("One", " ")),
        replace(TEA, titles=("One", "One ")),
        replace(TEA, titles=("One", "x" * (LONGEST_OPTION + 1))),
        replace(TEA, titles=tuple(f"Number {number}" for number in range(MOST_OPTIONS + 1))),
        replace(TEA, seconds=299),
        replace(TEA, seconds=LONGEST_POLL + 1),
    ],
)
def test_what_cannot_be_asked_is_refused_and_nothing_is_left(alice: Account, question: Question) -> None:
    with pytest.raises(Invalid):
        asked(alice, question)
    assert not Post.objects.exists()
    assert not Poll.objects.exists()


def test_answers_are_one_line_each(alice: Account) -> None:
    assert [title for title, _votes in shown(None, asked(alice, replace(TEA, titles=(" a\n b ", "c")))).options] == [
        "a b",
        "c",
    ]


def test_polls_cost_the_same_for_any_number(alice: Account, eve: Account, django_assert_num_queries) -> None:
    ids = [asked(alice, replace(TEA, seconds=600 + number)).id for number in range(4)]
    for some in (ids[:1], ids):
        with django_assert_num_queries(3):
            assert len(polls_of(eve, some)) == len(some)
    with django_assert_num_queries(2):
        polls_of(None, ids)


@pytest.mark.django_db(transaction=True)
def test_two_votes_at_once_are_one_vote(alice: Account) -> None:
    people = [make_account() for _number in range(3)]
    post = asked(alice)
    failures: list[Exception] = []
    threads = [
        Thread(target=choose, args=(person, poll_of(post).id, position, failures))
        for person in people
        for position in (0, 1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(failure) for failure in failures] == [Invalid] * 3
    found = shown(None, post)
    assert found.votes_count == found.voters_count == sum(count or 0 for count in votes(found)) == 3


def choose(person: Account, poll_id: int, position: int, failures: list[Exception]) -> None:
    try:
        voting.vote(person, poll_id, [position])
    except Exception as error:
        failures.append(error)
    finally:
        connections.close_all()
