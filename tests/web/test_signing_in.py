"""Sign-in, sign-out and forgotten passwords, through real pages."""

import re

import pytest
from django.test import Client

from tests.factories import PASSWORD, close_account
from tests.web.entrance import ASKED, HOSTILE, link_in, member, sign_in, signed_in, text_of
from tests.web.entrance import hashes as hashes
from verandah.actions import enrolling
from verandah.domain.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(site):
    """Every page shows the site."""


@pytest.mark.parametrize(
    "login", ["alice", "ALICE", "@Alice", " alice ", "\uff21lice", "alice@example.org", "Alice@Example.org "]
)
def test_signing_in_with_name_or_address(client, login):
    member()
    answer = sign_in(client, login)
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert signed_in(client)


@pytest.mark.parametrize("name", ["علي", "ΟΔΥΣΣΕΥΣ", "straße", "ёлка"])
def test_signing_in_with_a_name_in_any_script(client, name):
    user = enrolling.enrol(name, "someone@example.org", PASSWORD, confirmed=True)
    assert sign_in(client, name.upper()).status_code == 303
    assert client.session["_auth_user_id"] == str(user.pk)


def test_wrong_name_wrong_address_and_wrong_password_get_the_same_answer():
    member()
    answers = []
    for login in ("alice", "nobody", "alice@example.org", "nobody@example.org"):
        answer = sign_in(Client(), login, "wrong wrong wrong")
        answers.append((answer.status_code, text_of(answer).replace(f'value="{login}"', "")))
    assert answers[0][0] == 422
    assert answers[0] == answers[1] == answers[2] == answers[3]


@pytest.mark.parametrize("login", ["alice", "nobody", "alice@example.org", "nobody@example.org"])
def test_every_failed_sign_in_hashes_once(client, hashes, login):
    member()
    hashes.clear()
    sign_in(client, login, "wrong wrong wrong")
    assert len(hashes) == 1


def test_too_many_wrong_passwords(client):
    member()
    for _ in range(5):
        assert "don’t belong together" in sign_in(client, "alice", "wrong wrong wrong").content.decode()
    answer = sign_in(client, "alice")
    assert answer.status_code == 422
    assert "Wait five minutes" in answer.content.decode()
    assert not signed_in(client)


def test_a_forged_address_of_the_sender_changes_no_limit(client):
    for number in range(10):
        client.post(
            "/sign-in/", {"login": f"n{number}", "password": "x"}, headers={"X-Forwarded-For": f"203.0.113.{number}"}
        )
    answer = client.post("/sign-in/", {"login": "m", "password": "x"}, headers={"X-Forwarded-For": "203.0.113.99"})
    assert "Wait five minutes" in answer.content.decode()


def test_allauths_limits_end_in_our_page(client):
    for number in range(20):
        client.post("/sign-up/", {"username": f"n{number}"})
    answer = client.post("/sign-up/", ASKED)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert not User.objects.exists()


def test_remember_me_decides_how_long(client):
    member()
    sign_in(client, "alice")
    assert client.session.get_expire_at_browser_close()
    other = Client()
    sign_in(other, "alice", remember="on")
    assert not other.session.get_expire_at_browser_close()


@pytest.mark.parametrize("target", ["https://example.com/", "//example.com", "javascript:alert(1)", "/\\example.com"])
def test_signing_in_leads_nowhere_else(client, target):
    member()
    assert sign_in(client, "alice", next=target)["Location"] == "/"


def test_signing_in_leads_back(client):
    member()
    assert sign_in(client, "alice", next="/people/")["Location"] == "/people/"


def test_a_closed_account_is_told_so_only_with_its_password(client):
    member()
    close_account(User.objects.get().account)
    assert sign_in(client, "alice", "wrong wrong wrong").status_code == 422
    answer = sign_in(client, "alice")
    # They read why, and can object, and nothing else.
    assert answer["Location"] == "/decisions/"
    assert "closed" in client.get("/decisions/").content.decode()
    assert not signed_in(client)


