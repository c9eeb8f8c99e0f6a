"""What is asked of a quick answer, and what it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from verandah.api.parameters import NO
from verandah.base.paging import HIGHEST, Page

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account
    from verandah.domain.accounts.tokens import Holder

# How a parameter may look that needs no second thought. All others are left to the endpoints.
NUMBER = re.compile("[0-9]{1,18}")
YES_OR_NO = re.compile("1|0|true|false")
YES = re.compile("1|true")
NAME = re.compile(r"[^\0]{1,100}")
BOUNDS = {"limit": NUMBER, "max_id": NUMBER, "since_id": NUMBER, "min_id": NUMBER}


class Found(NamedTuple):
    """The body, and what its next and its previous page are counted from."""

    body: bytes
    positions: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, and what they say beside the address. Of `viewer` only the id and the number of follows are known."""

    holder: Holder | None
    values: Mapping[str, str]
    part: str

    @property
    def viewer(self) -> Account | None:
        return self.holder.viewer if self.holder else None

    @property
    def number(self) -> int:
        """The id in the address."""
        return int(self.part)

    def flag(self, name: str) -> bool:
        """A yes or a no; no when nothing is said."""
        return self.values.get(name, "0") not in NO

    def page(self, length: int = 20, most: int = 40) -> Page:
        """As `api.paging.page_of`."""
        forward = "min_id" in self.values
        return Page(
            before=int(self.values.get("max_id", HIGHEST)),
            after=int(self.values.get("min_id" if forward else "since_id", 0)),
            length=max(1, min(most, int(self.values.get("limit", length)))),
            forward=forward,
        )


@dataclass(frozen=True, slots=True)
class Route:
    """One address (its part in brackets is `part`), and the conditions under which it is answered at once.

    One of `scopes` is enough. `names`: the parameters that may be sent, and how they look. `answer` gives None when the
    endpoint has to be asked.
    """

    address: str
    scopes: tuple[str, ...]
    answer: Callable[[Asked], Found | None]
    names: Mapping[str, re.Pattern[str]]
    for_guests: bool = False
    # Someone with filters may see something else.
    filtered: bool = True

    @property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.address)
