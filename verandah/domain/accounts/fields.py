"""The lines of a profile, each for whom it is: pure.

In the column a line is [name, value], or [name, value, mark] when it is not for everyone. What is shown of people to
all alike, and kept, holds only those that are for everyone.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

# Before the audience in the column, so that one look at its text tells whether there is any such line.
MARK = "audience:"


class For(StrEnum):
    """For whom a line can be."""

    PUBLIC = "public"
    MEMBERS = "members"
    FOLLOWERS = "followers"
    FRIENDS = "friends"
    ONLY_ME = "only_me"


class Line(NamedTuple):
    """A line of a profile."""

    name: str
    value: str
    audience: str = For.PUBLIC


def lines(column: Iterable[Sequence[str]]) -> tuple[Line, ...]:
    """All lines that someone has."""
    return tuple(Line(row[0], row[1], row[2].removeprefix(MARK) if len(row) > 2 else For.PUBLIC) for row in column)


def told(column: Iterable[Sequence[str]], audiences: Iterable[str]) -> tuple[Line, ...]:
    """Those that are for one of these."""
    which = set(audiences)
    return tuple(line for line in lines(column) if line.audience in which)


def stored(line: Line) -> list[str]:
    """A line as the column has it."""
    return [line.name, line.value] if line.audience == For.PUBLIC else [line.name, line.value, MARK + line.audience]


def as_before(new: Sequence[tuple[str, str, str]], before: Iterable[Sequence[str]]) -> list[Line]:
    """New lines, each for whom it is said to be; where nothing is said, for whom the line of that name, or else of
    that value, was: an app that knows nothing of it opens nothing. A line nobody knows is for everyone.
    """
    old = lines(before)
    by_name = {line.name.casefold(): line.audience for line in old}
    by_value = {line.value: line.audience for line in old if line.value}
    return [
        Line(name, value, audience or by_name.get(name.casefold()) or by_value.get(value) or For.PUBLIC)
        for name, value, audience in new
    ]
