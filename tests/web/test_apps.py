"""Letting an app in on the consent page, seeing which apps have access, and sending one away."""

import re
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.oauth_steps import HERE, OOB, Phone, code_of, decide, registered, token_of, trade, whoami, wish
from tests.factories import PASSWORD
from verandah.actions import authenticating
from verandah.domain.accounts.models import AccessToken, Account, App, AuthorizationCode, User

from .entrance import signed_in, text_of

pytestmark = pytest.mark.django_db
CONSENT = "/oauth/authorize"


@pytest.fixture
def phone(site) -> Phone:
    return registered(website="https://app.example/about")


@pytest.fixture
def browser(alice: Account, client_of) -> Client:
    return client_of(alice)


def test_the_page_says_who_asks_for_what_and_as_whom(phone, browser):
    answer = browser.get(CONSENT, wish(phone, scope="read write:lists", state="x"))
    page = text_of(answer)
    assert answer.status_code == 200
    for said in ("Lantern", "@alice", "Read everything that you can see", "Make and change your lists"):
        assert said in page
    assert "https://app.example" in page
    assert "post, follow, delete" not in page
    assert not AuthorizationCode.objects.exists()


def test_programs_that_read_the_page_find_the_form_that_asks_first(phone, browser):
    """Command-line clients and test harnesses take the first form that goes to this address, and its first button."""
    page = browser.get(CONSENT, wish(phone)).content.decode()
    forms = re.findall(r'(?s)<form([^>]*method="post"[^>]*)>(.*?)</form>', page)
    here = [inside for head, inside in forms if "action=" not in head or "authorize" in head]
    assert re.findall(r'<button[^>]*name="(\w+)" value="(\w+)"', here[0])[0] == ("decision", "allow")


