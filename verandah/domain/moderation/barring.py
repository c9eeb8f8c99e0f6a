"""Who is kept out: of signing up by their e-mail address or network, of the whole site by their network.

The networks are kept in the memory of each process, because every request asks about them.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from itertools import batched

from django.utils import timezone

from .emails import canonical_digest, domains_of
from .models import CanonicalEmailBlock, EmailDomainBlock, IpBlock

type Network = IPv4Network | IPv6Network
type Address = IPv4Address | IPv6Address

# Seconds after which the networks are read again even if nobody has said that they have changed.
READ_AGAIN = 60.0
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Barred:
    """A network, what is kept from it, and until when."""

    network: Network
    severity: IpBlock.Severity
    until: datetime | None

    def holds(self, address: Address, now: datetime) -> bool:
        """Whether it is so for this address, now."""
        return (self.until is None or self.until > now) and address in self.network


class Barrier:
    """The networks as this process knows them. The list is replaced, never changed, so any thread can read it."""

    def __init__(self) -> None:
        self.barred: tuple[Barred, ...] = ()
        self.read_at = float("-inf")

    def read(self) -> None:
        """Learn from the database what holds now. Twice: the same."""
        self.read_at = time.monotonic()
        rows = IpBlock.objects.values_list("network", "severity", "expires_at")
        self.barred = tuple(Barred(ip_network(text), IpBlock.Severity(how), until) for text, how, until in rows)

    def forget(self) -> None:
        """As if there were none, and as if that had just been read."""
        self.barred, self.read_at = (), time.monotonic()

    @property
    def is_old(self) -> bool:
        return time.monotonic() - self.read_at > READ_AGAIN

    def severity(self, text: str) -> IpBlock.Severity | None:
        """The most that is kept from an address; never anything from this machine itself, whatever is stored."""
        if not self.barred or (address := plain(text)) is None or address.is_loopback:
            return None
        now = timezone.now()
        return max((one.severity for one in self.barred if one.holds(address, now)), default=None)


BARRIER = Barrier()


def is_shut_out(address: str) -> bool:
    """Whether nothing is answered to this address. Asks nothing but the memory of this process."""
    return BARRIER.severity(address) is IpBlock.Severity.ALL


def may_sign_up_from(address: str) -> bool:
    """Whether nobody keeps this address from signing up. Who comes from where somebody looks first may, and waits."""
    if BARRIER.is_old:
        BARRIER.read()
    return BARRIER.severity(address) in (None, IpBlock.Severity.APPROVAL)


def is_looked_at_first(address: str) -> bool:
    """Whether the staff looks at whoever signs up from this address before they are in."""
    return BARRIER.severity(address) is IpBlock.Severity.APPROVAL


def may_sign_up_with(email: str) -> bool:
    """Whether neither this address nor its domain is kept out. Two queries at most."""
    if EmailDomainBlock.objects.filter(domain__in=list(domains_of(email))).exists():
        return False
    return not CanonicalEmailBlock.objects.filter(digest=canonical_digest(email)).exists()


def kept_out_among(emails: Collection[str]) -> set[str]:
    """Those of these addresses that may not sign up. Two queries for each five hundred."""
    found: set[str] = set()
    for some in batched(emails, AT_ONCE, strict=False):
        domains = {domain for email in some for domain in domains_of(email)}
        barred = set(EmailDomainBlock.objects.filter(domain__in=domains).values_list("domain", flat=True))
        digests = {canonical_digest(email): email for email in some}
        known = CanonicalEmailBlock.objects.filter(digest__in=digests).values_list("digest", flat=True)
        found.update(digests[digest] for digest in known)
        found.update(email for email in some if barred.intersection(domains_of(email)))
    return found


def plain(text: str) -> Address | None:
    """An address; an IPv4 one that comes in the form of IPv6 as what it is. None for what is no address."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
