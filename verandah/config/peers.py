"""Whose request it is: the address behind trusted proxies, and headers nobody else may forge."""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from asgiref.typing import HTTPScope, WebSocketScope

from .env import SettingError

type Network = IPv4Network | IPv6Network
type Headers = list[tuple[bytes, bytes]]

# Said by a proxy of ours they are true; said by anyone else they are a claim.
CLAIMS = {b"forwarded", b"x-real-ip", b"x-real-port"}


def networks(words: Sequence[str]) -> list[Network]:
    """The proxies of `VERANDAH_TRUSTED_PROXIES`: addresses or networks."""
    try:
        return [ip_network(word, strict=False) for word in words]
    except ValueError as error:
        raise SettingError(f"VERANDAH_TRUSTED_PROXIES must be a list of addresses or networks: {error}.") from error


def with_true_client[S: (HTTPScope, WebSocketScope)](scope: S, trusted: Sequence[Network]) -> S:
    """The same request with the client's own address, and without headers that only pretend."""
    headers = without_doubles(scope["headers"])
    client = scope["client"]
    if client is None or not is_trusted(client[0], trusted):
        return {**scope, "headers": without_claims(headers)}
    return {**scope, "headers": headers, "client": forwarded_client(client, headers, trusted)}


def without_doubles(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """WSGI cannot tell `X_Real_Port` from `X-Real-Port`, so names with an underscore are dropped."""
    return [(name, value) for name, value in headers if b"_" not in name]


def without_claims(headers: Headers) -> Headers:
    return [(name, value) for name, value in headers if name not in CLAIMS and not name.startswith(b"x-forwarded-")]


def forwarded_client(peer: tuple[str, int], headers: Headers, trusted: Sequence[Network]) -> tuple[str, int]:
    """The last address of `X-Forwarded-For` that is no proxy of ours. What stands before it anyone may have written."""
    said = b",".join(value for name, value in headers if name == b"x-forwarded-for").decode("latin-1")
    client = peer[0]
    for word in reversed([word.strip() for word in said.split(",")]):
        if not is_address(word):
            break
        client = word
        if not is_trusted(word, trusted):
            break
    return client, source_port(headers)


def source_port(headers: Headers) -> int:
    """The client's port as our proxy tells it in `X-Real-Port`; 0 when it does not."""
    port = dict(headers).get(b"x-real-port", b"")
    return int(port) if port.isdigit() and len(port) <= 5 and int(port) < 65536 else 0


def is_address(word: str) -> bool:
    try:
        ip_address(word)
    except ValueError:
        return False
    return True


def is_trusted(address: str, trusted: Sequence[Network]) -> bool:
    return bool(trusted) and is_address(address) and any(ip_address(address) in network for network in trusted)