@pytest.mark.parametrize("path", [CONSENT, f"{CONSENT}/"])
def test_a_guest_signs_in_first_and_comes_back(phone, alice, path):
    client = Client()
    here = f"{path}?{urlencode(wish(phone, state='a&b'))}"
    to_sign_in = client.get(here)
    assert to_sign_in.status_code == 302
    assert to_sign_in["Location"] == f"/sign-in/?next={quote(here, safe='/')}"
    page = client.get(to_sign_in["Location"])
    # The first of them belongs to the choice of languages.
    goes_on = re.findall(r'name="next" value="([^"]+)"', page.content.decode())[-1].replace("&amp;", "&")
    assert goes_on == here
    back = client.post("/sign-in/", {"login": "alice", "password": PASSWORD, "next": goes_on})
    assert (back.status_code, back["Location"]) == (303, here)
    # Each of these is a page of the same window, and one alone would cut it off from the app.
    for answer in (to_sign_in, page, back, client.get(here), decide(client, phone)):
        assert answer["Cross-Origin-Opener-Policy"] == "unsafe-none"
    assert client.get("/")["Cross-Origin-Opener-Policy"] == "same-origin"
    assert Client().get("/sign-in/")["Cross-Origin-Opener-Policy"] == "same-origin"
    assert Client().get("/sign-in/?next=/people/")["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_page_may_send_its_form_anywhere_and_stands_in_no_frame(phone, browser):
    answer = browser.get(CONSENT, wish(phone))
    policy = answer["Content-Security-Policy"]
    assert "form-action" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert "no-store" in answer["Cache-Control"]
    assert "form-action 'self'" in browser.get("/people/")["Content-Security-Policy"]


def test_no_other_site_can_press_the_button(phone, alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice.user)
    assert decide(client, phone).status_code == 403
    page = client.get(CONSENT, wish(phone)).content.decode()
    secret = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    sent = {"decision": "allow", "csrfmiddlewaretoken": secret}
    assert client.post(CONSENT, sent, query_params=wish(phone)).status_code == 303


def test_the_page_alone_allows_nothing(phone, browser):
    browser.get(CONSENT, wish(phone) | {"decision": "allow"})
    assert not AuthorizationCode.objects.exists()


@pytest.mark.parametrize("decision", ["deny", "", "ALLOW", "yes"])
def test_who_does_not_allow_refuses(phone, browser, decision):
    answer = decide(browser, phone, decision, state="s")
    back = urlsplit(answer["Location"])
    assert answer["Location"].startswith(HERE)
    assert parse_qs(back.query) == {"error": ["access_denied"], "state": ["s"]}
    assert not AuthorizationCode.objects.exists()


def test_a_guest_cannot_press_the_button(phone, alice):
    answer = decide(Client(), phone)
    assert answer["Location"].startswith("/sign-in/")
    assert not AuthorizationCode.objects.exists()


def test_a_name_is_never_markup(site, browser):
    app = registered(client_name='<script>alert("x")</script>')
    page = browser.get(CONSENT, wish(app)).content.decode()
    assert "<script>alert" not in page
    token_of(browser, app)
    assert "<script>alert" not in browser.get("/settings/apps/").content.decode()


def test_a_code_for_copying(site, browser, eve, client_of):
    app = registered(OOB)
    assert "copy into the app" in text_of(browser.get(CONSENT, wish(app, redirect_uri=OOB)))
    answer = decide(browser, app, redirect_uri=OOB)
    assert answer["Location"].startswith("/oauth/authorize/native?code=")
    code = answer["Location"].rpartition("=")[2]
    page = browser.get(answer["Location"])
    assert f'value="{code}"' in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    # A code that someone else has made is not shown: I would let them into my app.
    assert client_of(eve).get(answer["Location"]).status_code == 404
    assert browser.get("/oauth/authorize/native?code=x<b>").status_code == 404
    assert Client().get(answer["Location"])["Location"].startswith("/sign-in/")
    assert trade(app, code, redirect_uri=OOB).status_code == 200


def test_a_code_for_copying_only_where_the_app_has_asked_for_it(phone, browser):
    assert browser.get(CONSENT, wish(phone, redirect_uri=OOB)).status_code == 422


def test_no_code_for_copying_after_a_no(site, browser):
    assert decide(browser, registered(OOB), "deny", redirect_uri=OOB)["Location"] == "/"
    assert "The app was not let in" in text_of(browser.get("/"))
    assert not AuthorizationCode.objects.exists()


def test_signing_in_anew(phone, browser):
    page = browser.get(CONSENT, wish(phone, force_login="true", state="s")).content.decode()
    assert 'value="allow"' not in page
    goes_on = f"{CONSENT}?{urlencode(wish(phone, state='s'))}"
    assert goes_on in re.findall(r'name="next" value="([^"]+)"', page.replace("&amp;", "&"))
    # Opening the address alone signs nobody out.
    assert signed_in(browser)
    answer = browser.post("/sign-out/", {"next": goes_on})
    assert answer["Location"] == goes_on
    assert answer["Cross-Origin-Opener-Policy"] == "unsafe-none"
    assert not signed_in(browser)
    assert browser.get(goes_on)["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize("named", ["ar", "ar-EG"])
def test_the_language_that_the_app_names(phone, browser, named):
    client = Client()
    to_sign_in = client.get(CONSENT, wish(phone, lang=named))
    assert f"lang%3D{named}" in to_sign_in["Location"]
    assert 'lang="ar"' in client.get(to_sign_in["Location"]).content.decode()
    assert 'lang="ar"' in browser.get(CONSENT, wish(phone, lang=named)).content.decode()
    User.objects.update(language="en")
    assert 'lang="en"' in browser.get(CONSENT, wish(phone, lang=named)).content.decode()


def test_an_unknown_app_is_said_to_be_unknown_before_anyone_signs_in(site):
    answer = Client().get(CONSENT, {"response_type": "code", "client_id": "x", "redirect_uri": HERE})
    assert answer.status_code == 422
    assert "not known here" in text_of(answer)


def test_apps_with_access_and_none_without(phone, browser, alice, eve, client_of):
    assert "No app has access" in text_of(browser.get("/settings/apps/"))
    token = token_of(browser, phone, scope="read")
    token_of(browser, phone, scope="write:lists")
    page = text_of(browser.get("/settings/apps/"))
    assert page.count('<h2 id="app-') == page.count("Lantern</bdi>") == 1
    for said in ("https://app.example/about", "Read everything", "Make and change your lists", "not used yet"):
        assert said in page
    whoami(token)
    assert "last used" in text_of(browser.get("/settings/apps/"))
    assert "Lantern" not in text_of(client_of(eve).get("/settings/apps/"))


def test_sending_an_app_away(phone, browser, eve, client_of):
    token, also, waiting = token_of(browser, phone), token_of(browser, phone), code_of(browser, phone)
    app = App.objects.get()
    assert client_of(eve).post("/settings/apps/end/", {"id": app.pk}).status_code == 404
    assert whoami(token) == 200
    answer = browser.post("/settings/apps/end/", {"id": app.pk})
    assert (answer.status_code, answer["Location"]) == (303, "/settings/apps/")
    assert [whoami(token), whoami(also)] == [401, 401]
    assert trade(phone, waiting).json()["error"] == "invalid_grant"
    assert "No app has access" in text_of(browser.get("/settings/apps/"))
    assert browser.post("/settings/apps/end/", {"id": app.pk}).status_code == 404
    for odd in ("", "x", "-1", "9" * 40, "\0"):
        assert browser.post("/settings/apps/end/", {"id": odd}).status_code == 404


def test_a_token_from_the_command_line_stands_there_too(browser, alice):
    token = authenticating.issue_token(alice, "read", "Backup")
    assert "Backup" in text_of(browser.get("/settings/apps/"))
    browser.post("/settings/apps/end/", {"id": AccessToken.objects.get().app_id})
    assert whoami(token) == 401
    assert App.objects.get().redirect_uris == ""


def test_a_page_of_many_apps_asks_no_more(browser, alice):
    counts = []
    for number in range(6):
        authenticating.issue_token(alice, "read write", f"App {number}")
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/settings/apps/").content.decode().count('<h2 id="app-') == number + 1
        counts.append(len(queries))
    # The first visit notes that the session was used.
    assert len(set(counts[1:])) == 1
