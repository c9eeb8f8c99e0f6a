"""A17: what other pages and proxies could do to ours.

Every form needs its secret: `tests/house/test_routes.py::test_a_form_without_its_token_is_refused`. A strange host:
`tests/web/test_errors.py::test_a_strange_host_is_refused`, and in letters `tests/web/test_signing_in.py`. Paths
and sizes in what is imported: `tests/actions/test_backing_up.py`, `tests/actions/test_evil_files.py`.
"""

import pytest
from django.test import Client

from tests.factories import PASSWORD, make_account
from tests.house.test_routes import ROUTES
from tests.web.entrance import signed_in
from verandah.base import limits
from verandah.domain.accounts.roles import Role

pytestmark = pytest.mark.django_db
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "http:///evil.example",
    "/\t/evil.example/",
    "https://testserver@evil.example/",
]
# The same for everyone, and nothing of anybody's in it.
SAME_FOR_ALL = {
    "robots",
    "favicon",
    "security_txt",
    "safety_json",
    "brand",
    "app_icon",
    "manifest",
    "worker",
    "offline",
    "link_picture",
    "media",
}


@pytest.fixture
def pages(client_of, alice, eve):
    """Every page as a guest, a member and the owner of the site are answered."""
    owner = make_account("olga", role=Role.OWNER)
    found = {}
    for who, client in (("guest", Client()), ("member", client_of(eve)), ("owner", client_of(owner))):
        for name, route in ROUTES.items():
            limits.forget()
            if name != "account_logout":
                found[who, name] = client.get(route.path)
    return found


def test_no_page_stands_in_a_frame(pages):
    framed = [
        key
        for key, answer in pages.items()
        if answer.get("Content-Type", "").startswith("text/html")
        and (
            answer.get("X-Frame-Options") != "DENY" or "frame-ancestors 'none'" not in answer["Content-Security-Policy"]
        )
    ]
    assert framed == []


def test_no_page_runs_what_stands_in_it(pages):
    for key, answer in pages.items():
        policy = answer.get("Content-Security-Policy", "")
        if answer.get("Content-Type", "").startswith("text/html"):
            assert "'unsafe-inline'" not in policy, key
            assert "'unsafe-eval'" not in policy, key
        assert answer["X-Content-Type-Options"] == "nosniff", key


def test_nothing_that_is_for_one_is_kept_for_all(pages):
    kept = [
        (key, answer.get("Cache-Control", ""))
        for key, answer in pages.items()
        if key[0] != "guest"
        and key[1] not in SAME_FOR_ALL
        and answer.status_code == 200
        and not {"private", "no-store"} & set(answer.get("Cache-Control", "").replace(" ", "").split(","))
    ]
    assert kept == []


def test_no_answer_says_which_program_it_is(pages):
    for key, answer in pages.items():
        assert {"Server", "X-Powered-By", "X-Generator"} & set(answer.headers) == set(), key
        text = answer.content.decode(errors="replace").lower() if not answer.streaming else ""
        assert 'name="generator"' not in text, key
        if key[1] in {"account_login", "mfa_authenticate", "account_reset_password"}:
            assert "django" not in text, key
            assert "allauth" not in text, key
            assert "runs on" not in text, key


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "evil.example:80", "testserver:80@evil.example"]
)
@pytest.mark.parametrize("path", ["/", "/sign-in/", "/password/reset/", "/api/v2/instance"])
def test_a_host_that_is_not_ours_is_told_nothing(site, client, host, path):
    answer = client.get(path, headers={"host": host})
    assert answer.status_code == 400 or "evil" not in answer.content.decode()
    assert "evil" not in answer.get("Location", "")


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_way_back_leads_elsewhere(alice, client_of, target):
    client = Client()
    answers = [
        client.post("/sign-in/", {"login": "alice", "password": PASSWORD, "next": target}),
        client_of(alice).post("/reauthenticate/", {"password": PASSWORD, "next": target}),
        client_of(alice).post("/theme/", {"theme": "dark", "next": target}),
        client_of(alice).post("/language/", {"language": "ar", "next": target}),
        client_of(alice).get("/sign-in/", {"next": target}),
        client_of(alice).post("/sign-out/", {"next": target}),
        client_of(alice).post("/@bob/follow/", {"next": target}),
        client_of(alice).post("/announcements/1/dismiss/", {"next": target}),
    ]
    for answer in answers:
        place = answer.get("Location", "/")
        assert place.startswith("/"), place
        assert place[1:2] not in {"/", "\\"}, place


def test_nobody_is_signed_in_by_another_site(alice):
    client = Client(enforce_csrf_checks=True)
    asked = {"login": "alice", "password": PASSWORD}
    assert client.post("/sign-in/", asked).status_code == 403
    client.get("/sign-in/")
    secret = client.cookies["csrf"].value
    foreign = {"origin": "https://evil.example"}
    assert client.post("/sign-in/", {**asked, "csrfmiddlewaretoken": secret}, headers=foreign).status_code == 403
    assert not signed_in(client)
