"""Lists of words: how they are written down, and how all of them are found in a text at once."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from unicodedata import category

import ahocorasick
from django.utils.translation import gettext as _

from verandah.base.errors import Invalid
from verandah.base.letters import script_of, scripts_of

from .folding import fold, places, plain

MOST_WORDS = 20_000
LONGEST_WORD = 100
LONGEST_REASON = 200
# Of one rule in one text. Whoever looks at it has seen enough then.
MOST_FOUND = 20
# Writing without blanks between words: a word there is always part of a row of letters.
UNSPACED = frozenset({"HAN", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN"})


@dataclass(frozen=True, slots=True)
class Word:
    """An entry of a list. `is_part`: it is found inside of longer words, too. `until`: the last day that it counts."""

    text: str
    is_part: bool = False
    reason: str = ""
    until: date | None = None

    @property
    def line(self) -> list[str]:
        """As it is kept, and as a line of CSV."""
        how = "part" if self.is_part else "whole"
        return [self.text, how, self.reason, self.until.isoformat() if self.until else ""]


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of the list of a rule."""

    rule: int
    word: Word
    plain: str


class WordIndex:
    """All words of all rules in one automaton. A text is read once, however many there are."""

    def __init__(self, lists: Iterable[tuple[int, Iterable[Word]]], leet: bool = False) -> None:
        self.leet = leet
        found: dict[str, list[Entry]] = defaultdict(list)
        for rule, words in lists:
            for word in words:
                if key := fold(word.text, leet):
                    found[key].append(Entry(rule, word, plain(word.text)))
        self.automaton = ahocorasick.Automaton()
        for key, entries in found.items():
            self.automaton.add_word(key, (len(key), tuple(entries)))
        self.is_empty = not found
        if found:
            self.automaton.make_automaton()
            # The table of look-alikes is read now, and not while somebody waits for their first post.
            fold(" ", leet)

    def search(self, text: str, today: date) -> Iterator[tuple[int, str]]:
        """The rules that find something, with what stands there. Nothing more of a rule that has found much."""
        if self.is_empty:
            return
        shape = fold(text, self.leet)
        found = list(self.automaton.iter(shape))
        if not found:
            return
        origin, counts = places(text, self.leet), dict[int, int]()
        for end, (length, entries) in found:
            span = Span(text, origin[end - length + 1], origin[end] + 1)
            for entry in entries:
                if counts.get(entry.rule, 0) < MOST_FOUND and holds(entry, span, today, self.leet):
                    counts[entry.rule] = counts.get(entry.rule, 0) + 1
                    yield entry.rule, span.words


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text."""

    text: str
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]

    @property
    def stands_alone(self) -> bool:
        """Whether it is a word, or several, and not part of one."""
        before = next((char for char in reversed(self.text[: self.start]) if fold(char)), " ")
        after = next((char for char in islice(self.text, self.end, None) if fold(char)), " ")
        return not (is_letter(before) or is_letter(after))


def holds(entry: Entry, span: Span, today: date, leet: bool) -> bool:
    """Whether the entry is really meant by what stands there: what was found may only look a little like it."""
    word = entry.word
    if word.until is not None and word.until < today:
        return False
    if not (word.is_part or scripts_of(word.text) & UNSPACED or span.stands_alone):
        return False
    said = plain(span.words)
    if said == entry.plain:
        return True
    return is_disguise(entry.plain, said, span, leet)


def is_disguise(word: str, said: str, span: Span, leet: bool) -> bool:
    """Whether `said`, which looks like `word`, was written to look like it, and is nothing else that people write."""
    if not any(char.isalpha() for char in said) and any(char.isalpha() for char in word):
        # A number: 100 is no word of three letters, unless signs are to be read as letters.
        return leet and not said.isdigit()
    if said.isascii() and len(said) == len(word):
        return all(one == other or may_stand_for(one, other, span.words) for one, other in zip(said, word, strict=True))
    scripts = scripts_of(span.words)
    if len(scripts) != 1 or scripts == scripts_of(word):
        return True
    # All of it in letters of another script: in a text in that script it is a word of that language.
    others = [script_of(char) for char in span.text[: span.start] + span.text[span.end :] if char.isalpha()]
    return sum(script in scripts for script in others) * 2 < max(1, len(others))


def may_stand_for(sign: str, letter: str, written: str) -> bool:
    """Whether a sign was written for a letter. An l for an i, or the other way round, only where the case gives it
    away: “fall” is no “fail”, but “IDlOT” and “feIl” are not written by accident.
    """
    if not sign.isalpha():
        return True
    cased = [char for char in written if char.isalpha() and char not in "Iil"]
    shouts = bool(cased) and all(char.isupper() for char in cased)
    if sign == "i":
        return letter == "l" and "I" in written and not shouts
    return letter == "i" and "l" in written and shouts


def is_letter(char: str) -> bool:
    """Whether a word goes on with this sign."""
    return category(char)[0] in "LNM"


def parse(text: str, *, is_part: bool = False) -> list[Word]:
    """The words of a text: one a line, or CSV of word, whole or part, reason and last day. Raises Invalid."""
    rows = csv.reader(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    try:
        words = {row[0].strip().casefold(): word(row, is_part) for row in rows if row and row[0].strip()}
    except csv.Error:
        raise Invalid("words", _("This is not a list of words. Write one on each line.")) from None
    words.pop("word", None)
    if len(words) > MOST_WORDS:
        raise Invalid("words", _("A list can hold 20,000 words. Make a second rule for the rest."))
    return list(words.values())


def word(row: Sequence[str], is_part: bool = False) -> Word:
    """One entry. Raises Invalid."""
    text, how, reason, until = (cell.strip() for cell in [*row, "", "", ""][:4])
    if text == "word" and how == "how":
        return Word("word")
    if len(text) > LONGEST_WORD or len(reason) > LONGEST_REASON:
        raise Invalid("words", _("“%(word)s…” is too long for an entry.") % {"word": text[:20]}, "too_long")
    if len(fold(text)) < 2 and not scripts_of(text) & UNSPACED:
        raise Invalid("words", _("“%(word)s” is too short: it would be found everywhere.") % {"word": text})
    if how not in ("", "whole", "part"):
        sentence = _("Beside “%(word)s” stands “%(how)s”. Write whole or part there, or nothing.")
        raise Invalid("words", sentence % {"word": text, "how": how[:20]})
    return Word(text, how == "part" or (not how and is_part), reason, day(text, until))


def day(text: str, until: str) -> date | None:
    """The last day of an entry. Raises Invalid."""
    try:
        return date.fromisoformat(until) if until else None
    except ValueError:
        sentence = _("Beside “%(word)s” stands no day that there is. Write it as 2027-01-31.")
        raise Invalid("words", sentence % {"word": text}) from None
