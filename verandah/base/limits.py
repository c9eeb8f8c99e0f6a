"""How often someone may do something: one table of limits, counted in the memory of each process."""

import threading
import time
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import ngettext

from .errors import TooMany

# What is limited: (times, seconds). For members `who` is the account, for guests the network address.
LIMITS: dict[str, tuple[int, int]] = {
    "write": (240, 60),
    "post": (30, 60),
    "draft": (120, 60),
    "follow": (100, 600),
    "befriend": (50, 86400),
    "report": (30, 1800),
    "notice": (10, 3600),
    "appeal": (30, 1800),
    "settings": (60, 60),
    "account": (60, 60),
    "welcome": (20, 60),
    "send_again": (5, 600),
    "apps": (5, 600),
    "sign_up": (5, 1800),
    "invite": (20, 600),
    "api_member": (1500, 300),
    "api_token": (300, 300),
    "api_guest": (300, 300),
    "api_delete": (30, 1800),
    "preview": (30, 60),
    "upload": (120, 1800),
    "complete": (300, 60),
    "search": (60, 60),
    "staff": (240, 60),
    "mail_trial": (5, 3600),
    "mail_code": (10, 3600),
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
    """What is counted, and for whom."""

    name: str
    who: str


class Window(NamedTuple):
    """How often in the window of time that is open, and when that ends by the monotonic clock."""

    used: int
    ends: float


class Counts:
    """How often, by use. When there are too many, those whose window is over go, and then the oldest."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.lock = threading.Lock()
        self.found: dict[Use, Window] = {}

    def more(self, use: Use, seconds: int, now: float) -> Window:
        """One more of `use`. Its first opens a window of so many seconds; what comes after that opens the next one."""
        with self.lock:
            window = self.found.get(use)
            if window is None or window.ends <= now:
                # Put in anew, so that the oldest stand first.
                self.found.pop(use, None)
                window = Window(0, now + seconds)
            window = self.found[use] = Window(window.used + 1, window.ends)
            if len(self.found) > self.most:
                self.make_room(now)
            return window

    def make_room(self, now: float) -> None:
        self.found = {use: window for use, window in self.found.items() if window.ends > now}
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
    if not settings.LIMITED:
        return Allowance(times, 0, seconds)
    now = time.monotonic()
    window = COUNTS.more(Use(name, who), seconds, now)
    return Allowance(times, window.used, whole_seconds(window.ends - now))


def forget() -> None:
    """Start counting anew, for everyone. Twice: the same."""
    COUNTS.clear()


def whole_seconds(left: float) -> int:
    """What to wait at least, rounded up; at least one."""
    return max(1, ceil(left))


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
