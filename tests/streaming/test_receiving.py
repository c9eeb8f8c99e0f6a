"""Pieces of files through the whole server: what a dropped line leaves, who writes of two, and what memory it takes."""

import os
import resource
import time

import pytest

from tests.factories import make_account
from tests.pictures import picture
from tests.streaming.running import Answer, Running, Visitor, running
from verandah.actions import administering, authorizing
from verandah.base.resumable import PIECE, VERSION
from verandah.config import receiving
from verandah.config.asgi import Server
from verandah.config.wsgi import application as pages
from verandah.domain.media import files
from verandah.domain.media.models import Media, Upload

PLACE = "/api/verandah/v1/uploads"


@pytest.fixture
def site(settings, transactional_db):
    settings.JOB_THREADS = 0
    administering.ensure_site()
    with running(Server(pages)) as one:
        yield one


@pytest.fixture
def token(transactional_db) -> str:
    return authorizing.issue_by_hand(make_account("alice"), frozenset({"write"}))


def told(token: str, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Tus-Resumable": VERSION, **more}


def piece(token: str, offset: int, length: int) -> dict[str, str]:
    return told(token) | {"Content-Type": PIECE, "Content-Length": str(length), "Upload-Offset": str(offset)}


def begun(site: Running, token: str, length: int) -> str:
    with Visitor(site.port, 20) as visitor:
        visitor.request(f"POST {PLACE}", told(token) | {"Upload-Length": str(length), "Content-Length": "0"})
        answer = visitor.answer()
        assert answer.status == 201
        return answer.headers["location"]


def asked(site: Running, token: str, where: str) -> Answer:
    with Visitor(site.port, 20) as visitor:
        visitor.request(f"HEAD {where}", told(token))
        return Answer(*visitor.head(), b"")


def sent(site: Running, token: str, where: str, offset: int, content: bytes, **more: str) -> Answer:
    with Visitor(site.port, 20) as visitor:
        visitor.request(f"PATCH {where}", piece(token, offset, len(content)) | more, content)
        return visitor.answer()


def here() -> int:
    return (files.waiting_room(Upload.objects.get().name) / "source").stat().st_size


def test_what_came_before_the_line_dropped_is_here(site, token):
    photo = picture("PNG", (900, 900)) + os.urandom(2_000_000)
    where = begun(site, token, len(photo))
    with Visitor(site.port) as visitor:
        visitor.request(f"PATCH {where}", piece(token, 0, len(photo)), photo[:1_000_000])
        assert site.until(lambda: here() > 500_000)
    assert site.until(lambda: not site.application.receiving.turns)
    answer = asked(site, token, where)
    offset = int(answer.headers["upload-offset"])
    assert (answer.status, offset) == (200, 1_000_000)
    answer = sent(site, token, where, offset, photo[offset:])
    assert (answer.status, answer.headers["upload-offset"]) == (204, str(len(photo)))
    assert answer.headers["upload-media-id"] == str(Media.objects.get().pk)
    assert "x-receive" not in answer.headers
    # What has become of it is told to whoever has lost the answer.
    assert asked(site, token, where).headers["upload-media-id"] == str(Media.objects.get().pk)


def test_two_pieces_on_one_connection(site, token):
    photo = picture()
    where = begun(site, token, len(photo))
    with Visitor(site.port) as visitor:
        visitor.request(f"PATCH {where}", piece(token, 0, 100), photo[:100])
        assert visitor.answer().headers["upload-offset"] == "100"
        # Where PATCH does not get through.
        more = piece(token, 100, len(photo) - 100) | {"X-HTTP-Method-Override": "PATCH"}
        visitor.request(f"POST {where}", more, photo[100:])
        assert visitor.answer().headers["upload-media-id"]


def test_of_two_writers_the_later_one_is_meant(site, token):
    photo = picture("PNG", (900, 900)) + os.urandom(1_000_000)
    where = begun(site, token, len(photo))
    with Visitor(site.port) as dropped:
        dropped.request(f"PATCH {where}", piece(token, 0, len(photo)), photo[:600_000])
        assert site.until(lambda: here() > 100_000)
        # Its line is dead, and nobody has noticed yet.
        answer = sent(site, token, where, here(), photo[here() :])
        if answer.status == 409:
            offset = int(asked(site, token, where).headers["upload-offset"])
            answer = sent(site, token, where, offset, photo[offset:])
        assert answer.status == 204
    assert Media.objects.get().bytes == len(photo)
    assert site.until(lambda: not site.application.receiving.turns)


def test_a_line_that_stands_still_ends_and_keeps_what_came(site, token, monkeypatch):
    monkeypatch.setattr(receiving, "TIMEOUT", 0.3)
    where = begun(site, token, 1000)
    with Visitor(site.port) as visitor:
        visitor.request(f"PATCH {where}", piece(token, 0, 1000), picture()[:400])
        answer = visitor.answer()
        assert (answer.status, answer.headers["upload-offset"]) == (204, "400")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"Authorization": "Bearer nonsense"}, 401),
        ({"Upload-Offset": "7"}, 409),
        ({"Upload-Offset": "x"}, 400),
        ({"Content-Type": "image/png"}, 415),
        ({"Tus-Resumable": "2"}, 412),
    ],
)
def test_what_is_refused_is_not_read(site, token, change: dict[str, str], status: int):
    where = begun(site, token, 400_000_000)
    with Visitor(site.port) as visitor:
        visitor.request(f"PATCH {where}", piece(token, 0, 400_000_000) | change, b"x" * 1000)
        assert visitor.answer().status == status
        assert visitor.ended()
    assert here() == 0


