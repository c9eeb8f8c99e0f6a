"""Law packs: dated files that say by when a case must have been looked at and decided, of the house and of the laws."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from verandah.domain.instance.models import Site

from .models import Clock, Queue

SHIPPED = Path(__file__).parent / "packs"
HOUSE = "house"
NAME = re.compile(r"[a-z][a-z0-9-]{0,19}")
LENGTH = re.compile(r"([1-9][0-9]{0,3})([mhd])")
UNITS = {"m": "minutes", "h": "hours", "d": "days"}
KINDS = {"first_look": Clock.Kind.FIRST_LOOK, "decide": Clock.Kind.DECIDE}
OF_PACK = {"name", "title", "from", "review_by", "lease", "appeal", "queue"}
OF_QUEUE = {"queue", "harm", "basis", "pauses", "warn", *KINDS}
LONGEST_BASIS = 60
MOST_HARM = 5


class Broken(ValueError):  # noqa: N818  # Named like the refusals of the house: by what is the case.
    """A pack cannot be read; the text names its file and its line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One clock of a pack. `basis` names it in `Clock.basis`; `law`: of which law it is, empty for the house's own.

    `warn`: after which parts in a hundred of its time somebody is told.
    """

    queue: Queue
    kind: Clock.Kind
    length: timedelta
    basis: str
    law: str
    warn: tuple[int, int]
    pauses: bool


@dataclass(frozen=True, slots=True)
class Pack:
    """A file, as of one day. `harms`: what a case weighs at least, by queue."""

    name: str
    title: str
    starts_on: date
    review_by: date
    lines: tuple[Line, ...]
    harms: Mapping[Queue, int]
    lease: timedelta | None
    # For how long a decision can be looked at again.
    appeal: timedelta | None = None

    def is_stale(self, today: date) -> bool:
        """Whether somebody should have read the law again by now."""
        return today > self.review_by


@dataclass(frozen=True, slots=True)
class Packs:
    """Those in force together: the house's own, and those of the laws that hold for the site."""

    house: Pack
    laws: tuple[Pack, ...]

    @property
    def all(self) -> tuple[Pack, ...]:
        return (self.house, *self.laws)

    @property
    def lease(self) -> timedelta:
        """For how long a claim holds."""
        if self.house.lease is None:
            raise Broken('The pack "house" says no lease.')
        return self.house.lease

    @property
    def appeal(self) -> timedelta:
        """For how long a decision can be looked at again: what is best for whom it is about."""
        found = [pack.appeal for pack in self.all if pack.appeal is not None]
        if not found:
            raise Broken('The pack "house" says no appeal.')
        return max(found)

    def harm_of(self, queue: Queue) -> int:
        """What a case in `queue` weighs at least."""
        return self.house.harms.get(queue, 1)

    def lines_for(self, queue: Queue) -> list[Line]:
        """The clocks of a case in `queue`. Where a law gives less time than the house, the house's own does not run."""
        laws = [line for pack in self.laws for line in pack.lines if line.queue == queue]
        own = [
            line
            for line in self.house.lines
            if line.queue == queue and all(line.length <= other.length for other in laws if other.kind == line.kind)
        ]
        return own + laws

    def line_of(self, basis: str, kind: int) -> Line | None:
        """The line that a clock was set by, when it is still in force."""
        found = (line for pack in self.all for line in pack.lines if line.basis == basis and line.kind == kind)
        return next(found, None)

    def stale(self, today: date) -> list[Pack]:
        """Those that somebody should have read again."""
        return [pack for pack in self.all if pack.is_stale(today)]


def in_force() -> Packs:
    """The house's pack and those that the site has chosen, as of today. Raises Broken."""
    chosen = Site.objects.values_list("law_packs", flat=True).first() or []
    found = newest(shelved(), timezone.localdate())
    if HOUSE not in found:
        raise Broken('There is no pack "house" in force.')
    return Packs(found[HOUSE], tuple(found[name] for name in chosen if name in found and name != HOUSE))


def unknown() -> list[str]:
    """What the site has chosen and nobody has written. Raises Broken."""
    chosen = Site.objects.values_list("law_packs", flat=True).first() or []
    found = newest(shelved(), timezone.localdate())
    return [name for name in chosen if name not in found]


def offered() -> list[Pack]:
    """The packs of laws that a site can choose from, by name. Raises Broken."""
    found = newest(shelved(), timezone.localdate())
    return [found[name] for name in sorted(found) if name != HOUSE]


def newest(packs: Iterable[Pack], today: date) -> dict[str, Pack]:
    """By name, the one that began last."""
    begun = sorted((pack for pack in packs if pack.starts_on <= today), key=lambda pack: pack.starts_on)
    return {pack.name: pack for pack in begun}


def shelved() -> tuple[Pack, ...]:
    """All packs: those that come with the site, then its own, each read again only when its file has changed.

    What is broken is left out, and named by `faults`: nobody's report must fail because of a file.
    """
    return tuple(found for found in map(read, paths()) if isinstance(found, Pack))


def faults() -> list[str]:
    """What is wrong with packs that cannot be read: a sentence each, with file and line."""
    return [str(found) for found in map(read, paths()) if isinstance(found, Broken)]


def paths() -> list[Path]:
    """The files of all packs."""
    return [path for folder in (SHIPPED, own_folder()) for path in sorted(folder.glob("*.toml"))]


def own_folder() -> Path:
    """Where a site lays packs of its own."""
    return Path(settings.DATA) / "lawpacks"


