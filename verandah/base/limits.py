"""How often someone may do something: one table of limits, counted in the memory of each process."""

import threading
import time
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import ngettext

from .errors import TooMany

# What is limited: (times, seconds). For members `who` is the account, for guests the network address.
LIMITS: dict[str, tuple[int, int]] = {
    "write": (240, 60),
    "post": (30, 60),
    "follow": (100, 600),
    "report": (30, 1800),
    "settings": (60, 60),
    "account": (60, 60),
    "welcome": (20, 60),
    "send_again": (5, 600),
    "apps": (5, 600),
    "sign_up": (5, 1800),
    "api_member": (1500, 300),
    "api_token": (300, 300),
    "api_guest": (300, 300),
    "api_delete": (30, 1800),
    "upload": (30, 1800),
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


class Use(NamedTuple):
    """What is counted, for whom, and in which window of time."""

    name: str
    who: str
    window: int


class Counts:
    """How often, by use. When there are too many, those whose window is over go, and then the oldest."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.lock = threading.Lock()
        self.found: dict[Use, tuple[int, float]] = {}

    def more(self, use: Use, seconds: int) -> int:
        """One more of `use`; how often that is now."""
        with self.lock:
            count = self.found.get(use, (0, 0.0))[0] + 1
            self.found[use] = (count, (use.window + 1) * seconds)
            if len(self.found) > self.most:
                self.make_room()
            return count

    def make_room(self) -> None:
        now = time.time()
        self.found = {use: row for use, row in self.found.items() if row[1] > now}
        for use in list(self.found)[: max(0, len(self.found) - self.most // 2)]:
            del self.found[use]

    def clear(self) -> None:
        with self.lock:
            self.found.clear()


# A flood of strangers must not push out what others have used up: this is some 60 MB at the most.
COUNTS = Counts(200_000)


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
    # The window's number is part of the key: counting starts anew without anyone clearing anything.
    return Allowance(times, COUNTS.more(Use(name, who, int(time.time() // seconds)), seconds), left)


def forget() -> None:
    """Start counting anew, for everyone. Twice: the same."""
    COUNTS.clear()


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
