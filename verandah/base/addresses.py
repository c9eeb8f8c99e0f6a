"""Addresses that others give us: which of them a browser may be sent to, and what is added to them."""

import re
from unicodedata import normalize
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from .letters import is_word

# What a URI is written with (RFC 3986): no space, no control sign, no letter beyond ASCII.
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
# Opened by the browser itself, with the rights of the page that it was sent from.
UNSAFE = frozenset({"about", "blob", "data", "file", "filesystem", "javascript", "vbscript", "view-source"})
WEB = frozenset({"http", "https"})
PORTS = {"http": 80, "https": 443}
LABEL = re.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
# No number: what ends in one is an address of a machine, however strangely written.
LAST_LABEL = re.compile("[a-z][a-z0-9-]{0,61}[a-z0-9]")
LONGEST_HOST = 253
# Ends of names that are no website's: of this machine, of a home, of examples, of other networks (RFC 6761 and others).
NOWHERE = {
    "alt",
    "arpa",
    "corp",
    "domain",
    "example",
    "home",
    "host",
    "internal",
    "intranet",
    "invalid",
    "lan",
    "local",
}
NOWHERE |= {"localdomain", "localhost", "onion", "private", "router", "test", "workgroup"}
NOWHERE |= {"example.com", "example.net", "example.org"}
# Of a path and of a query, what stays as it was written.
KEPT_SIGNS = "/:@!$&'()*+,;=-._~%"
# What is added to an address only to see who has followed it.
TRACKING = re.compile(
    "utm_.*|fbclid|gclid|dclid|gbraid|wbraid|msclkid|mc_[ce]id|igshid|igsh|yclid|twclid|ttclid|mkt_tok|_hs(enc|mi)"
)


def can_be_returned_to(uri: str) -> bool:
    """Whether an app may be called back here: a whole address of any scheme that no browser runs, with no fragment."""
    if not URI.fullmatch(uri) or "#" in uri:
        return False
    scheme = uri.partition(":")[0].lower()
    if scheme in WEB:
        return is_web_address(uri)
    return scheme not in UNSAFE


def is_web_address(address: str) -> bool:
    """Whether it leads to a page: http or https, and a host."""
    try:
        parts = urlsplit(address)
        return bool(URI.fullmatch(address)) and parts.scheme in WEB and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def plain_address(link: str) -> str:
    """The one spelling of a link to a page: its host in ASCII and lower case, no fragment, nothing that only tracks.

    Raises ValueError for what is no such link.
    """
    parts = urlsplit(link)
    scheme, host = parts.scheme.lower(), ascii_host(parts.hostname or "")
    if scheme not in WEB or "@" in parts.netloc or "\\" in link:
        raise ValueError(link)
    literal = f"[{host}]" if ":" in host else host
    port = "" if parts.port in (None, PORTS[scheme]) else f":{parts.port}"
    query = "&".join(part for part in parts.query.split("&") if not TRACKING.fullmatch(part.partition("=")[0].lower()))
    path, query = quote(parts.path or "/", KEPT_SIGNS), quote(query, KEPT_SIGNS + "?")
    address = urlunsplit((scheme, literal + port, path, query, ""))
    if not is_web_address(address):
        raise ValueError(link)
    return address


def ascii_host(host: str) -> str:
    """A host as it is looked up. Raises ValueError when it is written with signs that only look like others."""
    host = host.removesuffix(".")
    if host.isascii():
        return host.lower()
    if normalize("NFKC", host).lower() != normalize("NFC", host).lower() or any(map(is_no_letter, host)):
        raise ValueError(host)
    return host.encode("idna").decode("ascii").lower()


def is_no_letter(char: str) -> bool:
    """Whether it would vanish from a host or cut it, as some do that are neither a letter nor a dot."""
    return char not in ".-" and not is_word(char)


def is_site(host: str) -> bool:
    """Whether a host in ASCII is named like a website of the open internet: no number, no name for machines nearby."""
    labels = host.split(".")
    return (
        len(host) <= LONGEST_HOST
        and len(labels) > 1
        and all(map(LABEL.fullmatch, labels))
        and bool(LAST_LABEL.fullmatch(labels[-1]))
        and not any(".".join(labels[start:]) in NOWHERE for start in range(len(labels)))
    )


def with_query(uri: str, **more: str) -> str:
    """`uri` with these added to its query, which stays as it is."""
    given = urlencode({name: value for name, value in more.items() if value})
    if not given:
        return uri
    return f"{uri}{'&' if '?' in uri else '?'}{given}"
