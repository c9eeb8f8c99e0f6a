"""Takes a request in completely before a thread is given to it, so that slow and vanished clients cost none."""

import asyncio

from asgiref.typing import ASGIReceiveCallable, ASGIReceiveEvent, ASGISendCallable, ASGISendEvent, HTTPScope

from verandah.base.errors import Refusal

TIMEOUT = 20.0
MOST_FIELDS = 100


class TooSlow(Refusal):
    """The body did not come in time."""

    status = 408


class TooManyFields(Refusal):
    """The address has more parameters than any page reads; Django may find that where nobody answers for it."""

    status = 400


class Gone(Exception):  # noqa: N818  # Named like the refusals of the house: by what is the case.
    """The client left before its request was complete. Half a form must never be read as a whole one."""


class Request:
    """A request that is here completely; or one that is too large, of which nothing is kept."""

    def __init__(self, scope: HTTPScope, body: bytes | None, most: int) -> None:
        self.body = body
        self.scope: HTTPScope = {**scope, "headers": with_length(scope, body, most)}

    @classmethod
    async def read(cls, scope: HTTPScope, receive: ASGIReceiveCallable, most: int) -> "Request":
        """The request with up to `most` bytes of body. Raises Gone, TooSlow or TooManyFields."""
        if scope["query_string"].count(b"&") >= MOST_FIELDS:
            raise TooManyFields("This address has too many parameters.")
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if int(length) > most:
            return cls(scope, None, most)
        try:
            async with asyncio.timeout(TIMEOUT):
                return cls(scope, await whole_body(receive, most), most)
        except TimeoutError as error:
            raise TooSlow("Your request took too long to arrive. Please send it again.") from error

    async def receive(self) -> ASGIReceiveEvent:
        return {"type": "http.request", "body": self.body or b"", "more_body": False}

    def answered_by(self, send: ASGISendCallable) -> ASGISendCallable:
        """Where the answer goes. Behind what was not read, nothing more can be said on this connection."""
        return send if self.body is not None else closing(send)


async def whole_body(receive: ASGIReceiveCallable, most: int) -> bytes | None:
    """The body, or None when it is larger than `most`."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise Gone
        parts.append(message["body"])
        size += len(message["body"])
        if size > most:
            return None
        if not message["more_body"]:
            return b"".join(parts)


def with_length(scope: HTTPScope, body: bytes | None, most: int) -> list[tuple[bytes, bytes]]:
    """Headers that tell the true length. Of a body that is too large Django is told just that, and answers 413."""
    replaced = {b"content-length", b"transfer-encoding"} | ({b"content-type"} if body is None else set())
    headers = [(name, value) for name, value in scope["headers"] if name not in replaced]
    if body is None:
        headers.append((b"content-type", b"application/x-www-form-urlencoded"))
    if body != b"":
        headers.append((b"content-length", b"%d" % (most + 1 if body is None else len(body))))
    return headers


def closing(send: ASGISendCallable) -> ASGISendCallable:
    """`send`, but the connection ends with this answer."""

    async def send_and_close(event: ASGISendEvent) -> None:
        if event["type"] == "http.response.start":
            event["headers"] = [*event["headers"], (b"connection", b"close")]
        await send(event)

    return send_and_close
