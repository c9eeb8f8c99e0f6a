"""Messages go to public machines only, to the address that was checked, and nobody leads them elsewhere."""

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from verandah.base import outgoing
from verandah.base.outgoing import Refused, Unreachable, connection_to, may_be_sent_to, place_of, post

PRIVATE = [
    "127.0.0.1",
    "127.8.9.10",
    "10.0.0.1",
    "172.16.5.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "5f00::1",
    "::127.0.0.1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a00:1",
]


def meaning(*addresses: str):
    return lambda _host, _port: list(addresses)


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_means_a_private_machine_is_refused(address):
    with pytest.raises(Refused):
        place_of("https://push.example/x", meaning(address))
    with pytest.raises(Refused):
        place_of("https://push.example/x", meaning("93.184.215.14", address))


def test_a_public_name_is_held_to_what_it_meant():
    place = place_of("https://push.example:8443/x?y=1", meaning("93.184.215.14", "2606:2800:21f::1"))
    assert (place.host, place.port, place.path) == ("push.example", 8443, "/x?y=1")
    assert place.addresses == ("93.184.215.14", "2606:2800:21f::1")
    assert connection_to(place, place.addresses[0]).address == "93.184.215.14"


@pytest.mark.parametrize(
    "url",
    ["http://push.example/", "ftp://push.example/", "https://me@push.example/", "https://", "x", "", "https://[/"],
)
def test_what_is_no_safe_address_is_refused(url):
    assert not may_be_sent_to(url)
    with pytest.raises(Refused):
        place_of(url, meaning("93.184.215.14"))


def test_an_unknown_name_may_be_known_later():
    def unknown(_host: str, _port: int) -> list[str]:
        raise socket.gaierror

    with pytest.raises(Unreachable):
        place_of("https://push.example/", unknown)


class Elsewhere(BaseHTTPRequestHandler):
    """Sends everyone away; remembers who came."""

    seen: list[str] = []

    def do_POST(self) -> None:
        self.seen.append(self.path)
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(307)
        self.send_header("Location", "/other")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    Elsewhere.seen = []
    server = HTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_redirect_is_not_followed(settings, elsewhere: str):
    settings.SENDS_TO_LOOPBACK = True
    assert post(f"{elsewhere}/first", b"x", {}) == 307
    assert Elsewhere.seen == ["/first"]


def test_this_machine_is_reached_only_where_the_setting_says_so_and_then_nothing_else(settings, elsewhere: str):
    with pytest.raises(Refused):
        post(elsewhere.replace("http", "https"), b"x", {})
    settings.SENDS_TO_LOOPBACK = True
    with pytest.raises(Refused, match="Nothing may leave"):
        post("https://push.example/", b"x", {})
    assert Elsewhere.seen == []


def test_nobody_there(settings):
    settings.SENDS_TO_LOOPBACK = True
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(Unreachable):
            post(f"http://127.0.0.1:{free.getsockname()[1]}/", b"x", {})


def test_who_answers_drop_by_drop_is_cut_off(settings, monkeypatch):
    settings.SENDS_TO_LOOPBACK = True
    monkeypatch.setattr(outgoing, "LONGEST", 0.5)
    server = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        guest, _address = server.accept()
        with guest:
            for letter in b"HTTP/1.1 " + b"2" * 100:
                try:
                    guest.sendall(bytes([letter]))
                except OSError:
                    return
                time.sleep(0.1)

    threading.Thread(target=drip, daemon=True).start()
    begun = time.monotonic()
    with server, pytest.raises(Unreachable):
        post(f"http://127.0.0.1:{server.getsockname()[1]}/", b"x", {})
    assert time.monotonic() - begun < 4
