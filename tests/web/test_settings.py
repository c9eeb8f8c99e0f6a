"""Settings: profile, privacy, display, address, password and devices, through real pages."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.factories import PASSWORD
from tests.web.entrance import ASKED, SECRETS
from verandah.actions import authenticating, enrolling
from verandah.base import limits
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.queries import sessions
from verandah.domain.accounts.tokens import bearer_of
from verandah.domain.graph.models import Follow, FollowRequest

pytestmark = pytest.mark.django_db
PAGES = [
    "/settings/",
    "/settings/privacy/",
    "/settings/display/",
    "/settings/security/",
    "/email/",
    "/password/change/",
]
HOSTILE = ["a\0b", "\ufffe\uffff", "x" * 100_000, "{{ 7|add:7 }}<script>"]
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 (KHTML) Version/18.0 Safari/604.1"


@pytest.fixture
def user(site) -> User:
    return enrolling.enrol("alice", "alice@example.org", PASSWORD, "Alice", confirmed=True)


@pytest.fixture
def browser(user) -> Client:
    """A browser in which Alice has signed in with her password."""
    return opened("alice", FIREFOX)


def opened(name: str, agent: str) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/sign-in/", {"login": name, "password": PASSWORD})
    return client


def path_in(letter) -> str:
    return re.search(r"https?://[^/]+(/\S+)", letter.body)[1]


def after(answer, client) -> str:
    """The page that a form leads to."""
    assert answer.status_code == 303, answer.status_code
    return client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_for_members_and_are_never_stored(site, client, browser, path):
    assert client.get(path)["Location"].startswith("/sign-in/?next=")
    answer = browser.get(path)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_pages_ask_a_fixed_number_of_queries(browser, django_assert_max_num_queries):
    browser.get("/settings/security/")
    for path in PAGES[:4]:
        with django_assert_max_num_queries(12):
            browser.get(path)


def test_changing_the_profile(browser):
    page = after(browser.post("/settings/", {"display_name": "Alice Alder", "bio": "Tea.\r\nRain."}), browser)
    assert "Saved." in page
    assert 'value="Alice Alder"' in page
    account = Account.objects.get()
    assert (account.display_name, account.bio, account.rev) == ("Alice Alder", "Tea.\nRain.", 2)


@pytest.mark.parametrize(
    ("bio", "status"), [("x" * 500, 303), ("x" * 501, 422), ("\r\n" * 200 + "x" * 300, 303), ("", 303)]
)
def test_the_longest_text_about_oneself(browser, bio, status):
    assert browser.post("/settings/", {"display_name": "Alice", "bio": bio}).status_code == status


@pytest.mark.parametrize("name", ["", " ", "x" * 61, "\u202ealice", "\u200b"])
def test_a_name_that_is_refused_stays_in_the_form(browser, name):
    answer = browser.post("/settings/", {"display_name": name, "bio": "kept <text>"})
    assert answer.status_code == 422
    assert "kept &lt;text&gt;" in answer.content.decode()
    assert Account.objects.get().display_name == "Alice"


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/settings/", ["display_name", "bio"]),
        ("/settings/privacy/", ["approves_followers"]),
        ("/settings/display/", ["theme", "language"]),
        ("/email/", ["email", "password"]),
        ("/password/change/", ["oldpassword", "password1"]),
        ("/theme/", ["theme", "next"]),
    ],
)
@pytest.mark.parametrize("value", HOSTILE)
def test_every_field_stands_anything(browser, path, fields, value):
    whole = {"display_name": "Alice", "bio": "", "email": "new@example.org", "password": PASSWORD, "action_add": ""}
    whole |= {"oldpassword": PASSWORD, "password1": "another evening outside", "theme": "", "language": ""}
    for field in fields:
        cache.clear()
        limits.forget()
        assert browser.post(path, whole | {field: value}).status_code in (303, 422)


def test_privacy_lets_nobody_in_silently(browser, user, eve):
    Account.objects.update(approves_followers=True)
    FollowRequest.objects.create(follower=eve, followee=user.account, created_at=timezone.now())
    assert "1 person waits" in browser.get("/settings/privacy/").content.decode()
    page = after(browser.post("/settings/privacy/", {"approves_followers": "no"}), browser)
    assert "Saved." in page
    assert "1 person still waits for your answer. Nobody was let in by this change." in page
    assert not Account.objects.get(pk=user.account_id).approves_followers
    assert FollowRequest.objects.exists()
    assert not Follow.objects.filter(followee=user.account).exists()


def test_the_present_privacy_is_chosen_on_the_page(browser):
    assert re.search(r'value="no" checked', browser.get("/settings/privacy/").content.decode())
    browser.post("/settings/privacy/", {"approves_followers": "yes"})
    assert re.search(r'value="yes" checked', browser.get("/settings/privacy/").content.decode())


def test_an_unknown_choice_is_refused(browser):
    assert browser.post("/settings/privacy/", {"approves_followers": "maybe"}).status_code == 422
    assert browser.post("/settings/display/", {"theme": "pink"}).status_code == 422
    assert browser.post("/settings/display/", {"language": "tlh"}).status_code == 422


def test_look_and_language_are_remembered(browser):
    answer = browser.post("/settings/display/", {"theme": "dark", "language": "ar"})
    assert answer.status_code == 303
    assert answer.cookies["theme"].value == "dark"
    assert answer.cookies["theme"]["samesite"] == "Lax"
    assert answer.cookies["django_language"].value == "ar"
    assert User.objects.get().language == "ar"
    assert 'value="dark" checked' in browser.get("/settings/display/").content.decode()
    answer = browser.post("/settings/display/", {"theme": "", "language": ""})
    assert answer.cookies["theme"].value == ""
    assert answer.cookies["theme"]["max-age"] == 0
    assert User.objects.get().language == ""


@pytest.mark.parametrize(
    ("back", "leads"),
    [
        ("/people/", "/people/"),
        ("", "/"),
        ("https://example.com/", "/"),
        ("//example.com/", "/"),
        ("/" + "x" * 3000, "/"),
    ],
)
def test_a_guest_chooses_a_look_and_comes_back(site, client, back, leads):
    answer = client.post("/theme/", {"theme": "dark", "next": back})
    assert (answer.status_code, answer["Location"]) == (303, leads)
    assert answer.cookies["theme"].value == "dark"


def test_a_new_address_counts_once_it_is_confirmed(browser, mailoutbox):
    page = after(browser.post("/email/", {"email": "New@example.org", "password": PASSWORD, "action_add": ""}), browser)
    assert "new@example.org" in page
    assert User.objects.get().email == "alice@example.org"
    [letter] = mailoutbox
    assert letter.to == ["new@example.org"]
    assert "new e-mail address" in letter.subject
    browser.post(path_in(letter))
    assert User.objects.get().email == "new@example.org"
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [("new@example.org", True, True)]
    told = mailoutbox[1]
    assert told.to == ["alice@example.org"]
    assert "was changed" in told.subject
    assert "Firefox on Linux" in told.body
    assert Client().post("/sign-in/", {"login": "alice@example.org", "password": PASSWORD}).status_code == 422
    assert Client().post("/sign-in/", {"login": "new@example.org", "password": PASSWORD}).status_code == 303


def test_a_new_address_takes_the_password(browser, mailoutbox):
    answer = browser.post("/email/", {"email": "new@example.org", "password": "wrong wrong", "action_add": ""})
    assert answer.status_code == 422
    assert not mailoutbox
    assert EmailAddress.objects.count() == 1


def test_an_address_of_someone_else_is_not_given_away(browser, mailoutbox):
    enrolling.enrol("bob", "bob@example.org", PASSWORD, confirmed=True)
    pages = []
    for email in ("bob@example.org", "new@example.org"):
        answer = browser.post("/email/", {"email": email, "password": PASSWORD, "action_add": ""})
        pages.append(SECRETS.sub("", after(answer, browser)).replace(email, "E"))
    assert pages[0] == pages[1]
    taken = mailoutbox[0]
    assert taken.to == ["bob@example.org"]
    browser.post("/email/", {"email": "bob@example.org", "password": PASSWORD, "action_add": ""})
    assert User.objects.get(username="alice").email == "alice@example.org"
    assert EmailAddress.objects.get(email="bob@example.org", verified=True).user.username == "bob"


def test_confirming_an_address_ends_what_others_began_with_it(browser, mailoutbox):
    browser.post("/email/", {"email": "new@example.org", "password": PASSWORD, "action_add": ""})
    cache.clear()
    limits.forget()
    eve = Client()
    eve.post("/sign-up/", ASKED | {"username": "eve", "email": "new@example.org"})
    mine, theirs = mailoutbox
    assert browser.post(path_in(mine)).status_code == 303
    assert User.objects.get().email == "new@example.org"
    assert "work any more" in eve.get(path_in(theirs)).content.decode()


def test_the_only_address_cannot_be_taken_away(browser):
    for action in ("action_remove", "action_primary", "action_send"):
        browser.post("/email/", {"email": "alice@example.org", action: ""})
    assert User.objects.get().email == "alice@example.org"
    assert EmailAddress.objects.get().verified


def test_a_change_of_address_can_be_called_off_and_sent_again(browser, mailoutbox):
    browser.post("/email/", {"email": "new@example.org", "password": PASSWORD, "action_add": ""})
    cache.clear()
    limits.forget()
    browser.post("/email/", {"email": "new@example.org", "action_send": ""})
    assert [letter.to for letter in mailoutbox] == [["new@example.org"]] * 2
    assert mailoutbox[0].subject == mailoutbox[1].subject
    page = after(browser.post("/email/", {"email": "new@example.org", "action_remove": ""}), browser)
    assert "called off" in page
    assert EmailAddress.objects.count() == 1
    assert "work any more" in browser.get(path_in(mailoutbox[0])).content.decode()


def test_changing_the_password_signs_out_everywhere_else(browser, user, mailoutbox):
    phone = opened("alice", SAFARI)
    token = authenticating.issue_token(user.account, "read")
    wrong = {"oldpassword": "wrong wrong", "password1": "another evening outside"}
    assert browser.post("/password/change/", wrong).status_code == 422
    assert phone.get("/settings/").status_code == 200
    page = after(browser.post("/password/change/", wrong | {"oldpassword": PASSWORD}), browser)
    assert "Your password is changed" in page
    assert "Firefox on Linux" in page
    assert "Safari" not in page
    assert phone.get("/settings/").status_code == 302
    assert bearer_of(token) is None
    [letter] = mailoutbox
    assert letter.to == ["alice@example.org"]
    assert "Firefox on Linux" in letter.body
    assert UserSession.objects.count() == 1


def test_a_weak_new_password_is_refused_in_place(browser):
    answer = browser.post("/password/change/", {"oldpassword": PASSWORD, "password1": "alice@example.org"})
    assert answer.status_code == 422
    assert "less like your name" in answer.content.decode()
    assert User.objects.get().check_password(PASSWORD)


def test_devices_are_listed_and_ended(browser, user):
    phone, laptop = opened("alice", SAFARI), opened("alice", "curl/8.0")
    page = browser.get("/settings/security/").content.decode()
    assert page.count("This device") == 1
    assert page.index("Firefox on Linux") < page.index("Safari on iPhone")
    assert "127.0.0.1" in page
    row = UserSession.objects.get(session_key=phone.session.session_key)
    assert "Signed out there." in after(browser.post("/settings/security/sessions/end/", {"id": row.pk}), browser)
    assert phone.get("/settings/").status_code == 302
    assert laptop.get("/settings/").status_code == 200
    assert browser.post("/settings/security/sessions/end/", {"id": row.pk}).status_code == 404
    page = after(browser.post("/settings/security/sessions/end/", {"others": "1"}), browser)
    assert "Signed out in 1 other place." in page
    assert laptop.get("/settings/").status_code == 302
    assert browser.get("/settings/").status_code == 200


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30, "0", "1.5", "\0"])
def test_an_unknown_device_is_no_error_of_ours(browser, number):
    assert browser.post("/settings/security/sessions/end/", {"id": number}).status_code == 404


def test_nobody_ends_the_session_of_someone_else(browser, user):
    enrolling.enrol("eve", "eve@example.org", PASSWORD, confirmed=True)
    eve = opened("eve", SAFARI)
    mine = UserSession.objects.get(user=user)
    assert eve.post("/settings/security/sessions/end/", {"id": mine.pk}).status_code == 404
    eve.post("/settings/security/sessions/end/", {"others": "1"})
    assert browser.get("/settings/").status_code == 200
    assert "Firefox" not in eve.get("/settings/security/").content.decode()


def test_sessions_that_ran_out_are_not_listed(browser, user):
    phone = opened("alice", SAFARI)
    assert len(sessions(user, browser.session.session_key)) == 2
    phone.post("/sign-out/")
    [left] = sessions(user, browser.session.session_key)
    assert (left.browser, left.is_current, left.is_handheld) == ("Firefox on Linux", True, False)


def test_a_visit_is_noted_but_not_at_every_page(browser):
    long_ago = timezone.now() - timedelta(days=3)
    UserSession.objects.update(last_seen_at=long_ago, ip="203.0.113.1")
    cache.clear()
    limits.forget()
    browser.get("/settings/")
    row = UserSession.objects.get()
    assert row.ip == "127.0.0.1"
    assert row.last_seen_at - long_ago > timedelta(days=2)
    UserSession.objects.update(ip="203.0.113.1")
    browser.get("/settings/")
    assert UserSession.objects.get().ip == "203.0.113.1"


def test_a_forged_address_of_the_sender_is_not_shown(user):
    client = opened("alice", FIREFOX)
    cache.clear()
    limits.forget()
    page = client.get("/settings/security/", headers={"X-Forwarded-For": "198.51.100.7"}).content.decode()
    assert "198.51.100.7" not in page


def test_settings_are_limited(browser):
    for _ in range(60):
        browser.post("/settings/", {"display_name": "Alice"})
    answer = browser.post("/settings/", {"display_name": "Alice"})
    assert answer.status_code == 429
    assert browser.get("/settings/").status_code == 200
