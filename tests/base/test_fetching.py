"""Pages are read from the open web alone: nothing else is spoken to, however it is written or wherever it leads."""

import gzip
import socket
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from tests.elsewhere import HTML, Elsewhere, elsewhere
from verandah.base import fetching, outgoing
from verandah.base.fetching import Wanted, fetch, is_readable, next_address, place_to_read
from verandah.base.outgoing import Refused, Unreachable

PAGE = Wanted(frozenset({"text/html"}), 10_000, 3)
BEGINNING = Wanted(frozenset({"text/html"}), 10_000, 3, begins=True)

# What is no page of the open web by the way it is written. None of them is looked up, let alone spoken to.
NOWHERE_TEXT = """
http://localhost/ https://localhost/ http://localhost.localdomain/ http://a.localhost/ http://LOCALHOST/
http://127.0.0.1/ http://127.1/ http://127.0.1/ http://127.0.0.1./ http://0177.0.0.1/ http://0x7f.0.0.1/
http://0x7f000001/ http://2130706433/ http://017700000001/ http://127.0.0.1.:80/ http://0/ http://0.0.0.0/
http://00000177.0.0.1/ http://0x7f.1/ http://1.1/ http://134744072/ http://8.8.8.8/ http://10.0.0.1/
http://172.16.0.1/ http://192.168.1.1/ http://169.254.169.254/latest/meta-data/ http://100.100.100.200/
http://2852039166/ http://0xa9fea9fe/ http://[::1]/ http://[::]/ http://[::ffff:127.0.0.1]/ http://[::127.0.0.1]/
http://[0:0:0:0:0:ffff:7f00:1]/ http://[fe80::1]/ http://[fd00:ec2::254]/ http://[64:ff9b::7f00:1]/
http://[2002:7f00:1::]/ http://[2606:4700:4700::1111]/ http://metadata.google.internal/
http://kubernetes.default.svc.cluster.local/
http://printer.local/ http://router.lan/ http://nas.home.arpa/ http://intranet/ http://db/ http://x.onion/
http://x.test/
http://x.example/ http://www.example.com/ http://x.invalid/ http://x.internal/ http://1.2.3.4.5/ http://a.0x7f/
http://river.town:22/ http://river.town:25/ https://river.town:80/ http://river.town:443/ https://river.town:8443/
http://river.town:6379/ http://river.town:0/ http://river..town/ http://-river.town/
http://.river.town/ http://river.town-/
"""
NOWHERE = NOWHERE_TEXT.split()

# What is no address of a page at all.
UNREADABLE = [
    "ftp://river.town/",
    "file:///etc/passwd",
    "gopher://river.town/",
    "dict://river.town:11211/",
    "javascript:alert(1)",
    "data:text/html,x",
    "//river.town/",
    "http:///x",
    "http://",
    "https://bank.org@river.town/",
    "https://user:secret@river.town/",
    "https://river.town\\@bank.org/",
    "http://river.town:99999/",
    "http://river.town:x/",
    "http://[::1",
    "http://１２７.0.0.1/",
    "http://ⓡⓘⓥⓔⓡ.town/",
    "http://river。town。/",
    "http://river.town／x@bank.org/",
]

