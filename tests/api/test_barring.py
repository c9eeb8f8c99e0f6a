"""Who is kept out: e-mail addresses and domains, networks, other servers."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.test import Client
from django.utils import timezone

from tests.api.asking import Phone
from tests.factories import PASSWORD, make_account
from tests.recorded import deeds
from tests.web.entrance import ASKED
from verandah.actions import barring, enrolling
from verandah.actions.barring import NetworkWish, ServerWish
from verandah.base.errors import Forbidden, Invalid
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation import barring as reads
from verandah.domain.moderation.barring import BARRIER, may_sign_up_with
from verandah.domain.moderation.emails import canonical_digest
from verandah.domain.moderation.models import AuditEntry, IpBlock

STAFF = "read write admin:read admin:write"


@pytest.fixture
def ada(site) -> Account:
    return make_account("ada", role=Role.ADMIN)


def test_email_domains(ada):
    phone, path = Phone(ada, STAFF), "/api/v1/admin/email_domain_blocks"
    made = phone.post(path, {"domain": "Mailbox.Example."}).json()
    assert (made["domain"], made["allow_with_approval"], len(made["history"])) == ("mailbox.example", False, 7)
    assert phone.post(path, {"domain": "mailbox.example"}).json()["id"] == made["id"]
    assert phone.get(path).json() == [phone.get(f"{path}/{made['id']}").json()]
    assert [may_sign_up_with(f"x@{host}") for host in ("mailbox.example", "A.mailbox.EXAMPLE", "box.example")] == [
        False,
        False,
        True,
    ]
    assert phone.post(path, {"domain": "no domain"}).status_code == 422
    assert phone.send("DELETE", f"{path}/{made['id']}").json() == {}
    assert phone.send("DELETE", f"{path}/{made['id']}").status_code == 404
    assert may_sign_up_with("x@mailbox.example")


def test_one_address_in_all_its_spellings(ada):
    phone, path = Phone(ada, STAFF), "/api/v1/admin/canonical_email_blocks"
    made = phone.post(path, {"email": "test@example.com"}).json()
    assert made["canonical_email_hash"] == sha256(b"test@example.com").hexdigest()
    assert phone.post(path, {"canonical_email_hash": made["canonical_email_hash"]}).json() == made
    for spelling in ("Test@example.com", "te.st@example.com", "test+other@EXAMPLE.com"):
        assert phone.post(f"{path}/test", {"email": spelling}).json() == [made]
        assert not may_sign_up_with(spelling)
    assert phone.post(f"{path}/test", {"email": "tests@example.com"}).json() == []
    assert phone.post(f"{path}/test", {"email": "nothing"}).json() == []
    assert phone.get(path).json() == [made]
    for wrong in ({}, {"email": "nothing"}, {"canonical_email_hash": "abc"}):
        assert phone.post(path, wrong).status_code == 422
    assert phone.send("DELETE", f"{path}/{made['id']}").json() == {}
    assert phone.get(f"{path}/{made['id']}").status_code == 404
    assert may_sign_up_with("test@example.com")
    assert canonical_digest("a.b+c@x.example") == canonical_digest("AB@X.example ")


def sign_up(email: str, address: str = "203.0.113.9"):
    fields = ASKED | {"email": email, "username": "newcomer"}
    return Client().post("/sign-up/", fields, REMOTE_ADDR=address)


def test_whoever_is_kept_out_cannot_sign_up_on_a_page(ada, mailoutbox):
    barring.bar_email_domain("mailbox.example", ada)
    barring.bar_email(ada, "someone@example.org")
    for email in ("new@mailbox.example", "some.one+1@example.org"):
        answer = sign_up(email)
        assert answer.status_code == 422
        assert "can’t be used here" in answer.content.decode()
    assert not User.objects.filter(username="newcomer").exists()
    assert mailoutbox == []
    assert sign_up("new@example.org").status_code == 303
    # What the staff types itself counts.
    assert enrolling.enrol("helper", "helper@mailbox.example", PASSWORD).email == "helper@mailbox.example"


def bar(ada: Account, network: str, severity: str = "no_access", seconds: int = 0) -> IpBlock:
    row = barring.bar_network(NetworkWish(network, severity, "", seconds), ada)
    BARRIER.read()
    return row


def test_who_comes_from_where_somebody_looks_first_waits(ada):
    bar(ada, "203.0.113.0/24", "sign_up_requires_approval")
    assert "answer_0" in sign_up("new@example.org").content.decode()
    assert not User.objects.filter(username="newcomer").exists()


def test_networks_that_cannot_sign_up(ada, alice):
    bar(ada, "203.0.113.0/24", "sign_up_block")
    assert "newcomer" not in sign_up("new@example.org").content.decode()
    assert not User.objects.filter(username="newcomer").exists()
    # Whoever is a member already is not kept from anything.
    assert Phone(alice).client.get("/api/v1/instance", REMOTE_ADDR="203.0.113.9").status_code == 200
    assert sign_up("new@example.org", "198.51.100.7").status_code == 303


def test_networks_that_are_shut_out(ada, alice, client_of):
    row = bar(ada, "203.0.113.0/24")
    bar(ada, "2001:db8::/32")
    phone, browser = Phone(alice), client_of(alice)
    paths = (
        "/",
        "/sign-in/",
        "/api/v1/instance",
        "/api/v1/timelines/home",
        "/oauth/authorize",
        "/.well-known/nodeinfo",
    )
    for path in paths:
        for address in ("203.0.113.9", "::ffff:203.0.113.9", "2001:db8::1"):
            assert browser.get(path, REMOTE_ADDR=address).status_code == 403, path
            assert phone.client.get(path, headers=phone.headers, REMOTE_ADDR=address).status_code == 403, path
        for address in ("198.51.100.7", "127.0.0.1", "::1", "2001:db9::1", "", "unknown"):
            assert browser.get(path, REMOTE_ADDR=address).status_code != 403, path
    assert phone.client.get("/api/v1/instance", REMOTE_ADDR="203.0.113.9").json()["error"].endswith(".")
    barring.change_network(row.pk, NetworkWish(severity="sign_up_block"), ada)
    BARRIER.read()
    assert browser.get("/", REMOTE_ADDR="203.0.113.9").status_code == 200
    barring.unbar_network(row.pk, ada)
    BARRIER.read()
    assert reads.may_sign_up_from("203.0.113.9")


def test_this_machine_itself_is_never_shut_out(ada, client_of):
    for network in ("127.0.0.1", "127.0.0.0/8", "::1"):
        with pytest.raises(Invalid):
            bar(ada, network)
    bar(ada, "0.0.0.0/0")
    bar(ada, "::/0")
    assert client_of(ada).get("/").status_code == 200
    assert client_of(ada).get("/", REMOTE_ADDR="::ffff:127.0.0.1").status_code == 200
    assert client_of(ada).get("/", REMOTE_ADDR="192.0.2.1").status_code == 403


def test_a_network_is_let_in_again_when_its_time_is_over(ada):
    row = bar(ada, "203.0.113.7", seconds=60)
    assert reads.is_shut_out("203.0.113.7")
    IpBlock.objects.filter(pk=row.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    BARRIER.read()
    assert not reads.is_shut_out("203.0.113.7")
    assert barring.clear_ended_networks() == 1


def test_the_list_is_kept_in_memory_and_read_anew_when_it_changes(ada, django_assert_num_queries, settings):
    settings.LIMITED = False
    with django_assert_num_queries(0):
        assert not reads.is_shut_out("203.0.113.7")
        assert Client().get("/health").status_code == 200
    BARRIER.read_at -= reads.READ_AGAIN + 1
    with django_assert_num_queries(1):
        assert Client().get("/health").status_code == 200


def test_a_change_is_known_as_soon_as_it_is_committed(ada, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as announced:
        row = barring.bar_network(NetworkWish("203.0.113.7", "no_access"), ada)
        assert not reads.is_shut_out("203.0.113.7")
    assert reads.is_shut_out("203.0.113.7")
    assert ("gate", "networks", row.pk) in [getattr(told, "args", ()) for told in announced]


def test_networks_as_apps_see_them(ada):
    phone, path = Phone(ada, STAFF), "/api/v1/admin/ip_blocks"
    made = phone.post(path, {"ip": "8.8.8.9/24", "severity": "no_access", "comment": "No"}).json()
    assert (made["ip"], made["severity"], made["comment"], made["expires_at"]) == (
        "8.8.8.0/24",
        "no_access",
        "No",
        None,
    )
    changed = phone.send("PUT", f"{path}/{made['id']}", {"comment": "Yes", "expires_in": 60}).json()
    assert (changed["comment"], changed["severity"], changed["ip"]) == ("Yes", "no_access", "8.8.8.0/24")
    assert changed["expires_at"] is not None
    assert phone.send("PUT", f"{path}/{made['id']}", {"expires_in": None}).json()["expires_at"] is None
    assert phone.get(path).json() == [phone.get(f"{path}/{made['id']}").json()]
    for wrong in ({"ip": "x", "severity": "no_access"}, {"ip": "8.8.8.8", "severity": "x"}, {"ip": "8.8.8.8"}, {}):
        assert phone.post(path, wrong).status_code == 422
    other = phone.post(path, {"ip": "9.9.9.9", "severity": "sign_up_block"}).json()
    assert other["ip"] == "9.9.9.9/32"
    assert phone.send("PUT", f"{path}/{other['id']}", {"ip": "8.8.8.0/24"}).status_code == 422
    assert phone.send("DELETE", f"{path}/{made['id']}").json() == {}
    assert phone.send("PUT", f"{path}/{made['id']}", {"comment": "x"}).status_code == 404


def test_other_servers(ada):
    phone, path = Phone(ada, STAFF), "/api/v1/admin/domain_blocks"
    made = phone.post(path, {"domain": "chitter.example", "public_comment": "Rude", "severity": "suspend"}).json()
    assert (made["severity"], made["public_comment"], made["private_comment"]) == ("suspend", "Rude", None)
    assert made["digest"] == sha256(b"chitter.example").hexdigest()
    changed = phone.send("PUT", f"{path}/{made['id']}", {"severity": "silence", "private_comment": "Hm"}).json()
    assert (changed["severity"], changed["public_comment"], changed["private_comment"]) == ("silence", "Rude", "Hm")
    assert phone.get(f"{path}/{made['id']}").json() == changed
    assert phone.get(path).json() == [changed]
    for wrong in (
        {"domain": "chitter.example"},
        {"domain": "https://x.example"},
        {"domain": "y.example", "severity": "x"},
    ):
        assert phone.post(path, wrong).status_code == 422
    assert phone.send("DELETE", f"{path}/{made['id']}").json() == {}
    assert phone.get(f"{path}/{made['id']}").status_code == 404
    assert phone.get("/api/v1/admin/domain_allows").json() == []


def test_only_admins_keep_someone_out(mo):
    deeds = (
        lambda: barring.bar_email_domain("x.example", mo),
        lambda: barring.bar_email(mo, "x@x.example"),
        lambda: barring.bar_network(NetworkWish("8.8.8.8", "no_access"), mo),
        lambda: barring.bar_server("x.example", ServerWish(), mo),
        lambda: barring.unbar_network(1, mo),
    )
    for deed in deeds:
        with pytest.raises(Forbidden):
            deed()
    assert not AuditEntry.objects.exists()


def test_what_is_kept_out_is_recorded_and_no_address_in_clear(ada):
    barring.bar_email(ada, "someone@example.org")
    barring.unbar_email(barring.bar_email(ada, "someone@example.org").pk, ada)
    bar(ada, "203.0.113.7")
    assert deeds() == ["bar_email", "unbar_email", "bar_network"]
    assert "someone" not in str(list(AuditEntry.objects.values_list("facts", flat=True)))
