"""Apps register themselves: in which forms, with which addresses, and how often."""

import subprocess
import sys

import pytest
from django.test import Client

from tests.house.source import TOP
from verandah.domain.accounts.models import App

from .oauth_steps import HERE, by_json

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("send", ["form", "json", "query", "list"])
def test_an_app_registers_in_any_form(site, send):
    asked = {"client_name": "Lantern", "redirect_uris": f"{HERE}\nicecubesapp://", "website": "https://app.example"}
    client = Client()
    answer = {
        "form": lambda: client.post("/api/v1/apps", asked),
        "json": lambda: by_json("/api/v1/apps/", asked),
        "query": lambda: client.post("/api/v1/apps", query_params=asked),
        "list": lambda: by_json("/api/v1/apps", {**asked, "redirect_uris": [HERE, "icecubesapp://"]}),
    }[send]()
    told = answer.json()
    assert answer.status_code == 200
    assert told["redirect_uris"] == [HERE, "icecubesapp://"]
    assert told["redirect_uri"] == f"{HERE}\nicecubesapp://"
    assert (told["name"], told["website"], told["scopes"]) == ("Lantern", "https://app.example", ["read"])
    assert told["client_secret_expires_at"] == 0
    assert told["id"] == str(App.objects.get().pk)
    assert set(told) >= {"client_id", "client_secret", "vapid_key"}


@pytest.mark.parametrize(
    "uri",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)//x",
        "data:text/html,x",
        "file:///etc/passwd",
        "blob:https://app.example/1",
        "/back",
        "//app.example/back",
        "https://",
        "https:///back",
        "https://me@app.example/",
        "https://app.example/#here",
        "https://app.example/\u202e",
        "https://app.example/a\\b",
        "https://[::1/",
        "x" * 100_000 + ":",
        "https://app.example/" + "x" * 2000,
        "",
    ],
)
def test_no_app_is_called_back_at_an_unsafe_address(site, uri):
    answer = by_json("/api/v1/apps", {"client_name": "Lantern", "redirect_uris": uri})
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert not App.objects.exists()


@pytest.mark.parametrize(
    "asked",
    [
        {"client_name": ""},
        {"client_name": "x" * 61},
        {"client_name": "x" * 100_000},
        {"client_name": "a\0b"},
        {"client_name": "a\u202eb"},
        {"client_name": "a\ud800"},
        {"client_name": {"a": "b"}},
        {"scopes": "read everything"},
        {"scopes": "x" * 100_000},
        {"website": "javascript:alert(1)"},
        {"website": "https://" + "x" * 3000},
    ],
)
def test_what_an_app_may_not_say_of_itself(site, asked):
    answer = by_json("/api/v1/apps", {"client_name": "Lantern", "redirect_uris": HERE, **asked})
    assert answer.status_code in {400, 422}
    assert answer.json()["error"]
    assert not App.objects.exists()


def test_apps_are_registered_only_so_often(site):
    asked = {"client_name": "Lantern", "redirect_uris": HERE}
    answers = [Client().post("/api/v1/apps", asked) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert answers[-1].json()["error"]


def test_on_a_machine_for_tests_apps_are_registered_without_end(site, settings):
    settings.LIMITED = False
    asked = {"client_name": "Lantern", "redirect_uris": HERE}
    assert {Client().post("/api/v1/apps", asked).status_code for _ in range(8)} == {200}


@pytest.mark.parametrize(
    ("bind", "url", "starts"),
    [
        ("127.0.0.1:3000", "http://localhost:3000", True),
        ("[::1]:3000", "http://[::1]:3000", True),
        ("0.0.0.0:3000", "http://localhost:3000", False),
        ("127.0.0.1:3000", "https://town.example", False),
    ],
)
def test_limits_are_switched_off_only_where_nobody_else_comes(tmp_path, bind, url, starts):
    settings = {"VERANDAH_DATA": str(tmp_path), "VERANDAH_BIND": bind, "VERANDAH_URL": url, "VERANDAH_LIMITS": "no"}
    command = [sys.executable, "-c", "import verandah.config.settings"]
    done = subprocess.run(command, env={"PYTHONPATH": str(TOP), **settings}, capture_output=True, text=True, timeout=60)
    assert (done.returncode == 0) is starts
    assert starts or "VERANDAH_LIMITS=no is for tests" in done.stderr
