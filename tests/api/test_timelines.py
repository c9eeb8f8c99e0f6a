"""Timelines for apps: what stands on them, where they go on, and what they cost."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.asking import Phone
from tests.factories import make_account, make_follow, make_post
from verandah.api import rendered
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience


def ids(answer) -> list[int]:
    assert answer.status_code == 200, answer.content
    return [int(row["id"]) for row in answer.json()]


def links(answer) -> dict[str, str]:
    return {name: url for url, name in re.findall(r'<([^>]+)>; rel="(\w+)"', answer.get("Link", ""))}


def follow_link(phone: Phone, url: str):
    parts = urlsplit(url)
    return phone.get(parts.path, **dict(parse_qsl(parts.query)))


def test_home_holds_what_i_and_those_i_follow_said(alice: Account, carol: Account, eve: Account) -> None:
    hers, mine = make_post(alice), make_post(carol)
    make_post(eve)
    assert ids(Phone(carol).get("/api/v1/timelines/home")) == [mine.id, hers.id]


def test_public_is_the_whole_community_and_has_nothing_of_elsewhere(alice: Account, eve: Account) -> None:
    post = make_post(alice)
    for more in ({}, {"local": "true"}, {"remote": "false"}):
        assert ids(Phone(eve).get("/api/v1/timelines/public", **more)) == [post.id]
    for more in ({"remote": "1"}, {"only_media": "on"}):
        assert ids(Phone(eve).get("/api/v1/timelines/public", **more)) == []


@pytest.mark.parametrize("name", ["birds", "Birds", "%23birds", "bir\u200cds"])
def test_a_tag_in_any_spelling(alice: Account, eve: Account, name: str) -> None:
    post = make_post(alice, "I saw #Birds")
    make_post(alice, "nothing")
    assert ids(Phone(eve).get(f"/api/v1/timelines/tag/{name}")) == [post.id]


def test_a_guest_is_told_that_a_token_is_needed(alice: Account) -> None:
    answer = Phone().get("/api/v1/timelines/home")
    assert answer.status_code == 401
    assert answer.json() == {"error": "The access token is invalid"}


def test_a_guest_reads_what_is_for_everyone_on_the_web(alice: Account) -> None:
    public = make_post(alice, "Look, #birds", Audience.PUBLIC)
    make_post(alice, "Among us: #birds", Audience.MEMBERS)
    for name in ("public", "tag/birds"):
        assert ids(Phone().get(f"/api/v1/timelines/{name}")) == [public.id]


def test_there_are_no_lists(alice: Account) -> None:
    answer = Phone(alice).get("/api/v1/timelines/list/1")
    assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"})


@pytest.mark.parametrize("path", ["/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/timelines/tag/birds"])
def test_a_page_goes_on_in_both_directions(alice: Account, path: str) -> None:
    posts = [make_post(alice, f"number {number} #birds").id for number in range(7)][::-1]
    phone = Phone(alice)
    first = phone.get(path, limit=3)
    assert ids(first) == posts[:3]
    assert first["Link"].startswith("<http")
    assert first["Link"].index('rel="next"') < first["Link"].index('rel="prev"')
    assert "limit=3" in links(first)["next"]
    second = follow_link(phone, links(first)["next"])
    assert ids(second) == posts[3:6]
    # `min_id` gives those that come next, not the newest.
    assert ids(follow_link(phone, links(second)["prev"])) == posts[:3]
    assert ids(phone.get(path, min_id=posts[6], limit=2)) == posts[4:6]
    # `since_id` gives the newest.
    assert ids(phone.get(path, since_id=posts[6], limit=2)) == posts[:2]
    assert ids(phone.get(path, min_id=posts[6], max_id=posts[3])) == posts[4:6]
    beyond = phone.get(path, max_id=posts[6])
    assert ids(beyond) == []
    assert "Link" not in beyond


def test_a_token_in_the_address_is_not_repeated_in_links(alice: Account) -> None:
    make_post(alice)
    phone = Phone(alice)
    answer = Phone().get("/api/v1/timelines/home", access_token=phone.token)
    assert ids(answer)
    assert phone.token not in str(answer.headers)


@pytest.mark.parametrize("path", ["/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/timelines/tag/birds"])
def test_a_page_costs_the_same_at_any_length(alice: Account, path: str) -> None:
    for number in range(40):
        author = make_account(f"author{number}")
        make_follow(alice, author)
        make_post(author, f"Hello @alice #birds {number}")
    phone = Phone(alice)
    phone.get(path)
    costs = []
    for length, state in ((5, "cold"), (5, "warm"), (40, "cold"), (40, "warm")):
        if state == "cold":
            rendered.POSTS.clear()
        with CaptureQueriesContext(connection) as counted:
            assert len(ids(phone.get(path, limit=length))) == length
        costs.append(len(counted))
    # Warm: the token, whether there are filters, the ids, and the state of each post. Cold: the posts and what they
    # hold, and their state once more.
    assert costs[1] == costs[3] == 4
    assert costs[0] == costs[2] <= 10


def test_a_tag_in_any_script_goes_on_too(alice: Account) -> None:
    older, newer = make_post(alice, "#صباح الخير"), make_post(alice, "#صباح النور")
    phone = Phone(alice)
    first = phone.get("/api/v1/timelines/tag/صباح", limit=1)
    assert ids(first) == [newer.id]
    assert links(first)["next"].isascii()
    following = urlsplit(links(first)["next"])
    assert ids(phone.client.get(f"{following.path}?{following.query}", headers=phone.headers)) == [older.id]


@pytest.mark.parametrize("name", ["%0a", "%0d%0aX-Evil:%201", "%00", "a%2Fb", "%ff", "x" * 300, "%E2%80%AE"])
def test_a_strange_tag_is_an_empty_one_or_none(alice: Account, name: str) -> None:
    make_post(alice, "#birds")
    phone = Phone(alice)
    for path in (f"/api/v1/timelines/tag/{name}", f"/api/v1/tags/{name}"):
        answer = phone.get(path)
        assert answer.status_code in {200, 404}
        assert "X-Evil" not in answer
