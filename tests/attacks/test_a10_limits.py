"""A10: every form has a limit, and no header gets around it.

What apps ask for is counted before anything else, in `tests/api/test_door.py`; whose address counts behind proxies is
tried in `tests/streaming/test_peers.py`.
"""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from tests.api.asking import Phone
from tests.api.oauth_steps import decide, registered
from tests.factories import make_account
from tests.factors import give_factor
from tests.house.test_routes import ROUTES
from verandah.api.openapi import offered
from verandah.base import limits
from verandah.base.resumable import VERSION
from verandah.domain.accounts.factors import has_second_factor
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.notifications.unsubscribing import link_of

pytestmark = pytest.mark.django_db
# What may be sent as often as someone likes, with the reason.
FREE = {
    "set_language": "Writes a cookie of the browser's own and nothing else.",
    "set_theme": "Writes a cookie of the browser's own and nothing else.",
    "display": "Writes cookies of the browser's own and nothing else.",
    "waiting_room_address": "Leads away whoever waits for nothing; for who waits it is counted.",
    "waiting_room_withdraw": "The same.",
    "staff_setup_safety": "Only leads to the pages of two factors and back.",
    "come_back": "Changes something for whoever has left and signs in again; and then it is counted as settings are.",
    "account_email_verification_sent": "Shows a page and changes nothing; the letter again is a form of its own.",
    "decisions_done": "Forgets the room of closed accounts in this browser; nothing is stored.",
}
# What is refused before it is counted as long as nothing is filled in.
COUNTED_WHEN_FILLED_IN = ("letters_stop", "notice", "oauth_authorize", "share", "uploads")


def filled_in(name: str, account: Account) -> Callable[[Client], HttpResponse]:
    """How such a form is sent when it is accepted."""
    app = registered()
    notice = {"key": "0" * 32, "places": f"{settings.URL}/@alice/", "kind": "fraud", "country": "DE"}
    notice |= {"comment": "It is a trick.", "name": "Sam", "email": "sam@example.net", "good_faith": "on"}
    device, file = {"Sec-Fetch-Site": "none"}, {"Tus-Resumable": VERSION, "Upload-Length": "1000"}
    ways: dict[str, Callable[[Client], HttpResponse]] = {
        "letters_stop": lambda client: client.post(f"/letters/{link_of(account.pk, 'share')}/"),
        "notice": lambda client: client.post("/report/", notice),
        "oauth_authorize": lambda client: decide(client, app, "deny"),
        "share": lambda client: client.post("/share/", {"text": "Tea at four"}, headers=device),
        "uploads": lambda client: client.post("/media/uploads/", headers=file),
    }
    return ways[name]


@pytest.fixture
def tight(settings, monkeypatch):
    """Every limit is two, so that the third of anything is refused."""
    settings.LIMITED = True
    monkeypatch.setattr(limits, "LIMITS", {name: (2, 60) for name in limits.LIMITS})


def answers(client, path: str) -> set[int]:
    return {client.post(path).status_code for _time in range(3)}


def test_every_form_has_a_limit(client_of, alice, tight):
    owner = make_account("olga", role=Role.OWNER)
    without = []
    for name, route in ROUTES.items():
        limits.forget()
        if not has_second_factor(owner.user.pk):
            # One of the forms takes it away.
            give_factor(owner.user)
        client = client_of(owner)
        found = answers(client, route.path)
        if 429 not in found and found != {405} and found != {404}:
            without.append(name)
    assert sorted(set(without) - set(COUNTED_WHEN_FILLED_IN)) == sorted(FREE)


@pytest.mark.parametrize("name", COUNTED_WHEN_FILLED_IN)
def test_what_is_refused_empty_is_counted_when_it_is_filled_in(client_of, alice, eve, tight, name):
    send, client = filled_in(name, eve), client_of(eve)
    found = [send(client).status_code for _time in range(3)]
    assert found[0] < 400, found
    assert found[-1] == 429, found


def test_what_is_free_has_a_reason_and_is_there():
    assert set(FREE) | set(COUNTED_WHEN_FILLED_IN) <= set(ROUTES)
    assert all(reason.endswith(".") for reason in FREE.values())


def test_every_request_of_an_app_is_counted(alice, tight):
    for name in offered():
        method, path = name.split(" ")
        limits.forget()
        phone = Phone(alice)
        found = {asked(phone, method, path).status_code for _time in range(3)}
        assert 429 in found or found == {405}, name


def asked(phone: Phone, method: str, path: str) -> HttpResponse:
    for part in (":id", ":number", ":name", ":slug"):
        path = path.replace(part, "7")
    return phone.get(path) if method == "GET" else phone.send(method, path)


def test_another_address_in_a_header_is_no_other_address(client, site, tight):
    found = [
        client.post("/sign-in/", {"login": "x", "password": "y"}, headers={"X-Forwarded-For": f"203.0.113.{number}"})
        for number in range(4)
    ]
    assert [answer.status_code for answer in found] == [422, 422, 429, 429]
    for header in ("Forwarded", "X-Real-IP", "CF-Connecting-IP", "True-Client-IP", "X-Client-IP"):
        assert client.post("/sign-in/", {}, headers={header: "203.0.113.99"}).status_code == 429


def test_another_address_in_fact_is(client, site, tight):
    for _time in range(3):
        client.post("/sign-in/", {"login": "x", "password": "y"})
    assert client.post("/sign-in/", {"login": "x", "password": "y"}, REMOTE_ADDR="203.0.113.5").status_code == 422
