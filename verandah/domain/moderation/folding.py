"""What a text says to the eye: one form for all spellings of it. Sign by sign, so that each can be found again.

Compatibility forms, upper case, accents, vowel marks of Arabic and Hebrew, joiners, marks of direction and all else
that shows nothing are gone; what looks like a letter of ours is that letter. Vowel signs of the scripts of India stay:
they are letters there.
"""

from functools import cache
from unicodedata import category, normalize

from verandah.base.letters import is_invisible, lookalikes, script_of

# The marks that may be left out, as people leave them out when they write: they belong to letters of any script, or are
# the vowels of Arabic, Hebrew and Syriac.
OPTIONAL = frozenset({"INHERITED", "ARABIC", "HEBREW", "SYRIAC"})
TATWEEL = "\u0640"
# Two letters that look like one are that one, where a single sign was taken for them.
DOUBLE = (("rn", "m"), ("vv", "w"))
# Signs that are read as a letter although they hardly look like it.
LEET = {"3": "e", "4": "a", "@": "a", "$": "s", "5": "s", "7": "t", "+": "t", "!": "l", "8": "b", "9": "g", "€": "e"}
# There are more signs than anybody needs to remember; what is rare is worked out each time.
MOST_REMEMBERED = 40_000


class Folds(dict[int, str]):
    """What each sign becomes, for `str.translate`. What was not asked for yet is worked out when it is."""

    def __init__(self, leet: bool = False) -> None:
        super().__init__()
        self.leet = leet

    def __missing__(self, code: int) -> str:
        char = chr(code)
        shape = LEET.get(char, "") if self.leet else ""
        shape = shape or shape_of(char)
        if len(self) < MOST_REMEMBERED:
            self[code] = shape
        return shape


FOLDS = Folds()
LEET_FOLDS = Folds(leet=True)


def fold(text: str, leet: bool = False) -> str:
    """The form in which texts and lists are compared. An i and an l are one here; `alike` tells them apart again."""
    return text.translate(LEET_FOLDS if leet else FOLDS)


def plain(text: str) -> str:
    """`text` without what can be left out, and otherwise as it stands: no letter is taken for another one."""
    small = normalize("NFKD", normalize("NFKD", text).casefold())
    return "".join(char for char in small if not is_left_out(char))


def places(text: str, leet: bool = False) -> list[int]:
    """For each sign of the folded text, the place of the sign that it comes from."""
    table = LEET_FOLDS if leet else FOLDS
    return [place for place, char in enumerate(text) for _sign in table[ord(char)]]


def shape_of(char: str) -> str:
    """What one sign becomes; nothing for what shows nothing. An i is an l, as a capital one looks like it."""
    small = plain(char)
    shape = "".join(one if "a" <= one <= "z" else look_of(one) for one in small)
    return shape.replace("i", "l")


def look_of(char: str) -> str:
    """The letter that a sign looks like; itself if it looks like none."""
    shape = lookalikes().get(char, char)
    for two, one in DOUBLE:
        shape = shape.replace(two, one)
    shape = plain(shape)
    # What looks like a row of signs would make up words.
    return shape if len(shape) == 1 else char


@cache
def is_left_out(char: str) -> bool:
    """Whether a sign says nothing by itself."""
    if char == "\t" or char == "\n":
        return False
    if char == TATWEEL or is_invisible(char):
        return True
    return category(char) in ("Mn", "Me") and script_of(char) in OPTIONAL
