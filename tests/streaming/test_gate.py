"""The gate of the whole server: who is shut out gets no page, no answer of any door and no stream; an open one ends."""

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.factories import make_account
from tests.streaming.apps import token_of
from tests.streaming.running import Running, Visitor, running
from verandah.actions import barring
from verandah.actions.barring import NetworkWish
from verandah.config.asgi import Server
from verandah.config.peers import networks
from verandah.config.wsgi import application as pages
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.barring import BARRIER

pytestmark = pytest.mark.django_db(transaction=True)
OUTSIDE = "203.0.113.9"


@pytest.fixture
def ada(site) -> Account:
    # A proxy of ours tells who asks: from this machine alone nobody can be shut out.
    site.application.trusted = networks(["127.0.0.1"])
    return make_account("ada", role=Role.ADMIN)


def asked(site: Running, path: str, address: str, token: str = "") -> int:
    with Visitor(site.port) as visitor:
        more = {"Authorization": f"Bearer {token}"} if token else {}
        visitor.request(f"GET {path}", {"X-Forwarded-For": address, **more})
        return visitor.head()[0]


def socket(site: Running, token: str, address: str):
    place = f"ws://127.0.0.1:{site.port}/api/v1/streaming?stream=user&access_token={token}"
    return connect(place, compression=None, additional_headers={"X-Forwarded-For": address})


def test_nothing_is_answered_and_open_streams_end(site, ada, alice):
    token = token_of(alice)
    paths = ("/", "/health", "/live/?feed=home", "/api/v1/timelines/home", "/api/v1/streaming/user")
    assert asked(site, "/api/v1/timelines/home", OUTSIDE, token) == 200
    with (
        socket(site, token, OUTSIDE) as outside,
        socket(site, token, "198.51.100.7") as inside,
        Visitor(site.port) as reader,
    ):
        reader.request("GET /api/v1/streaming/user", {"X-Forwarded-For": OUTSIDE, "Authorization": f"Bearer {token}"})
        assert reader.head()[0] == 200
        assert site.until(lambda: len(site.application.apps.listeners.listeners) == 3)
        row = barring.bar_network(NetworkWish("203.0.113.0/24", "no_access"), ada)
        assert site.until(lambda: len(site.application.apps.listeners.listeners) == 1)
        assert inside.ping().wait(5)
        with pytest.raises(Exception, match="close"):
            outside.recv(5)
    assert {asked(site, path, OUTSIDE, token) for path in paths} == {403}
    with pytest.raises(InvalidStatus):
        socket(site, token, OUTSIDE)
    assert asked(site, "/api/v1/timelines/home", "198.51.100.7", token) == 200
    barring.unbar_network(row.pk, ada)
    assert site.until(lambda: asked(site, "/health", OUTSIDE) == 200)
    with socket(site, token, OUTSIDE):
        assert site.until(lambda: len(site.application.apps.listeners.listeners) == 1)


def test_what_was_stored_before_the_start_holds(ada):
    barring.bar_network(NetworkWish(OUTSIDE, "no_access"), ada)
    BARRIER.forget()
    with running(Server(pages)) as again:
        again.application.trusted = networks(["127.0.0.1"])
        assert asked(again, "/", OUTSIDE) == 403
        assert asked(again, "/health", "127.0.0.1") == 200
        # Whoever comes without a proxy is this machine itself.
        with Visitor(again.port) as visitor:
            visitor.request("GET /health")
            assert visitor.head()[0] == 200
