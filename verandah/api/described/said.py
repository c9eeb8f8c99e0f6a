"""How a line of these tables is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Said:
    """What an endpoint gives, and which parameters it takes.

    `gives` is a type, or several of which the answer is one. `takes` is a TypedDict: the query of a GET or DELETE, the
    body of everything else; `asks` is a query beside a body. `also`: answers under another status than 200. `heeds`:
    headers of the request that make a difference.
    """

    gives: object
    takes: type | None = None
    asks: type | None = None
    also: Mapping[int, object] = field(default_factory=dict)
    heeds: tuple[str, ...] = ()
    media: str = "application/json"


type Table = dict[str, Said]


def types_of(said: Said) -> Iterator[object]:
    """Every type that a line names."""
    yield from options(said.gives)
    for gives in said.also.values():
        yield from options(gives)
    yield from (kind for kind in (said.takes, said.asks) if kind is not None)


def options(gives: object) -> tuple[object, ...]:
    """The types that an answer can be of."""
    return gives if isinstance(gives, tuple) else (gives,)
