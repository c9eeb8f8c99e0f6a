"""Speaking to addresses that others have given us: only to public ones, each checked and then held to."""

import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from .addresses import PORTS, is_web_address

# Seconds for each step of a conversation: one that takes longer stands in the way of all others.
PATIENCE = 5
LONGEST_ANSWER = 4096
# Seconds for a whole conversation, in however small pieces the other side answers.
LONGEST = 15
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
# IPv6 addresses that lead to an IPv4 address, which stands in their last bytes.
TRANSLATED = ip_network("64:ff9b::/96")
# All of the open internet that speaks IPv6 lies in here.
OPEN_IPV6 = ip_network("2000::/3")
# What one version of Python or another takes for public, and no website is at: protocols' own, tunnels, examples.
NOT_PUBLIC_TEXT = (
    "0.0.0.0/8 100.64.0.0/10 192.0.0.0/24 192.88.99.0/24 198.18.0.0/15 240.0.0.0/4 "
    "2001::/23 2001:db8::/32 2002::/16 3fff::/20"
)
NOT_PUBLIC = tuple(map(ip_network, NOT_PUBLIC_TEXT.split()))
# An address within a network that carries IPv6 over its own IPv4: that stands in the last bytes, behind one of these.
ISATAP = (b"\x00\x00\x5e\xfe", b"\x02\x00\x5e\xfe")
# A name may have so many addresses that trying them all would take all day.
MOST_ADDRESSES = 4

type Resolve = Callable[[str, int], Sequence[str]]


class Refused(Exception):  # noqa: N818
    """The address is none that may be spoken to."""


class Unreachable(Exception):  # noqa: N818
    """There was no answer; there may be one later."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to connect: a host by name, and the addresses that the name has been found to mean."""

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send it, and tell the status of the answer, whatever it is; a redirect is not followed.

    Raises Refused when the address is not for us to speak to, Unreachable when nobody answers.
    """
    place = place_of(url)
    ends = time.monotonic() + LONGEST
    for address in place.addresses:
        connection = connection_to(place, address)
        with suppress(OSError, HTTPException, ValueError), closing(connection), ended_in_time(connection, ends):
            connection.request("POST", place.path, body, dict(headers))
            answer = connection.getresponse()
            answer.read(LONGEST_ANSWER)
            return answer.status
    raise Unreachable(f"{place.host} does not answer.")


def may_be_sent_to(url: str) -> bool:
    """Whether it is written as an address for messages. Where it leads is asked when they are sent."""
    return is_web_address(url) and (urlsplit(url).scheme == "https" or bool(settings.SENDS_TO_LOOPBACK))


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a host."""
    return [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def place_of(url: str, resolve: Resolve = resolved) -> Place:
    """Where `url` leads, once its name has been looked up. Raises Refused, Unreachable."""
    if not may_be_sent_to(url):
        raise Refused("It is no address that messages can be sent to.")
    return looked_up(urlsplit(url), resolve)


def looked_up(parts: SplitResult, resolve: Resolve = resolved) -> Place:
    """Where an address leads that is written as it should be. Raises Refused, Unreachable."""
    host, port = parts.hostname or "", port_of(parts)
    if settings.SENDS_TO_LOOPBACK and host not in LOOPBACK:
        raise Refused("Nothing may leave this machine: VERANDAH_PUSH_TO_LOOPBACK.")
    try:
        addresses = tuple(dict.fromkeys(resolve(host, port)))
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"{host} is not known.") from error
    # All of them: a name that also means a machine of ours is no name to trust.
    if not addresses or not all(map(may_be_reached, addresses)):
        raise Refused(f"{host} leads to a machine that is not public.")
    path = parts.path or "/"
    path = f"{path}?{parts.query}" if parts.query else path
    return Place(parts.scheme, host, port, path, addresses[:MOST_ADDRESSES])


def port_of(parts: SplitResult) -> int:
    """The port, said or meant."""
    try:
        return PORTS[parts.scheme] if parts.port is None else parts.port
    except ValueError as error:
        raise Refused("It has no port that there is.") from error


def may_be_reached(address: str) -> bool:
    """Whether anything may go there. To this machine only where the tests' setting allows it, and then alone."""
    parsed = embedded(ip_address(address.partition("%")[0]))
    return parsed.is_loopback if settings.SENDS_TO_LOOPBACK else is_public(parsed)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether it belongs to a machine of the open internet."""
    if isinstance(address, IPv6Address) and (address not in OPEN_IPV6 or address.packed[8:12] in ISATAP):
        return False
    if any(address in network for network in NOT_PUBLIC if network.version == address.version):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def embedded(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 address stands for, if it does. What goes through tunnels is not public."""
    if isinstance(address, IPv4Address):
        return address
    return IPv4Address(address.packed[-4:]) if address in TRANSLATED else address.ipv4_mapped or address


@contextmanager
def ended_in_time(connection: "Pinned | PinnedSafely", ends: float) -> Iterator[None]:
    """Cut the conversation off when it takes too long in all: at `ends`, by the clock that never goes back."""
    timer = Timer(max(0.0, ends - time.monotonic()), cut_off, [connection])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def cut_off(connection: "Pinned | PinnedSafely") -> None:
    """End it from another thread: whoever reads is told that there is no more."""
    if connection.line is not None:
        with suppress(OSError):
            connection.line.shutdown(socket.SHUT_RDWR)


def connection_to(place: Place, address: str) -> "Pinned | PinnedSafely":
    """A connection to this address and no other, in the name of the host."""
    if place.scheme == "http":
        return Pinned(place.host, place.port, address)
    return PinnedSafely(place.host, place.port, address)


class Pinned(HTTPConnection):
    """Goes to the address it is given, whatever the name means by now."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=PATIENCE)
        self.address = address
        # Known after `sock` is not: while the body of an answer is read, that is the answer's own.
        self.line: socket.socket | None = None

    def connect(self) -> None:
        self.sock = self.line = socket.create_connection((self.address, self.port), self.timeout)


class PinnedSafely(HTTPSConnection):
    """The same with TLS: the certificate must be that of the name."""

    def __init__(self, host: str, port: int, address: str) -> None:
        self.safely = ssl.create_default_context()
        super().__init__(host, port, timeout=PATIENCE, context=self.safely)
        self.address = address
        self.line: socket.socket | None = None

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), self.timeout)
        # Known before hands are shaken, which may be done slowly, too.
        safe = self.safely.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock = self.line = safe
        safe.do_handshake()
