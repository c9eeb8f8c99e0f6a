"""Names with a slip in them: which letters they have in common with what was typed, and how far both are apart. Pure.

What is compared first is threes of letters in a row. Distance is Damerau's and Levenshtein's with adjacent letters
changed once (optimal string alignment): a letter too many, too few, another, or two exchanged.
"""

from collections.abc import Iterable

# Shorter words have too few letters to be mistaken for each other.
SHORTEST = 4
# From so many letters on two slips are forgiven, below that one.
LONG = 8
# Marks the beginning of a word: what begins alike is more alike.
START = "\x02"


def grams_of(words: Iterable[bytes]) -> set[bytes]:
    """All threes of letters of these words, as `words` keeps them; of short words none."""
    found: set[bytes] = set()
    for kept in words:
        word = kept.decode(errors="ignore")
        if len(word) >= SHORTEST:
            marked = START + word
            found |= {marked[place : place + 3].encode() for place in range(len(marked) - 2)}
    return found


def least_common(grams: int) -> int:
    """How many of so many threes a name must have in common with what was typed: one slip breaks three of them."""
    return max(1, grams - 3 * (2 if grams >= LONG else 1))


def slips_in(asked: str) -> int:
    """How many slips are forgiven in this word."""
    return 0 if len(asked) < SHORTEST else 1 if len(asked) < LONG else 2


def distance(asked: str, word: str) -> int:
    """How many slips make `asked` of the beginning of `word` that is nearest to it."""
    before: list[int] = []
    row = list(range(len(word) + 1))
    for place, letter in enumerate(asked, 1):
        older, before, row = before, row, [place]
        for other in range(1, len(word) + 1):
            same = letter == word[other - 1]
            best = min(before[other] + 1, row[other - 1] + 1, before[other - 1] + (not same))
            if place > 1 < other and letter == word[other - 2] and asked[place - 2] == word[other - 1]:
                best = min(best, older[other - 2] + 1)
            row.append(best)
    # Somebody who is still typing has not written the end yet.
    return min(row[max(0, len(asked) - 1) :], default=len(asked))


def how_far(asked: Iterable[bytes], words: Iterable[bytes]) -> int | None:
    """How many slips there are in all the words that were typed, each compared with the nearest; None for too many."""
    known = [word.decode(errors="ignore") for word in words]
    total = 0
    for kept in asked:
        one = kept.decode(errors="ignore")
        nearest = min((distance(one, word) for word in known), default=len(one))
        if nearest > slips_in(one):
            return None
        total += nearest
    return total
