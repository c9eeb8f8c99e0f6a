"""Terms as the index of the database in use takes them."""

from collections.abc import Iterable, Iterator

from verandah.base.reading import vendor


def indexed(terms: Iterable[str]) -> str:
    """Terms as the index of this database takes them: words with blanks, or lexemes with their places."""
    if vendor() == "sqlite":
        return " ".join(terms)
    return " ".join(lexemes(terms))


def lexemes(terms: Iterable[str]) -> Iterator[str]:
    # PostgreSQL keeps places up to 16383, and what comes after as that one.
    places: dict[str, list[int]] = {}
    for place, term in enumerate(terms, 1):
        places.setdefault(term, []).append(min(place, 16383))
    for term, found in places.items():
        yield f"'{term}':{','.join(map(str, found[:255]))}"
