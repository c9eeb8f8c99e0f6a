"""The server around the pages: what reaches Django, and what slow, huge and broken requests cost."""

import json
import time

import pytest

from tests.streaming.running import Visitor, running
from verandah.config import asgi, requests, server
from verandah.config.asgi import Server
from verandah.config.wsgi import application as pages

pytestmark = pytest.mark.usefixtures("quiet")
MOST = 262_144
# More than what lies between the program and a visitor who does not read.
PIECE = b"x" * 65_536
FLOOD = 300 * len(PIECE)


@pytest.fixture
def quiet(settings, transactional_db):
    settings.JOB_THREADS = 0


def echo(environ, start_response):
    """Tells what reached the application."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    told = {name: value for name, value in environ.items() if isinstance(value, str)}
    told["body"] = str(len(environ["wsgi.input"].read(length)))
    told["declared"] = str(length)
    body = json.dumps(told).encode()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


def flood(environ, start_response):
    start_response("200 OK", [("Content-Length", str(FLOOD))])
    return [PIECE] * 300


@pytest.fixture
def site(quiet):
    with running(Server(echo)) as one:
        yield one


def test_a_form_reaches_django_whole(site):
    with Visitor(site.port) as visitor:
        visitor.request("POST /p/new/?a=b", {"Content-Length": "10"}, b"text=hello")
        told = visitor.answer().json()
        assert (told["REQUEST_METHOD"], told["PATH_INFO"], told["QUERY_STRING"]) == ("POST", "/p/new/", "a=b")
        assert (told["body"], told["declared"]) == ("10", "10")
        assert told["REMOTE_ADDR"] == "127.0.0.1"
        assert told["REMOTE_PORT"] == str(visitor.socket.getsockname()[1])


def test_an_address_with_too_many_parameters_is_refused_before_django(site):
    many = "&".join(f"a{number}=1" for number in range(150))
    with Visitor(site.port) as visitor:
        # With a charset Django reads the address before any of its error pages stands ready.
        visitor.request(f"GET /?{many}", {"Content-Type": "text/plain; charset=utf-8"})
        assert visitor.answer().status == 400


def test_a_form_in_pieces_reaches_django_with_its_length(site):
    with Visitor(site.port) as visitor:
        visitor.request("POST /", {"Transfer-Encoding": "chunked"}, b"5\r\ntext=\r\n")
        visitor.send(b"5\r\nhello\r\n0\r\n\r\n")
        told = visitor.answer().json()
        assert (told["body"], told["declared"]) == ("10", "10")
        assert "HTTP_TRANSFER_ENCODING" not in told


def test_a_stranger_cannot_forge_an_address(site):
    with Visitor(site.port) as visitor:
        visitor.request("GET /echo/", {"X-Forwarded-For": "203.0.113.9", "X_Forwarded_Proto": "https"})
        told = visitor.answer().json()
        assert told["REMOTE_ADDR"] == "127.0.0.1"
        assert not [name for name in told if name.startswith("HTTP_X_FORWARDED")]


def test_a_proxy_of_ours_is_believed(settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    with running(Server(echo)) as one, Visitor(one.port) as visitor:
        visitor.request("GET /echo/", {"X-Forwarded-For": "6.6.6.6, 203.0.113.9", "X-Real-Port": "5123"})
        told = visitor.answer().json()
        assert (told["REMOTE_ADDR"], told["REMOTE_PORT"]) == ("203.0.113.9", "5123")


def test_raw_bytes_in_an_address_are_refused(site):
    for address in ("/?q=\xe9", "/\xe9"):
        with Visitor(site.port) as visitor:
            visitor.request(f"GET {address}")
            assert visitor.answer().status == 400


@pytest.mark.parametrize(
    "headers", [{"Content-Length": str(MOST + 1)}, {"Content-Length": str(10**12)}, {"Transfer-Encoding": "chunked"}]
)
def test_a_body_that_is_too_large_is_not_kept_and_ends_the_connection(site, headers):
    with Visitor(site.port) as visitor:
        body = b"%x\r\n" % (MOST + 1) + b"x" * (MOST + 1) + b"\r\n" if "Transfer-Encoding" in headers else b"x"
        visitor.request("POST /", headers, body)
        answer = visitor.answer()
        assert (answer.json()["body"], answer.json()["declared"]) == ("0", str(MOST + 1))
        assert answer.headers["connection"] == "close"
        assert visitor.ended()


def test_django_refuses_a_body_that_is_too_large():
    with running(Server(pages)) as one, Visitor(one.port) as visitor:
        # With a cookie, because a form without one is refused before its length matters.
        told = {"Content-Length": str(MOST + 1), "Content-Type": "multipart/form-data", "Cookie": f"csrf={'a' * 32}"}
        visitor.request("POST /sign-in/", told)
        assert visitor.answer().status == 413


def test_a_body_of_just_the_largest_size_is_taken(site):
    with Visitor(site.port) as visitor:
        visitor.request("POST /", {"Content-Length": str(MOST)}, b"x" * MOST)
        assert visitor.answer().json()["body"] == str(MOST)


def test_half_a_form_never_reaches_django(quiet):
    reached = []

    def note(environ, start_response):
        reached.append(environ["PATH_INFO"])
        return echo(environ, start_response)

    with running(Server(note)) as one:
        with Visitor(one.port) as visitor:
            visitor.request("POST /half/", {"Content-Length": "100"}, b"text=I love")
        with Visitor(one.port) as visitor:
            visitor.request("GET /next/")
            assert visitor.answer().status == 200
    assert reached == ["/next/"]


def test_slow_forms_hold_no_thread(site, settings):
    slow = [Visitor(site.port) for _ in range(settings.WEB_THREADS * 3)]
    for visitor in slow:
        visitor.request("POST /", {"Content-Length": "10"}, b"te")
    with Visitor(site.port) as visitor:
        begun = time.monotonic()
        visitor.request("GET /echo/")
        assert visitor.answer().status == 200
        assert time.monotonic() - begun < 1
    for visitor in slow:
        visitor.close()


def test_a_form_that_does_not_come_is_given_up(site, monkeypatch):
    monkeypatch.setattr(requests, "TIMEOUT", 0.2)
    with Visitor(site.port) as visitor:
        visitor.request("POST /", {"Content-Length": "10"}, b"te")
        answer = visitor.answer()
        assert (answer.status, answer.headers["connection"]) == (408, "close")
        assert visitor.ended()


def test_readers_that_do_not_read_hold_no_thread(settings):
    settings.WEB_THREADS = 1
    with running(Server(flood)) as one, Visitor(one.port) as lazy:
        lazy.request("GET /echo/")
        with Visitor(one.port) as visitor:
            visitor.request("GET /echo/")
            assert len(visitor.answer().body) == FLOOD


def test_a_reader_that_never_reads_is_cut_off(quiet, monkeypatch):
    monkeypatch.setattr(server, "WRITE_TIMEOUT", 0.3)
    with running(Server(flood)) as one, Visitor(one.port) as lazy:
        lazy.request("GET /echo/")
        assert until_gone(one)


def test_a_connection_without_a_request_is_cut_off(quiet, monkeypatch):
    monkeypatch.setattr(server, "HEAD_TIMEOUT", 0.3)
    with running(Server(echo)) as one:
        for start in (b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "):
            with Visitor(one.port) as visitor:
                visitor.send(start)
                assert until_gone(one)


def test_a_slow_start_of_a_second_request_is_cut_off_too(quiet, monkeypatch):
    monkeypatch.setattr(server, "HEAD_TIMEOUT", 0.3)
    with running(Server(echo)) as one, Visitor(one.port) as visitor:
        visitor.request("GET /echo/")
        assert visitor.answer().status == 200
        visitor.send(b"GET / HT")
        assert until_gone(one)


@pytest.mark.parametrize("piece", [b"X-Long: " + b"x" * 100_000, b"X-Short: x\r\n" * 10_000])
def test_a_head_that_grows_without_end_is_refused(site, piece):
    with Visitor(site.port) as visitor:
        visitor.send(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + piece)
        answer = visitor.answer()
        assert (answer.status, answer.body) == (400, b"This request is too large.")


def test_when_too_many_wait_the_rest_is_told_so(site, monkeypatch):
    monkeypatch.setattr(asgi, "MOST_WAITING", 0)
    with Visitor(site.port) as visitor:
        visitor.request("GET /echo/")
        answer = visitor.answer()
        assert answer.status == 503
        assert b"Try again" in answer.body


def test_what_is_no_http_is_refused(site):
    with Visitor(site.port) as visitor:
        visitor.send(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")
        assert visitor.answer().status == 400


def until_gone(one, seconds: float = 5) -> bool:
    """Whether the server soon holds no connection any more."""
    end = time.monotonic() + seconds
    while one.server.server_state.connections and time.monotonic() < end:
        time.sleep(0.02)
    return not one.server.server_state.connections
