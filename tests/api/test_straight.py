"""The straight way of apps to their door: the answers are those of the whole of Django, byte for byte."""

import json
from collections.abc import Mapping

import pytest
from django.http import HttpResponse

from tests.api.asking import Phone
from tests.api.hot_town import OWN
from tests.factories import make_post
from verandah.config import straight
from verandah.config.straight import Said
from verandah.domain.accounts.models import Account

POST = "/api/v1/statuses/{post}"

# What is asked in both ways, one after the other: what the first has done, the second does again or finds done.
ASKED = [
    ("POST", f"{POST}/favourite", {}),
    ("POST", f"{POST}/favourite/", {}),
    ("POST", f"{POST}/unfavourite", {}),
    ("POST", f"{POST}/bookmark", {}),
    ("POST", "/api/v1/statuses/1/favourite", {}),
    ("POST", "/api/v1/statuses/99999999999999999999/favourite", {}),
    ("POST", "/api/v1/statuses/9999999999999999999/favourite", {}),
    ("POST", "/api/v1/accounts/{bob}/follow", {"reblogs": False, "languages": ["en"]}),
    ("POST", "/api/v1/accounts/{bob}/follow", {"languages": ["no language"]}),
    ("POST", "/api/v1/accounts/{alice}/follow", {}),
    ("POST", "/api/v1/accounts/{bob}/unfollow", {}),
    ("PUT", POST, {"status": "A heron"}),
    ("POST", "/api/v1/statuses", {"status": " "}),
    ("DELETE", f"{POST}/favourite", {}),
    ("DELETE", "/api/v1/statuses/1", {}),
    ("GET", f"{POST}?limit=3", {}),
    ("GET", "/api/v1/timelines/home?limit=1&max_id=5", {}),
    ("GET", "/api/v1/timelines/tag/b%C3%ACrds", {}),
    ("PATCH", "/api/v1/push/subscription", {"x": "\0"}),
]


def asked_straight(phone: Phone, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Said | None:
    """The answer past the rest of Django, if there is that way."""
    scope = scope_of(phone, method, path, body, headers)
    place = straight.place_of(scope)  # type: ignore[arg-type]
    return straight.asked(scope, body, place) if place else None  # type: ignore[arg-type]


def scope_of(phone: Phone, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> dict[str, object]:
    """A request as the server hands it over."""
    address, _mark, query = path.partition("?")
    sent = {**phone.headers, "content-type": "application/json", **headers, "content-length": str(len(body))}
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": address.replace("%C3%AC", "ì"),
        "query_string": query.encode(),
        "root_path": "",
        "scheme": "http",
        "headers": [(name.lower().encode(), value.encode()) for name, value in sent.items()],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
    }


def asked_plainly(phone: Phone, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> HttpResponse:
    """The answer of the whole of Django."""
    sent = {**phone.headers, **headers}
    return phone.client.generic(method, path, body, content_type="application/json", headers=sent)


def agree(phone: Phone, method: str, path: str, body: bytes, **headers: str) -> Said:
    """Both say the same."""
    said = asked_straight(phone, method, path, body, headers)
    plain = asked_plainly(phone, method, path, body, headers)
    assert said is not None
    assert said.status < 500
    assert (said.status, said.body) == (plain.status_code, plain.content)
    told = [(name.decode(), value.decode()) for name, value in said.headers]
    assert [pair for pair in told if pair[0] not in (*OWN, "content-length")] == [
        (name.lower(), value) for name, value in plain.items() if name.lower() not in (*OWN, "content-length")
    ]
    assert {name for name, _value in told} >= {*OWN, "content-length"}
    return said


@pytest.mark.parametrize(("method", "path", "body"), ASKED)
def test_both_ways_say_the_same(
    alice: Account, bob: Account, method: str, path: str, body: dict[str, object], settings
) -> None:
    settings.LIMITED = False
    path = path.format(post=make_post(alice, text="A wren #birds").id, bob=bob.id, alice=alice.id)
    agree(Phone(alice), method, path, json.dumps(body).encode())


def test_a_post_said_in_one_way_is_the_same_in_the_other(alice: Account, settings) -> None:
    settings.LIMITED = False
    body = json.dumps({"status": "Hello from the straight way"}).encode()
    agree(Phone(alice), "POST", "/api/v1/statuses", body, **{"Idempotency-Key": "once"})


@pytest.mark.parametrize("scopes", ["read", "write:favourites"])
def test_tokens_and_their_scopes_count(alice: Account, scopes: str, settings) -> None:
    settings.LIMITED = False
    number = make_post(alice).id
    said = agree(Phone(alice, scopes), "POST", f"/api/v1/statuses/{number}/favourite", b"{}")
    assert said.status == (403 if scopes == "read" else 200)
    assert agree(Phone(), "POST", f"/api/v1/statuses/{number}/favourite", b"{}").status == 401


def test_what_cannot_be_read_and_the_reader_s_language(alice: Account, settings) -> None:
    settings.LIMITED = False
    assert agree(Phone(alice), "POST", "/api/v1/statuses", b"{").status == 400
    said = agree(Phone(alice), "POST", "/api/v1/statuses", b"{}", **{"Accept-Language": "ar"})
    assert said.status == 422
    assert not said.body.isascii() or b"\\u0" in said.body


def test_limits_are_counted_and_told(alice: Account) -> None:
    phone = Phone(alice)
    said = [asked_straight(phone, "POST", "/api/v1/statuses/1/favourite", b"{}", {}) for _time in range(2)]
    left = [int(dict(one.headers)[b"x-ratelimit-remaining"]) for one in said if one]
    assert left[0] == left[1] + 1


def test_what_is_not_for_this_way_is_left_alone(alice: Account, settings) -> None:
    phone = Phone(alice)
    multipart = {"content-type": "multipart/form-data; boundary=x"}
    assert asked_straight(phone, "POST", "/api/v2/media", b"", multipart) is None
    assert asked_straight(phone, "OPTIONS", "/api/v1/statuses", b"", {}) is None
    assert asked_straight(phone, "HEAD", "/api/v1/statuses", b"", {}) is None
    assert asked_straight(phone, "GET", "/p/1/", b"", {}) is None
    settings.MAINTENANCE = True
    assert asked_straight(phone, "POST", "/api/v1/statuses", b"{}", {}) is None


def test_a_like_and_a_follow_cost_few_queries(
    alice: Account, bob: Account, eve: Account, django_assert_max_num_queries
) -> None:
    post, phone = make_post(bob), Phone(eve)
    phone.get("/api/v1/accounts/verify_credentials")
    # With the token, the notice of it and the answer.
    for most, path in (
        (16, f"/api/v1/statuses/{post.id}/favourite"),
        (13, f"/api/v1/statuses/{post.id}/unfavourite"),
        (16, f"/api/v1/accounts/{bob.id}/follow"),
        (13, f"/api/v1/accounts/{bob.id}/unfollow"),
    ):
        with django_assert_max_num_queries(most):
            asked_straight(phone, "POST", path, b"{}", {})
