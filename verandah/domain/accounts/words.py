"""The words that people are found by: without accents, vowel signs and upper case, as they are typed in a hurry."""

import re
from itertools import pairwise
from unicodedata import category, decimal, name, normalize

# In bytes, what is kept of a word. Nobody types more to find someone.
LONGEST_WORD = 120
# Of what is typed, so many words are looked for.
MOST_ASKED = 6

# Letters that normal forms keep apart and people do not.
SAME = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ς": "σ"}
    | {"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": ""}
)
# In these a name is written without a blank between its parts: each letter may begin one.
UNSPACED = frozenset({"CJK", "HIRAGANA", "KATAKANA", "BOPOMOFO", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR"})
ARTICLE = "ال"
WORD = re.compile(r"[^\W_]+")


def words_of(*names: str) -> set[bytes]:
    """What someone of these names is found by: how each of their words may begin to be typed."""
    found = [words_in(text) for text in names]
    starts = {start for words in found for word in words for start in starts_of(word)}
    return {kept(start) for start in starts.union(*map(joined, found))}


def words_asked(text: str) -> list[bytes]:
    """The words of what was typed, the longest first, because it leaves the fewest."""
    words = dict.fromkeys(kept(bare(word)) for word in words_in(text))
    return sorted(words, key=len, reverse=True)[:MOST_ASKED]


def end_of(word: bytes) -> bytes:
    """The first word, in the order of bytes, that no longer begins with `word`."""
    # No text holds a byte of the highest value.
    return word[:-1] + bytes([word[-1] + 1])


def starts_of(word: str) -> set[str]:
    """The word, and where else in it someone may begin."""
    places = [place for place, char in enumerate(word) if place and is_unspaced(char)]
    whole = bare(word)
    starts = {whole, *(bare(word[place:]) for place in places)}
    if whole.startswith(ARTICLE) and len(whole) > len(ARTICLE) + 1:
        starts.add(whole.removeprefix(ARTICLE))
    return starts - {""}


def joined(words: list[str]) -> set[str]:
    """Neighbours as one word, where a blank between them is a matter of taste."""
    return {bare(one + other) for one, other in pairwise(words) if is_unspaced(one[-1]) and is_unspaced(other[0])}


def is_unspaced(char: str) -> bool:
    return name(char, "").split(" ")[0] in UNSPACED


def words_in(text: str) -> list[str]:
    """The words of a text."""
    # A mark belongs to the letter before it and is no end of a word.
    return [word for word in WORD.findall(unmarked(normalize("NFKC", text).casefold())) if bare(word)]


def bare(word: str) -> str:
    """`word` in letters and digits alone, those that people take for one and the same made the same."""
    # Nothing of this is in the letters that most words are of.
    return (
        word
        if word.isascii()
        else "".join(str(decimal(char, char)) for char in unmarked(normalize("NFKD", word))).translate(SAME)
    )


def unmarked(text: str) -> str:
    return text if text.isascii() else "".join(char for char in text if category(char)[0] != "M")


def kept(word: str) -> bytes:
    """The word as it is stored and compared: byte by byte, which is the same in every database."""
    return word.encode()[:LONGEST_WORD]
