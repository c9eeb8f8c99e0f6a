"""Tokens: whose they are, what ends them, where they must not be found, and what the site says of all this."""

import logging
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import close_account
from verandah.actions import authenticating, authorizing, deciding
from verandah.domain.accounts.models import AccessToken, Account, AuthorizationCode
from verandah.domain.accounts.queries import digest_of
from verandah.domain.accounts.tokens import bearer_of

from .oauth_steps import Phone, by_json, code_of, registered, token_of, trade, whoami

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(site) -> Phone:
    return registered()


@pytest.fixture
def browser(alice: Account, client_of) -> Client:
    return client_of(alice)


def test_an_app_gives_back_its_token(phone, browser):
    token = token_of(browser, phone)
    for _ in range(2):
        answer = Client().post("/oauth/revoke", {"token": token, **phone.body})
        assert (answer.status_code, answer.json()) == (200, {})
    assert whoami(token) == 401
    assert Client().post("/oauth/revoke/", {"token": "unknown", **phone.body}).status_code == 200


def test_an_app_cannot_end_another_apps_token(phone, browser):
    token, other = token_of(browser, phone), registered()
    answer = by_json("/oauth/revoke", {"token": token}, **other.basic)
    assert (answer.status_code, answer.json()["error"]) == (403, "unauthorized_client")
    assert whoami(token) == 200


def test_what_ends_a_persons_tokens(phone, browser, alice):
    token = token_of(browser, phone)
    waiting = code_of(browser, phone)
    decision = close_account(alice)
    assert whoami(token) == 401
    assert trade(phone, waiting).json()["error"] == "invalid_grant"
    deciding.reverse(decision, None, "")
    alice.refresh_from_db()
    # Their browser was signed out.
    browser.force_login(alice.user)
    token, waiting = token_of(browser, phone), code_of(browser, phone)
    authenticating.change_password(alice.user, "another evening outside")
    assert whoami(token) == 401
    assert trade(phone, waiting).json()["error"] == "invalid_grant"


def test_who_shows_a_token_costs_one_query(phone, browser, alice, django_assert_num_queries):
    token = token_of(browser, phone)
    with django_assert_num_queries(1):
        bearer = bearer_of(token)
        assert bearer.account.username == "alice"
        found = {field.attname: getattr(bearer.account, field.attname) for field in Account._meta.concrete_fields}
    row = Account.objects.get()
    assert found == {name: getattr(row, name) for name in found}
    with django_assert_num_queries(0):
        assert [bearer_of(token) for token in ("", "x" * 201)] == [None, None]
    assert [bearer_of(token) for token in ("unknown", "a\0b", "\ud800")] == [None] * 3


def test_no_log_holds_a_secret(phone, browser, caplog):
    with caplog.at_level(logging.DEBUG):
        code = code_of(browser, phone)
        token = trade(phone, code).json()["access_token"]
        trade(phone, code)
        Client().post("/oauth/revoke", {"token": token, **phone.body})
        own = by_json("/oauth/token", {"grant_type": "client_credentials", **phone.body}).json()["access_token"]
    assert [secret for secret in (phone.client_secret, code, token, own) if secret in caplog.text] == []


def test_the_metadata_say_how_it_is_done(site, settings):
    told = Client().get("/.well-known/oauth-authorization-server").json()
    assert told["issuer"] == f"{settings.URL}/"
    assert told["code_challenge_methods_supported"] == ["S256"]
    assert told["grant_types_supported"] == ["authorization_code", "client_credentials"]
    assert told["token_endpoint"] == f"{settings.URL}/oauth/token"
    for name in ("authorization_endpoint", "token_endpoint", "revocation_endpoint", "app_registration_endpoint"):
        assert Client().options(told[name].removeprefix(settings.URL)).status_code != 404
    assert "read:accounts" in told["scopes_supported"]


def test_userinfo_needs_the_profile(phone, browser, settings):
    token = token_of(browser, phone, scope="read:accounts")
    headers = {"Authorization": f"Bearer {token}"}
    told = Client().get("/oauth/userinfo", headers=headers).json()
    assert told == Client().post("/oauth/userinfo", headers=headers).json()
    assert (told["preferred_username"], told["sub"]) == ("alice", f"{settings.URL}/@alice/")
    assert whoami(token_of(browser, phone, scope="write"), "/oauth/userinfo") == 403


def test_what_is_over_is_forgotten(phone, browser):
    kept, gone = token_of(browser, phone), token_of(browser, phone)
    now = timezone.now()
    AccessToken.objects.filter(digest=digest_of(gone)).update(revoked_at=now - timedelta(days=31))
    assert authorizing.clear_grants() == 1
    AuthorizationCode.objects.update(created_at=now - timedelta(days=2))
    assert authorizing.clear_grants() == 2
    assert whoami(kept) == 200