def test_signing_out_takes_a_button(client):
    member()
    sign_in(client, "alice")
    assert client.get("/sign-out/").status_code == 200
    assert signed_in(client)
    assert client.post("/sign-out/").status_code == 303
    assert not signed_in(client)


def test_a_forgotten_password(client, mailoutbox):
    member()
    elsewhere = Client()
    sign_in(elsewhere, "alice")
    answer = client.post("/password/reset/", {"email": "Alice@example.org"})
    assert (answer.status_code, answer["Location"]) == (303, "/password/reset/sent/")
    path = link_in(mailoutbox[0])
    form = client.get(path, follow=True)
    assert form.redirect_chain[0][0].endswith("-set-password/")
    action = form.redirect_chain[0][0]
    assert client.post(action, {"password1": "short"}).status_code == 422
    assert client.post(action, {"password1": "another evening outside"}).status_code == 303
    assert User.objects.get().check_password("another evening outside")
    # Whoever knew the old one is out, and its owner is told.
    assert elsewhere.get("/settings/").status_code == 302
    assert "was changed" in mailoutbox[1].subject
    assert "any more" in Client().get(path).content.decode()


def test_resetting_tells_nobody_who_is_here(mailoutbox):
    member()
    answers = []
    for email in ("alice@example.org", "nobody@example.org"):
        browser = Client()
        answer = browser.post("/password/reset/", {"email": email})
        answers.append((answer.status_code, answer["Location"], text_of(browser.get(answer["Location"]))))
    assert answers[0] == answers[1]
    assert [letter.to for letter in mailoutbox] == [["alice@example.org"], ["nobody@example.org"]]
    assert "No account" in mailoutbox[1].subject


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_links_in_letters_lead_to_the_site_whatever_host_was_asked(mailoutbox, host, settings):
    member()
    settings.URL = "https://town.example"
    Client(headers={"host": host}).post("/password/reset/", {"email": "alice@example.org"})
    assert "https://town.example/password/reset/" in mailoutbox[0].body
    assert host not in mailoutbox[0].body


@pytest.mark.parametrize(
    "path", ["/password/reset/abc-def/", "/password/reset/0-x/", "/password/reset/zzzzzzzzzzzzz-x/"]
)
def test_a_wrong_reset_link_is_no_error_of_ours(client, path):
    page = client.get(path)
    assert page.status_code == 200
    assert "work any more" in page.content.decode()


@pytest.mark.parametrize("path", ["/confirm-email/" + "x" * 30 + "/", "/confirm-email/MQ:1aaaaa:" + "y" * 43 + "/"])
def test_a_wrong_confirmation_link_is_no_error_of_ours(client, path):
    assert "work any more" in client.get(path).content.decode()
    assert client.post(path).status_code == 404


@pytest.mark.parametrize("value", HOSTILE)
def test_resetting_stands_anything(client, value):
    assert client.post("/password/reset/", {"email": value}).status_code == 422


def test_a_header_does_not_turn_pages_into_json(client):
    answer = client.post("/sign-in/", {"login": "x", "password": "y"}, headers={"X-Requested-With": "XMLHttpRequest"})
    assert answer["Content-Type"].startswith("text/html")
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "path", ["/sign-in/", "/sign-up/", "/password/reset/", "/password/reset/sent/", "/confirm-email/"]
)
def test_pages_of_the_entrance_are_never_stored_and_show_the_site(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "Verandah" in answer.content.decode()


def test_passwords_are_masked_and_managers_may_fill_them_in(client: Client) -> None:
    for path, word in (("/sign-in/", "current-password"), ("/sign-up/", "new-password")):
        field = re.search(r"<input[^>]*type=\"password\"[^>]*>", client.get(path).content.decode())
        assert field
        assert f'autocomplete="{word}"' in field[0]
        assert "onpaste" not in field[0]
