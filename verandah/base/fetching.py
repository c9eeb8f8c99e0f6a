"""Reading what strangers link to: by the rules of `outgoing`, as nobody, and never more or longer than was said."""

import time
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException, HTTPResponse
from importlib.metadata import version
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from .addresses import PORTS, is_site, plain_address
from .outgoing import LOOPBACK, PATIENCE, Place, Refused, Unreachable, connection_to, ended_in_time, looked_up, port_of

MOST_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# What may be different in an hour.
LATER = frozenset({408, 425, 429})
PIECE = 65_536
# zlib: whatever of its own two formats it is.
GZIP_OR_ZLIB = 47


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: of these content types, in so many bytes, in so many seconds.

    `begins`: of more bytes than that the first are taken; else there is nothing to be had.
    """

    types: frozenset[str]
    most: int
    seconds: float
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was read, and where: the address at the end of all redirects. `charset`: as the server says, or empty."""

    address: str
    content_type: str
    charset: str
    body: bytes


def fetch(address: str, wanted: Wanted) -> Fetched:
    """Read what is there.

    Raises Refused when it is not for us to read or not what is wanted, Unreachable when it may be there later.
    """
    ends = time.monotonic() + wanted.seconds
    for _turn in range(MOST_REDIRECTS + 1):
        place = place_to_read(address)
        found = asked(place, address, wanted, ends)
        if isinstance(found, Fetched):
            return found
        address = next_address(address, found)
    raise Refused(f"{address} leads on and on.")


def is_readable(address: str) -> bool:
    """Whether an address in its one spelling is written like that of a page on the open web. Nothing is looked up."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if settings.SENDS_TO_LOOPBACK:
        return host in LOOPBACK
    return is_site(host) and port_of(parts) == PORTS[parts.scheme]


def place_to_read(address: str) -> Place:
    """Where it leads. Raises Refused, Unreachable."""
    if not is_readable(address):
        raise Refused(f"{address} is no page of the open web.")
    return looked_up(urlsplit(address))


def next_address(address: str, location: str) -> str:
    """Where a redirect leads. Raises Refused."""
    try:
        return plain_address(urljoin(address, location))
    except ValueError as error:
        raise Refused(f"{address} leads to no address.") from error


def asked(place: Place, address: str, wanted: Wanted, ends: float) -> Fetched | str:
    """What is at one address, or where its redirect leads. Raises Refused, Unreachable."""
    for number in place.addresses:
        left = ends - time.monotonic()
        if left <= 0:
            break
        connection = connection_to(place, number)
        connection.timeout = min(PATIENCE, left)
        with suppress(OSError, HTTPException, ValueError, zlib.error), closing(connection):
            with ended_in_time(connection, ends):
                # Nothing of whoever has linked to it: no cookie, no name, no page that it comes from.
                connection.request("GET", place.path, headers=headers(wanted))
                found = answered(connection.getresponse(), address, wanted)
            # Whoever is cut off seems to have said all.
            if time.monotonic() < ends:
                return found
    raise Unreachable(f"{place.host} does not answer.")


def headers(wanted: Wanted) -> dict[str, str]:
    """What is said of us: which site asks, and for what."""
    return {
        "User-Agent": f"Verandah/{our_version()} (link preview; +{settings.URL}/)",
        "Accept": ", ".join(sorted(wanted.types)),
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }


@cache
def our_version() -> str:
    """As it was installed."""
    return version("verandah")


def answered(response: HTTPResponse, address: str, wanted: Wanted) -> Fetched | str:
    """What an answer brings, or where it leads. Raises Refused, Unreachable."""
    if response.status in REDIRECTS and (location := response.getheader("Location")):
        return location
    if response.status in LATER or response.status >= 500:
        raise Unreachable(f"{address} answers {response.status}.")
    content_type = response.headers.get_content_type()
    if response.status != 200 or content_type not in wanted.types:
        raise Refused(f"{address} answers {response.status}, {content_type}.")
    said = response.getheader("Content-Length", "")
    if not wanted.begins and said.isdigit() and int(said[:15]) > wanted.most:
        raise Refused(f"{address} is larger than is taken.")
    body = b"".join(pieces(response, wanted.most + 1))
    if len(body) > wanted.most and not wanted.begins:
        raise Refused(f"{address} is larger than is taken.")
    charset = response.headers.get_content_charset() or ""
    return Fetched(address, content_type, charset, body[: wanted.most])


def pieces(response: HTTPResponse, most: int) -> Iterator[bytes]:
    """The body, unpacked, and not more of it than `most` bytes. Raises Refused."""
    packed = response.getheader("Content-Encoding", "identity").strip().lower()
    if packed not in ("identity", "gzip", "x-gzip", "deflate"):
        raise Refused(f"It is packed in a way that was not asked for: {packed[:40]}.")
    unpack = None if packed == "identity" else zlib.decompressobj(GZIP_OR_ZLIB)
    packed_left = most
    while most > 0 and packed_left > 0 and (piece := response.read(min(PIECE, packed_left))):
        packed_left -= len(piece)
        # What is left in it is never unpacked: a small piece can hold a mountain.
        plain = unpack.decompress(piece, most) if unpack else piece
        most -= len(plain)
        yield plain
