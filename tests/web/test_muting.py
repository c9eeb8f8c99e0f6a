"""Muting on pages: from the menu of a profile, and back from the list of those whom one has muted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_account, make_post
from verandah.actions import muting
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import Mute


def test_a_profile_offers_to_mute_and_to_undo_it(alice: Account, bob: Account, client_of) -> None:
    client = client_of(alice)
    make_post(bob, "A word from Bob")
    page = client.get("/@bob/").content.decode()
    assert 'href="/@bob/mute/"' in page
    assert page.count('href="/@bob/mute/"') == 2, "in the menus of the profile and of the post"
    answer = client.post("/@bob/mute/", follow=True)
    page = answer.content.decode()
    assert "Muted. You no longer see what they write" in page
    assert "You have muted them" in page
    assert 'action="/@bob/unmute/"' in page
    assert "A word from Bob" in page
    assert "A word from Bob" not in client.get("/all/").content.decode()
    page = client.post("/@bob/unmute/", follow=True).content.decode()
    assert "You have muted them" not in page
    assert "A word from Bob" in client.get("/all/").content.decode()


def test_nobody_is_told_that_they_are_muted(alice: Account, bob: Account, client_of) -> None:
    muting.mute(alice, bob)
    assert "muted" not in client_of(bob).get("/@alice/").content.decode().lower()


def test_the_list_shows_whom_i_have_muted_and_until_when(alice: Account, bob: Account, eve: Account, client_of) -> None:
    client = client_of(alice)
    assert "Nobody is muted" in client.get("/people/muted/").content.decode()
    muting.mute(alice, bob, seconds=86_400)
    muting.mute(alice, eve)
    page = client.get("/people/muted/").content.decode()
    assert 'action="/@bob/unmute/"' in page
    assert 'action="/@eve/unmute/"' in page
    assert page.count("until ") == 1
    Mute.objects.filter(muted=bob).update(until=timezone.now() - timedelta(hours=1))
    assert "/@bob/" not in client.get("/people/muted/").content.decode()
    assert "/people/muted/" in client.get("/settings/privacy/").content.decode()


def test_the_list_goes_on_and_costs_the_same(alice: Account, client_of, django_assert_max_num_queries) -> None:
    people = [make_account(f"person{number}") for number in range(6)]
    for one in people:
        muting.mute(alice, one)
    client = client_of(alice)
    page = client.get("/people/muted/?length=2").content.decode()
    assert "/@person5/" in page
    assert "/@person3/" not in page
    assert "Show more" in page
    with django_assert_max_num_queries(14):
        client.get("/people/muted/")


@pytest.mark.parametrize(
    ("seconds", "minutes"), [("1800", 30), ("604800", 10_080), ("0", 0), ("", 0), ("-7", 0), ("x", 0)]
)
def test_one_mutes_for_a_time(alice: Account, bob: Account, client_of, seconds: str, minutes: int) -> None:
    client_of(alice).post("/@bob/mute/", {"seconds": seconds})
    until = Mute.objects.get().until
    assert (until is not None) == bool(minutes)
    if until:
        assert abs(until - timezone.now() - timedelta(minutes=minutes)) < timedelta(minutes=1)


def test_a_get_asks_for_how_long_and_mutes_nobody(alice: Account, bob: Account, client_of) -> None:
    page = client_of(alice).get("/@bob/mute/").content.decode()
    assert page.count('name="seconds"') == 5
    assert not Mute.objects.exists()
    assert client_of(alice).post("/@alice/mute/").status_code == 403
    assert not Mute.objects.exists()
