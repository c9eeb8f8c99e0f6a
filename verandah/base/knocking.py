"""Asking this very server, as anyone on the web would, whatever it answers."""

import http.client
import socket
from collections.abc import Mapping
from dataclasses import dataclass

from .errors import Conflict

# Of what goes on without end, as streams do, so much is read and no longer than that.
MOST, SECONDS = 4_000_000, 10.0
HERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; a redirect is not followed."""

    status: int
    body: str


def knock(place: tuple[str, int], path: str, headers: Mapping[str, str], seconds: float = SECONDS) -> Answer:
    """Ask for `path` at an address of this machine. What has not ended after so long is taken as far as it came.

    Raises Conflict when nobody answers there.
    """
    connection = http.client.HTTPConnection(HERE.get(place[0], place[0]), place[1], timeout=seconds)
    try:
        connection.request("GET", path, headers=dict(headers))
        answer = connection.getresponse()
        return Answer(answer.status, as_far_as_it_came(answer).decode("utf-8", "replace"))
    except (OSError, http.client.HTTPException) as error:
        raise Conflict(f"Nobody answers at {place[0]}:{place[1]}. Start the site first: verandah serve.") from error
    finally:
        connection.close()


def as_far_as_it_came(answer: http.client.HTTPResponse) -> bytes:
    """The body, or what there was of it when the time was over."""
    found = bytearray()
    try:
        while len(found) < MOST and (piece := answer.read1(65_536)):
            found += piece
    except (TimeoutError, socket.timeout):  # noqa: UP041
        # A stream that says nothing more.
        pass
    return bytes(found)
