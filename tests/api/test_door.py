"""The frame: who is let in, how often, what a browser may read, and that nobody is ever answered with a page."""

import json
import re

import pytest
from django.test import Client

from tests.api.asking import Phone
from tests.factories import make_post
from verandah.actions import enrolling
from verandah.base.limits import LIMITS
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience

HOME = "/api/v1/timelines/home"


def error(answer) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/json"
    return answer.status_code, answer.json()["error"]


def test_a_token_is_taken_from_header_query_or_body(alice: Account) -> None:
    token = Phone(alice).token
    for answer in (
        Client().get(HOME, headers={"Authorization": f"Bearer {token}"}),
        Client().get(HOME, headers={"Authorization": f"bearer  {token}"}),
        Client().get(HOME, {"access_token": token}),
        Client().post("/api/v1/markers", {"access_token": token}),
        Client().post("/api/v1/markers", {"access_token": token}, content_type="application/json"),
    ):
        assert answer.status_code == 200


@pytest.mark.parametrize("token", ["", "nonsense", "x" * 5000, "\u00e9"])
def test_a_bad_token_is_refused_also_where_none_is_needed(alice: Account, token: str) -> None:
    for path in (HOME, "/api/v1/instance"):
        answer = Client().get(path, headers={"Authorization": f"Bearer {token}"})
        assert error(answer) == (401, "The access token is invalid")


def test_a_browser_that_is_signed_in_is_nobody_here(alice: Account, client_of) -> None:
    assert client_of(alice).get(HOME).status_code == 401
    client = client_of(alice)
    client.handler.enforce_csrf_checks = True
    assert error(client.post("/api/v1/statuses", {"status": "forged"})) == (401, "The access token is invalid")


def test_no_cookie_is_set_and_no_session_asked_for(alice: Account, django_assert_num_queries) -> None:
    answer = Phone(alice).get(HOME)
    assert answer.cookies == {}
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(("scopes", "status"), [("read", 200), ("read:statuses", 200), ("write", 403), ("push", 403)])
def test_a_token_is_good_for_its_scopes_only(alice: Account, scopes: str, status: int) -> None:
    answer = Phone(alice, scopes).get(HOME)
    assert answer.status_code == status
    if status == 403:
        assert error(answer) == (403, "This action is outside the authorized scopes")


def test_scopes_count_also_where_no_token_is_needed(alice: Account) -> None:
    post = make_post(alice)
    assert Phone(alice, "push").get(f"/api/v1/statuses/{post.id}").status_code == 403


def test_who_has_not_confirmed_their_address_is_told_so(site) -> None:
    user = enrolling.enrol("zoe", "zoe@example.org", "a veranda in the evening")
    assert error(Phone(user.account).get(HOME)) == (403, "Your login is missing a confirmed e-mail address")


def test_errors_are_json_whatever_happens(alice: Account) -> None:
    phone = Phone(alice)
    assert error(phone.get("/api/v1/nothing/here")) == (404, "Record not found")
    assert error(phone.get("/api/v9")) == (404, "Record not found")
    assert error(phone.get("/api/v1/statuses/7")) == (404, "Record not found")
    assert error(phone.get("/api/v1/statuses/9999999999999999999")) == (404, "Record not found")
    assert error(phone.send("PATCH", HOME)) == (405, "Method not allowed")
    status, text = error(phone.post("/api/v1/statuses", {"status": ""}))
    assert status == 422
    assert text.startswith("Validation failed: ")
    broken = phone.client.post("/api/v1/statuses", "{", content_type="application/json", headers=phone.headers)
    assert error(broken) == (400, "Bad request")
    big = json.dumps({"status": "x" * 300_000})
    answer = phone.client.post("/api/v1/statuses", big, content_type="application/json", headers=phone.headers)
    assert error(answer) == (413, "Payload too large")


