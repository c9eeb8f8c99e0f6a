"""A12: nothing of a session is left when it is over.

Streams and apps that were let in with it: `tests/streaming/test_ends.py`.
"""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from tests.factories import PASSWORD
from tests.factors import code, give_factor
from tests.web.entrance import sign_in, signed_in
from verandah.actions import authenticating, moderating
from verandah.domain.accounts.models import Account

pytestmark = pytest.mark.django_db
INSIDE = "/settings/security/"


def cookie_of(client: Client) -> str:
    return client.cookies["session"].value


def thief(cookie: str) -> Client:
    """A browser with the cookie of another one."""
    client = Client()
    client.cookies["session"] = cookie
    return client


def is_inside(client: Client) -> bool:
    return client.get(INSIDE).status_code == 200


@pytest.fixture
def stolen(alice, client) -> Client:
    sign_in(client, "alice")
    copy = thief(cookie_of(client))
    assert is_inside(copy)
    return copy


def test_signing_out_ends_the_session_and_not_only_the_cookie(stolen, client):
    answer = client.post("/sign-out/")
    assert answer["Clear-Site-Data"] == '"storage"'
    assert not is_inside(stolen)
    # Nor is it remembered from where it was used.
    assert not UserSession.objects.exists()


def test_a_new_password_ends_it(stolen, alice):
    authenticating.change_password(alice.user, "another evening on the veranda")
    assert not is_inside(stolen)


def test_signing_out_elsewhere_ends_it(stolen, alice, client_of):
    client_of(alice).post("/settings/security/sessions/end/", {"others": "1"})
    assert not is_inside(stolen)


@pytest.mark.parametrize("deed", [moderating.suspend, moderating.disable])
def test_the_staff_ends_it(stolen, alice: Account, mo: Account, deed):
    deed(alice, mo)
    assert not is_inside(stolen)


def test_a_session_from_before_is_not_the_one_from_after(alice, client):
    client.get("/sign-in/")
    client.session["x"] = 1
    client.session.save()
    before = client.cookies.get("session")
    sign_in(client, "alice")
    assert before is None or before.value != cookie_of(client)


def test_the_second_step_gives_a_new_session(alice, client):
    give_factor(alice.user)
    sign_in(client, "alice")
    halfway = cookie_of(client)
    client.post("/sign-in/second-step/", {"code": code()})
    assert signed_in(client)
    assert cookie_of(client) != halfway
    assert not is_inside(thief(halfway))


def test_half_a_sign_in_is_forgotten_by_another(alice, bob, client):
    give_factor(alice.user)
    sign_in(client, "alice")
    sign_in(client, "bob")
    # Whoever signs in now is Bob, and Alice's code does not turn him into her.
    assert client.session.get("_auth_user_id") in {None, str(bob.user.pk)}
    client.post("/sign-in/second-step/", {"code": "000000"})
    assert client.session.get("_auth_user_id") in {None, str(bob.user.pk)}


def test_what_was_shown_by_one_is_not_shown_by_the_next(mo, alice, client):
    sign_in(client, "mo")
    client.post("/sign-in/second-step/", {"code": code()})
    assert client.get("/moderation/approvals/").status_code == 200
    client.post("/sign-out/")
    assert "account_authentication_methods" not in client.session
    client.force_login(mo.user)
    assert client.get("/moderation/approvals/").status_code == 303


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(alice, client):
    sign_in(client, "alice", PASSWORD)
    session = client.cookies["session"]
    assert session["httponly"]
    assert session["samesite"] == "Lax"
