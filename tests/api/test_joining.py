"""Joining by an app: who may, what is refused, what the letters say, and what nobody learns."""

import re

import pytest
from django.test import Client

from tests.api.oauth_steps import Phone, by_json, registered
from tests.factories import PASSWORD
from verandah.actions import enrolling
from verandah.domain.accounts.models import AccessToken, Account
from verandah.domain.instance.models import Joining, Site

ACCOUNTS = "/api/v1/accounts"
FRESH = {"username": "lantern_friend", "email": "friend@example.net", "password": PASSWORD, "agreement": "true"}


@pytest.fixture
def app(site: Site) -> Phone:
    return registered()


def app_token(app: Phone, scope: str = "read write follow push") -> dict[str, str]:
    asked = {"grant_type": "client_credentials", "scope": scope, **app.body}
    return {"Authorization": f"Bearer {Client().post('/oauth/token', asked).json()['access_token']}"}


def joined(app: Phone, **changed: str):
    return Client().post(ACCOUNTS, {**FRESH, **changed}, headers=app_token(app))


def asked(path: str, token: str, method: str = "GET", **sent: str):
    return Client().generic(method, path, query_params=sent, headers={"Authorization": f"Bearer {token}"})


def test_the_token_is_good_once_the_address_is_confirmed(app: Phone, mailoutbox) -> None:
    told = joined(app).json()
    assert set(told) == {"access_token", "token_type", "scope", "created_at"}
    assert (told["token_type"], told["scope"]) == ("Bearer", "follow push read write")
    assert isinstance(told["created_at"], int)
    token = told["access_token"]
    refused = asked(f"{ACCOUNTS}/verify_credentials", token)
    assert (refused.status_code, refused.json()["error"]) == (403, "Your login is missing a confirmed e-mail address")
    assert asked("/api/v1/timelines/public", token).status_code == 403
    assert asked("/api/v1/emails/check_confirmation", token).json() is False
    [letter] = mailoutbox
    assert letter.to == ["friend@example.net"]
    path = re.search(r"http://[^/]+(/\S+)", letter.body)[1]
    Client().post(path)
    assert asked(f"{ACCOUNTS}/verify_credentials", token).json()["username"] == "lantern_friend"
    assert asked("/api/v1/emails/check_confirmation", token).json() is True


def test_an_app_joins_in_json_too(app: Phone) -> None:
    answer = by_json(ACCOUNTS, {**FRESH, "agreement": True, "locale": "ar", "reason": "Tea"}, **app_token(app))
    assert answer.status_code == 200, answer.content
    assert Account.objects.get(username="lantern_friend").user.language == "ar"


@pytest.mark.parametrize(
    ("changed", "field", "why"),
    [
        ({"username": ""}, "username", "ERR_BLANK"),
        ({"username": "a"}, "username", "ERR_TOO_SHORT"),
        ({"username": "a" * 31}, "username", "ERR_TOO_LONG"),
        ({"username": "no way"}, "username", "ERR_INVALID"),
        ({"username": "webmaster"}, "username", "ERR_RESERVED"),
        ({"username": "ALICE"}, "username", "ERR_TAKEN"),
        ({"email": ""}, "email", "ERR_BLANK"),
        ({"email": "friend@example"}, "email", "ERR_INVALID"),
        ({"email": "a" * 255 + "@example.net"}, "email", "ERR_TOO_LONG"),
        ({"password": ""}, "password", "ERR_BLANK"),
        ({"password": "short"}, "password", "ERR_TOO_SHORT"),
        ({"password": "qwertyuiop"}, "password", "ERR_INVALID"),
        ({"agreement": "false"}, "agreement", "ERR_ACCEPTED"),
    ],
)
def test_what_cannot_be_used_is_told_by_its_field(app: Phone, alice: Account, changed, field: str, why: str) -> None:
    answer = joined(app, **changed)
    assert answer.status_code == 422
    assert {name: rows[0]["error"] for name, rows in answer.json()["details"].items()} == {field: why}
    assert answer.json()["details"][field][0]["description"] in answer.json()["error"]


