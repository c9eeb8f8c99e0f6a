"""People as pages show them, each read once for each number of their changes."""

from collections.abc import Mapping
from typing import NamedTuple

from verandah.base.shelf import Shelf
from verandah.domain.accounts.show import ShownAccount, show_accounts

MOST_PEOPLE = 8000

PEOPLE: Shelf[ShownAccount] = Shelf(MOST_PEOPLE)


class Look(NamedTuple):
    """All of someone that is seen where they are named."""

    id: int
    username: str
    display_name: str
    avatar_path: str
    avatar_description: str
    is_bot: bool


def known_people(revs: Mapping[int, int]) -> dict[int, ShownAccount]:
    """People by id, each in the state `revs` says or in a newer one. A query only for those who are not known yet."""
    keys = list(revs.items())
    found = {key[0]: one for key, one in zip(keys, PEOPLE.get_all(keys), strict=True) if one is not None}
    missing = [number for number in revs if number not in found]
    for number, one in show_accounts(missing).items() if missing else ():
        found[number] = PEOPLE.put((number, one.rev), one)
    return found


def look_of(one: ShownAccount) -> Look:
    """What of them tells one look from another."""
    return Look(one.id, one.username, one.display_name, one.avatar_path, one.avatar_description, one.is_bot)
