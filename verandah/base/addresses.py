"""Addresses that others give us: which of them a browser may be sent to, and what is added to them."""

import re
from urllib.parse import urlencode, urlsplit

# What a URI is written with (RFC 3986): no space, no control sign, no letter beyond ASCII.
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
# Opened by the browser itself, with the rights of the page that it was sent from.
UNSAFE = frozenset({"about", "blob", "data", "file", "filesystem", "javascript", "vbscript", "view-source"})
WEB = frozenset({"http", "https"})


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


def with_query(uri: str, **more: str) -> str:
    """`uri` with these added to its query, which stays as it is."""
    given = urlencode({name: value for name, value in more.items() if value})
    if not given:
        return uri
    return f"{uri}{'&' if '?' in uri else '?'}{given}"
