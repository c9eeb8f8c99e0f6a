"""The staff's door: nobody else is told that it is there, a role opens what it opens, two factors open it at all."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories import make_account
from tests.factors import code, show_factor
from tests.web.entrance import text_of
from verandah.actions import approving
from verandah.actions.authenticating import issue_token
from verandah.domain.accounts.models import User
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.models import Approval, AuditEntry

pytestmark = pytest.mark.django_db
PEOPLE, RECORD, APPROVALS = "/admin/people/", "/admin/audit/", "/moderation/approvals/"


@pytest.fixture
def staff(site):
    """One of each role, by the name of the role."""
    return {role: make_account(f"{role.name.lower()}son", role=role) for role in Role}


def staff_pages(patterns, prefix: str = "/") -> list[str]:
    """Every address of the staff's, with a stand-in for what varies."""
    found = []
    for pattern in patterns:
        place = prefix + stand_in(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            found += staff_pages(pattern.url_patterns, place)
        elif isinstance(pattern, URLPattern):
            found.append(place)
    return found


def stand_in(route: str) -> str:
    for part, example in {
        "<number:": "1",
        "<int:": "1",
        "<username:": "alice",
        "<case:": "AB-1234",
        "<slug:": "x",
        "<str:": "x",
    }.items():
        while part in route:
            before, _start, rest = route.partition(part)
            route = before + example + rest.partition(">")[2]
    return route


PLACES = [place for place in staff_pages(get_resolver().url_patterns) if place.startswith(("/moderation/", "/admin/"))]

SETTING_UP = ("/admin/setup/", "/admin/setup/safety/")


def test_the_places_are_places():
    assert len(PLACES) > 5
    assert [place for place in PLACES if not get_resolver().resolve(place)] == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_for_guests_and_members_there_is_nothing_at_all(alice, client_of, method):
    for client in (Client(), client_of(alice)):
        unknown = getattr(client, method)("/nothing/like/this/")
        found = {place: getattr(client, method)(place).status_code for place in PLACES}
        assert {place: status for place, status in found.items() if status != 404} == {}
        there, not_there = text_of(getattr(client, method)(PEOPLE)), text_of(unknown)
        assert there.replace(PEOPLE, "") == not_there.replace("/nothing/like/this/", "")


@pytest.mark.parametrize(
    ("place", "permission"),
    [(PEOPLE, Permission.GRANT_ROLES), (RECORD, Permission.SEE_RECORD), (APPROVALS, Permission.SEE_APPROVALS)],
)
def test_a_role_opens_what_it_opens(staff, client_of, place, permission):
    for role, account in staff.items():
        expected = 200 if may(role, permission) else 404 if role == Role.MEMBER else 403
        answer = client_of(account).get(place)
        assert answer.status_code == expected, role
        if expected == 403:
            assert "Your role on this site" in answer.content.decode()


def test_without_a_second_factor_nothing_opens(mo, client_of):
    client = client_of(mo)
    Authenticator.objects.filter(user=mo.user).delete()
    for place in PLACES:
        # Setting up the site begins with the second factor, and is there for its owner alone.
        allowed = {404, 405} if place in SETTING_UP else {303, 405}
        for answer in (client.get(place), client.post(place)):
            assert answer.status_code in allowed, place
            assert answer.get("Location", "/settings/security/second-step/") == "/settings/security/second-step/"


def test_a_session_from_before_the_second_factor_has_to_show_it(mo):
    client = Client()
    client.force_login(mo.user)
    answer = client.get(APPROVALS)
    assert (answer.status_code, answer["Location"]) == (303, "/reauthenticate/code/?next=%2Fmoderation%2Fapprovals%2F")
    answer = client.post("/reauthenticate/code/", {"code": code(), "next": APPROVALS})
    assert answer["Location"] == APPROVALS
    assert client.get(APPROVALS).status_code == 200


def test_what_cannot_be_undone_asks_once_more(staff, client_of, alice):
    ada, client = staff[Role.ADMIN], client_of(staff[Role.ADMIN])
    show_factor(client, ada.user, ago=301)
    page = f"{PEOPLE}@alice/"
    assert client.get(page).status_code == 200
    answer = client.post(page, {"role": "10"}, headers={"referer": f"http://testserver{page}"})
    assert answer["Location"] == "/reauthenticate/code/?next=%2Fadmin%2Fpeople%2F%40alice%2F"
    assert User.objects.get(account=alice).role == Role.MEMBER
    show_factor(client, ada.user, ago=290)
    assert client.post(page, {"role": "10"})["Location"] == PEOPLE
    assert User.objects.get(account=alice).role == Role.MODERATOR


def test_staff_pages_are_kept_nowhere(staff, client_of):
    client = client_of(staff[Role.OWNER])
    assert {client.get(place)["Cache-Control"] for place in (PEOPLE, RECORD, APPROVALS)} == {"private, no-store"}


def test_who_sits_where_stands_in_the_record_as_digests(staff, client_of):
    client_of(staff[Role.AUDITOR]).get(RECORD, REMOTE_ADDR="203.0.113.9")
    entry = AuditEntry.objects.latest("id")
    assert (entry.deed, entry.facts, entry.role) == ("look", {"what": "record"}, Role.AUDITOR)
    assert len(entry.address_digest) == len(entry.session_digest) == 64


def test_the_record_can_be_searched(staff, client_of, alice):
    ada = staff[Role.ADMIN]
    client_of(ada).post(f"{PEOPLE}@alice/", {"role": "5"})
    page = client_of(ada).get(RECORD, {"actor": "@adminson", "account": "alice", "deed": "appoint"}).content.decode()
    assert page.count("after: triage") == 1
    for wrong in ({"actor": "nobody"}, {"case": "ZZ-9999"}, {"until": "2020-01-01"}):
        assert "after: triage" not in client_of(ada).get(RECORD, wrong).content.decode()
    for strange in ({"since": "x"}, {"before": "9" * 30}, {"actor": "\0", "deed": "%", "case": "'"}):
        assert client_of(ada).get(RECORD, strange).status_code == 200


def test_an_admin_is_made_on_the_pages_by_two(staff, client_of, alice):
    owner, ada = client_of(staff[Role.OWNER]), client_of(staff[Role.ADMIN])
    page = f"{PEOPLE}@alice/"
    assert owner.post(page, {"role": "20"}).status_code == 422
    assert owner.post(page, {"role": "20", "reason": "She knows everyone."})["Location"] == APPROVALS
    number = Approval.objects.get().pk
    assert "Make @alice Administrator." in ada.get(APPROVALS).content.decode()
    assert owner.post(f"{APPROVALS}{number}/", {"answer": "agree"}).status_code == 403
    assert ada.post(f"{APPROVALS}{number}/", {"answer": "agree"}).status_code == 303
    assert owner.post(page, {"role": "20"})["Location"] == PEOPLE
    assert User.objects.get(account=alice).role == Role.ADMIN


def test_an_answer_is_yes_or_no(staff, client_of):
    row = approving.ask(staff[Role.MODERATOR], "add_to_bank", {"bank": 1}, "Why.")
    ada = client_of(staff[Role.ADMIN])
    assert ada.post(f"{APPROVALS}{row.pk}/", {"answer": "perhaps"}).status_code == 400
    assert ada.post(f"{APPROVALS}999/", {"answer": "agree"}).status_code == 404
    assert ada.get(f"{APPROVALS}{row.pk}/").status_code == 405


def test_an_app_of_staff_needs_the_factor_as_well(mo, client):
    token = issue_token(mo, "admin:read")
    asked = {"headers": {"authorization": f"Bearer {token}"}}
    assert client.get("/api/v1/admin/reports", **asked).status_code == 200
    Authenticator.objects.filter(user=mo.user).delete()
    answer = client.get("/api/v1/admin/reports", **asked)
    assert answer.status_code == 403
    assert "second factor" in answer.json()["error"]


def test_on_a_listener_of_their_own_they_are_on_no_other(mo, client, client_of, settings):
    settings.STAFF_BIND = ("127.0.0.1", 8001)
    asked = {"headers": {"authorization": f"Bearer {issue_token(mo, 'admin:read')}"}}
    staff = client_of(mo)
    for port, status in (("8000", 404), ("8001", 200)):
        assert staff.get(APPROVALS, SERVER_PORT=port).status_code == status
        assert client.get("/api/v1/admin/reports", SERVER_PORT=port, **asked).status_code == status
    # No header says another port.
    forged = {"X-Forwarded-Port": "8001", "Host": "testserver:8001"}
    assert staff.get(APPROVALS, SERVER_PORT="8000", headers=forged).status_code == 404


def test_django_s_own_administration_is_not_here(settings, staff, client_of):
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    client = client_of(staff[Role.OWNER])
    for place in ("/admin/login/", "/admin/auth/user/", "/admin/verandah/"):
        assert client.get(place).status_code == 404