# What names must not mean: whoever has a name has it mean what they like.
PRIVATE_TEXT = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.254 127.0.0.1 127.0.0.53 127.255.255.254
169.254.0.1 169.254.169.254 169.254.170.2 172.16.0.1 172.31.255.254 192.0.0.1 192.0.0.170 192.0.0.192 192.0.2.1
192.88.99.1 192.168.0.1 192.168.255.254 198.18.0.1 198.19.255.254 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250
240.0.0.1 255.255.255.255 :: ::1 ::2 ::7f00:1 ::127.0.0.1 ::ffff:0.0.0.0 ::ffff:10.0.0.1 ::ffff:127.0.0.1
::ffff:169.254.169.254 ::ffff:0:127.0.0.1 64:ff9b::127.0.0.1 64:ff9b::10.0.0.1 64:ff9b::169.254.169.254
64:ff9b:1::7f00:1 100::1 2001::1 2001:0:7f00:1:: 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:a00:1::
2002:a9fe:a9fe:: 2002:808:808:: 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fd12:3456::1 fe80::1 fe80::1%eth0 fec0::1
ff02::1 ff05::1:3 2606:4700::5efe:7f00:1 2606:4700::200:5efe:a00:1 4000::1 8000::1
"""
PRIVATE = PRIVATE_TEXT.split()


@pytest.fixture
def sealed(monkeypatch) -> Iterator[list[str]]:
    """Whoever looks up or speaks to anything here fails the test; only names that the test gives a meaning have one."""
    spoken: list[str] = []

    def refuse(_self: object, address: object) -> None:
        spoken.append(str(address))
        raise AssertionError(f"Spoken to: {address}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket.socket, "sendto", refuse)
    yield spoken
    assert spoken == []


def means(monkeypatch, *addresses: str) -> None:
    """From now on every name means these."""
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: rows)


def never(*_args: object, **_more: object) -> None:
    raise AssertionError("It was looked up.")


@pytest.mark.parametrize("address", NOWHERE)
def test_what_is_no_site_is_not_even_looked_up(sealed, monkeypatch, address):
    monkeypatch.setattr(socket, "getaddrinfo", never)
    with pytest.raises(Refused):
        fetch(address, PAGE)


@pytest.mark.parametrize("address", UNREADABLE)
def test_what_is_no_address_is_refused_wherever_it_stands(sealed, monkeypatch, address):
    monkeypatch.setattr(socket, "getaddrinfo", never)
    with pytest.raises((Refused, ValueError)):
        fetching.asked(fetching.place_to_read(fetching.plain_address(address)), address, PAGE, time.monotonic() + 1)


@pytest.mark.parametrize("address", PRIVATE)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_name_that_means_a_machine_nearby_is_refused(sealed, monkeypatch, address, scheme):
    means(monkeypatch, address)
    with pytest.raises(Refused):
        fetch(f"{scheme}://river.town/", PAGE)
    means(monkeypatch, "93.184.215.14", address)
    with pytest.raises(Refused):
        fetch(f"{scheme}://river.town/", PAGE)


def test_a_page_of_the_open_web_may_be_read():
    assert is_readable("https://river.town/x")
    assert is_readable("http://www.river.town/")
    assert is_readable("https://xn--mgbh0fb.xn--kgbechtv/")
    assert is_readable("https://a_b.river.town/")


def test_only_the_address_that_was_checked_is_spoken_to(monkeypatch):
    """A name that means something else when it is asked for a second time wins nothing: it is asked once."""
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    spoken: list[object] = []

    def lookup(*_args: object, **_more: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in next(answers)]

    def connect(address: tuple[str, int], *_args: object) -> None:
        spoken.append(address)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Unreachable):
        fetch("http://river.town/", PAGE)
    assert spoken == [("93.184.215.14", 80)]


def test_of_many_addresses_a_few_are_tried(monkeypatch):
    spoken: list[object] = []

    def connect(address: tuple[str, int], *_args: object) -> None:
        spoken.append(address)
        raise OSError

    means(monkeypatch, *(f"93.184.215.{number}" for number in range(1, 50)))
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Unreachable):
        fetch("https://river.town/", PAGE)
    assert len(spoken) == outgoing.MOST_ADDRESSES


@pytest.mark.parametrize(
    "location", [*UNREADABLE[:6], "http://[::1", "https://bank.org@river.town/", "//user@river.town/", "http:\\\\x"]
)
def test_a_redirect_to_no_address_is_refused(location):
    with pytest.raises(Refused):
        place_to_read(next_address("https://river.town/", location))


@pytest.fixture
def there(settings) -> Iterator[Elsewhere]:
    settings.SENDS_TO_LOOPBACK = True
    with elsewhere() as there:
        yield there


def test_a_page_is_read_as_nobody(there: Elsewhere):
    found = fetch(there.has("/page", "<title>Hello</title>", Set_Cookie="a=b"), PAGE)
    assert (found.body, found.content_type, found.charset) == (b"<title>Hello</title>", "text/html", "utf-8")
    again = fetch(there.origin + "/page", PAGE)
    assert again == found
    for _path, headers in there.seen:
        assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
        assert headers["User-Agent"].startswith("Verandah/")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(there: Elsewhere, status: int):
    there.has("/end", "here")
    there.leads("/start", "/end?utm_source=x#part", status)
    assert fetch(there.origin + "/start", PAGE).address == there.origin + "/end"


def test_redirects_come_to_an_end(there: Elsewhere):
    for number in range(9):
        there.leads(f"/{number}", f"/{number + 1}")
    there.has("/3", "here")
    assert fetch(there.origin + "/0", PAGE).body == b"here"
    there.leads("/3", "/4")
    with pytest.raises(Refused):
        fetch(there.origin + "/0", PAGE)
    there.leads("/round", "/round")
    with pytest.raises(Refused):
        fetch(there.origin + "/round", PAGE)


OTHERS = [address for address in NOWHERE if "127." not in address and "localhost" not in address.lower()]


# From a page of the same scheme these lead to another page of its own site.
OWN = ("http:///x", "http://")


@pytest.mark.parametrize("target", [*OTHERS, "http://river.town/", *(one for one in UNREADABLE if one not in OWN)])
def test_each_redirect_is_checked(there: Elsewhere, target: str):
    """What the tests' own setting lets us speak to is this machine, and by its name alone."""
    if target.startswith("http://[::1]"):
        target = "http://[::2]/"
    start = there.leads("/start", target.encode().decode("latin-1"))
    with pytest.raises((Refused, Unreachable)):
        fetch(start, PAGE)
    assert there.asked == ["/start"]


