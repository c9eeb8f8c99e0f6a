"""How often someone may do something: one table of limits, counted in the cache."""

import time
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import ngettext

from .errors import TooMany

# What is limited: (times, seconds). For members `who` is the account, for guests the network address.
LIMITS: dict[str, tuple[int, int]] = {
    "write": (240, 60),
    "post": (30, 60),
    "follow": (100, 600),
    "settings": (60, 60),
    "account": (60, 60),
    "welcome": (20, 60),
    "send_again": (5, 600),
    "apps": (5, 600),
    "api_member": (1500, 300),
    "api_token": (300, 300),
    "api_guest": (300, 300),
    "api_delete": (30, 1800),
}


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a limit after one more use, and in how many seconds it starts anew."""

    times: int
    used: int
    seconds: int

    @property
    def left(self) -> int:
        return max(0, self.times - self.used)


def take(name: str, who: str, times: int | None = None, seconds: int | None = None) -> None:
    """Count one use of `name` by `who`. Raises TooMany when `times` in `seconds` (else those of LIMITS) are used up."""
    insist(spend(name, who, times, seconds))


def insist(allowance: Allowance) -> None:
    """Raises TooMany when more is used than is allowed."""
    if allowance.used > allowance.times:
        raise TooMany(wait_text(allowance.seconds), allowance.seconds)


def spend(name: str, who: str, times: int | None = None, seconds: int | None = None) -> Allowance:
    """Count one use of `name` by `who` and say what is left. Where limits are switched off nothing is counted."""
    if times is None or seconds is None:
        times, seconds = LIMITS[name]
    left = seconds_left(time.time(), seconds)
    if not settings.LIMITED:
        return Allowance(times, 0, left)
    # The window's number is part of the key: counting starts anew without anyone clearing anything, on any cache.
    window = int(time.time() // seconds)
    key = f"limit:{name}:{sha256(who.encode('utf-8', 'replace')).hexdigest()[:32]}:{window}"
    cache.add(key, 0, seconds + 1)
    return Allowance(times, count(key), left)


def count(key: str) -> int:
    """One more under `key`. What a full cache has thrown out in between counts as the first."""
    try:
        return cache.incr(key)
    except ValueError:
        return 1


def seconds_left(now: float, seconds: int) -> int:
    """Whole seconds until the window that holds `now` ends; at least one."""
    return max(1, int(seconds - now % seconds + 0.999))


def wait_text(left: int) -> str:
    """What a person reads who was too quick."""
    sentence = ngettext(
        "That was a lot in a short time. Wait %(left)d second and try again.",
        "That was a lot in a short time. Wait %(left)d seconds and try again.",
        left,
    )
    return sentence % {"left": left}


def network(address: str) -> str:
    """The part of an internet address that one household or one server has: IPv4 as it is, IPv6 up to /64."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or ip_network((parsed, 64), strict=False).network_address)
    return str(parsed)
