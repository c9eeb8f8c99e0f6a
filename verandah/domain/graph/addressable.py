"""Whom someone can address: their lists, people by name, and whom they have addressed last."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from verandah.base.paging import Page
from verandah.base.reading import rows
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.names import canonical
from verandah.domain.accounts.show import show_accounts

from .lists import STANDING, Kind
from .queries import people, reachable, reachable_ids

# Both at once, because every timeline asks for them. The lists that everyone has come first, in their order.
CHOOSABLE = """
SELECT 0 AS id, 0 AS kind, '' AS title, CAST(r.last_audience AS text) AS last, -1 AS place
    FROM verandah_preferences r WHERE r.account_id = %(viewer)s
UNION ALL SELECT l.id, l.kind, l.title, '', CASE WHEN l.kind = 0 THEN 1000 ELSE l.kind END
    FROM verandah_peoplelist l WHERE l.owner_id = %(viewer)s ORDER BY 5, 1"""

# So many who are called alike are looked at.
MOST_ALIKE = 20


@dataclass(frozen=True, slots=True)
class NamedList:
    """A list, by name alone."""

    id: int
    kind: int
    own_title: str

    @property
    def title(self) -> str:
        """In the reader's language, where everyone has it."""
        return str(STANDING[Kind(self.kind)]) if self.kind else self.own_title


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person, by name alone."""

    id: int
    username: str
    display_name: str


@dataclass(frozen=True, slots=True)
class Choosable:
    """The lists of someone, and what they chose last: the word of an audience, empty at first, and whom it meant."""

    lists: tuple[NamedList, ...] = ()
    last: str = ""
    list_ids: tuple[int, ...] = ()
    account_ids: tuple[int, ...] = ()


def choosable(viewer: Account) -> Choosable:
    """What `viewer` can choose among. One query."""
    found = rows(CHOOSABLE, {"viewer": viewer.id})
    lists = tuple(NamedList(number, kind, title) for number, kind, title, _last, place in found if place >= 0)
    said = next((json.loads(row[3]) for row in found if row[4] < 0), None) or {}
    kept = {one.id for one in lists}
    ids = tuple(number for number in said.get("lists", ()) if number in kept)
    return Choosable(lists, said.get("audience", ""), ids, tuple(said.get("people", ())))


def people_by_id(viewer: Account, ids: Sequence[int]) -> tuple[NamedPerson, ...]:
    """Those of `ids` whom `viewer` can address, in this order."""
    there = reachable_ids(viewer, ids)
    shown = show_accounts([number for number in ids if number in there])
    return tuple(NamedPerson(one.id, one.username, one.display_name) for one in shown.values())


def people_called(viewer: Account, names: Iterable[str]) -> tuple[list[int], list[str]]:
    """The ids of the people whom `viewer` means, and the names that mean nobody, or more than one.

    A name is that of an account, with or without @, or else how someone calls themselves, if nobody else does.
    """
    wanted = [name for name in dict.fromkeys(name.strip() for name in names) if name]
    plain = {name: canonical(name.removeprefix("@")) for name in wanted}
    there = reachable(viewer, list(plain.values()))
    ids, missing = [], []
    for name in wanted:
        number = there.get(plain[name]) or only_one_called(viewer, name)
        if number:
            ids.append(number)
        else:
            missing.append(name)
    return list(dict.fromkeys(ids)), missing


def only_one_called(viewer: Account, name: str) -> int | None:
    """Who calls themselves so; None when nobody does, or several."""
    if name.startswith("@"):
        return None
    entries = people(viewer, name, Page(length=MOST_ALIKE))
    shown = show_accounts([entry.account_id for entry in entries])
    alike = [one.id for one in shown.values() if one.display_name.casefold() == name.casefold()]
    return alike[0] if len(alike) == 1 else None
