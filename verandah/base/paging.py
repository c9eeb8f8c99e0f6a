"""A page of a list that is ordered by id, newest first: where it starts and how long it is."""

from collections.abc import Mapping
from dataclasses import dataclass

LENGTH = 20
LONGEST = 40
HIGHEST = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class Page:
    """Ids below `before` and above `after`, at most `length` of them, newest first.

    When there are more, they are the newest; with `forward` those that come next after `after`.
    """

    before: int = HIGHEST
    after: int = 0
    length: int = LENGTH
    forward: bool = False

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Page":
        """From `?before=…&after=…&length=…`; what is unclear counts as absent, `length` is kept in 1 to 40."""
        return cls(
            before=whole(query.get("before"), HIGHEST),
            after=whole(query.get("after"), 0),
            length=max(1, min(LONGEST, whole(query.get("length"), LENGTH))),
        )

    def ordered(self, sql: str) -> str:
        """A query that ends with the newest first, turned round when the page is read forward."""
        return sql.replace(" DESC", " ASC") if self.forward else sql

    def newest_first[T](self, rows: list[T]) -> list[T]:
        """What `ordered` has found, newest first."""
        return rows[::-1] if self.forward else rows


def whole(text: str | None, default: int) -> int:
    """A non-negative number that fits an id, or `default`."""
    if text and len(text) < 20 and text.isascii() and text.isdigit() and int(text) <= HIGHEST:
        return int(text)
    return default
