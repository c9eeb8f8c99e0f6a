"""Server-sent events for web pages: `GET /live/?feed=home`, or `?feed=talk&post=1`; ids only."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope
from django.conf import settings
from django.http import parse_cookie

from verandah.base.errors import Forbidden, Invalid, NotFound, Refusal, TooMany
from verandah.base.paging import Page, whole
from verandah.domain.accounts.sessions import SignedIn, is_of_staff, signed_in
from verandah.domain.feeds.queries import has_newer
from verandah.domain.feeds.readers import has_newer_comment, seers_among
from verandah.domain.instance.modes import MODES, Asker, Way, is_let_through, sentence

from .asking import Questions
from .events import CATCH_UP, FEEDS, NOTICES, TALK, Stream, Streams

PATH = "/live/"
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-accel-buffering", b"no"),
]
RETRY = b"retry: 2000\n\n"


class SignInFirst(Refusal):
    """Nobody is signed in with this session."""

    status = 401


class Closing(Refusal):
    """The server stops, or has as many streams as it can carry."""

    status = 503


class Live:
    """The door for pages that stay open."""

    def __init__(self, questions: Questions, has_room: Callable[[], bool]) -> None:
        self.has_room = has_room
        self.streams = Streams(questions)

    async def __call__(self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        headers = dict(scope["headers"])
        try:
            stream = await self.admit(scope, headers)
        except Refusal as refusal:
            await refuse(send, refusal)
            return
        try:
            if b"last-event-id" in headers or await self.has_missed(stream, scope):
                stream.send(CATCH_UP)
            await pour(stream, receive, send)
        finally:
            self.streams.remove(stream)

    async def admit(self, scope: HTTPScope, headers: Mapping[bytes, bytes]) -> Stream:
        """The stream of whoever asks, counted in. Raises a Refusal when they may not have one."""
        if not self.streams.open or not self.has_room():
            raise Closing("Live updates are not to be had just now.")
        if scope["method"] != "GET" or not is_same_origin(headers):
            raise Forbidden("Live updates are for this site's own pages.")
        query = query_of(scope)
        feed = query.get("feed", "home")
        root = whole(query.get("post"), 0) if feed == TALK else 0
        if feed not in (*FEEDS, TALK, NOTICES):
            raise Invalid("feed", "There are live updates of home, community, notices, and of a post: talk.")
        session_key = parse_cookie(headers.get(b"cookie", b"").decode("latin-1")).get(settings.SESSION_COOKIE_NAME)
        person = await self.streams.ask(signed_in, session_key) if session_key else None
        if person is None:
            raise SignInFirst("Sign in first.")
        await self.insist(person)
        if feed == TALK and not await self.streams.ask(seers_among, [person.account.id], root):
            raise NotFound
        stream = Stream(person, feed, root)
        self.streams.add(stream)
        return stream

    async def insist(self, person: SignedIn) -> None:
        """Raises Closing where the site is in maintenance, or has ended, for all but the staff."""
        now = MODES.now
        if not now.ends_streams:
            return
        is_staff = await self.streams.ask(is_of_staff, person.user_id)
        if not is_let_through(now, Asker.STAFF if is_staff else Asker.MEMBER, Way.READ):
            raise Closing(sentence(now))

    async def has_missed(self, stream: Stream, scope: HTTPScope) -> bool:
        """Whether something came after `?after=`, the newest post of the page, and before its stream."""
        query = query_of(scope)
        if "after" not in query:
            return False
        if stream.feed == TALK:
            after = whole(query["after"], 0)
            return await self.streams.ask(has_newer_comment, stream.person.account, stream.root, after)
        return await self.streams.ask(has_newer, stream.person.account, stream.feed, Page.from_query(query).after)


def query_of(scope: HTTPScope) -> dict[str, str]:
    """The parameters of the address; of two with one name the last."""
    return dict(parse_qsl(scope["query_string"].decode("latin-1")))


def is_same_origin(headers: Mapping[bytes, bytes]) -> bool:
    """Whether one of our own pages asks. Old browsers say nothing of it; then the cookie's SameSite must do."""
    if headers.get(b"sec-fetch-site", b"same-origin") != b"same-origin":
        return False
    origin = headers.get(b"origin")
    host = headers.get(b"host", b"")
    return origin is None or origin in (b"http://" + host, b"https://" + host, settings.URL.encode())


async def pour(stream: Stream, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Send what comes, until the stream is ended or its page is gone."""
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS, "trailers": False})
    await send({"type": "http.response.body", "body": RETRY, "more_body": True})
    leaving = asyncio.create_task(end_when_gone(stream, receive))
    try:
        while (chunk := await stream.unsent.get()) is not None:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        leaving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await leaving


async def end_when_gone(stream: Stream, receive: ASGIReceiveCallable) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


async def refuse(send: ASGISendCallable, refusal: Refusal) -> None:
    """A refusal in a line of plain text."""
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    if isinstance(refusal, TooMany):
        headers.append((b"retry-after", b"%d" % refusal.seconds))
    body = f"{refusal.text}\n".encode()
    headers.append((b"content-length", b"%d" % len(body)))
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers, "trailers": False})
    await send({"type": "http.response.body", "body": body, "more_body": False})
