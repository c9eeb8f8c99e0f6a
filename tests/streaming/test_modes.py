"""A pause that another process has begun: the running server acts on it at once, and what was open ends."""

import pytest
from websockets.sync.client import connect

from tests.factories import make_account, make_post
from tests.streaming.apps import token_of
from tests.streaming.running import Running, Visitor
from verandah.actions import administering, announcing, pausing
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Site
from verandah.domain.instance.modes import MODES, Mode
from verandah.domain.posts.audience import Audience

pytestmark = pytest.mark.django_db(transaction=True)


def asked(site: Running, path: str, token: str = "") -> int:
    with Visitor(site.port) as visitor:
        visitor.request(f"GET {path}", {"Authorization": f"Bearer {token}"} if token else {})
        return visitor.head()[0]


def test_every_process_hears_of_it(site) -> None:
    administering.ensure_site()
    path = f"/p/{make_post(make_account('vera'), 'On the web', Audience.PUBLIC).pk}/"
    assert asked(site, path) == 200
    # As if somebody else had done it: this process has not read it again.
    Site.objects.update(mode=Mode.MAINTENANCE)
    assert asked(site, path) == 200
    announcing.mode_changed()
    assert site.until(lambda: asked(site, path) == 503)
    assert asked(site, "/health") == 200
    assert asked(site, "/sign-in/") == 200
    Site.objects.update(mode=Mode.OPEN)
    announcing.mode_changed()
    assert site.until(lambda: asked(site, path) == 200)


@pytest.mark.parametrize(("mode", "status"), [(Mode.MAINTENANCE, 503), (Mode.CLOSED, 403)])
def test_open_streams_end_and_only_the_staff_comes_back(site, mode: Mode, status: int) -> None:
    alice, ada = make_account("alice"), make_account("ada", role=Role.ADMIN)
    token, of_staff = token_of(alice), token_of(ada)
    place = f"ws://127.0.0.1:{site.port}/api/v1/streaming?stream=user&access_token="
    listeners = site.application.apps.listeners.listeners
    with connect(place + token, compression=None) as socket, Visitor(site.port) as reader:
        reader.request("GET /api/v1/streaming/user", {"Authorization": f"Bearer {token}"})
        assert reader.head()[0] == 200
        assert site.until(lambda: len(listeners) == 2)
        pausing.change_mode(ada, mode, "We move.")
        assert site.until(lambda: not listeners)
        with pytest.raises(Exception, match="close"):
            socket.recv(5)
    assert asked(site, "/api/v1/streaming/user", token) == status
    assert asked(site, "/api/v1/timelines/home", token) == status
    assert asked(site, "/api/v1/timelines/home", of_staff) == 200
    with connect(place + of_staff, compression=None) as socket:
        assert socket.ping().wait(5)
    pausing.open_again(ada)
    assert site.until(lambda: asked(site, "/api/v1/streaming/user", token) == 200)


def test_who_only_reads_goes_on_listening(site) -> None:
    alice = make_account("alice")
    token = token_of(alice)
    with connect(
        f"ws://127.0.0.1:{site.port}/api/v1/streaming?stream=user&access_token={token}", compression=None
    ) as socket:
        pausing.change_mode(None, Mode.READ_ONLY)
        assert site.until(lambda: MODES.now.mode is Mode.READ_ONLY)
        assert socket.ping().wait(5)
    assert asked(site, "/api/v1/timelines/home", token) == 200
