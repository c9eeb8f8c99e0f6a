"""Asking to join by an app: why, by which invitation, what the token is good for meanwhile; and the staff's answer."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.api.asking import Phone
from tests.api.oauth_steps import Phone as App
from tests.api.oauth_steps import registered
from tests.factories import make_account
from verandah.actions import enrolling, inviting
from verandah.actions.inviting import Offer
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Invite, Joining, JoinQuestion, SignUp, Site

from .test_joining import ACCOUNTS, FRESH, app_token, asked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _asks(site):
    Site.objects.update(joining=Joining.APPROVAL)


@pytest.fixture
def app() -> App:
    return registered()


@pytest.fixture
def ada(site) -> Account:
    return make_account("ada", role=Role.ADMIN)


def joined(app: App, **changes: str):
    return Client().post(ACCOUNTS, {**FRESH, **changes}, headers=app_token(app))


def test_the_site_says_that_it_asks(client):
    for path in ("/api/v1/instance", "/api/v2/instance"):
        told = client.get(path).json()
        told = told if path.endswith("v1/instance") else told["registrations"]
        assert told["approval_required"] is True
    assert told["enabled"] is True
    assert told["reason_required"] is True


def test_a_reason_is_asked_for(app):
    answer = joined(app)
    assert answer.status_code == 422
    assert answer.json()["details"]["reason"][0]["error"] == "ERR_BLANK"
    assert joined(app, reason="x" * 1001).status_code == 422
    JoinQuestion.objects.create(texts={"en": "Which street?"}, is_required=True)
    assert joined(app, reason="Alder Street").status_code == 200
    row = SignUp.objects.get()
    assert (row.answers, row.state) == ([["Which street?", "Alder Street"]], SignUp.State.WAITING)


def test_a_reason_that_nobody_asks_for_is_kept(app):
    Site.objects.update(joining=Joining.OPEN)
    assert joined(app, reason="Hello").status_code == 200
    row = SignUp.objects.get()
    assert (row.answers[0][1], row.state) == ("Hello", SignUp.State.FREE)


def test_the_token_waits_as_its_owner_does(app, ada):
    token = joined(app, reason="My sister").json()["access_token"]
    newcomer = SignUp.objects.get().account
    me = f"{ACCOUNTS}/verify_credentials"
    assert "confirmed e-mail" in asked(me, token).json()["error"]
    assert asked("/api/v1/emails/check_confirmation", token).json() is False
    enrolling.confirm(newcomer.user)
    answer = asked(me, token)
    assert (answer.status_code, answer.json()["error"]) == (403, "Your login is currently pending approval")
    assert asked("/api/v1/emails/check_confirmation", token).json() is True
    assert asked("/api/v1/timelines/home", token).status_code == 403
    phone = Phone(ada, "admin:read admin:write")
    [waiting] = phone.get("/api/v1/admin/accounts?pending=true").json()
    assert (waiting["id"], waiting["approved"], waiting["confirmed"]) == (str(newcomer.pk), False, True)
    assert waiting["invite_request"] == "My sister"
    assert [one["id"] for one in phone.get("/api/v2/admin/accounts?status=pending").json()] == [waiting["id"]]
    told = phone.post(f"/api/v1/admin/accounts/{newcomer.pk}/approve")
    assert (told.status_code, told.json()["approved"]) == (200, True)
    assert asked(me, token).status_code == 200
    assert phone.post(f"/api/v1/admin/accounts/{newcomer.pk}/approve").status_code == 403


def test_rejecting_ends_the_token(app, ada):
    token = joined(app, reason="My sister").json()["access_token"]
    newcomer = SignUp.objects.get().account
    enrolling.confirm(newcomer.user)
    phone = Phone(ada, "admin:read admin:write")
    assert phone.post(f"/api/v1/admin/accounts/{newcomer.pk}/reject").status_code == 200
    assert asked(f"{ACCOUNTS}/verify_credentials", token).status_code == 401
    assert phone.get("/api/v1/admin/accounts?pending=true").json() == []


def test_a_waiting_address_is_not_moved_by_an_app(app):
    token = joined(app, reason="My sister").json()["access_token"]
    enrolling.confirm(SignUp.objects.get().account.user)
    assert asked("/api/v1/emails/confirmations", token, "POST", email="new@example.net").json() == {}
    assert SignUp.objects.get().account.user.email == FRESH["email"]


def test_an_invitation_counts_for_apps_too(app, ada):
    Site.objects.update(joining=Joining.INVITE)
    assert joined(app).status_code == 403
    made = inviting.make(ada, Offer())
    assert joined(app, invite_code="nonsense").status_code == 403
    assert joined(app, invite_code=made.code).status_code == 200
    assert Invite.objects.get().uses == 1
    assert SignUp.objects.get().invited_by == ada
    late = joined(app, invite_code=made.code, username="late_one", email="late@example.net")
    assert late.status_code == 403
    found = Phone(ada, "admin:read").get(f"/api/v2/admin/accounts?invited_by={ada.pk}").json()
    assert [one["invited_by_account_id"] for one in found] == [str(ada.pk)]


def test_an_invitation_by_letter_is_for_its_address(app, ada):
    made = inviting.make(ada, Offer())
    Invite.objects.update(email="grace@example.net")
    answer = joined(app, invite_code=made.code, reason="x")
    assert answer.status_code == 422
    assert "email" in answer.json()["details"]


def test_who_says_when_they_were_born_must_be_old_enough(app):
    child = timezone.localdate().replace(month=1, day=1, year=timezone.localdate().year - 10)
    answer = joined(app, reason="x", date_of_birth=child.isoformat())
    assert answer.json()["details"]["date_of_birth"][0]["error"] == "ERR_BELOW_LIMIT"
    assert joined(app, reason="x", date_of_birth="tomorrow").status_code == 422
    assert joined(app, reason="x", date_of_birth="1990-12-31").status_code == 200
    assert SignUp.objects.get().said_old_enough
