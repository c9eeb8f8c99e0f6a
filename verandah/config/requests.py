"""Takes a request in completely before a thread is given to it, so that slow and vanished clients cost none."""

import asyncio
import re
from tempfile import SpooledTemporaryFile
from typing import IO

from asgiref.typing import ASGIReceiveCallable, ASGIReceiveEvent, ASGISendCallable, ASGISendEvent, HTTPScope
from django.conf import settings

from verandah.base.errors import Refusal

TIMEOUT = 20.0
MOST_FIELDS = 100
# Where files are taken. Each piece of a file must come within TIMEOUT, all of it within an hour.
UPLOADS = ("/api/v1/media", "/api/v2/media", "/api/v1/accounts/update_credentials", "/api/v1/profile")
UPLOAD_TIMEOUT = 3600.0
# Forms of pages that carry files, when no script sends these piece by piece.
FORMS = re.compile(r"/p/(new|[0-9]{1,19}/comments)/|/settings/|/share/|/p/[0-9]{1,19}/edit/|/albums/[0-9]{1,19}/add/")
# Where pieces of files are sent to; `config.receiving` writes them.
PIECES = ("/media/uploads/", "/api/verandah/v1/uploads/")
# So much of a file is kept in memory, and read at once.
PIECE = 262_144


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

    def __init__(self, scope: HTTPScope, body: bytes | IO[bytes] | None, most: int) -> None:
        self.body = body
        self.left = body.seek(0, 2) if body is not None and not isinstance(body, bytes) else len(body or b"")
        length = None if body is None else self.left
        self.scope: HTTPScope = {**scope, "headers": with_length(scope, length, most)}
        if body is not None and not isinstance(body, bytes):
            body.seek(0)

    @classmethod
    async def read(cls, scope: HTTPScope, receive: ASGIReceiveCallable, most: int) -> "Request":
        """The request with up to `most` bytes of body. Raises Gone, TooSlow or TooManyFields."""
        if scope["query_string"].count(b"&") >= MOST_FIELDS:
            raise TooManyFields("This address has too many parameters.")
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if int(length) > most:
            return cls(scope, None, most)
        try:
            if most > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
                return cls(scope, await body_with_files(receive, most), most)
            async with asyncio.timeout(TIMEOUT):
                return cls(scope, await whole_body(receive, most), most)
        except TimeoutError as error:
            raise TooSlow("Your request took too long to arrive. Please send it again.") from error

    async def receive(self) -> ASGIReceiveEvent:
        if self.body is None or isinstance(self.body, bytes):
            return {"type": "http.request", "body": self.body or b"", "more_body": False}
        piece = self.body.read(PIECE)
        self.left -= len(piece)
        return {"type": "http.request", "body": piece, "more_body": self.left > 0}

    def close(self) -> None:
        """What was kept of it is not needed any more."""
        if self.body is not None and not isinstance(self.body, bytes):
            self.body.close()

    def answered_by(self, send: ASGISendCallable) -> ASGISendCallable:
        """Where the answer goes. Behind what was not read, nothing more can be said on this connection."""
        return send if self.body is not None else closing(send)


def most_bytes(scope: HTTPScope) -> int:
    """How large the body may be: much larger than a form only where files are taken, from whoever says who they are."""
    usual = int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    if scope["method"] in ("POST", "PUT", "PATCH") and scope["path"].startswith(UPLOADS):
        return int(settings.MOST_UPLOAD) if carries_files(scope, b"authorization") else usual
    if scope["method"] == "POST" and FORMS.fullmatch(scope["path"]):
        return int(settings.MOST_UPLOAD) if carries_files(scope, b"cookie") else usual
    return max(usual, *settings.MOST_BYTES.values()) if is_piece(scope) else usual


def is_piece(scope: HTTPScope) -> bool:
    """Whether it is a piece of a file. Where PATCH does not get through, a client says it in another way."""
    said = dict(scope["headers"]).get(b"x-http-method-override", b"").upper() if scope["method"] == "POST" else b""
    return (scope["method"] == "PATCH" or said == b"PATCH") and scope["path"].startswith(PIECES)


def carries_files(scope: HTTPScope, proof: bytes) -> bool:
    """Whether it is a form with files, of someone who at least says who they are."""
    headers = dict(scope["headers"])
    return proof in headers and headers.get(b"content-type", b"").startswith(b"multipart/form-data")


async def body_with_files(receive: ASGIReceiveCallable, most: int) -> IO[bytes] | None:
    """The body in a file, or None when it is larger than `most`. Raises Gone, TimeoutError."""
    # Its request closes it.
    file: IO[bytes] = SpooledTemporaryFile(PIECE, dir=str(settings.QUARANTINE))  # noqa: SIM115
    try:
        async with asyncio.timeout(UPLOAD_TIMEOUT):
            while True:
                async with asyncio.timeout(TIMEOUT):
                    message = await receive()
                if message["type"] != "http.request":
                    raise Gone
                file.write(message["body"])
                if file.tell() > most:
                    file.close()
                    return None
                if not message["more_body"]:
                    return file
    except BaseException:
        file.close()
        raise


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


def with_length(scope: HTTPScope, length: int | None, most: int) -> list[tuple[bytes, bytes]]:
    """Headers that tell the true length. Of a body that is too large Django is told just that, and answers 413."""
    replaced = {b"content-length", b"transfer-encoding"} | ({b"content-type"} if length is None else set())
    headers = [(name, value) for name, value in scope["headers"] if name not in replaced]
    if length is None:
        headers.append((b"content-type", b"application/x-www-form-urlencoded"))
    if length != 0:
        headers.append((b"content-length", b"%d" % (most + 1 if length is None else length)))
    return headers


def closing(send: ASGISendCallable) -> ASGISendCallable:
    """`send`, but the connection ends with this answer."""

    async def send_and_close(event: ASGISendEvent) -> None:
        if event["type"] == "http.response.start":
            event["headers"] = [*event["headers"], (b"connection", b"close")]
        await send(event)

    return send_and_close
