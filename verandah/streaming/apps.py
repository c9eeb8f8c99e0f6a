"""The door for apps that listen: `/api/v1/streaming`, as WebSocket or as server-sent events."""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import cast
from urllib.parse import parse_qsl

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope, WebSocketScope
from django.http import HttpRequest, HttpResponse

from verandah.actions import admitting, authorizing
from verandah.api import pausing
from verandah.api.cors import open_to_all, preflight
from verandah.api.errors import WORDS, OutsideScopes, Unauthenticated, WrongMethod, answer_to
from verandah.base import limits
from verandah.base.errors import Forbidden, NotFound, Refusal, TooMany
from verandah.base.paging import whole
from verandah.domain.accounts.tokens import Bearer, bearer_of
from verandah.domain.feeds.readers import is_own_list
from verandah.domain.instance.modes import MODES

from .asking import Questions
from .listeners import Listeners
from .listening import TRY_AGAIN, Listener, Message, encoded
from .news import missed
from .server import Closing
from .wanted import LISTS, STREAMS, UnknownStream, Wanted, wanted

PREFIX = "/api/v1/streaming"
HEALTH = "health"
# Streams that one connection may listen to at once.
MOST_WANTED = 50
LOG = logging.getLogger(__name__)
GREETING = b":)\n\n"
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"private, no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-accel-buffering", b"no"),
    (b"access-control-allow-origin", b"*"),
]


