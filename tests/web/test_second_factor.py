"""A second factor: set up, asked for at every way in, good once, and gone only for who has it."""

import re
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from tests.factories import PASSWORD, make_account
from tests.factors import SECRET, code, give_factor, show_factor
from tests.web.entrance import link_in, sign_in, signed_in
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.tokens import bearer_of

pytestmark = pytest.mark.django_db
APP = "/settings/security/app/"
STEP = "/sign-in/second-step/"
AGAIN = "/reauthenticate/code/"


@pytest.fixture
def secured(alice) -> Account:
    give_factor(alice.user)
    return alice


def reauthenticated(client: Client, user: User) -> Client:
    """A browser in which they have just shown who they are."""
    client.force_login(user)
    show_factor(client, user)
    return client


def set_up(client: Client) -> str:
    """Set up an app for codes by the pages; its key."""
    page = client.get(APP).content.decode()
    secret = re.search(r'id="secret" value="([A-Z2-7]+)"', page)[1]
    answer = client.post(APP, {"code": code(secret=secret)})
    assert (answer.status_code, answer["Location"]) == (303, "/settings/security/codes/")
    return secret


def test_an_app_is_set_up_and_codes_are_shown_once(alice, client, django_capture_on_commit_callbacks):
    reauthenticated(client, alice.user)
    with django_capture_on_commit_callbacks(execute=True):
        set_up(client)
    page = client.get("/settings/security/codes/").content.decode()
    codes = re.findall(r"<code>(\d{8})</code>", page)
    assert len(set(codes)) == 10
    kept = unquote(re.search(r'href="data:text/plain;charset=utf-8,([^"]+)"', page)[1])
    assert all(one in kept for one in codes)
    again = client.get("/settings/security/codes/").content.decode()
    assert not any(one in again for one in codes)
    assert "You have 10 codes left." in again
    assert "data:text/plain" not in again
    assert "second step was added" in mail.outbox[-1].subject


def test_setting_it_up_asks_for_the_password_first(alice, client):
    client.force_login(alice.user)
    answer = client.get(APP)
    assert answer["Location"].startswith("/reauthenticate/?next=")
    assert client.post(answer["Location"], {"password": "wrong"}).status_code == 422
    answer = client.post(answer["Location"], {"password": PASSWORD, "next": APP})
    assert answer["Location"] == APP
    assert client.get(APP).status_code == 200


def test_a_wrong_code_sets_nothing_up(alice, client):
    reauthenticated(client, alice.user)
    client.get(APP)
    assert client.post(APP, {"code": "000000"}).status_code == 422
    assert not Authenticator.objects.exists()


def test_the_key_is_sealed_in_the_database(alice, client, settings):
    reauthenticated(client, alice.user)
    secret = set_up(client)
    kept = "".join(str(data) for data in Authenticator.objects.values_list("data", flat=True))
    assert secret not in kept
    settings.SECRET_KEY = "another"
    # Where the site has lost its own key no code is good, instead of those that an empty key makes.
    client.logout()
    sign_in(client, "alice")
    for guess in (code(secret=secret), code(secret="")):
        assert client.post(STEP, {"code": guess}).status_code == 422


def test_the_password_alone_opens_nothing(secured, client):
    answer = sign_in(client, "alice")
    assert answer["Location"] == STEP
    assert not signed_in(client)
    for place in ("/settings/", "/all/", "/moderation/", APP):
        assert client.get(place).status_code in {302, 404}
    assert client.post(STEP, {"code": "123456"}).status_code == 422
    assert not signed_in(client)
    assert client.post(STEP, {"code": code()}).status_code == 303
    assert signed_in(client)


def test_a_code_is_good_once_also_in_another_browser(secured, client):
    sign_in(client, "alice")
    used = code()
    assert client.post(STEP, {"code": used}).status_code == 303
    other = Client()
    sign_in(other, "alice")
    assert other.post(STEP, {"code": used}).status_code == 422
    # Nor is one that came before it.
    assert other.post(STEP, {"code": code(-1)}).status_code == 422
    assert other.post(STEP, {"code": code(1)}).status_code == 303


def test_a_recovery_code_is_good_once(alice, client):
    reauthenticated(client, alice.user)
    set_up(client)
    found = re.findall(r"<code>(\d{8})</code>", client.get("/settings/security/codes/").content.decode())
    for number, status in ((0, 303), (0, 422), (1, 303)):
        browser = Client()
        sign_in(browser, "alice")
        assert browser.post(STEP, {"code": found[number]}).status_code == status


