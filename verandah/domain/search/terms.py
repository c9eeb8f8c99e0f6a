"""What a text is found by: its words, folded as people are found, and in scripts without blanks every two letters."""

import re
from functools import lru_cache
from itertools import chain, pairwise
from unicodedata import name

from verandah.domain.accounts.words import ARTICLE, UNSPACED, bare, words_in

# Korean has blanks; its words are found by their beginning, like those of other scripts that have them.
RUNNING = UNSPACED - {"HANGUL"}
# In letters, what is kept of a word; nobody types more to find it.
LONGEST_TERM = 40
# Of a text, so many words. A post of 50,000 letters has fewer.
MOST_TERMS = 12_000
# The words of a town that come again and again: so many are remembered with their terms, a few megabytes.
WORDS_KEPT = 20_000
# What may stand before an Arabic word, written in one with it: and, with, for, like, so, each with the article.
BEFORE_ARABIC = ("", ARTICLE, "و" + ARTICLE, "ب" + ARTICLE, "لل", "ك" + ARTICLE, "ف" + ARTICLE, "و", "ب", "ل")
# How umlauts are written where there are none.
SPELT_OUT = (("ae", "a"), ("oe", "o"), ("ue", "u"))


def terms_of(*texts: str) -> list[str]:
    """The terms of some texts, in order: what the index holds of them."""
    found = [term for text in texts for word in words_in(text) for term in terms_in(word)]
    return found[:MOST_TERMS]


@lru_cache(WORDS_KEPT)
def terms_in(word: str) -> tuple[str, ...]:
    """One word; a run of letters that need no blanks as all its pairs, or as the one letter that it is."""
    if word.isascii():
        return (word[:LONGEST_TERM],)
    runs = [pairs_of(run) if running else [bare(run)[:LONGEST_TERM]] for run, running in runs_of(word)]
    return tuple(chain.from_iterable(runs))


def runs_of(word: str) -> list[tuple[str, bool]]:
    """The parts of a word, and whether their script puts no blanks between words. Without those bare of letters."""
    found: list[tuple[str, bool]] = []
    for char in word:
        running = is_running(char)
        if found and found[-1][1] == running:
            found[-1] = (found[-1][0] + char, running)
        else:
            found.append((char, running))
    return [(run, running) for run, running in found if bare(run)]


def is_running(char: str) -> bool:
    """Whether this letter is of a script without blanks. The long sign of Katakana is."""
    return char > "\u0dff" and name(char, "").split(" ")[0].split("-")[0] in RUNNING


def pairs_of(run: str) -> list[str]:
    """Each two neighbours."""
    letters = bare(run)
    return [letters] if len(letters) < 2 else ["".join(pair) for pair in pairwise(letters)]


def spellings(word: str) -> list[str]:
    """How a word that is looked for may stand in a text besides: with an article, or without its umlauts."""
    whole = bare(word)[:LONGEST_TERM]
    if whole and name(whole[0], "").startswith("ARABIC"):
        stem = whole.removeprefix(ARTICLE) if len(whole) > len(ARTICLE) + 1 else whole
        return list(dict.fromkeys([whole, *(start + stem for start in BEFORE_ARABIC)]))
    found = [whole]
    for written, sign in SPELT_OUT:
        if written in whole:
            found.append(whole.replace(written, sign))
    marked = re.sub("[äöü]", lambda letter: {"ä": "ae", "ö": "oe", "ü": "ue"}[letter[0]], word)
    return list(dict.fromkeys([*found, bare(marked)[:LONGEST_TERM]]))
