"""Refusals and breakdowns as pages: each says what happened and where to go, and none needs more than it has."""

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from verandah.base.errors import Conflict, Forbidden, Invalid, NotFound, Refusal, TooMany
from verandah.config import urls
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.sessions import signed_in
from verandah.domain.instance.models import Site

REFUSALS: dict[str, Refusal] = {
    "missing": NotFound(),
    "forbidden": Forbidden("Only Alice may."),
    "invalid": Invalid("text", "Write it again."),
    "conflict": Conflict("Bob was faster."),
    "often": TooMany("Wait a moment.", 40),
    "longer": TooMany("Wait a while.", 600),
}


@csrf_exempt
def refuse(request, name: str):
    if name == "broken":
        raise ZeroDivisionError
    raise REFUSALS[name]


urlpatterns = [path("refuse/<str:name>/", refuse), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def visitor(site) -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("missing", 404, "isn’t here"),
        ("forbidden", 403, "Only Alice may."),
        ("invalid", 422, "Write it again."),
        ("conflict", 409, "Bob was faster."),
        ("often", 429, "Please wait 40 seconds"),
        ("longer", 429, "Please wait 10 minutes"),
    ],
)
def test_a_refusal_is_a_page_with_its_status(visitor: Client, name: str, status: int, words: str) -> None:
    answer = visitor.get(f"/refuse/{name}/")
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_waiting_is_also_said_to_programs(visitor: Client) -> None:
    assert visitor.get("/refuse/often/")["Retry-After"] == "40"


def test_a_breakdown_has_a_number_that_finds_the_log_entry(visitor: Client, caplog: pytest.LogCaptureFixture) -> None:
    answer = visitor.get("/refuse/broken/")
    assert answer.status_code == 500
    number = answer.content.decode().partition('<code dir="ltr">')[2].partition("<")[0]
    assert len(number) == 9
    assert number in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_an_address_writes_no_line_of_its_own_into_the_log(visitor: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    visitor.get("/tags/a%0Ab%E2%80%AE/", headers={"host": "evil.example"})
    [line] = [record.getMessage() for record in caplog.records]
    assert "/tags/a\\nb\\u202e/" in line


def test_a_breakdown_page_asks_no_database(visitor: Client, alice: Account) -> None:
    visitor.force_login(alice.user)
    with connection.execute_wrapper(only_who_it_is):
        assert visitor.get("/refuse/broken/").status_code == 500


def only_who_it_is(execute, sql, params, many, context):
    assert any(name in sql for name in ("django_session", "verandah_user", "usersession", "SAVEPOINT")), sql
    return execute(sql, params, many, context)


def test_an_unknown_address_is_a_page_for_guests_and_members(visitor: Client, alice: Account) -> None:
    assert visitor.get("/nowhere/").status_code == 404
    visitor.force_login(alice.user)
    page = visitor.get("/nowhere/").content.decode()
    assert "isn’t here" in page
    assert "/@alice/" in page


@override_settings(MAINTENANCE=True)
def test_while_closed_every_page_says_so_and_asks_no_database(client: Client) -> None:
    for place in ("/", "/people/", "/p/1/"):
        answer = client.get(place)
        assert answer.status_code == 503
        assert answer["Retry-After"] == "60"
        assert "maintenance" in answer.content.decode()


def test_a_strange_host_is_refused(visitor: Client) -> None:
    answer = visitor.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


def test_a_cookie_that_no_session_has_is_a_guests(visitor: Client, site: Site) -> None:
    for key in (r'"\000aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"', "../../../../etc/passwd", "a" * 5000, "short"):
        assert visitor.get("/", headers={"cookie": f"session={key}"}).status_code == 200
    assert signed_in("\0" * 32) is None


def test_every_page_forbids_what_it_does_not_need(visitor: Client) -> None:
    for place in ("/", "/nowhere/", "/sign-in/"):
        rule = visitor.get(place)["Content-Security-Policy"]
        assert "default-src 'none'" in rule
        assert "unsafe" not in rule


def test_only_get_and_head_look(visitor: Client) -> None:
    assert visitor.head("/").status_code == 200
    assert visitor.put("/").status_code == 405
    assert visitor.get("/p/1/restore/").status_code == 405
