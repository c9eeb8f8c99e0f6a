"""What apps of the staff can do with members: who is let in, what they are shown, and each deed."""

import pytest
from django.test import Client

from tests.api.asking import Phone
from tests.factories import make_account
from verandah.actions import moderating
from verandah.api.openapi import offered
from verandah.domain.accounts.models import AccessToken, Account, User
from verandah.domain.accounts.permissions import may
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.models import AuditEntry, Decision

STAFF = "read write admin:read admin:write"
ACCOUNTS = "/api/v1/admin/accounts"
OF_ADMINS = ("email_domain_blocks", "canonical_email_blocks", "ip_blocks", "domain_blocks", "domain_allows")


@pytest.fixture
def ada(site) -> Account:
    return make_account("ada", role=Role.ADMIN)


def send(phone: Phone, name: str) -> int:
    method, path = name.replace(":id", "7").split(" ")
    return phone.send(method, path).status_code if method != "GET" else phone.get(path).status_code


def admin_endpoints() -> list[str]:
    return [name for name in offered() if "/admin/" in name]


def test_the_role_of_this_moment_decides(alice, mo, ada):
    names = admin_endpoints()
    assert len(names) > 45
    assert None not in {offered()[name].permission for name in names}
    of_admins = {name for name in names if any(f"/{word}" in name for word in OF_ADMINS)}
    assert {name for name in names if not may(Role.MODERATOR, offered()[name].permission)} == of_admins
    for person, refused in ((mo, of_admins), (ada, set())):
        phone = Phone(person, STAFF)
        allowed = {name for name in names if send(phone, name) in (200, 404, 422)}
        # What nobody can do yet is refused with a sentence.
        assert set(names) - allowed == refused | {"POST /api/v1/admin/domain_allows"}
        User.objects.filter(account=person).update(role=Role.MEMBER)
        assert {name for name in names if send(phone, name) != 403} == set()
    assert {name for name in names if send(Phone(alice), name) != 403} == set()


def test_a_scope_without_the_role_is_worth_nothing(alice):
    phone = Phone(alice)
    AccessToken.objects.update(scopes="admin:read admin:write")
    assert phone.get(ACCOUNTS).status_code == 403
    assert phone.post(f"{ACCOUNTS}/{alice.id}/action", {"type": "suspend"}).status_code == 403


def test_one_member(mo, eve):
    phone = Phone(mo, STAFF)
    found = phone.get(f"{ACCOUNTS}/{eve.id}").json()
    assert found.pop("account")["acct"] == "eve"
    assert found.pop("created_at").endswith("Z")
    assert found == {
        "id": str(eve.id),
        "username": "eve",
        "domain": None,
        "email": "eve@example.org",
        "ip": None,
        "ips": [],
        "confirmed": True,
        "approved": True,
        "disabled": False,
        "sensitized": False,
        "silenced": False,
        "suspended": False,
        "locale": None,
        "invite_request": None,
        "role": {"id": "0", "name": "", "permissions": "0", "color": "", "highlighted": False},
    }
    browser = Client()
    browser.force_login(eve.user)
    browser.get("/", REMOTE_ADDR="203.0.113.9")
    found = phone.get(f"{ACCOUNTS}/{eve.id}").json()
    assert (found["ip"], [place["ip"] for place in found["ips"]]) == ("203.0.113.9", ["203.0.113.9"])
    assert phone.get(f"{ACCOUNTS}/7").status_code == 404


def test_what_apps_may_offer_stands_in_the_role(mo, ada):
    for person, permissions in ((mo, "1048"), (ada, "1208")):
        assert Phone(person).get("/api/v1/accounts/verify_credentials").json()["role"]["permissions"] == permissions


def test_members_and_both_forms_of_filters(mo, ada, alice, eve, dan, settings):
    settings.LIMITED = False
    phone = Phone(mo, STAFF)
    Account.objects.filter(pk=alice.pk).update(display_name="Alice Wonder")
    moderating.suspend(eve, mo)
    moderating.limit(dan, mo)
    moderating.disable(alice, mo)

    def first(**wanted: str) -> set[str]:
        return {one["username"] for one in phone.get(ACCOUNTS, **wanted).json()}

    def second(**wanted: str) -> set[str]:
        return {one["username"] for one in phone.get("/api/v2/admin/accounts", **wanted).json()}

    everyone = {"mo", "ada", "alice", "eve", "dan"}
    for ask in (first, second):
        assert ask() == everyone
        assert ask(username="li") == {"alice"}
        assert ask(display_name="wonder") == {"alice"}
        assert ask(email="eve@") == {"eve"}
        assert ask(ip="203.0.113.9") == set()
        assert ask(ip="nowhere") == set()
        assert ask(by_domain="other.example") == set()
        assert ask(limit="2") == {"dan", "eve"}
    states = {"active": {"mo", "ada", "dan"}, "disabled": {"alice"}, "silenced": {"dan"}, "suspended": {"eve"}}
    for state, names in {**states, "pending": set()}.items():
        assert first(**{state: "true"}) == names
        assert second(status=state) == names
    assert first(remote="true") == second(origin="remote") == second(invited_by=str(mo.id)) == set()
    assert first(local="true") == second(origin="local") == everyone
    assert first(staff="true") == second(permissions="staff") == {"mo", "ada"}
    assert second(**{"role_ids[]": "20"}) == {"ada"}
    assert phone.get("/api/v2/admin/accounts", status="sick").status_code == 422
    page = phone.get(ACCOUNTS, limit="2")
    assert "max_id=" in page["Link"]


def test_the_list_costs_the_same_for_any_length(mo, django_assert_max_num_queries):
    # PostgreSQL takes a lock besides, before it writes down who looked.
    phone, counts = Phone(mo, STAFF), []
    phone.get(ACCOUNTS)
    for _round in range(2):
        with django_assert_max_num_queries(13) as asked:
            assert phone.get(ACCOUNTS).status_code == 200
        counts.append(len(asked))
        for _number in range(5):
            make_account()
    assert counts[0] == counts[1]


def test_deeds_and_what_takes_them_back(mo, eve):
    phone = Phone(mo, STAFF)
    steps = [
        ("disable", "enable", "disabled"),
        ("sensitive", "unsensitive", "sensitized"),
        ("silence", "unsilence", "silenced"),
        ("suspend", "unsuspend", "suspended"),
    ]
    for deed, undo, field in steps:
        for _time in range(2):
            assert phone.post(f"{ACCOUNTS}/{eve.id}/action", {"type": deed}).json() == {}
            assert phone.get(f"{ACCOUNTS}/{eve.id}").json()[field] is True
        for _time in range(2):
            assert phone.post(f"{ACCOUNTS}/{eve.id}/{undo}").json()[field] is False
    assert AuditEntry.objects.exclude(deed__in=("look", "chain_begins")).count() >= 8
    assert phone.post(f"{ACCOUNTS}/{eve.id}/action", {"type": "none", "text": "Be kind"}).json() == {}
    assert Decision.objects.filter(message="Be kind").count() == 1
    assert phone.post(f"{ACCOUNTS}/{eve.id}/action", {"type": "shout"}).status_code == 422
    assert phone.post(f"{ACCOUNTS}/{eve.id}/action", {"text": "x" * 2001}).status_code == 422
    assert phone.post(f"{ACCOUNTS}/7/action", {"type": "suspend"}).status_code == 404


def test_what_cannot_be_done_is_said(mo, ada, eve):
    phone = Phone(mo, STAFF)
    assert phone.post(f"{ACCOUNTS}/{ada.id}/action", {"type": "silence"}).status_code == 403
    assert phone.post(f"{ACCOUNTS}/{mo.id}/action", {"type": "silence"}).status_code == 403
    moderating.suspend(eve, mo)
    for method, path in (("POST", "/approve"), ("POST", "/reject"), ("DELETE", "")):
        answer = phone.send(method, f"{ACCOUNTS}/{eve.id}{path}")
        assert answer.status_code == 403
        assert answer.json()["error"].endswith(".")
        assert phone.send(method, f"{ACCOUNTS}/7{path}").status_code == 404
    assert Account.objects.filter(pk=eve.pk).exists()
