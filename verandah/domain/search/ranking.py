"""Which of the posts that were found come first. Pure: the same posts and words, the same order."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .asked import Asked, Part
from .terms import terms_of

# What a whole word counts, and one that only begins so; words that stand beside each other; a short text.
WHOLE, BEGUN, BESIDE, SHORT = 10, 4, 6, 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A post that holds what is asked for; its id tells how new it is."""

    id: int
    text: str


def ranked(asked: Asked, found: Sequence[Candidate]) -> list[int]:
    """Their ids: who holds more of the words, whole and together, comes first; of equals, the newer."""
    scores = {one.id: score(asked, one.text) for one in found}
    return sorted(scores, key=lambda number: (-scores[number], -number))


def score(asked: Asked, text: str) -> int:
    """How well a text holds what is asked."""
    terms = terms_of(text)
    if not asked.parts or not terms:
        return 0
    places = [best_place(part, terms) for part in asked.parts]
    points = sum(WHOLE if whole else BEGUN for _place, whole in places if _place >= 0)
    points += sum(BESIDE for (one, _), (other, _) in pairwise(places) if one >= 0 and other - one in (1, 2))
    return points + (SHORT if len(terms) <= 30 else 0)


def best_place(part: Part, terms: Sequence[str]) -> tuple[int, bool]:
    """Where the part stands first, and whether as whole words; -1 when it stands in what is not this text."""
    begun = -1
    for choice in part.choices:
        for place in range(len(terms) - len(choice) + 1):
            if tuple(terms[place : place + len(choice)]) == choice:
                return place, True
            if begun < 0 and part.begins and tuple(terms[place : place + len(choice) - 1]) == choice[:-1]:
                begun = place if terms[place + len(choice) - 1].startswith(choice[-1]) else -1
    return begun, False
