"""Sign-up, confirmation and the owner link, through real pages."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.factories import PASSWORD
from tests.web.entrance import ASKED, HOSTILE, link_in, member, sign_in, signed_in, text_of
from tests.web.entrance import hashes as hashes
from verandah.actions import enrolling
from verandah.base import limits
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Joining, Site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(site):
    """Every page shows the site."""


def test_from_sign_up_to_home_in_one_browser(client, mailoutbox):
    answer = client.post("/sign-up/", ASKED)
    assert (answer.status_code, answer["Location"]) == (303, "/confirm-email/")
    assert "alice@example.org" in client.get("/confirm-email/").content.decode()
    assert not signed_in(client)
    [letter] = mailoutbox
    assert letter.to == ["alice@example.org"]
    path = link_in(letter)
    page = client.get(path)
    assert page.status_code == 200
    assert "@alice" in page.content.decode()
    # Looking at the page changes nothing: mail programs look at links too.
    assert not EmailAddress.objects.get().verified
    answer = client.post(path)
    assert answer.status_code == 303
    assert EmailAddress.objects.get().verified
    assert signed_in(client)
    assert User.objects.get().email == EmailAddress.objects.get().email


def test_another_browser_confirms_and_then_asks_to_sign_in(client, mailoutbox):
    client.post("/sign-up/", ASKED)
    phone = Client()
    answer = phone.post(link_in(mailoutbox[0]))
    assert (answer.status_code, answer["Location"]) == (303, "/sign-in/")
    assert not signed_in(phone)
    assert "confirmed" in phone.get("/sign-in/").content.decode()
    assert sign_in(client, "alice").status_code == 303
    assert signed_in(client)


def test_without_confirmation_nobody_gets_in(client, mailoutbox):
    client.post("/sign-up/", ASKED)
    cache.clear()
    limits.forget()
    answer = sign_in(Client(), "alice")
    assert (answer.status_code, answer["Location"]) == (303, "/confirm-email/")
    assert len(mailoutbox) == 2
    assert User.objects.get().last_login is None


def test_the_link_works_once(client, mailoutbox):
    client.post("/sign-up/", ASKED)
    path = link_in(mailoutbox[0])
    client.post(path)
    client.post("/sign-out/")
    assert "work any more" in client.get(path).content.decode()
    assert client.post(path).status_code == 404
    assert not signed_in(client)


def test_opening_a_link_signs_nobody_out(client, client_of, mailoutbox, bob):
    client.post("/sign-up/", ASKED | {"username": "eve", "email": "eve@example.org"})
    browser = client_of(bob)
    browser.get(link_in(mailoutbox[0]))
    browser.get("/password/reset/abc-def-ghi/")
    assert signed_in(browser)


def test_letters_say_the_same_as_text_and_as_html(client, mailoutbox):
    client.post("/sign-up/", ASKED)
    [letter] = mailoutbox
    html = letter.alternatives[0].content
    assert letter.subject == "Confirm your e-mail address for Verandah"
    assert link_in(letter) in html
    assert "<script" not in html
    assert "three days" in letter.body
    assert "three days" in html


def test_an_arabic_letter_reads_from_right_to_left(client, mailoutbox):
    client.cookies["django_language"] = "ar"
    client.post("/sign-up/", ASKED)
    html = mailoutbox[0].alternatives[0].content
    assert 'dir="rtl"' in html
    assert 'lang="ar"' in html
    assert "\u2068@alice\u2069" in html
    assert "\u2068" not in link_in(mailoutbox[0])


def test_a_site_name_is_no_markup_and_no_header(client, mailoutbox):
    Site.objects.update(name="<b>&\r\nBcc: x@example.org")
    client.post("/sign-up/", ASKED)
    [letter] = mailoutbox
    assert "\n" not in letter.subject
    assert "<b>&" not in letter.alternatives[0].content
    assert letter.recipients() == ["alice@example.org"]


def test_a_known_address_gets_the_same_answer_as_a_new_one(mailoutbox):
    member("bob")
    answers = []
    for email, name in (("bob@example.org", "alice"), ("new@example.org", "carol")):
        browser = Client()
        answer = browser.post("/sign-up/", ASKED | {"email": email, "username": name})
        after = browser.get("/confirm-email/")
        answers.append((answer.status_code, answer["Location"], text_of(answer), text_of(after).replace(email, "E")))
        assert not signed_in(browser)
    assert answers[0] == answers[1]
    known, new = mailoutbox
    assert "already have an account" in known.subject
    assert known.to == ["bob@example.org"]
    assert "Confirm" in new.subject
    assert set(User.objects.values_list("username", flat=True)) == {"bob", "alice", "carol"}


@pytest.mark.parametrize("email", ["bob@example.org", "new@example.org"])
def test_what_is_left_of_a_sign_up_does_not_tell_whether_its_address_was_known(client, email, hashes):
    member("bob")
    hashes.clear()
    client.post("/sign-up/", ASKED | {"email": email})
    assert len(hashes) == 1
    assert client.post("/sign-up/", ASKED | {"email": "other@example.org"}).status_code == 422
    answer = sign_in(client, "alice")
    assert (answer.status_code, answer["Location"]) == (303, "/confirm-email/")
    assert not signed_in(client)
    assert sign_in(client, "alice", "wrong wrong wrong").status_code == 422
    Account.objects.update(created_at=timezone.now() - timedelta(days=4))
    assert enrolling.purge_unconfirmed() == 1


def test_signing_up_again_before_confirming_sends_the_first_letter_again(mailoutbox):
    Client().post("/sign-up/", ASKED)
    cache.clear()
    limits.forget()
    Client().post("/sign-up/", ASKED | {"username": "alice.two"})
    assert EmailAddress.objects.count() == 1
    assert [letter.subject for letter in mailoutbox] == ["Confirm your e-mail address for Verandah"] * 2
    assert "@alice" in mailoutbox[1].body


def test_an_address_that_a_member_only_wishes_to_have_is_free(mailoutbox):
    EmailAddress.objects.create(user=member("bob"), email="alice@example.org")
    Client().post("/sign-up/", ASKED)
    Client().post(link_in(mailoutbox[0]))
    assert EmailAddress.objects.get(email="alice@example.org").user.username == "alice"


def test_a_taken_name_and_one_that_looks_like_it_get_the_same_words(client):
    member()
    said = []
    for name in ("alice", "al1ce"):
        answer = client.post("/sign-up/", ASKED | {"username": name, "email": "e@example.org"})
        assert answer.status_code == 422
        said.append(text_of(answer).replace(f'value="{name}"', ""))
    assert said[0] == said[1]
    assert User.objects.count() == 1


def test_errors_say_what_to_do_and_keep_what_was_typed(client):
    answer = client.post("/sign-up/", ASKED | {"password1": "12345678", "email": "nonsense"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Use at least 10 characters. Yours has 8." in page
    assert "Enter an e-mail address such as name@example.org." in page
    assert 'value="nonsense"' in page
    assert "12345678" not in page
    assert not User.objects.exists()


def test_an_empty_form_names_every_field(client):
    page = client.post("/sign-up/", {}).content.decode()
    for sentence in ("Choose a user name.", "Choose a password of at least 10 characters.", "Enter an e-mail address"):
        assert sentence in page


@pytest.mark.parametrize("length", [30, 31])
def test_the_longest_user_name(client, length):
    answer = client.post("/sign-up/", ASKED | {"username": "ab" * 15 + "x" * (length - 30)})
    assert answer.status_code == (303 if length == 30 else 422)
    assert User.objects.exists() == (length == 30)


@pytest.mark.parametrize("length", [60, 61])
def test_the_longest_name(client, length):
    answer = client.post("/sign-up/", ASKED | {"display_name": "A" * length})
    assert answer.status_code == (303 if length == 60 else 422)


@pytest.mark.parametrize("length", [9, 10, 200, 201])
def test_passwords_at_the_edge(client, length):
    answer = client.post("/sign-up/", ASKED | {"password1": ("q7!Zk2#vWx" * 21)[:length]})
    assert answer.status_code == (303 if 10 <= length <= 200 else 422)


@pytest.mark.parametrize("field", [*ASKED, "next"])
@pytest.mark.parametrize("value", HOSTILE)
def test_sign_up_stands_anything(client, field, value):
    assert client.post("/sign-up/", ASKED | {field: value}).status_code in (303, 400, 422)


@pytest.mark.parametrize("field", ["login", "password", "remember", "next"])
@pytest.mark.parametrize("value", HOSTILE)
def test_sign_in_stands_anything(client, field, value):
    answer = client.post("/sign-in/", {"login": "alice", "password": PASSWORD} | {field: value})
    assert answer.status_code in (400, 422)


@pytest.mark.parametrize("field", ["username", "login", "email", "password", "password1", "display_name"])
@pytest.mark.parametrize("path", ["/sign-up/", "/sign-in/", "/password/reset/", "/confirm-email/again/"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-7", "utf-16"])
def test_half_a_sign_is_refused_however_it_is_sent(client, path, field, charset):
    data = ASKED | {"login": "alice", "password": PASSWORD, field: "HALF"}
    body = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{text}\r\n' for key, text in data.items()
    )
    half = {"utf-8": b"\xed\xa0\x80", "utf-7": b"+2AA-", "utf-16": b"\x00\xd8"}[charset]
    sent = (body + "--b--\r\n").encode().replace(b"HALF", b"abcdefghij" + half)
    answer = client.generic("POST", path, sent, f"multipart/form-data; boundary=b; charset={charset}")
    assert answer.status_code in (303, 400, 422)


@pytest.mark.parametrize("mode", [Joining.INVITE, Joining.CLOSED])
def test_a_site_that_is_not_open_says_how_to_join(client, mode):
    Site.objects.update(joining=mode)
    page = client.get("/sign-up/")
    assert page.status_code == 200
    assert "Joining Verandah" in page.content.decode()
    assert "<input" not in page.content.decode().split("</h1>")[1].split("</main>")[0]
    client.post("/sign-up/", ASKED)
    assert not User.objects.exists()


def test_the_longest_address_can_be_sent_to_again(client):
    longest = "a" * 60 + "@" + ".".join(["d" * 60] * 3) + ".example"
    assert client.post("/confirm-email/again/", {"email": longest}).status_code == 303


def test_sending_again_tells_nobody_who_is_here(mailoutbox):
    member("bob")
    enrolling.enrol("alice", "alice@example.org", PASSWORD)
    answers = []
    for email in ("alice@example.org", "bob@example.org", "nobody@example.org"):
        browser = Client()
        answer = browser.post("/confirm-email/again/", {"email": email})
        after = text_of(browser.get("/confirm-email/")).replace(email, "E")
        answers.append((answer.status_code, answer["Location"], after))
    assert answers[0] == answers[1] == answers[2]
    assert [letter.to for letter in mailoutbox] == [["alice@example.org"]]
    Client().post("/confirm-email/again/", {"email": "alice@example.org"})
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("email", ["", "x", "x" * 250 + "@example.org", *HOSTILE])
def test_sending_again_stands_anything(client, email):
    assert client.post("/confirm-email/again/", {"email": email}).status_code == 422


def test_the_first_visitor_becomes_the_owner(client):
    path = enrolling.offer_ownership()
    asked = {"site_name": "Alder Bay", "username": "alice", "email": "a@example.org", "password": PASSWORD}
    assert client.get(path).status_code == 200
    answer = client.post(path, asked | {"password": "short"})
    assert answer.status_code == 422
    assert "Yours has 5" in answer.content.decode()
    assert Site.objects.get().name == "Verandah"
    answer = client.post(path, asked)
    assert (answer.status_code, answer["Location"]) == (303, "/admin/setup/")
    assert signed_in(client)
    assert User.objects.get().role == Role.OWNER
    assert Site.objects.get().name == "Alder Bay"
    for gone in (path, "/welcome/x/"):
        assert Client().get(gone).status_code == 404
        assert Client().post(gone, asked | {"username": "eve", "email": "e@example.org"}).status_code == 404
    assert Account.objects.count() == 1


@pytest.mark.parametrize("field", ["site_name", "username", "email", "password", "display_name"])
@pytest.mark.parametrize("value", HOSTILE)
def test_the_welcome_stands_anything(client, field, value):
    path = enrolling.offer_ownership()
    asked = {"site_name": "Alder Bay", "username": "alice", "email": "a@example.org", "password": PASSWORD}
    assert client.post(path, asked | {field: value}).status_code in (303, 422)


def test_owner_links_cannot_be_tried_for_long(client):
    for _ in range(20):
        client.get("/welcome/guess/")
    assert client.get("/welcome/guess/").status_code == 429