READ: dict[Path, tuple[int, Pack | Broken]] = {}


def read(path: Path) -> Pack | Broken:
    """One file, or what is wrong with it."""
    try:
        changed = path.stat().st_mtime_ns
        known = READ.get(path)
        if known is None or known[0] != changed:
            known = READ[path] = (changed, parsed(path.read_text("utf-8"), path.name))
    except Broken as error:
        known = READ[path] = (changed, error)
    except (OSError, UnicodeDecodeError) as error:
        return Broken(f"{path.name}: {error}")
    return known[1]


def parsed(text: str, file: str) -> Pack:
    """What a file says. Raises Broken, with the line that is wrong."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Broken(f"{file}: {error}") from error
    return Reading(text, file).pack(said)


class Reading:
    """A file while it is read: it knows on which line each thing stands."""

    def __init__(self, text: str, file: str) -> None:
        self.lines, self.file = text.splitlines(), file

    def pack(self, said: Mapping[str, object]) -> Pack:
        self.refuse_unknown(said, OF_PACK, 0)
        name = said.get("name")
        if not isinstance(name, str) or not NAME.fullmatch(name):
            raise self.broken("name", 0, "a name in small letters")
        queues = said.get("queue")
        if not isinstance(queues, list) or not queues:
            raise self.broken("queue", 0, "at least one [[queue]]")
        blocks = [self.block(block, place, name) for place, block in enumerate(queues, 1)]
        return Pack(
            name=name,
            title=self.words(said, "title", 0, 100),
            starts_on=self.day(said, "from"),
            review_by=self.day(said, "review_by"),
            lines=tuple(line for lines, _harm in blocks for line in lines),
            harms={Queue(block["queue"]): harm for block, (_lines, harm) in zip(queues, blocks, strict=True) if harm},
            lease=self.length(said, "lease", 0) if "lease" in said or name == HOUSE else None,
            appeal=self.length(said, "appeal", 0) if "appeal" in said or name == HOUSE else None,
        )

    def block(self, block: object, place: int, pack: str) -> tuple[list[Line], int]:
        """The clocks of one queue, and what a case weighs there at least; 0 when that is not said."""
        if not isinstance(block, dict):
            raise self.broken("queue", place, "a table")
        self.refuse_unknown(block, OF_QUEUE, place)
        number = block.get("queue")
        if isinstance(number, bool) or number not in Queue.values:
            raise self.broken("queue", place, f"a number from 0 to {max(Queue.values)}")
        harm, pauses = block.get("harm", 0), block.get("pauses", pack == HOUSE)
        if isinstance(harm, bool) or not isinstance(harm, int) or not 0 <= harm <= MOST_HARM:
            raise self.broken("harm", place, f"a number from 1 to {MOST_HARM}")
        if not isinstance(pauses, bool):
            raise self.broken("pauses", place, "true or false")
        law = "" if pack == HOUSE else self.words(block, "basis", place, LONGEST_BASIS)
        lines = [
            Line(
                queue=Queue(number),
                kind=kind,
                length=self.length(block, word, place),
                basis=f"{pack}: {law or f'queue {number}'}",
                law=law,
                warn=self.shares(block, place),
                pauses=pauses,
            )
            for word, kind in KINDS.items()
            if word in block
        ]
        if not lines:
            raise self.broken("queue", place, "a first_look or a decide")
        return lines, harm

    def words(self, said: Mapping[str, object], key: str, place: int, longest: int) -> str:
        value = said.get(key)
        if not isinstance(value, str) or not 0 < len(value) <= longest:
            raise self.broken(key, place, f"words, at most {longest} signs")
        return value

    def day(self, said: Mapping[str, object], key: str) -> date:
        value = said.get(key)
        # A moment is a day as well, to Python.
        if type(value) is not date:
            raise self.broken(key, 0, "a day, like 2026-01-31")
        return value

    def length(self, said: Mapping[str, object], key: str, place: int) -> timedelta:
        value = said.get(key)
        found = LENGTH.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            raise self.broken(key, place, 'a length of time, like "15m", "24h" or "7d"')
        return timedelta(**{UNITS[found[2]]: int(found[1])})

    def shares(self, said: Mapping[str, object], place: int) -> tuple[int, int]:
        value = said.get("warn")
        if isinstance(value, list) and [type(one) for one in value] == [int, int] and 0 < value[0] < value[1] < 100:
            return value[0], value[1]
        raise self.broken("warn", place, "two parts in a hundred, like [50, 80]")

    def refuse_unknown(self, said: Mapping[str, object], known: set[str], place: int) -> None:
        for key in said:
            if key not in known:
                raise self.broken(key, place, f"one of {', '.join(sorted(known))}")

    def broken(self, key: str, place: int, wanted: str) -> Broken:
        """What to say about `key` of the `place`-th [[queue]]; of the head of the file when that is 0."""
        return Broken(f"{self.file}, line {self.line_of(key, place)}: {key} must be {wanted}.")

    def line_of(self, key: str, place: int) -> int:
        """On which line `key` stands; where its table begins when it is missing."""
        heads = [number for number, line in enumerate(self.lines, 1) if line.strip().startswith("[[queue]]")]
        first = heads[place - 1] if 0 < place <= len(heads) else 1
        last = next((number for number in heads if number > first or not place), len(self.lines) + 1)
        for number in range(first, last):
            if re.match(rf"\s*{re.escape(key)}\s*=", self.lines[number - 1]):
                return number
        return first
