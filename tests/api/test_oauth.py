"""OAuth 2: registering, being let in, tokens, giving them back; and what an attacker would try."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from verandah.actions import authorizing
from verandah.base.errors import Conflict
from verandah.domain.accounts.models import AccessToken, Account, App, AuthorizationCode
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.tokens import app_by_client_id, bearer_of, code_for

from .oauth_steps import (
    CHALLENGE,
    HERE,
    OOB,
    VERIFIER,
    Phone,
    by_json,
    code_of,
    decide,
    registered,
    trade,
    whoami,
    wish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(site) -> Phone:
    return registered()


@pytest.fixture
def browser(alice: Account, client_of) -> Client:
    return client_of(alice)


@pytest.mark.parametrize("ends", ["", "/"])
def test_an_app_gets_a_token_by_form(phone, browser, alice, ends):
    asked = {"client_id": phone.client_id, "scope": "read write", "state": "a b&c=ü", "path": f"/oauth/authorize{ends}"}
    answer = decide(browser, phone, **{**asked, "code_challenge": CHALLENGE, "code_challenge_method": "S256"})
    back = urlsplit(answer["Location"])
    assert answer["Location"].startswith(f"{HERE}?code=")
    assert parse_qs(back.query)["state"] == ["a b&c=ü"]
    told = trade(phone, parse_qs(back.query)["code"][0], code_verifier=VERIFIER)
    token = told.json()
    assert {name: type(value) for name, value in token.items()} == {
        "access_token": str,
        "token_type": str,
        "scope": str,
        "created_at": int,
    }
    assert (token["token_type"], token["scope"]) == ("Bearer", "read write")
    assert abs(token["created_at"] - timezone.now().timestamp()) < 60
    assert told["Cache-Control"] == "no-store"
    bearer = bearer_of(token["access_token"])
    assert (bearer.account, bearer.scopes, bearer.role) == (alice, {"read", "write"}, Role.MEMBER)


def test_a_token_by_json_and_by_basic_and_by_the_address(phone, browser):
    asked = {"grant_type": "authorization_code", "redirect_uri": HERE}
    by_body = by_json("/oauth/token", {**asked, "code": code_of(browser, phone), **phone.body})
    by_basic = by_json("/oauth/token/", {**asked, "code": code_of(browser, phone)}, **phone.basic)
    query = {**asked, "code": code_of(browser, phone), **phone.body}
    by_address = Client().post("/oauth/token", query_params=query)
    assert [answer.status_code for answer in (by_body, by_basic, by_address)] == [200] * 3


def test_no_secret_is_stored(phone, browser):
    code = code_of(browser, phone)
    token = trade(phone, code).json()["access_token"]
    stored = [str(list(table.objects.values())) for table in (App, AuthorizationCode, AccessToken)]
    assert [secret for secret in (phone.client_secret, code, token) if secret in "".join(stored)] == []


@pytest.mark.parametrize(
    "uri",
    [
        "icecubesapp://",
        "com.tapbots.Ivory.10217:/request_token",
        "oauth2redirect://org.example.app/back",
        "http://localhost:8080/cb?from=here",
        "http://127.0.0.1/cb",
    ],
)
def test_an_app_is_called_back_at_any_scheme(site, browser, uri):
    app = registered(uri)
    answer = decide(browser, app, redirect_uri=uri)
    assert answer.status_code == 303
    assert answer["Location"].startswith(f"{uri}{'&' if '?' in uri else '?'}code=")
    assert trade(app, answer["Location"].rpartition("code=")[2], redirect_uri=uri).status_code == 200


@pytest.mark.parametrize(
    "uri",
    [
        f"{HERE}/",
        f"{HERE}/more",
        f"{HERE}?x=1",
        f"{HERE}#x",
        HERE[:-1],
        "https://app.example:443/back",
        "https://app.example:8443/back",
        "https://APP.example/back",
        "HTTPS://app.example/back",
        "http://app.example/back",
        "https://app.example/Back",
        "https://app.example/%62ack",
        "https://app.example/x/../back",
        "https://app.example.evil.example/back",
        "https://app.example@evil.example/back",
        "https://evil.example/back",
        f"{HERE} https://evil.example/",
        f"{HERE}\nhttps://evil.example/",
        f"{HERE}\0",
        OOB,
        "javascript:alert(1)",
        "//app.example/back",
        "x" * 100_000,
    ],
)
def test_only_the_registered_address_is_called(phone, browser, uri):
    for answer in (
        browser.get("/oauth/authorize", wish(phone, redirect_uri=uri)),
        decide(browser, phone, redirect_uri=uri),
        decide(browser, phone, "deny", redirect_uri=uri),
    ):
        assert answer.status_code == 422
        assert "Location" not in answer
    assert not AuthorizationCode.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"response_type": ""},
        {"response_type": "token"},
        {"response_type": "code token"},
        {"response_mode": "fragment"},
        {"scope": "read admin:read"},
        {"scope": "read everything"},
        {"scope": "write:everything"},
        {"client_id": "unknown"},
        {"client_id": ""},
        {"client_id": "a\0b"},
        {"client_id": "x" * 100_000},
        {"state": "x" * 100_000},
        {"state": "a\0b"},
        {"state": "a\r\nSet-Cookie: x=1"},
        {"code_challenge": CHALLENGE},
        {"code_challenge": CHALLENGE, "code_challenge_method": "plain"},
        {"code_challenge": VERIFIER, "code_challenge_method": "plain"},
        {"code_challenge": "short", "code_challenge_method": "S256"},
        {"code_challenge_method": "S256"},
    ],
)
def test_a_wrong_wish_sends_nobody_anywhere(phone, browser, wrong):
    # A guest, too: whoever follows a link must not end on a stranger's page unasked.
    for client in (browser, Client()):
        for answer in (client.get("/oauth/authorize", wish(phone, **wrong)), decide(client, phone, **wrong)):
            assert answer.status_code in {400, 422}
            assert "Location" not in answer
    assert not AuthorizationCode.objects.exists()


def test_a_field_given_twice_is_refused(phone, browser):
    twice = {**wish(phone), "redirect_uri": [HERE, "https://evil.example/"]}
    assert browser.get("/oauth/authorize", twice).status_code == 422


def test_an_app_gets_no_more_than_it_registered_for(browser):
    small = registered(scopes="read:accounts write:lists")
    assert decide(browser, small, scope="read").status_code == 422
    assert decide(browser, small, scope="read:accounts read:lists").status_code == 422
    told = trade(small, code_of(browser, small, scope="read:accounts"))
    assert told.json()["scope"] == "read:accounts"


def test_a_member_gives_away_nothing_that_is_the_staffs(site, browser, mo, client_of):
    big = registered(scopes="read admin:read admin:write")
    told = trade(big, code_of(browser, big, scope="read admin:read admin:write"))
    assert told.json()["scope"] == "read"
    assert decide(browser, big, scope="admin:read").status_code == 403
    # What a moderator may do with it is asked of their role again at each request.
    told = trade(big, code_of(client_of(mo), big, scope="read admin:read"))
    assert told.json()["scope"] == "admin:read read"


def test_a_code_is_good_once_and_its_second_use_ends_the_token(phone, browser):
    code = code_of(browser, phone)
    token = trade(phone, code).json()["access_token"]
    assert whoami(token) == 200
    again = trade(phone, code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert whoami(token) == 401


def test_two_uses_at_the_same_moment_end_both(phone, browser):
    code = code_of(browser, phone)
    app = app_by_client_id(phone.client_id)
    # Both have read the code as unused before either has used it.
    seen = code_for(app, code)
    first = authorizing.redeem(app, seen)
    with pytest.raises(Conflict):
        authorizing.redeem(app, seen)
    assert bearer_of(first.token) is None
    assert AccessToken.objects.count() == 1


def test_an_old_code_is_worth_nothing(phone, browser):
    code = code_of(browser, phone)
    AuthorizationCode.objects.update(created_at=timezone.now() - timedelta(minutes=9, seconds=50))
    assert trade(phone, code).status_code == 200
    code = code_of(browser, phone)
    AuthorizationCode.objects.update(created_at=timezone.now() - timedelta(minutes=10))
    assert trade(phone, code).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    "wrong",
    [
        {"code_verifier": "another-verifier-that-is-long-enough-0123456789"},
        {"code_verifier": CHALLENGE},
        {"code_verifier": ""},
        {"code_verifier": "x"},
        {"code_verifier": "é" * 50},
        {"redirect_uri": "https://app.example/other"},
        {"redirect_uri": f"{HERE}/"},
    ],
)
def test_a_code_with_a_challenge_needs_its_verifier_and_its_address(phone, browser, wrong):
    code = code_of(browser, phone, code_challenge=CHALLENGE, code_challenge_method="S256")
    answer = trade(phone, code, **{"code_verifier": VERIFIER, **wrong})
    assert answer.status_code == 400
    # A missing verifier is a request that is not complete; everything else is a code that is not good for this.
    assert answer.json()["error"] == ("invalid_request" if wrong == {"code_verifier": ""} else "invalid_grant")
    assert not AccessToken.objects.exists()
    # Whoever has only guessed has not used up the code of the one who knows.
    assert trade(phone, code, code_verifier=VERIFIER).status_code == 200


def test_a_verifier_without_a_challenge_is_refused(phone, browser):
    assert trade(phone, code_of(browser, phone), code_verifier=VERIFIER).json()["error"] == "invalid_grant"


def test_another_app_cannot_use_a_code(phone, browser):
    other, code = registered(), code_of(browser, phone)
    answer = trade(other, code)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    mixed = Phone(phone.client_id, other.client_secret)
    assert (trade(mixed, code).status_code, trade(mixed, code).json()["error"]) == (401, "invalid_client")
    assert trade(phone, code).status_code == 200


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({}, "invalid_request"),
        ({"grant_type": "password", "username": "alice", "password": "x"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, "unsupported_grant_type"),
        ({"grant_type": "authorization_code"}, "invalid_request"),
        ({"grant_type": "authorization_code", "code": "unknown", "redirect_uri": HERE}, "invalid_grant"),
        ({"grant_type": "client_credentials", "scope": "everything"}, "invalid_scope"),
        ({"grant_type": "client_credentials", "scope": "admin:read"}, "invalid_scope"),
        ({"grant_type": "authorization_code", "code": "x" * 100_000}, "invalid_request"),
    ],
)
def test_errors_are_those_of_the_protocol(phone, asked, error):
    answer = by_json("/oauth/token", {**phone.body, **asked})
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert answer["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Basic ?"},
        {"Authorization": "Basic " + "A" * 3000},
        {"Authorization": "Basic //79"},
        {"Authorization": "Basic"},
        {},
    ],
)
def test_an_app_that_cannot_show_who_it_is_gets_nothing(phone, headers):
    for path in ("/oauth/token", "/oauth/revoke"):
        asked = {"grant_type": "client_credentials", "token": "x"}
        answer = by_json(path, asked, **headers)
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize(
    "body", [b"[1]", b"{", b"[" * 50_000, b'{"a": {"b": 1}}', b'"x"', b'{"code": "\\u0000"}', b"\xff"]
)
def test_what_is_no_json_is_refused_as_json(phone, body):
    for path in ("/oauth/token", "/oauth/revoke", "/api/v1/apps"):
        answer = Client().post(path, body, content_type="application/json")
        assert answer.status_code in {400, 401, 422}
        assert json.loads(answer.content)["error"]


def test_an_app_speaks_for_itself(phone):
    asked = {"grant_type": "client_credentials", "scope": "read write"}
    token = by_json("/oauth/token", {**asked, **phone.body}).json()
    assert set(token) == {"access_token", "token_type", "scope", "created_at"}
    bearer = bearer_of(token["access_token"])
    assert (bearer.account, bearer.user_id, bearer.scopes) == (None, 0, {"read", "write"})
    assert whoami(token["access_token"]) == 200
    assert whoami(token["access_token"], "/oauth/userinfo") in {401, 403}
    assert whoami(token["access_token"], "/api/v1/timelines/home") in {401, 403, 422}


def test_an_app_alone_never_has_what_is_the_admins(site):
    big = registered(scopes="read admin:read")
    token = by_json("/oauth/token", {"grant_type": "client_credentials", "scope": "read admin:read", **big.body}).json()
    assert token["scope"] == "read"


def test_far_too_much_is_refused_as_json(phone):
    for path in ("/oauth/token", "/oauth/revoke", "/api/v1/apps"):
        answer = by_json(path, {**phone.body, "token": "x" * 300_000})
        assert answer.status_code == 413
        assert answer.json()["error"]
