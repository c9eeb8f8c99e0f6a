"""What servers before us got wrong about streams, and apps failed at; the other traps are in tests/api."""

import json

import pytest
from django.test import Client
from websockets.sync.client import connect

from tests.factories import make_post
from tests.streaming.apps import events_of, socket_of, token_of
from verandah.actions import authorizing, posting
from verandah.api import catalogue
from verandah.config import server
from verandah.domain.accounts.models import AccessToken
from verandah.streaming import listeners
from verandah.streaming.listening import NO_LONGER_ALLOWED
from verandah.streaming.wanted import STREAMS

pytestmark = pytest.mark.django_db(transaction=True)


def test_trap_22_streams_are_as_apps_expect_them(site, alice):
    token = token_of(alice)
    # masto.js puts the token where a browser can, and gives up when it does not come back.
    with connect(f"ws://127.0.0.1:{site.port}/api/v1/streaming/", subprotocols=[token], compression=None) as socket:
        assert socket.subprotocol == token
        socket.send(json.dumps({"type": "subscribe", "stream": "hashtag", "tag": "birds"}))
        socket.send(json.dumps({"type": "subscribe", "stream": "birds"}))
        assert json.loads(socket.recv(5)) == {"error": "Unknown stream type", "status": 400}
        post = make_post(alice, "#birds")
        frame = json.loads(socket.recv(5))
        assert (frame["stream"], frame["event"]) == (["hashtag", "birds"], "update")
        assert isinstance(frame["payload"], str)
        assert json.loads(frame["payload"])["id"] == str(post.id)
        posting.delete(alice, post.id)
        gone = {"stream": ["hashtag", "birds"], "event": "delete", "payload": str(post.id)}
        assert json.loads(socket.recv(5)) == gone
    with socket_of(site, token, stream="user") as socket, events_of(site, "user", token) as events:
        assert site.until(lambda: sum(bool(one.wanted) for one in site.application.apps.listeners.listeners) == 2)
        authorizing.revoke(AccessToken.objects.values_list("pk", flat=True))
        assert socket.closed_with(1) == NO_LONGER_ALLOWED
        assert events.event() == {}
    assert (server.PING, listeners.HEARTBEAT) == (30, 15)
    # A wrong scheme here breaks every app.
    assert Client().get("/api/v2/instance").json()["configuration"]["urls"]["streaming"].startswith("ws://")


def test_the_catalogue_speaks_of_every_stream():
    names = {name.removeprefix("GET /api/v1/streaming").strip("/").replace("/", ":") for name in catalogue.STREAMS}
    assert names == set(STREAMS) | {"", "health"}
    for name, (scope, _note) in catalogue.STREAMS.items():
        stream = name.removeprefix("GET /api/v1/streaming").strip("/").replace("/", ":")
        assert scope == (STREAMS[stream][1] if stream in STREAMS else "")
