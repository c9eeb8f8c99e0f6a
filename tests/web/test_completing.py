"""What is offered after #, @ and a colon: to members alone, nobody they may not find, and no more than a few."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import make_account, make_block, make_follow, make_post, suspend
from verandah.actions import finding, tagging
from verandah.base import limits
from verandah.base.markup import LONGEST_TAG
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience
from verandah.web.completing import LONGEST_START, MOST_OFFERED

HTMX = {"HX-Request": "true"}


def named(username: str, name: str) -> Account:
    account = make_account(username)
    account.display_name = name
    account.save()
    finding.keep_words([account])
    return account


def offered(client: Client, sign: str, start: str) -> list[str]:
    answer = client.get("/complete/", {"sign": sign, "start": start}, headers=HTMX)
    assert answer.status_code == 200
    return re.findall(r'data-value="([^"]*)"', answer.content.decode())


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("Samuel Adeyemi", "adey"),
        ("محمد العلي", "علي"),
        ("محمد العلي", "محم"),
        ("山田太郎", "太"),
        ("Γιώργος", "γιωρ"),
        ("Zoë", "zoe"),
        ("Zoë", "SOMEONE"),
    ],
)
def test_people_are_found_in_any_script(client_of, alice: Account, name: str, start: str) -> None:
    named("someone", name)
    assert offered(client_of(alice), "@", start) == ["@someone"]


def test_those_one_follows_come_first_and_alone_while_nothing_is_typed(client_of, alice: Account) -> None:
    people = [named(f"kim{number}", f"Kim {number}") for number in range(3)]
    make_follow(alice, people[0])
    client = client_of(alice)
    assert offered(client, "@", "kim") == ["@kim0", "@kim2", "@kim1"]
    assert offered(client, "@", "") == ["@kim0"]


def test_nobody_is_offered_who_may_not_be_found(client_of, alice: Account, dan: Account, eve: Account) -> None:
    make_block(eve, alice)
    gone = named("gone.one", "Gone")
    suspend(gone)
    client = client_of(alice)
    for start in ("dan", "eve", "gone", "alice"):
        assert offered(client, "@", start) == []
    assert offered(client_of(dan), "@", "alice") == []
    assert offered(client_of(eve), "@", "alice") == []


def test_tags_are_offered_that_stand_where_one_may_read(client_of, alice: Account, bob: Account) -> None:
    make_post(bob, "#gardens #Gärten #園芸 #حديقة", Audience.MEMBERS)
    make_post(bob, "#garbage", Audience.ONLY_ME)
    client = client_of(alice)
    assert offered(client, "#", "gar") == ["#gärten", "#gardens"]
    assert offered(client, "#", "GÄR") == ["#gärten", "#gardens"]
    assert offered(client, "#", "gart") == ["#gärten"]
    assert offered(client, "#", "園") == ["#園芸"]
    assert offered(client, "#", "حدي") == ["#حديقة"]
    assert offered(client, "#", "") == []


def test_followed_tags_come_first(client_of, alice: Account, bob: Account) -> None:
    make_post(bob, "#gar #garden #gardening", Audience.MEMBERS)
    tagging.follow(alice, "gardening")
    client = client_of(alice)
    assert offered(client, "#", "gar") == ["#gardening", "#gar", "#garden"]
    assert offered(client, "#", "") == ["#gardening"]


def test_followed_tags_are_offered_without_their_accents(client_of, alice: Account) -> None:
    tagging.follow(alice, "café")
    client = client_of(alice)
    assert offered(client, "#", "caf") == offered(client, "#", "CAFE") == offered(client, "#", "café") == ["#café"]
    assert offered(client, "#", "cafet") == []


def test_emoji_are_offered_in_the_readers_language(client_of, alice: Account) -> None:
    client = client_of(alice)
    assert "🎉" in offered(client, ":", "tada")
    alice.user.language = "ar"
    alice.user.save()
    assert "🖤" in offered(client, ":", "قلب")


@pytest.mark.parametrize("sign", ["@", "#", ":", "?", "", "\0", "@@"])
@pytest.mark.parametrize(
    "start", ["", "\0", "%", "_", "'", "x" * 5000, "🎉", "\ud800".encode("utf-8", "replace").decode()]
)
def test_whatever_is_asked_there_is_an_answer(client_of, alice: Account, sign: str, start: str) -> None:
    assert isinstance(offered(client_of(alice), sign, start), list)


def test_no_more_than_a_few_and_as_many_queries_for_all(client_of, alice: Account) -> None:
    for number in range(MOST_OFFERED + 3):
        named(f"kim{number}", "Kim")
    client = client_of(alice)
    assert len(offered(client, "@", "kim")) == MOST_OFFERED
    with CaptureQueriesContext(connection) as many:
        offered(client, "@", "kim")
    with CaptureQueriesContext(connection) as one:
        offered(client, "@", "kim10")
    assert len(many) == len(one) <= 8


def test_the_longest_beginning(client_of, alice: Account, bob: Account) -> None:
    name = "t" * LONGEST_TAG
    make_post(bob, f"#{name}", Audience.MEMBERS)
    assert LONGEST_START == LONGEST_TAG
    assert offered(client_of(alice), "#", name) == [f"#{name}"]
    assert offered(client_of(alice), "#", name + "t") == [f"#{name}"]


def test_guests_and_pages_get_none(client, client_of, alice: Account) -> None:
    assert client.get("/complete/?sign=@&start=a").status_code == 302
    assert client_of(alice).get("/complete/?sign=@&start=a")["Location"] == "/p/new/"


def test_it_can_be_asked_only_so_often(client_of, alice: Account, settings) -> None:
    settings.LIMITED = True
    client = client_of(alice)
    times, _seconds = limits.LIMITS["complete"]
    for _time in range(times):
        limits.take("complete", str(alice.id))
    assert client.get("/complete/?sign=@&start=a", headers=HTMX).status_code == 429
