"""The rules before publication as each process knows them: read once, asked for every post, made anew when they change.

`config` of a rule, by kind: WORDS {"words": lines, "leet": bool}; PATTERN {"pattern": str, "folded": bool};
LINKS {"links": lines, "only_allowed": bool}; RATE and NEWCOMER as `rates` reads them.
"""

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from verandah.base.errors import Invalid

from . import linklists, patterns, rates, wordlists
from .folding import fold
from .linklists import LinkIndex, Listed, Way
from .models import Rule
from .patterns import Pattern
from .rates import Newcomer, Rate, Said
from .wordlists import Word, WordIndex

LOG = logging.getLogger(__name__)
# Seconds after which it is asked again whether the rules have changed, even if nobody has said so.
READ_AGAIN = 60.0
MOST_FOUND = 20
Kind, Mode, Effect = Rule.Kind, Rule.Mode, Rule.Effect
# Kinds that look at what is said, and not at who says it or how often.
OF_WORDS = (Kind.WORDS, Kind.PATTERN, Kind.LINKS)


@dataclass(frozen=True, slots=True)
class Line:
    """A rule without its lists: what follows when it finds something."""

    id: int
    name: str
    kind: Rule.Kind
    mode: Rule.Mode
    effect: Rule.Effect
    policy_id: int | None
    explanation: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule has found, in the order of the text, each once."""

    line: Line
    pieces: tuple[str, ...]
    # A link that is only to be told to the staff, whatever the rule does otherwise.
    only_flags: bool = False

    @property
    def effect(self) -> Rule.Effect:
        return Effect.FLAG if self.only_flags else self.line.effect


@dataclass(frozen=True, slots=True)
class Book:
    """Rules that can be asked. It is replaced, never changed, so that any thread can read it."""

    lines: dict[int, Line] = field(default_factory=dict)
    words: WordIndex = field(default_factory=lambda: WordIndex([]))
    leet: WordIndex = field(default_factory=lambda: WordIndex([], leet=True))
    patterns: tuple[tuple[int, Pattern], ...] = ()
    links: LinkIndex = field(default_factory=lambda: LinkIndex([]))
    only_allowed: frozenset[int] = frozenset()
    rates: tuple[tuple[int, Rate], ...] = ()
    newcomers: tuple[tuple[int, Newcomer], ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.lines

    def search(self, texts: Sequence[str], links: Sequence[str], today: date) -> list[Found]:
        """What the rules about words, patterns and links find."""
        pieces: dict[int, list[str]] = {}
        # Each text by itself: the end of one and the beginning of the next make no word.
        for text in texts:
            for number, piece in self.in_text(text, today):
                pieces.setdefault(number, []).append(piece)
        found = [self.found(number, told) for number, told in pieces.items()]
        return found + list(self.in_links(links, today))

    def in_text(self, text: str, today: date) -> Iterator[tuple[int, str]]:
        """What stands in one text."""
        if not text:
            return
        yield from self.words.search(text, today)
        yield from self.leet.search(text, today)
        if self.patterns:
            shapes = patterns.bared(text), ""
            if any(pattern.is_folded for _number, pattern in self.patterns):
                shapes = shapes[0], fold(text)
            for number, pattern in self.patterns:
                if piece := pattern.search(shapes[pattern.is_folded]):
                    yield number, piece

    def in_links(self, links: Sequence[str], today: date) -> Iterator[Found]:
        """What is linked to: what is blocked or told, and what is not among the few that are let through."""
        stopped: dict[int, list[str]] = {}
        told: dict[int, list[str]] = {}
        for link in links:
            for number, way in self.links.search(link, today):
                (stopped if way is Way.BLOCK else told).setdefault(number, []).append(link)
            for number in self.only_allowed:
                if not self.links.allows(number, link, today):
                    stopped.setdefault(number, []).append(link)
        yield from (self.found(number, pieces) for number, pieces in stopped.items())
        yield from (self.found(number, pieces, True) for number, pieces in told.items() if number not in stopped)

    def about(self, said: Said) -> Iterator[Found]:
        """What the rules about rates and newcomers find: they ask the database, but only where there are such rules."""
        counted: Sequence[tuple[int, Rate | Newcomer]] = (*self.rates, *self.newcomers)
        for number, one in counted:
            if piece := one.search(said):
                yield self.found(number, [piece])

    def found(self, number: int, pieces: Iterable[str], only_flags: bool = False) -> Found:
        return Found(self.lines[number], tuple(dict.fromkeys(pieces))[:MOST_FOUND], only_flags)


EMPTY = Book()


class Rulebook:
    """The rules that count now, in the memory of this process."""

    def __init__(self) -> None:
        self.book = EMPTY
        self.stamp: tuple[object, ...] = ()
        self.read_at = float("-inf")

    def read(self) -> None:
        """Learn from the database what holds now; only what has changed is made anew. Twice: the same."""
        self.read_at = time.monotonic()
        running = Rule.objects.filter(mode__in=(Mode.LIVE, Mode.SHADOW)).exclude(kind=Kind.BANK)
        stamp = tuple(running.order_by("pk").values_list("pk", "mode", "updated_at"))
        if stamp != self.stamp:
            self.book, self.stamp = bound(running.order_by("pk")), stamp

    def forget(self) -> None:
        """As if there were none, and as if that had just been read."""
        self.book, self.stamp, self.read_at = EMPTY, (), time.monotonic()

    def now(self) -> Book:
        """The rules, asked for again when that was long ago."""
        if time.monotonic() - self.read_at > READ_AGAIN:
            self.read()
        return self.book


RULEBOOK = Rulebook()


def bound(rows: Iterable[Rule]) -> Book:
    """A book of these rules. A rule that cannot be read is left out and named in the log: the others go on."""
    lines: dict[int, Line] = {}
    parts: dict[str, list[tuple[int, object]]] = {}
    for row in rows:
        try:
            for name, part in parts_of(row):
                parts.setdefault(name, []).append((row.pk, part))
        except (Invalid, KeyError, TypeError, ValueError):
            LOG.exception("Rule %s can’t be read and does not count.", row.pk)
            continue
        lines[row.pk] = line_of(row)
    return Book(
        lines,
        WordIndex(parts.get("words", [])),  # type: ignore[arg-type]
        WordIndex(parts.get("leet", []), leet=True),  # type: ignore[arg-type]
        tuple(parts.get("pattern", [])),  # type: ignore[arg-type]
        LinkIndex(parts.get("links", [])),  # type: ignore[arg-type]
        frozenset(number for number, _part in parts.get("only_allowed", [])),
        tuple(parts.get("rate", [])),  # type: ignore[arg-type]
        tuple(parts.get("newcomer", [])),  # type: ignore[arg-type]
    )


def line_of(row: Rule) -> Line:
    """What there is to know of a rule besides what it looks for."""
    kind, mode, effect = Kind(row.kind), Mode(row.mode), Effect(row.effect)
    return Line(row.pk, row.name, kind, mode, effect, row.policy_id, row.explanation)


def parts_of(row: Rule) -> Iterator[tuple[str, object]]:
    """What a rule looks for. Raises Invalid."""
    config = row.config
    match row.kind:
        case Kind.WORDS:
            # Signs that are read as letters may also end a word as what they are, so the list is asked both ways.
            yield "words", words_of(config)
            if config.get("leet"):
                yield "leet", words_of(config)
        case Kind.PATTERN:
            yield "pattern", patterns.load(config["pattern"], bool(config.get("folded")))
        case Kind.LINKS:
            yield "links", links_of(config)
            if config.get("only_allowed"):
                yield "only_allowed", True
        case Kind.RATE:
            yield "rate", rates.rate_of(config)
        case Kind.NEWCOMER:
            yield "newcomer", rates.newcomer_of(config)


def words_of(config: dict[str, object]) -> list[Word]:
    """The entries of a list of words."""
    lines = config.get("words", [])
    return [wordlists.word(line) for line in lines] if isinstance(lines, list) else []


def links_of(config: dict[str, object]) -> list[Listed]:
    """The entries of a list of sites."""
    lines = config.get("links", [])
    return [linklists.entry(line) for line in lines] if isinstance(lines, list) else []


def refuse_useless(kind: Rule.Kind, config: dict[str, object]) -> None:
    """Raises Invalid for a rule that says nothing, or cannot be read, or costs too much."""
    match kind:
        case Kind.WORDS:
            if not words_of(config):
                raise Invalid("words", _("Put at least one word on the list."))
        case Kind.PATTERN:
            patterns.compile(str(config.get("pattern", "")), bool(config.get("folded")))
        case Kind.LINKS:
            if not links_of(config):
                raise Invalid("links", _("Put at least one address on the list."))
        case Kind.RATE:
            rates.rate_of(config)
        case Kind.NEWCOMER:
            rates.newcomer_of(config)
        case _:
            raise Invalid("kind", _("Choose what the rule looks for."))
