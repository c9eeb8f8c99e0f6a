"""Apps that listen: over WebSocket with the library's own client, over server-sent events on a plain socket."""

import json
from contextlib import ExitStack
from types import TracebackType
from urllib.parse import urlencode

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.streaming.running import Running, Visitor
from verandah.actions import authenticating
from verandah.domain.accounts.models import Account

EVERYTHING = "read write follow push"


def token_of(account: Account, scopes: str = EVERYTHING) -> str:
    return authenticating.issue_token(account, scopes)


class Socket:
    """An app with a WebSocket."""

    def __init__(self, address: str) -> None:
        self.open = ExitStack()
        self.connection: ClientConnection = self.open.enter_context(connect(address, compression=None))

    def __enter__(self) -> "Socket":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self.open.close()

    def say(self, **frame: str) -> None:
        self.connection.send(json.dumps(frame))

    def hear(self, seconds: float = 5) -> dict:
        return json.loads(self.connection.recv(seconds))

    def heard(self) -> tuple[list[str], str, object]:
        """Stream, event and payload of the next frame; the payload read as JSON."""
        frame = self.hear()
        return frame["stream"], frame["event"], json.loads(frame["payload"]) if "payload" in frame else None

    def update(self) -> str:
        """The id of the post that the next frame brings."""
        _stream, event, payload = self.heard()
        assert event == "update"
        return payload["id"]

    def closed_with(self, seconds: float = 5) -> int:
        """The number with which the server closes, whatever it still says before."""
        try:
            while True:
                self.connection.recv(seconds)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006


def socket_of(site: Running, token: str = "", path: str = "/api/v1/streaming", **query: str) -> Socket:
    parts = urlencode({**({"access_token": token} if token else {}), **query})
    return Socket(f"ws://127.0.0.1:{site.port}{path}?{parts}")


class Events(Visitor):
    """An app with a stream of events."""

    def event(self) -> dict[str, str]:
        """The next event's fields; empty at the end of the stream. Comments are passed over."""
        while True:
            chunk = self.chunk().decode()
            fields = dict(line.split(": ", 1) for line in chunk.splitlines() if line and not line.startswith(":"))
            if fields or not chunk:
                return fields

    def update(self) -> str:
        event = self.event()
        assert event["event"] == "update"
        assert json.loads(event["data"])["id"] == event["id"]
        return event["id"]


def events_of(site: Running, name: str, token: str, query: str = "", **headers: str) -> Events:
    one = Events(site.port)
    one.request(
        f"GET /api/v1/streaming/{name}?{query}",
        {"Authorization": f"Bearer {token}", **{key.replace("_", "-"): value for key, value in headers.items()}},
    )
    status, told = one.head()
    assert (status, told["content-type"]) == (200, "text/event-stream; charset=utf-8")
    assert told["access-control-allow-origin"] == "*"
    assert one.chunk() == b":)\n\n"
    return one
