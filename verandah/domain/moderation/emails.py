"""E-mail addresses as they are kept out: one spelling of many, and domains with what lies below them. Pure."""

import re
from collections.abc import Iterator
from hashlib import sha256

HASH = re.compile(r"[0-9a-f]{64}")


def canonical_digest(email: str) -> str:
    """The hash of an address in the one spelling that all its variants share: j.doe+news@ is jdoe@."""
    name, _at, domain = email.strip().lower().rpartition("@")
    name = name.partition("+")[0].replace(".", "")
    return sha256(f"{name}@{domain}".encode("utf-8", "replace")).hexdigest()


def is_digest(text: str) -> bool:
    """Whether this can be such a hash."""
    return HASH.fullmatch(text) is not None


def domains_of(email: str) -> Iterator[str]:
    """The domain of an address, and every domain that it lies below."""
    domain = ascii_domain(email.rpartition("@")[2])
    while domain:
        yield domain
        domain = domain.partition(".")[2]


def ascii_domain(domain: str) -> str:
    """A domain as computers write it; what cannot be written so stays as it is, in small letters."""
    domain = domain.strip().rstrip(".").lower()
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain
