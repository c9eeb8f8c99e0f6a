"""Every page is known by name here: who may open it, who may post to it, and where its posts are checked."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.addresses import BESIDE, ROUTES
from tests.web import test_visibility
from verandah.api.door import Resource
from verandah.domain.accounts.models import Account

HIDDEN = {404, 405}


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    """All pages. What answers apps knows neither sessions nor forms, and is tried in tests/api."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern)
        elif not isinstance(pattern.callback, Resource):
            yield pattern


def test_every_address_is_known_here():
    assert sorted(str(pattern.name) for pattern in patterns(get_resolver())) == sorted(ROUTES)


def test_the_stand_ins_lead_where_they_should():
    assert {name: get_resolver().resolve(route.path).url_name for name, route in ROUTES.items()} == {
        n: n for n in ROUTES
    }


def test_every_column_of_the_matrix_belongs_to_an_address():
    looked_at = {column for route in ROUTES.values() for column in route.matrix}
    of_pages = {column for column in test_visibility.ROUTES if not column.startswith("app: ")}
    assert looked_at | BESIDE == of_pages


def test_no_address_is_exempt_from_csrf_but_those_that_programs_press():
    exempt = [str(pattern.name) for pattern in patterns(get_resolver()) if getattr(pattern.callback, "csrf_exempt", 0)]
    assert exempt == ["share", "letters_stop"]


def is_sent_to_sign_in(response) -> bool:
    return response.status_code in {302, 303} and response["Location"].startswith("/sign-in/")


def gates(client: Client, method: str) -> dict[str, int | str]:
    """What each address answers: "sign in", or the status."""
    answers = {name: getattr(client, method)(route.path) for name, route in ROUTES.items()}
    return {name: "sign in" if is_sent_to_sign_in(answer) else answer.status_code for name, answer in answers.items()}


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_guest_is_sent_to_sign_in_unless_there_is_a_reason(alice: Account, eve: Account, method: str):
    found = gates(Client(), method)
    assert {name: gate for name, gate in found.items() if gate != "sign in" and gate >= 500} == {}
    closed = {name for name, gate in found.items() if gate == "sign in" or gate in HIDDEN}
    assert {name for name, route in ROUTES.items() if not route.open_to_guests} - closed == set()


def test_what_is_open_opens(alice: Account, eve: Account, client_of):
    # A gate that refused everyone would pass the test above.
    open_to_guests = {name for name, route in ROUTES.items() if route.open_to_guests}
    shut = {name for name, gate in gates(Client(), "get").items() if gate == "sign in"}
    assert shut & open_to_guests == set()
    shut_to_members = {name for name, gate in gates(client_of(eve), "get").items() if gate == "sign in"}
    assert shut_to_members == set()


def test_a_form_without_its_token_is_refused(alice: Account, eve: Account, client_of):
    client = client_of(eve)
    client.handler.enforce_csrf_checks = True
    found = gates(client, "post")
    assert {name: gate for name, gate in found.items() if gate not in {403, 404, 405}} == {}


def test_reasons_are_sentences():
    assert [
        name for name, route in ROUTES.items() if route.open_to_guests and not route.open_to_guests.endswith(".")
    ] == []