def test_a_piece_larger_than_the_file(site, token):
    where = begun(site, token, 500)
    assert sent(site, token, where, 0, b"x" * 501).status == 413
    with Visitor(site.port) as visitor:
        visitor.request(f"PATCH {where}", {**piece(token, 0, 0), "Transfer-Encoding": "chunked", "Content-Length": ""})
        assert visitor.answer().status == 400
    photo = picture()
    where = begun(site, token, len(photo))
    chunked = piece(token, 0, 0) | {"Transfer-Encoding": "chunked"}
    del chunked["Content-Length"]
    with Visitor(site.port) as visitor:
        whole = photo + b"<script>"
        visitor.request(f"PATCH {where}", chunked, b"%x\r\n%s\r\n0\r\n\r\n" % (len(whole), whole))
        answer = visitor.answer()
        assert (answer.status, answer.headers["upload-offset"]) == (204, str(len(photo)))
        assert visitor.ended()
    assert Media.objects.get().bytes == len(photo)


def test_a_hundred_megabytes_do_not_lie_in_memory(site, token):
    size = 100_000_000
    where = begun(site, token, size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with Visitor(site.port, 60) as visitor:
        visitor.request(f"PATCH {where}", piece(token, 0, size))
        for _ in range(100):
            visitor.send(b"x" * 1_000_000)
        answer = visitor.answer()
    assert (answer.status, b"not taken" in answer.body) == (422, True)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000


def test_a_slow_line_holds_no_thread(settings, token, site):
    where = begun(site, token, 1000)
    with Visitor(site.port) as slow:
        slow.request(f"PATCH {where}", piece(token, 0, 1000), b"x")
        time.sleep(0.1)
        begun_at = time.monotonic()
        for _ in range(8):
            asked(site, token, where)
        assert time.monotonic() - begun_at < 3


def test_programs_of_other_sites_may_use_it(site, token):
    with Visitor(site.port) as visitor:
        visitor.request(f"OPTIONS {PLACE}", {"Access-Control-Request-Headers": "tus-resumable,upload-length"})
        answer = visitor.answer()
    assert (answer.status, answer.headers["tus-version"]) == (204, VERSION)
    assert answer.headers["tus-extension"] == "creation,termination,expiration"
    assert "upload-length" in answer.headers["access-control-allow-headers"]
    exposed = answer.headers["access-control-expose-headers"]
    assert {"Location", "Upload-Offset", "Upload-Media-Id"} <= set(exposed.split(", "))
