"""What someone types to find posts, taken apart: words, "phrases", -without, from:, has:, #tags and dates."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from verandah.base.ids import id_at
from verandah.base.letters import folded
from verandah.domain.accounts.words import words_in

from .terms import runs_of, spellings, terms_in

LONGEST_ASKED = 200
MOST_PARTS = 12
HAS = ("photo", "video", "audio", "link", "poll", "media")
IN = ("posts", "comments")
PIECE = re.compile(r'(-?)(?:(\w+):)?(?:"([^"]*)"?|(\S+))')


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that must be there: any of `choices`, each a row of terms that follow each other; the last of a row may
    be only a beginning, if `begins`."""

    choices: tuple[tuple[str, ...], ...]
    begins: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """`after` and `before`: ids; 0 is none. `author`: a user name, or "me". `words`: as typed, to be marked in what is
    found. `unknown`: operators that there are not."""

    parts: tuple[Part, ...] = ()
    without: tuple[Part, ...] = ()
    author: str = ""
    author_id: int = 0
    tags: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    within: str = ""
    after: int = 0
    before: int = 0
    words: tuple[str, ...] = ()
    unknown: tuple[str, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that anything could be found by."""
        return not (self.parts or self.author or self.author_id or self.tags or self.has)


class Reading:
    """What was taken in so far."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.without: list[Part] = []
        self.tags: list[str] = []
        self.has: list[str] = []
        self.words: list[str] = []
        self.unknown: list[str] = []
        self.author = self.within = ""
        self.after = self.before = 0

    def take(self, minus: str, key: str, phrase: str | None, word: str) -> None:
        """One piece of what was typed."""
        if key and not minus and self.operator(key.casefold(), word or phrase or ""):
            return
        if key and phrase is None:
            word = f"{key}:{word}"
        if phrase is None and word.startswith("#") and not minus:
            self.tags.append(folded(word[1:]))
            return
        part = part_of(word if phrase is None else phrase, is_phrase=phrase is not None)
        if part is None:
            return
        (self.without if minus else self.parts).append(part)
        if not minus:
            self.words += words_in(word if phrase is None else phrase)

    def operator(self, key: str, value: str) -> bool:
        """Whether this was one, known or not."""
        if key == "from":
            self.author = folded(value.removeprefix("@"))
        elif key == "has" and value.casefold() in HAS:
            self.has.append(value.casefold())
        elif key == "in" and value.casefold() in IN:
            self.within = value.casefold()
        elif key in ("after", "before", "on") and (day := day_of(value)):
            self.between(key, day)
        elif key in ("has", "in", "after", "before", "on"):
            self.unknown.append(f"{key}:{value}")
        else:
            return False
        return True

    def between(self, key: str, day: date) -> None:
        """After a day is from its end on, before it until it begins."""
        start = datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())
        if key in ("after", "on"):
            self.after = id_at(start + (timedelta(days=1) if key == "after" else timedelta())) - 1
        if key in ("before", "on"):
            self.before = id_at(start + (timedelta(days=1) if key == "on" else timedelta()))

    def done(self) -> Asked:
        return Asked(
            parts=tuple(self.parts[:MOST_PARTS]),
            without=tuple(self.without[:MOST_PARTS]),
            author=self.author,
            tags=tuple(dict.fromkeys(filter(None, self.tags)))[:MOST_PARTS],
            has=tuple(dict.fromkeys(self.has)),
            within=self.within,
            after=self.after,
            before=self.before,
            words=tuple(dict.fromkeys(self.words)),
            unknown=tuple(self.unknown),
        )


def understood(text: str) -> Asked:
    """What is meant by `text`, of which the first 200 letters count. Never fails: what is no operator is a word."""
    reading = Reading()
    for minus, key, phrase, word in pieces(text[:LONGEST_ASKED]):
        reading.take(minus, key, phrase, word)
    return reading.done()


def pieces(text: str) -> list[tuple[str, str, str | None, str]]:
    """Minus or nothing, key or nothing, a phrase or None, a word."""
    found = []
    for match in PIECE.finditer(text):
        minus, key, phrase, word = match.groups()
        found.append((minus, key or "", phrase, word or ""))
    return found


def part_of(text: str, *, is_phrase: bool) -> Part | None:
    """What must be there; None when there is no letter in it. Words that were typed in one stand beside each other."""
    words = words_in(text)
    if not words:
        return None
    if is_phrase or len(words) > 1:
        return Part((tuple(term for word in words for term in terms_in(word)),), begins=not is_phrase)
    [word] = words
    if any(running for _run, running in runs_of(word)):
        return Part((tuple(terms_in(word)),), begins=True)
    return Part((*((one,) for one in spellings(word)), *of_whom(word)), begins=True)


def of_whom(word: str) -> list[tuple[str, ...]]:
    """How a word stands in a text when its last letter is typed without the apostrophe before it: grandmother's."""
    owner, s = word[:-1], word[-1:]
    return [(term, s) for term in terms_in(owner)] if s == "s" and len(owner) > 2 else []


def day_of(text: str) -> date | None:
    """A day as 2026-11-22; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
