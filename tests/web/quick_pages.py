"""The ways to answer a page: put together on the event loop, and by its view, alike but for the marks of one visit."""

import re
from collections.abc import Callable
from datetime import timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import quote, unquote

from django.http import HttpResponse
from django.test import Client

from tests.web.looks import Look
from tests.web.notified import WORD
from verandah.config import fast
from verandah.domain.accounts.models import Account
from verandah.domain.posts.models import Post
from verandah.web.quick.frame import Ready
from verandah.web.quick.visit import Asked

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[A-Za-z0-9]{64}"')
# Members are counted every five seconds, be it between two looks.
MEMBERS = re.compile(r"\d+ members?\b")
KEY = re.compile(r'name="key" value="[0-9a-f]{32}"')
MINUTE = timedelta(minutes=1)


def quick(client: Client, path: str, **more: str) -> Ready | None:
    """The page that the event loop answers with, if there is one."""
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    headers = {b"host": b"localhost", **({b"cookie": cookies.encode()} if cookies else {})}
    headers |= {name.replace("_", "-").encode(): value.encode() for name, value in more.items()}
    return fast.page(Asked(unquote(path), headers))


def alike(page: bytes) -> str:
    """A page without what differs from visit to visit."""
    return MEMBERS.sub("", KEY.sub("KEY", TOKEN.sub("TOKEN", page.decode())))


def headers_of(answer: HttpResponse | Ready) -> dict[str, str]:
    """The headers by their small names; the cookie as one of them."""
    if isinstance(answer, Ready):
        return {name.decode(): value.decode() for name, value in answer.headers}
    told = {name.lower(): value for name, value in answer.items()}
    return told | {"set-cookie": "".join(morsel.OutputString() for morsel in answer.cookies.values())}


def agree(client: Client, path: str, must_be_quick: bool = True) -> HttpResponse:
    """Both ways say the same; the view is asked first, so that what has to be noted is noted."""
    client.get(path)
    told = client.get(path)
    ready = quick(client, path)
    assert ready is not None or not must_be_quick, path
    if ready is not None:
        assert told.status_code == 200, path
        assert alike(ready.body) == alike(told.content), path
        same_headers(headers_of(told), headers_of(ready))
    return told


def same_headers(told: dict[str, str], ready: dict[str, str]) -> None:
    """The same, but that some time may have passed."""
    for answer in (told, ready):
        moment = re.search("expires=([^;]+)", answer["set-cookie"])
        answer["cookie-until"] = moment[1] if moment else ""
        answer["set-cookie"] = answer["set-cookie"].replace(answer["cookie-until"], "")
    for name in ("expires", "cookie-until"):
        assert abs(parsedate_to_datetime(told.pop(name)) - parsedate_to_datetime(ready.pop(name))) <= MINUTE
    # The length is that of a page with other keys, of the same length.
    assert told == ready, set(told.items()) ^ set(ready.items())


def profile_of(username: str) -> str:
    """The address as a browser sends it."""
    return f"/@{quote(username)}/"


def page_shows_at_once(path: Callable[[Post], str]) -> Look:
    """Whether the page of the event loop shows the post's words; where there is none, that of the view."""

    def look(client: Client, viewer: Account | None, post: Post) -> bool:
        shown = client.get(path(post)).content
        ready = quick(client, path(post))
        return WORD in (ready.body if ready else shown).decode()

    return look