def test_all_that_is_wrong_is_told_at_once(app: Phone) -> None:
    told = joined(app, username="", email="x", password="", agreement="").json()
    assert set(told["details"]) == {"username", "email", "password", "agreement"}


def test_nobody_learns_whose_address_is_taken(app: Phone, alice: Account, mailoutbox) -> None:
    taken, free = joined(app, email="alice@example.org"), joined(app, username="other_friend")
    assert taken.status_code == free.status_code == 200
    assert set(taken.json()) == set(free.json())
    assert [letter.to for letter in mailoutbox] == [["alice@example.org"], ["friend@example.net"]]
    assert "already have an account" in mailoutbox[0].subject
    for answer in (taken, free):
        token = answer.json()["access_token"]
        assert asked("/api/v1/emails/check_confirmation", token).json() is False
        assert asked("/api/v1/emails/confirmations", token, "POST").json() == {}
        assert asked(f"{ACCOUNTS}/verify_credentials", token).status_code == 403
    # A moment after the first ones nobody is written to again.
    assert len(mailoutbox) == 2


def test_what_was_never_confirmed_goes_with_its_token(app: Phone, monkeypatch) -> None:
    joined(app)
    monkeypatch.setattr(enrolling, "UNCONFIRMED_FOR", -enrolling.UNCONFIRMED_FOR)
    assert enrolling.purge_unconfirmed() == 1
    assert not AccessToken.objects.exclude(account=None).exists()


def test_a_mistyped_address_can_be_changed_before_it_is_confirmed(app: Phone, alice: Account, mailoutbox) -> None:
    token = joined(app).json()["access_token"]
    assert asked("/api/v1/emails/confirmations", token, "POST", email="right@example.net").json() == {}
    assert [letter.to[0] for letter in mailoutbox] == ["friend@example.net", "right@example.net"]
    # The link to the address before leads nowhere.
    path = re.search(r"http://[^/]+(/\S+)", mailoutbox[0].body)[1]
    assert Client().post(path).status_code == 404
    assert asked("/api/v1/emails/confirmations", token, "POST", email="nonsense").status_code == 422
    # An address that is someone's stays theirs, and looks the same.
    assert asked("/api/v1/emails/confirmations", token, "POST", email="alice@example.org").json() == {}
    assert Account.objects.get(username="lantern_friend").user.email == "right@example.net"
    assert mailoutbox[-1].to == ["alice@example.org"]


def test_whoever_has_confirmed_gets_no_letter(app: Phone, alice: Account, mailoutbox) -> None:
    token = joined(app).json()["access_token"]
    enrolling.welcome(Account.objects.get(username="lantern_friend").user)
    asked("/api/v1/emails/confirmations", token, "POST", email="else@example.net")
    assert len(mailoutbox) == 1


def test_a_closed_site_says_so(app: Phone) -> None:
    Site.objects.update(joining=Joining.CLOSED)
    answer = joined(app, username="")
    assert answer.status_code == 403
    assert "Ask the people who run it" in answer.json()["error"]


def test_only_an_app_with_the_right_scope_can_ask(app: Phone) -> None:
    assert Client().post(ACCOUNTS, FRESH).status_code == 401
    assert Client().post(ACCOUNTS, FRESH, headers=app_token(app, "read")).status_code == 403
    members = {"Authorization": f"Bearer {joined(app).json()['access_token']}"}
    assert Client().post(ACCOUNTS, FRESH, headers=members).status_code == 403
    assert asked("/api/v1/emails/confirmations", app_token(app)["Authorization"][7:], "POST").status_code == 401


def test_five_accounts_of_one_network_in_half_an_hour(app: Phone) -> None:
    headers = app_token(app)
    for number in range(5):
        sent = {**FRESH, "username": f"friend_{number}x", "email": f"friend{number}@example.net"}
        assert Client().post(ACCOUNTS, sent, headers=headers).status_code == 200
    late = Client().post(ACCOUNTS, {**FRESH, "username": "one_more"}, headers=headers)
    assert late.status_code == 429
    assert int(late["Retry-After"]) > 0
