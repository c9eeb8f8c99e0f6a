"""Catching up: since when, in which order, with which reasons."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_block, make_follow, make_friends, make_post
from verandah.actions import visiting
from verandah.domain.accounts.models import Account
from verandah.domain.feeds.catching_up import last_here, missed
from verandah.domain.feeds.models import Visit
from verandah.domain.feeds.ranking import Why
from verandah.domain.posts.audience import Audience

pytestmark = pytest.mark.django_db


def long_ago() -> object:
    return timezone.now() - timedelta(days=2)


def test_a_visit_ends_after_half_an_hour(alice: Account) -> None:
    visiting.note_visit(alice)
    visiting.note_visit(alice)
    assert last_here(alice) is None
    first = timezone.now() - timedelta(hours=5)
    Visit.objects.update(seen_at=first)
    visiting.note_visit(alice)
    visiting.note_visit(alice)
    assert last_here(alice) == first
    Visit.objects.update(seen_at=timezone.now() - timedelta(minutes=29))
    visiting.note_visit(alice)
    assert last_here(alice) == first


def test_quiet_people_come_first_with_their_reasons(alice: Account, bob: Account, carol: Account, eve: Account) -> None:
    for one in (bob, carol, eve):
        make_follow(alice, one)
    make_friends(alice, carol)
    for number in range(6):
        make_post(bob, f"Loud {number}")
    rare = make_post(eve, "A rare word")
    named = make_post(carol, "Look, @alice")
    found = missed(alice, long_ago())
    assert [(one.post_id, one.why) for one in found[:2]] == [(named.pk, Why.NAMES_ME), (rare.pk, Why.FIRST_IN_LONG)]
    assert [one.author_id for one in found[2:]] == [bob.pk] * 3
    assert found[-1].rest == 3


def test_nobody_catches_up_with_what_is_not_for_them(alice: Account, bob: Account, dan: Account) -> None:
    make_follow(alice, bob)
    make_follow(alice, dan)
    make_post(bob, "Mine", Audience.ONLY_ME)
    make_post(dan, "Blocked")
    make_block(dan, alice)
    make_post(alice, "My own")
    assert missed(alice, long_ago()) == []


def test_the_page_says_since_when(client_of, alice: Account, bob: Account, django_assert_max_num_queries) -> None:
    make_follow(alice, bob)
    make_post(bob, "While you were away")
    client = client_of(alice)
    page = client.get("/catch-up/").content.decode()
    assert "While you were away" in page
    assert "The first from them in a long time" in page
    assert "My last visit" not in page
    Visit.objects.update(seen_at=timezone.now(), previous_at=timezone.now())
    assert "You’ve missed nothing" in client.get("/catch-up/").content.decode()
    with django_assert_max_num_queries(14):
        page = client.get("/catch-up/?since=week").content.decode()
    assert "While you were away" in page
    assert "My last visit" in page
    assert client.get("/catch-up/?since=nonsense").status_code == 200


def test_guests_have_missed_nothing(client_of) -> None:
    assert client_of(None).get("/catch-up/").status_code == 302