def test_guessing_codes_comes_to_an_end(secured, client):
    sign_in(client, "alice")
    for _number in range(5):
        assert "right" in client.post(STEP, {"code": "000000"}).content.decode()
    # From now on not even the right one helps, until some minutes have passed.
    assert client.post(STEP, {"code": code()}).status_code == 422
    assert not signed_in(client)


def test_a_new_password_does_not_go_around_it(secured, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/password/reset/", {"email": secured.user.email})
    place = client.get(link_in(mail.outbox[-1]))["Location"]
    client.post(place, {"password1": "another evening on the veranda"})
    assert not signed_in(client)
    assert sign_in(client, "alice", "another evening on the veranda")["Location"] == STEP
    assert not signed_in(client)


def test_an_app_is_let_in_only_by_who_has_shown_both(secured, client):
    wish = "/oauth/authorize?response_type=code&client_id=x&redirect_uri=urn:ietf:wg:oauth:2.0:oob"
    sign_in(client, "alice")
    answer = client.get(wish)
    assert answer.status_code in {302, 400, 401, 422}
    assert not signed_in(client)


def test_there_is_no_token_for_a_password(secured, client):
    asked = {
        "grant_type": "password",
        "username": "alice",
        "password": PASSWORD,
        "client_id": "x",
        "client_secret": "y",
    }
    answer = client.post("/oauth/token", asked)
    assert answer.status_code in {400, 401}
    assert bearer_of(answer.json().get("access_token", "")) is None


def test_whoever_has_a_factor_shows_that_one_again_and_not_the_password(secured, client):
    client.force_login(secured.user)
    for place in (APP + "remove/", "/settings/security/keys/add/", "/settings/security/codes/new/"):
        assert client.get(place)["Location"].startswith(AGAIN)
    answer = client.post("/reauthenticate/", {"password": PASSWORD, "next": APP + "remove/"})
    assert answer["Location"].startswith(AGAIN)
    assert client.get(APP + "remove/")["Location"].startswith(AGAIN)
    answer = client.post(AGAIN, {"code": code(), "next": APP + "remove/"})
    assert answer["Location"] == APP + "remove/"
    assert client.get(APP + "remove/").status_code == 200


def test_removing_the_last_one_ends_the_recovery_codes(alice, client, django_capture_on_commit_callbacks):
    reauthenticated(client, alice.user)
    set_up(client)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(APP + "remove/")["Location"] == "/settings/security/"
    assert not Authenticator.objects.exists()
    assert "removed" in mail.outbox[-1].subject


def test_new_codes_are_in_the_place_of_the_old(alice, client):
    reauthenticated(client, alice.user)
    set_up(client)
    first = set(re.findall(r"<code>(\d{8})</code>", client.get("/settings/security/codes/").content.decode()))
    assert client.post("/settings/security/codes/new/").status_code == 303
    second = set(re.findall(r"<code>(\d{8})</code>", client.get("/settings/security/codes/").content.decode()))
    assert len(second) == 10
    assert not first & second


def test_a_key_that_answers_nonsense_is_refused(alice, client):
    reauthenticated(client, alice.user)
    place = "/settings/security/keys/add/"
    assert "data-key" in client.get(place).content.decode()
    for said in (
        "",
        "null",
        "[]",
        "{}",
        '{"id": 1}',
        '{"id":"AA","rawId":"AA","type":"public-key","response":{}}',
        "x",
    ):
        assert client.post(place, {"name": "Key", "credential": said}).status_code == 422, said
    assert not Authenticator.objects.exists()


def test_the_second_step_without_the_first_leads_back(client, alice):
    assert client.get(STEP)["Location"].startswith("/sign-in/")
    assert client.post(STEP, {"code": "123456"})["Location"].startswith("/sign-in/")


def test_settings_tell_what_is_set_up(secured, client_of, eve):
    page = client_of(secured).get("/settings/security/").content.decode()
    assert "/settings/security/app/remove/" in page
    assert SECRET not in page
    assert "/settings/security/app/remove/" not in client_of(eve).get("/settings/security/").content.decode()


def test_every_page_of_it_is_never_stored(secured, client):
    reauthenticated(client, secured.user)
    places = (APP + "remove/", "/settings/security/keys/add/", "/settings/security/codes/new/", AGAIN)
    assert {place: client.get(place)["Cache-Control"] for place in places} == dict.fromkeys(
        places, "max-age=0, no-cache, no-store, must-revalidate, private"
    )


def test_members_do_without(client, site):
    make_account("zoe")
    assert sign_in(client, "zoe").status_code == 303
    assert signed_in(client)
