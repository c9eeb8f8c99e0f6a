"""Letters of any script: folding, what is invisible, what belongs to which script, what looks like what."""

import json
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from unicodedata import category, combining, normalize

# Marks and overrides of direction: one of them in a name turns around what stands beside it.
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
JOINERS = frozenset("\u200c\u200d")
EMOJI_STYLES = frozenset("\ufe0e\ufe0f")
HAN_STYLES = frozenset(map(chr, range(0xE0100, 0xE01F0)))
# Letters, marks and symbols by their category, and yet nothing is to be seen of them.
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0") | frozenset(
    map(chr, range(0xFE00, 0xFE10))
)
# What a script stacks on its letters differs: Burmese needs three or four, accents that go on any letter two.
MOST_MARKS = 4
MOST_ACCENTS = 2
# The Stream-Safe Text Format (UAX #15) allows as many marks in a row; no language needs a third of them.
LONGEST_ROW = 30
LAST_SIGMA = re.compile(r"(?<=[^\W\d_])σ(?![^\W\d_])")


def folded(text: str) -> str:
    """`text` as it is compared: compatibility forms and upper case are gone. The same for every spelling of it."""
    # A dotted İ folds to an i with a dot of its own, which nobody types. Folding makes every sigma the same, but at the
    # end of a word Greek writes it differently.
    small = normalize("NFKC", text).casefold().replace("i\u0307", "i")
    return LAST_SIGMA.sub("ς", normalize("NFKC", small))


def is_word(char: str) -> bool:
    """Whether `char` may stand in a word: a letter, a digit, a mark on one, or `_`."""
    return char.isalnum() or char == "_" or (category(char)[0] == "M" and not is_invisible(char))


def is_invisible(char: str) -> bool:
    """Whether `char` shows nothing by itself: controls, formats, surrogates, private and unassigned ones, fillers."""
    return category(char)[0] == "C" or char in BLANK or char in HAN_STYLES


def is_heaped(text: str) -> bool:
    """Whether a letter carries more marks than writing needs (Zalgo)."""
    marks = accents = 0
    for char in text:
        if category(char)[0] == "M":
            marks, accents = marks + 1, accents + (script_of(char) == "INHERITED")
        else:
            marks = accents = 0
        if marks > MOST_MARKS or accents > MOST_ACCENTS:
            return True
    return False


def is_stream_safe(text: str) -> bool:
    """Whether `text` can be brought into a normal form quickly: long rows of marks take the square of their length."""
    row = 0
    for char in text:
        row = row + 1 if combining(char) else 0
        if row > LONGEST_ROW:
            return False
    return True


def scripts_of(text: str) -> frozenset[str]:
    """The scripts that `text` is written in, without what all scripts share."""
    return frozenset(map(script_of, text)) - {"COMMON", "INHERITED"}


def script_of(char: str) -> str:
    """The Unicode name of the script of `char`, in capitals: "LATIN", "COMMON", "INHERITED"."""
    starts, ends, names = script_ranges()
    place = bisect_right(starts, ord(char)) - 1
    return names[place] if ord(char) <= ends[place] else "UNKNOWN"


def looks(text: str) -> str:
    """What `text` looks like: two texts that are told apart only by a trained eye give the same (UTS #39)."""
    table = lookalikes()
    return normalize("NFD", "".join(table.get(char, char) for char in normalize("NFD", text)))


@cache
def script_ranges() -> tuple[list[int], list[int], list[str]]:
    """First code points, last code points and scripts, in order."""
    table = json.loads((files("confusable_homoglyphs") / "categories.json").read_text("utf-8"))
    ranges, names = table["code_points_ranges"], table["iso_15924_aliases"]
    return [row[0] for row in ranges], [row[1] for row in ranges], [names[row[2]] for row in ranges]


@cache
def lookalikes() -> Mapping[str, str]:
    """For each character that looks like another one: the one that stands for them all."""
    stars = stars_of_lookalikes()
    # A text of several letters is never replaced, so the letters in it stand for their likes.
    lasting = {char for centre in stars if len(centre) > 1 for char in centre}
    table: dict[str, str] = {}
    for centre, likes in stars.items():
        for like in likes:
            one, other = sorted(
                (centre, like),
                key=lambda text: (len(stars[text]) == 1, len(text) == 1, text not in lasting, text),
            )
            table[other] = one
    return table


def stars_of_lookalikes() -> dict[str, set[str]]:
    """The data as it comes: every character names the one it looks like, and that one names all of them back."""
    table = json.loads((files("confusable_homoglyphs") / "confusables.json").read_text("utf-8"))
    stars: dict[str, set[str]] = defaultdict(set)
    for text, likes in table.items():
        for like in likes:
            # Characters that run from right to left come wrapped in marks of direction.
            stars[text.strip("\u200e")].add(like["c"].strip("\u200e"))
    return stars
