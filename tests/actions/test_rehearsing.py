"""The site for the test suites of clients: what they find there, and where it is refused."""

import pytest
from django.core.management import call_command
from django.test import Client

from tests.factories import make_account
from verandah.actions import rehearsing
from verandah.base.errors import Conflict, Forbidden
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.tokens import bearer_of
from verandah.domain.instance.models import Site

SECRET = {"client_id": "__MASTODON_PY_TEST_CLIENT_ID", "client_secret": "__MASTODON_PY_TEST_CLIENT_SECRET"}


@pytest.fixture
def suites(settings, tmp_path, db: None):
    """A data folder of its own, so that the mark is not left in that of the tests."""
    settings.DATA, settings.SUITES_MARK = tmp_path, tmp_path / "mark"
    return settings


def test_it_has_what_the_suites_expect(suites, capsys) -> None:
    call_command("seed_client_suites", skip_checks=True)
    password = capsys.readouterr().out.split("Password of them all: ")[1].split()[0]
    assert suites.SUITES_MARK.exists()
    member = bearer_of("__MASTODON_PY_TEST_ACCESS_TOKEN")
    owner = bearer_of("__MASTODON_PY_TEST_ACCESS_TOKEN_2")
    other = bearer_of("__MASTODON_PY_TEST_ACCESS_TOKEN_3")
    assert [one.account.username for one in (member, owner, other)] == ["mastodonpy_test", "admin", "mastodonpy_test_2"]
    assert (member.account.approves_followers, member.account.user.language) == (True, "ja")
    assert (other.account.discoverable, other.account.indexable, other.account.user.language) == (True, True, "ja")
    assert member.scopes == other.scopes == {"read", "write", "follow", "push"}
    assert (owner.role, owner.scopes) == (Role.OWNER, member.scopes | {"admin:read", "admin:write"})
    second = User.objects.get(username="admin2")
    assert second.role == Role.ADMIN
    assert all(user.check_password(password) for user in User.objects.all())
    phone = {"Authorization": "Bearer __MASTODON_PY_TEST_ACCESS_TOKEN"}
    assert Client().get("/api/v1/accounts/verify_credentials", headers=phone).json()["source"]["privacy"] == "public"
    alone = Client().post("/oauth/token", {"grant_type": "client_credentials", "scope": "read", **SECRET})
    assert alone.json()["token_type"] == "Bearer"


def test_it_is_made_once_and_never_beside_people(suites) -> None:
    make_account("alice")
    with pytest.raises(Conflict):
        rehearsing.rehearse()
    assert not suites.SUITES_MARK.exists()
    Account.objects.all().delete()
    rehearsing.rehearse()
    with pytest.raises(Conflict):
        rehearsing.rehearse()
    assert Account.objects.count() == len(rehearsing.CAST)


@pytest.mark.parametrize(
    ("url", "bind"), [("http://town.example", "127.0.0.1"), ("http://localhost:3000", "0.0.0.0"), ("https://x", "::1")]
)
def test_it_is_for_this_machine_alone(suites, url: str, bind: str) -> None:
    suites.URL, suites.BIND = url, (bind, 3000)
    with pytest.raises(Forbidden):
        rehearsing.rehearse()
    assert not Site.objects.exists()


def test_its_newcomers_need_no_letter_and_no_good_password(suites, mailoutbox) -> None:
    rehearsing.rehearse()
    suites.FOR_SUITES = True
    asked = {"grant_type": "client_credentials", "scope": "write", **SECRET}
    app = {"Authorization": f"Bearer {Client().post('/oauth/token', asked).json()['access_token']}"}
    sent = {"username": "CoolGuy", "email": "email@localhost1", "password": "swordfish", "agreement": "1"}
    token = Client().post("/api/v1/accounts", sent, headers=app).json()["access_token"]
    found = Client().get("/api/v1/accounts/verify_credentials", headers={"Authorization": f"Bearer {token}"}).json()
    assert found["username"].lower() == "coolguy"
    assert not mailoutbox