def test_a_redirect_off_the_open_web_is_refused(monkeypatch):
    """The same without that setting: a public machine sends us to a private one."""
    asked: list[str] = []

    def answer(place: outgoing.Place, address: str, _wanted: Wanted, _ends: float) -> str:
        asked.append(address)
        return "http://169.254.169.254/latest/meta-data/"

    means(monkeypatch, "93.184.215.14")
    monkeypatch.setattr(fetching, "asked", answer)
    with pytest.raises(Refused):
        fetch("https://river.town/", PAGE)
    assert asked == ["https://river.town/"]


@pytest.mark.parametrize("status", [204, 400, 401, 403, 404, 410, 451])
def test_what_is_not_there_is_refused(there: Elsewhere, status: int):
    with pytest.raises(Refused):
        fetch(there.has("/x", b"", status=status), PAGE)


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_what_may_be_there_later_is_told_apart(there: Elsewhere, status: int):
    with pytest.raises(Unreachable):
        fetch(there.has("/x", b"", status=status), PAGE)


@pytest.mark.parametrize("kind", ["application/pdf", "text/plain", "application/zip", "video/mp4", "", "text/htmlx"])
def test_another_type_is_refused(there: Elsewhere, kind: str):
    with pytest.raises(Refused):
        fetch(there.has("/x", "x", kind), PAGE)


def test_what_is_too_large_is_refused_or_cut(there: Elsewhere):
    address = there.has("/large", "x" * 300_000)
    with pytest.raises(Refused):
        fetch(address, PAGE)
    assert len(fetch(address, BEGINNING).body) == 10_000
    assert len(fetch(address, Wanted(PAGE.types, 300_000, 3)).body) == 300_000


def test_what_does_not_say_how_large_it_is_is_refused_all_the_same(there: Elsewhere):
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", HTML)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65_536)

    there.answers["/endless"] = endless
    with pytest.raises(Refused):
        fetch(there.origin + "/endless", PAGE)
    assert len(fetch(there.origin + "/endless", BEGINNING).body) == 10_000


def test_packed_pages_are_unpacked(there: Elsewhere):
    text = b"<title>Packed</title>" * 50
    for packed, name in ((gzip.compress(text), "gzip"), (zlib.compress(text), "deflate"), (text, "identity")):
        assert fetch(there.has(f"/{name}", packed, Content_Encoding=name), PAGE).body == text
    with pytest.raises(Refused):
        fetch(there.has("/br", b"x", Content_Encoding="br"), PAGE)
    with pytest.raises(Unreachable):
        fetch(there.has("/lie", b"no gzip", Content_Encoding="gzip"), PAGE)


def test_a_bomb_does_not_go_off(there: Elsewhere):
    bomb = gzip.compress(b"\0" * 200_000_000, 9)
    assert len(bomb) < 250_000
    address = there.has("/bomb", bomb, Content_Encoding="gzip")
    begun = time.monotonic()
    assert len(fetch(address, Wanted(PAGE.types, 1_000_000, 5, begins=True)).body) == 1_000_000
    with pytest.raises(Refused):
        fetch(address, Wanted(PAGE.types, 1_000_000, 5))
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize("part", ["headers", "body", "counted"])
def test_who_answers_drop_by_drop_is_cut_off(there: Elsewhere, part: str):
    def drip(handler: BaseHTTPRequestHandler) -> None:
        if part != "headers":
            length = b"Content-Length: 500\r\n" if part == "counted" else b""
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + length + b"\r\n")
        for _turn in range(100):
            handler.wfile.write(b"x")
            time.sleep(0.1)

    there.answers["/drip"] = drip
    begun = time.monotonic()
    with pytest.raises(Unreachable):
        fetch(there.origin + "/drip", Wanted(PAGE.types, 10_000, 0.6))
    assert time.monotonic() - begun < 3


def test_time_is_counted_for_all_redirects_together(there: Elsewhere):
    def slowly(to: str):
        def answer(handler: BaseHTTPRequestHandler) -> None:
            time.sleep(0.5)
            handler.send_response(302)
            handler.send_header("Location", to)
            handler.end_headers()

        return answer

    there.answers |= {"/0": slowly("/1"), "/1": slowly("/2"), "/2": slowly("/3")}
    begun = time.monotonic()
    with pytest.raises(Unreachable):
        fetch(there.origin + "/0", Wanted(PAGE.types, 10_000, 0.8))
    assert time.monotonic() - begun < 1.5
    assert "/2" not in there.asked


@pytest.mark.parametrize(
    "said", [b"", b"\0\0\0", b"SSH-2.0-x\r\n", b"HTTP/1.1 999999 x\r\n\r\n", b"HTTP/9.9 200\r\n" + b"a: b\r\n" * 500]
)
def test_what_is_no_answer_is_none(there: Elsewhere, said: bytes):
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(said)

    there.answers["/x"] = answer
    with pytest.raises((Unreachable, Refused)):
        fetch(there.origin + "/x", PAGE)
