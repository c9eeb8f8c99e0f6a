"""Patterns that a text is compared with, read by re2 alone: it takes as long as the text is, and no longer."""

import time
from dataclasses import dataclass
from unicodedata import normalize

import re2
from django.utils.translation import gettext as _

from verandah.base.errors import Invalid
from verandah.base.letters import is_invisible

LONGEST_PATTERN = 500
# How large the machine of a pattern may be. Each sign of a text may cost as much as that.
LARGEST_MACHINE = 2000
MOST_MEMORY = 4 << 20
# How long a pattern may take for the longest text, in seconds, when it is first tried.
BUDGET = 0.02
# What is hard for patterns that are written without care: one sign again and again, and many different ones.
TRIALS = ("a" * 5000, "ab " * 1666, " " * 5000, "".join(chr(0x4E00 + number * 7 % 9000) for number in range(5000)))
LONGEST_FOUND = 100


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that can be asked. `is_folded`: of the folded text, in which all spellings of a word are one."""

    machine: "re2._Regexp[str]"
    is_folded: bool

    def search(self, text: str) -> str:
        """What it finds first in a bared, or folded, text; empty when it finds nothing."""
        found = self.machine.search(text)
        return (found.group()[:LONGEST_FOUND] or "…") if found else ""


def bared(text: str) -> str:
    """A text without what shows nothing, in the form in which signs that are the same look the same."""
    return normalize("NFKC", "".join(char for char in text if char == "\n" or not is_invisible(char)))


def compile(source: str, is_folded: bool = False) -> Pattern:
    """The pattern. Raises Invalid, with the place, for what re2 does not take, and for what costs too much."""
    if not source.strip():
        raise Invalid("pattern", _("Write a pattern."))
    if len(source) > LONGEST_PATTERN:
        raise Invalid("pattern", _("A pattern can have 500 characters."), "too_long")
    machine = built(source)
    if machine.search(""):
        raise Invalid("pattern", _("This pattern is found in every text, even in an empty one."))
    if machine.programsize > LARGEST_MACHINE or slowest(machine) > BUDGET:
        raise Invalid("pattern", _("This pattern would take too long for each post. Repeat less in it."))
    return Pattern(machine, is_folded)


def load(source: str, is_folded: bool) -> Pattern:
    """The pattern of a rule that was tried when it was written."""
    return Pattern(built(source), is_folded)


def built(source: str) -> "re2._Regexp[str]":
    """What re2 makes of it. Raises Invalid."""
    options = re2.Options()
    options.log_errors, options.case_sensitive, options.max_mem = False, False, MOST_MEMORY
    try:
        return re2.compile(source, options)
    except re2.error as error:
        what, at = reason(source, str(error.args[0], "utf-8", "replace") if error.args else "")
        sentence = _("This pattern can’t be read: %(what)s, at sign %(at)s. Look-around and \\1 are not available.")
        raise Invalid("pattern", sentence % {"what": what, "at": at}) from None


def reason(source: str, said: str) -> tuple[str, int]:
    """What re2 minds, and at which sign of the pattern, from one on: it names the piece, not the place."""
    what, _colon, piece = said.partition(": ")
    if what == "missing )":
        return what, source.rfind("(") + 1
    return what, max(source.find(piece), 0) + 1 if piece else 1


def slowest(machine: "re2._Regexp[str]") -> float:
    """The seconds it takes for the hardest of the trials; the better of two turns, as others use this machine, too."""
    return max(min(seconds(machine, text), seconds(machine, text)) for text in TRIALS)


def seconds(machine: "re2._Regexp[str]", text: str) -> float:
    began = time.perf_counter()
    machine.search(text)
    return time.perf_counter() - began
