"""The menu of audiences: for whom something is, with the lists and people it means, and what a form says of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.translation import gettext as _

from verandah.base.errors import Invalid
from verandah.domain.accounts.habits import usual_audience
from verandah.domain.graph.addressable import (
    Choosable,
    NamedList,
    NamedPerson,
    choosable,
    people_by_id,
    people_called,
)
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.rules import MOST_PEOPLE, NAMING, OFFERED

from .audience_words import meaning_of, words_for

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

NAMES = {audience.name.lower(): audience for audience in OFFERED}
# The fields that name lists and people, by the audience that asks for them.
LISTS = {Audience.LISTS: "list", Audience.FRIENDS_EXCEPT: "except-list"}
PEOPLE = {Audience.PEOPLE: "people", Audience.FRIENDS_EXCEPT: "except"}
# Latin, Arabic, Chinese and Japanese commas, and lines.
BETWEEN = re.compile("[,،、，;؛\n]")
DIGITS = 19
LONGEST_NAMES = 4000


@dataclass(frozen=True, slots=True)
class Picked:
    """For whom something shall be, as the form says it."""

    audience: Audience
    list_ids: tuple[int, ...] = ()
    account_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One audience as the menu offers it: with lists to tick, and names as they stand in their field."""

    value: str
    audience: Audience
    words: str
    list_field: str = ""
    lists: tuple[tuple[NamedList, bool], ...] = ()
    people_field: str = ""
    names: str = ""

    @property
    def named(self) -> str:
        """What the button says of it, with %s for those who are named."""
        return words_for(self.audience, ["%s"], ())


@dataclass(frozen=True, slots=True)
class Menu:
    """The menu as shown. `people`: those who are chosen; `names`: what was typed of them, when that is at hand."""

    audience: str = "members"
    lists: tuple[NamedList, ...] = ()
    list_ids: tuple[int, ...] = ()
    people: tuple[NamedPerson, ...] = ()
    names: str | None = None

    @property
    def chosen(self) -> Audience:
        """The audience that is chosen."""
        return NAMES[self.audience]

    @property
    def words(self) -> str:
        """What is chosen, as the button says it."""
        titles = [one.title for one in self.lists if one.id in self.list_ids]
        people = [one.display_name for one in self.people] if self.names is None else names_in(self.names)
        return words_for(self.chosen, titles, people)

    @property
    def choices(self) -> list[Choice]:
        """The audiences one can choose from, each with what it means."""
        return [self.choice(name, audience) for name, audience in NAMES.items()]

    def choice(self, name: str, audience: Audience) -> Choice:
        """One of them; what it asks for is filled in where it is the chosen one."""
        is_chosen = name == self.audience
        typed = ", ".join(f"@{one.username}" for one in self.people) if self.names is None else self.names
        return Choice(
            name,
            audience,
            meaning_of(audience),
            LISTS.get(audience, ""),
            tuple((one, is_chosen and one.id in self.list_ids) for one in self.lists) if audience in LISTS else (),
            PEOPLE.get(audience, ""),
            typed if is_chosen else "",
        )


def menu_of(viewer: Account) -> Menu:
    """The menu as it begins: with the last choice, or with what the viewer usually chooses."""
    return menu_from_last(viewer, choosable(viewer))


def menu_from_last(viewer: Account, found: Choosable) -> Menu:
    """The same of what is at hand."""
    usual = Audience(usual_audience(viewer))
    said = NAMES.get(found.last, usual if usual in OFFERED else Audience.MEMBERS)
    if said not in NAMING or not found.last:
        # What is usual says nothing of lists and people.
        return Menu((Audience.MEMBERS if said in NAMING else said).name.lower(), found.lists)
    people = people_by_id(viewer, found.account_ids) if found.account_ids else ()
    if not people and not found.list_ids:
        # Nobody of them is left. What is narrowest is no surprise.
        return Menu("only_me", found.lists)
    return Menu(found.last, found.lists, found.list_ids, people)


def menu_for(viewer: Account, picked: Picked) -> Menu:
    """The menu with a choice that was made before."""
    people = people_by_id(viewer, picked.account_ids)
    return Menu(picked.audience.name.lower(), choosable(viewer).lists, picked.list_ids, people)


def menu_sent(viewer: Account, said: QueryDict) -> Menu:
    """The menu as it was sent, whatever was wrong with it."""
    menu = menu_of(viewer)
    word = said.get("audience", "")
    if word not in NAMES:
        return menu
    audience = NAMES[word]
    names = said.get(PEOPLE.get(audience, ""), "")[:LONGEST_NAMES]
    return replace(menu, audience=word, list_ids=ticked(said, audience), people=(), names=names)


def picked_from(viewer: Account, said: QueryDict) -> Picked:
    """What the form says. An audience nobody offers is left to the verb. Raises Invalid for names that mean nobody."""
    audience = NAMES.get(said.get("audience", ""), Audience.GROUP)
    names = names_in(said.get(PEOPLE.get(audience, ""), ""))
    if len(names) > MOST_PEOPLE:
        # Not all of them are looked for; the verb says how many there can be.
        return Picked(audience, (), tuple(range(1, MOST_PEOPLE + 2)))
    ids, missing = people_called(viewer, names) if names else ([], [])
    if missing:
        raise Invalid(PEOPLE[audience], _("Not found: %s. Check how the name is written.") % ", ".join(missing))
    return Picked(audience, ticked(said, audience), tuple(ids))


def sent_parts(said: QueryDict) -> tuple[str, ...]:
    """All that the form says of it, to tell one sending from another."""
    audience = NAMES.get(said.get("audience", ""), Audience.GROUP)
    lists = said.getlist(LISTS.get(audience, ""))
    return (said.get("audience", ""), *lists, said.get(PEOPLE.get(audience, ""), ""))


def ticked(said: QueryDict, audience: Audience) -> tuple[int, ...]:
    """The lists that are ticked for this audience."""
    texts: Sequence[str] = said.getlist(LISTS.get(audience, ""))
    return tuple(int(text) for text in texts if text.isascii() and text.isdigit() and len(text) <= DIGITS)


def names_in(text: str) -> list[str]:
    """The names that a text lists."""
    return [name for part in BETWEEN.split(text[:LONGEST_NAMES]) if (name := part.strip())]
