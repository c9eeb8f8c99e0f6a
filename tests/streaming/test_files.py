"""Files through the whole server: large ones come in without filling memory, and go out without holding a thread."""

import json
import os
import resource
from pathlib import Path

import pytest

from tests.factories import make_account
from tests.pictures import clip, picture, sent
from tests.streaming.running import Visitor, running
from verandah.actions import administering, authorizing, uploading
from verandah.config import requests
from verandah.config.asgi import Server
from verandah.config.wsgi import application as pages
from verandah.domain.media import files
from verandah.domain.media.show import show_media

pytestmark = pytest.mark.usefixtures("quiet")
BOUNDARY = "frontier"


@pytest.fixture
def quiet(settings, transactional_db):
    settings.JOB_THREADS = 0
    administering.ensure_site()


def form(content: bytes) -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    return head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def headers(body: bytes, token: str = "", kind: str = "multipart/form-data") -> dict[str, str]:
    shown = {"Authorization": f"Bearer {token}"} if token else {}
    return {"Content-Length": str(len(body)), "Content-Type": f"{kind}; boundary={BOUNDARY}", **shown}


def test_a_file_larger_than_a_form_comes_in_and_goes_out():
    token = authorizing.issue_by_hand(make_account("alice"), frozenset({"write"}))
    photo = picture("PNG", (900, 900)) + os.urandom(3_000_000)
    body = form(photo)
    with running(Server(pages)) as one:
        with Visitor(one.port, 20) as visitor:
            visitor.request("POST /api/v2/media", headers(body, token), body)
            answer = visitor.answer()
            assert answer.status == 200
        address = answer.json()["url"].partition("/media/")[2]
        with Visitor(one.port) as visitor:
            visitor.request(f"GET /media/{address}")
            found = visitor.answer()
            assert (found.status, found.headers["content-type"]) == (200, "image/png")
            assert found.body.startswith(b"\x89PNG")
            assert len(found.body) == int(found.headers["content-length"])
            assert not [name for name in found.headers if "sendfile" in name]
            # The connection goes on.
            visitor.request(f"GET /media/{address}", {"Range": "bytes=1-3", "X-Sendfile": "0 9 /etc/passwd"})
            part = visitor.answer()
            assert (part.status, part.body, part.headers["content-length"]) == (206, b"PNG", "3")


@pytest.mark.parametrize(
    ("path", "token", "kind"),
    [
        ("/api/v2/media", "", "multipart/form-data"),
        ("/api/v2/media", "x", "application/json"),
        ("/api/v1/statuses", "x", "multipart/form-data"),
    ],
)
def test_much_is_taken_only_where_files_are_and_from_who_shows_a_token(path: str, token: str, kind: str):
    body = form(b"x" * 300_000)
    with running(Server(pages)) as one, Visitor(one.port) as visitor:
        visitor.request(f"POST {path}", headers(body, token, kind), body)
        assert visitor.answer().status in (401, 413)


def test_more_than_is_taken_is_refused(settings):
    settings.MOST_UPLOAD = 1_000_000
    body = form(b"x" * 1_100_000)
    with running(Server(pages)) as one, Visitor(one.port) as visitor:
        visitor.request("POST /api/v2/media", headers(body, "x"), body[:1000])
        assert visitor.answer().status in (401, 413)
        assert visitor.ended()


def test_an_upload_that_stops_is_given_up(monkeypatch):
    monkeypatch.setattr(requests, "TIMEOUT", 0.3)
    body = form(b"x" * 300_000)
    with running(Server(pages)) as one, Visitor(one.port) as visitor:
        visitor.request("POST /api/v2/media", headers(body, "x"), body[:1000])
        assert visitor.answer().status == 408


def test_a_hundred_megabytes_do_not_lie_in_memory(settings):
    token = authorizing.issue_by_hand(make_account("alice"), frozenset({"write"}))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    body = form(b"")
    size = 100_000_000
    with running(Server(pages)) as one, Visitor(one.port, 60) as visitor:
        told = headers(body, token) | {"Content-Length": str(len(body) + size)}
        head, tail = body.split(b"\r\n\r\n", 1)
        visitor.request("POST /api/v2/media", told, head + b"\r\n\r\n")
        for _ in range(100):
            visitor.send(b"x" * 1_000_000)
        visitor.send(tail)
        answer = visitor.answer()
    assert (answer.status, "not taken" in json.loads(answer.body)["error"]) == (422, True)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000


def test_who_watches_slowly_holds_no_thread(settings):
    settings.WEB_THREADS = 1
    alice = make_account("alice")
    film = uploading.accept(alice, sent(clip("mp4")), uploading.Details())
    film.refresh_from_db()
    # More than what lies between the program and a visitor who does not read.
    Path(files.store().path(files.place(film.name, "full", "mp4"))).write_bytes(b"\0\0\0 ftyp" + bytes(80_000_000))
    address = show_media(film).url
    assert address
    with running(Server(pages)) as one, Visitor(one.port) as slow, Visitor(one.port) as other:
        slow.request(f"GET {address}")
        for _ in range(3):
            other.request(f"GET {address}", {"Range": "bytes=4-7"})
            assert other.answer().body == b"ftyp"
