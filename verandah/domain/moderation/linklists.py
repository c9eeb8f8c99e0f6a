"""Lists of sites and pages: which links are stopped, told to the staff, or let through.

An entry is for a host and all below it, as its labels say; which names a registry gives out is not asked, because
whoever writes a list names what they mean: “example.co.uk” is that and what is below it. A whole ending needs a dot
before it (“.zip”).
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from verandah.base.errors import Invalid

from .folding import shape_of

MOST_LINKS = 50_000
LONGEST_ADDRESS = 500
LONGEST_REASON = 200
# What stands before the name in a list of hosts, as ad blockers use them.
NOWHERE = ("0.0.0.0", "127.0.0.1", "::", "::1")  # noqa: S104
OWN_NAMES = frozenset({"localhost", "localhost.localdomain", "broadcasthost", "local", "ip6-localhost", "ip6-loopback"})


class Way(StrEnum):
    """What becomes of a link that an entry is for."""

    # The effect of the rule.
    BLOCK = "block"
    # The staff is told, whatever the effect of the rule is.
    WARN = "warn"
    # No rule about links stops it.
    ALLOW = "allow"


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry: a host, perhaps with the beginning of a path."""

    host: str
    path: str = ""
    way: Way = Way.BLOCK
    reason: str = ""
    until: date | None = None

    @property
    def line(self) -> list[str]:
        """As it is kept, and as a line of CSV."""
        until = self.until.isoformat() if self.until else ""
        return [readable(self.host) + self.path, self.way.value, self.reason, until]

    def holds(self, path: str, today: date) -> bool:
        """Whether it is for this path of its host, today."""
        if self.until is not None and self.until < today:
            return False
        return not self.path or path == self.path or path.startswith(self.path.rstrip("/") + "/")


class LinkIndex:
    """All entries of all rules by host. What looks like a host that is blocked is taken for it; what is let through
    must be spelled exactly so.
    """

    def __init__(self, lists: Iterable[tuple[int, Iterable[Listed]]]) -> None:
        self.exact: dict[str, list[tuple[int, Listed]]] = {}
        self.alike: dict[str, list[tuple[int, Listed]]] = {}
        for rule, entries in lists:
            for entry in entries:
                self.exact.setdefault(entry.host, []).append((rule, entry))
                if entry.way is not Way.ALLOW:
                    self.alike.setdefault(shape(entry.host), []).append((rule, entry))

    def search(self, link: str, today: date) -> list[tuple[int, Way]]:
        """The rules with an entry for this link, and what each says. Nothing when one of them lets it through."""
        if not self.exact:
            return []
        try:
            host, path = parts(link)
        except Invalid:
            return []
        found: dict[int, tuple[int, Way]] = {}
        for length, rule, entry in self.entries(host):
            if entry.holds(path, today):
                weight = length + len(entry.path)
                if rule not in found or found[rule][0] < weight:
                    found[rule] = (weight, entry.way)
        if any(way is Way.ALLOW for _weight, way in found.values()):
            return []
        return [(rule, way) for rule, (_weight, way) in found.items()]

    def allows(self, rule: int, link: str, today: date) -> bool:
        """Whether the list of this rule lets the link through by name."""
        try:
            host, path = parts(link)
        except Invalid:
            return False
        entries = (entry for name in names_above(host) for number, entry in self.exact.get(name, ()) if number == rule)
        return any(entry.way is Way.ALLOW and entry.holds(path, today) for entry in entries)

    def entries(self, host: str) -> Iterable[tuple[int, int, Listed]]:
        """The entries for a host or one above it, with how much of its name they say."""
        for name in names_above(host):
            for rule, entry in self.exact.get(name, ()):
                yield len(name), rule, entry
        if not host.isascii() or host.startswith("xn--") or ".xn--" in host:
            for name in names_above(host):
                for rule, entry in self.alike.get(shape(name), ()):
                    yield len(name), rule, entry


def names_above(host: str) -> list[str]:
    """A host and those above it, the whole name first."""
    labels = host.split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]


def shape(host: str) -> str:
    """What a host looks like, also when it is written in letters of another script."""
    return "".join(map(shape_of, readable(host)))


def readable(host: str) -> str:
    """The host in its own letters."""
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def parts(link: str) -> tuple[str, str]:
    """Host, as computers write it, and path of a link or of an entry. Raises Invalid."""
    try:
        split = urlsplit(link if "://" in link else f"//{link}")
        host = (split.hostname or "").rstrip(".")
        name = host if host.isascii() else host.encode("idna").decode("ascii")
    except (UnicodeError, ValueError):
        name, split = "", urlsplit("")
    name = name.lower()
    if not name or len(name) > 253 or any(char.isspace() for char in name):
        raise Invalid("links", _("“%(link)s” is no address. Write it like example.org/page.") % {"link": link[:50]})
    return name.removeprefix("www."), split.path if split.path != "/" else ""


def parse(text: str, way: Way = Way.BLOCK) -> list[Listed]:
    """The entries of a text: one address a line, CSV of address, way, reason and last day, or a hosts file.

    Raises Invalid.
    """
    lines = (line.split("#", 1)[0] if line.startswith(NOWHERE) else line for line in text.splitlines())
    kept = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    try:
        rows = list(csv.reader(kept))
    except csv.Error:
        raise Invalid("links", _("This is not a list of addresses. Write one on each line.")) from None
    found = {(one.host, one.path): one for row in rows for one in listed(row, way)}
    if len(found) > MOST_LINKS:
        raise Invalid("links", _("A list can hold 50,000 addresses. Make a second rule for the rest."))
    return list(found.values())


def listed(row: Sequence[str], way: Way) -> list[Listed]:
    """The entries of one line: one, but for a line of a hosts file. Raises Invalid."""
    if not row or row[0].strip() == "address":
        return []
    words = row[0].split()
    if words and words[0] in NOWHERE:
        return [Listed(parts(name)[0], "", way) for name in words[1:] if name not in (*NOWHERE, *OWN_NAMES)]
    return [entry(row, way)]


def entry(row: Sequence[str], way: Way = Way.BLOCK) -> Listed:
    """One entry. Raises Invalid."""
    address, how, reason, until = (cell.strip() for cell in [*row, "", "", ""][:4])
    if len(address) > LONGEST_ADDRESS or len(reason) > LONGEST_REASON:
        raise Invalid("links", _("“%(link)s…” is too long for an entry.") % {"link": address[:20]}, "too_long")
    is_ending = address.startswith((".", "*."))
    host, path = parts(address.removeprefix("*").removeprefix("."))
    if "." not in host and not is_ending:
        sentence = _("“%(link)s” is no name of a site. For a whole ending, write a dot before it.")
        raise Invalid("links", sentence % {"link": address[:50]})
    try:
        last = date.fromisoformat(until) if until else None
        return Listed(host, path, Way(how) if how else way, reason, last)
    except ValueError:
        sentence = _("Beside “%(link)s” something is wrong: block, warn or allow, why, a day like 2027-01-31.")
        raise Invalid("links", sentence % {"link": address[:50]}) from None