def test_our_own_fault_is_json_too(alice: Account, monkeypatch: pytest.MonkeyPatch, caplog) -> None:
    monkeypatch.setattr("verandah.api.timelines.home_ids", lambda viewer, page: 1 / 0)
    assert error(Phone(alice).get(HOME)) == (500, "Something went wrong on our side")
    assert "ZeroDivisionError" in caplog.text


def test_maintenance_is_json(settings) -> None:
    settings.MAINTENANCE = True
    assert error(Client().get("/api/v1/instance")) == (503, "Closed for maintenance")


@pytest.mark.parametrize("path", ["/api/v1/instance", "/api/v1/statuses", "/.well-known/nodeinfo", "/nodeinfo/2.0"])
def test_nothing_is_redirected(alice: Account, path: str) -> None:
    for end in ("", "/"):
        for answer in (Client().get(path + end), Client().post(path + end, {})):
            assert answer.status_code in {200, 401, 405, 422}


def test_pages_of_other_sites_may_ask(alice: Account) -> None:
    make_post(alice)
    headers = {
        "Origin": "https://elk.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, idempotency-key, x-whatever",
    }
    preflight = Client().options("/api/v1/statuses", headers=headers)
    assert preflight.status_code == 204
    assert preflight["Access-Control-Allow-Origin"] == "*"
    assert preflight["Access-Control-Allow-Headers"] == "authorization, idempotency-key, x-whatever"
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        assert method in preflight["Access-Control-Allow-Methods"]
    answer = Phone(alice).get(HOME)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    for name in ("Link", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "X-Request-Id"):
        assert name in answer["Access-Control-Expose-Headers"]
        assert name in answer
    refused = Client().get(HOME)
    assert refused["Access-Control-Allow-Origin"] == "*"


def test_every_answer_tells_what_is_left(alice: Account) -> None:
    phone = Phone(alice)
    first, second = phone.get(HOME), phone.get(HOME)
    assert first["X-RateLimit-Limit"] == "300"
    assert (first["X-RateLimit-Remaining"], second["X-RateLimit-Remaining"]) == ("299", "298")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", first["X-RateLimit-Reset"])
    for answer in (Client().get(HOME), Client().get("/api/v1/instance"), Client().get("/api/v1/x")):
        assert "X-RateLimit-Remaining" in answer
        assert re.fullmatch(r"[0-9a-f]{32}", answer["X-Request-Id"])


def test_too_many_is_429_and_can_be_switched_off(alice: Account, monkeypatch, settings) -> None:
    monkeypatch.setitem(LIMITS, "api_token", (2, 300))
    phone = Phone(alice)
    assert [phone.get(HOME).status_code for _try in range(3)] == [200, 200, 429]
    answer = phone.get(HOME)
    assert answer["X-RateLimit-Remaining"] == "0"
    assert 0 < int(answer["Retry-After"]) <= 300
    assert answer.json()["error"]
    settings.LIMITED = False
    assert [phone.get(HOME).status_code for _try in range(3)] == [200, 200, 200]


def test_a_flood_of_bad_tokens_is_counted(monkeypatch) -> None:
    found = Client().get(HOME, headers={"Authorization": "Bearer x"})
    assert found["X-RateLimit-Remaining"] == "299"
    assert Client().get(HOME, headers={"Authorization": "Bearer y"})["X-RateLimit-Remaining"] == "298"


def test_web_apps_of_other_sites_read_profiles_as_guests_do(alice: Account, client_of) -> None:
    make_post(alice, "for all", Audience.PUBLIC)
    origin = {"Origin": "https://app.example"}
    page = Client().get("/@alice/", headers=origin)
    assert (page.status_code, page["Access-Control-Allow-Origin"]) == (200, "*")
    assert "Access-Control-Allow-Credentials" not in page
    asked = Client().options("/@alice/", headers={**origin, "Access-Control-Request-Method": "GET"})
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, OPTIONS")
    for path in ("/", "/settings/", "/notifications/"):
        assert "Access-Control-Allow-Origin" not in client_of(alice).get(path, headers=origin)
    assert "Access-Control-Allow-Origin" not in client_of(alice).post("/@alice/follow/", headers=origin)