class Apps:
    """The door. `has_room`: whether the server carries one more stream."""

    def __init__(self, questions: Questions, has_room: Callable[[], bool]) -> None:
        self.ask = questions.ask
        self.has_room = has_room
        self.listeners = Listeners(questions)

    def serves(self, path: str) -> bool:
        """Whether this address is this door's."""
        return path == PREFIX or path.startswith(f"{PREFIX}/")

    async def events(self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Answer by a stream of events; or in JSON, why not."""
        name = scope["path"].removeprefix(PREFIX).strip("/")
        try:
            if scope["method"] == "OPTIONS":
                answer = preflight(asked_as_http(scope))
            elif scope["method"] != "GET":
                raise WrongMethod
            elif name == HEALTH:
                answer = HttpResponse("OK", content_type="text/plain; charset=utf-8")
            else:
                await self.pour(scope, asked_in(scope, name), receive, send)
                return
        except Exception as error:  # An app must never be shown a page.
            answer = answer_to(error)
        await tell(send, answer, "http.response")

    async def pour(
        self, scope: HTTPScope, asked: Mapping[str, str], receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        """One stream as events, until its app leaves or it is ended."""

        async def chunk(data: bytes) -> None:
            await send({"type": "http.response.body", "body": data, "more_body": True})

        bearer = await self.admit(scope)
        listener = Listener(bearer, account_of(bearer), chunk, is_socket=False, task=asyncio.current_task())
        chosen = await self.allowed(listener, asked)
        self.listeners.add(listener)
        try:
            after = whole(dict(scope["headers"]).get(b"last-event-id", b"").decode("latin-1"), 0)
            listener.held = []
            listener.wanted = (chosen,)
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS, "trailers": False})
            await chunk(GREETING)
            await self.catch_up(listener, chosen, after)
            while (await receive())["type"] != "http.disconnect":
                pass
        except asyncio.CancelledError:
            go_on(listener)
        finally:
            self.listeners.remove(listener)
            listener.leave()
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def catch_up(self, listener: Listener, chosen: Wanted, after: int) -> None:
        """Send what came after the id `after`, then what came meanwhile, then whatever comes."""
        again: list[Message] = []
        try:
            again = await self.ask(missed, listener, chosen, after) if after else []
        except Exception:
            LOG.exception("An app could not be told what it has missed.")
            listener.end(TRY_AGAIN)
        for message in again:
            await listener.send(encoded(message, chosen.names, listener.is_socket))
        known = {message.id for message in again}
        held, listener.held = listener.held or [], None
        for message in held:
            if message.id not in known:
                listener.hear(chosen, message)

    async def socket(self, scope: WebSocketScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Answer as WebSocket; or in JSON, why not."""
        await receive()

        async def frame(data: bytes) -> None:
            await send({"type": "websocket.send", "text": data.decode(), "bytes": None})

        try:
            if scope["path"].rstrip("/") != PREFIX:
                raise NotFound
            bearer = await self.admit(scope)
            listener = Listener(bearer, account_of(bearer), frame, is_socket=True, task=asyncio.current_task())
            self.listeners.add(listener)
        except Exception as error:  # An app must never be shown a page.
            await tell(send, answer_to(error), "websocket.http.response")
            return
        # A browser takes no answer that does not name one of the protocols it has offered.
        protocol = next(iter(scope["subprotocols"]), None)
        try:
            await send({"type": "websocket.accept", "subprotocol": protocol, "headers": []})
            await self.converse(listener, query_of(scope), receive)
        except asyncio.CancelledError:
            go_on(listener)
        finally:
            self.listeners.remove(listener)
            code = listener.leave()
        if code:
            await send({"type": "websocket.close", "code": code, "reason": ""})

    async def converse(self, listener: Listener, asked: Mapping[str, str], receive: ASGIReceiveCallable) -> None:
        """Do what the app says, until it leaves."""
        if "stream" in asked:
            await self.obey(listener, {**asked, "type": "subscribe"})
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                return
            if message["type"] == "websocket.receive":
                await self.obey(listener, said(message.get("text")))

    async def obey(self, listener: Listener, asked: Mapping[str, str]) -> None:
        """Subscribe or unsubscribe. What cannot be done is answered with an error, and the connection stays."""
        try:
            if asked.get("type") == "subscribe":
                await self.subscribe(listener, asked)
            elif asked.get("type") == "unsubscribe":
                gone = wanted(asked).names
                listener.wanted = tuple(one for one in listener.wanted if one.names != gone)
            else:
                raise UnknownStream("Say {“type”: “subscribe”} or {“type”: “unsubscribe”}, and the name of a stream.")
        except Refusal as refusal:
            text = refusal.text or WORDS[refusal.status]
            listener.push(json.dumps({"error": text, "status": refusal.status}, ensure_ascii=False).encode())

    async def subscribe(self, listener: Listener, asked: Mapping[str, str]) -> None:
        """Let `listener` hear one stream more. Twice: the same."""
        chosen = await self.allowed(listener, asked)
        if chosen in listener.wanted:
            return
        if len(listener.wanted) >= MOST_WANTED:
            raise TooMany("This connection listens to too many streams.", 1)
        listener.wanted = (*listener.wanted, chosen)

    async def admit(self, scope: HTTPScope | WebSocketScope) -> Bearer:
        """Whose token it is. Raises a Refusal when there is none, when it is not good, or when there is no room."""
        if not self.listeners.open or not self.has_room():
            raise Closing("Live updates are not to be had just now.")
        bearer = await self.ask(identified, token_in(scope), scope["client"][0] if scope["client"] else "")
        pausing.insist(MODES.now, "GET", PREFIX, bearer)
        return bearer

    async def allowed(self, listener: Listener, asked: Mapping[str, str]) -> Wanted:
        """The stream that is asked for. Raises a Refusal when there is none, or when it is not for this token."""
        chosen = wanted(asked)
        if not listener.may_hear(chosen):
            raise OutsideScopes
        if chosen.feed == LISTS and not await self.ask(is_own_list, listener.account_id, chosen.list_id):
            raise NotFound
        return chosen


def go_on(listener: Listener) -> None:
    """The task was cancelled: by us, because the stream was ended, and then it goes on to say farewell; else not."""
    task = asyncio.current_task()
    if not listener.code or task is None:
        raise asyncio.CancelledError
    task.uncancel()


def identified(token: str | None, address: str) -> Bearer:
    """Who shows this token, counted as any request of theirs. Raises Unauthenticated, Forbidden or TooMany."""
    bearer = bearer_of(token) if token else None
    if bearer is None:
        limits.take("api_guest", limits.network(address))
        raise Unauthenticated
    limits.take("api_token", str(bearer.token_id))
    if bearer.account is None:
        raise Unauthenticated("This method requires an authenticated user")
    if bearer.account.joined_at is None:
        raise Forbidden(admitting.why_not_yet(bearer.account))
    authorizing.note_use(bearer)
    return bearer


def account_of(bearer: Bearer) -> int:
    """For whom the token speaks; `identified` has made sure that there is someone."""
    return bearer.account.id if bearer.account else 0


def token_in(scope: HTTPScope | WebSocketScope) -> str | None:
    """The token: in the header, in the address, or where a browser can put one into a WebSocket, as its protocol."""
    kind, _blank, token = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1").partition(" ")
    if kind.lower() == "bearer":
        return token.strip()
    if token := query_of(scope).get("access_token", ""):
        return token
    return next(iter(scope["subprotocols"]), None) if scope["type"] == "websocket" else None


def asked_in(scope: HTTPScope, name: str) -> dict[str, str]:
    """What the address asks for: the name of the stream as its path, or as `?stream=`. Raises NotFound."""
    asked = query_of(scope)
    if name:
        asked["stream"] = name.replace("/", ":")
        if asked["stream"].removesuffix(":media") not in STREAMS:
            raise NotFound
    return asked


def query_of(scope: HTTPScope | WebSocketScope) -> dict[str, str]:
    """The parameters of the address; of two with one name the last."""
    return dict(parse_qsl(scope["query_string"].decode("latin-1")))


def said(text: str | None) -> dict[str, str]:
    """What a frame says, each value as text; nothing when it is not an object in JSON."""
    try:
        found = json.loads(text or "")
    except (ValueError, RecursionError):
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def asked_as_http(scope: HTTPScope) -> HttpRequest:
    """As much of a request as the answer to a browser's question needs."""
    request = HttpRequest()
    wish = dict(scope["headers"]).get(b"access-control-request-headers")
    if wish is not None:
        request.META["HTTP_ACCESS_CONTROL_REQUEST_HEADERS"] = wish.decode("latin-1")
    return request


async def tell(send: ASGISendCallable, answer: HttpResponse, kind: str) -> None:
    """An answer of Django's, by hand; `kind` is the way in which the server takes it."""
    open_to_all(answer)
    answer.headers.setdefault("Cache-Control", "private, no-store")
    answer.headers["Content-Length"] = str(len(answer.content))
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.items()]
    start = {"type": f"{kind}.start", "status": HTTPStatus(answer.status_code).value, "headers": headers}
    # The library's types do not know that an answer can come instead of a WebSocket.
    bare = cast(Callable[[Mapping[str, object]], "asyncio.Future[None]"], send)
    await bare({**start, "trailers": False} if kind == "http.response" else start)
    await bare({"type": f"{kind}.body", "body": answer.content, "more_body": False})
