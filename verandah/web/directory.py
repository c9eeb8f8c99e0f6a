"""The directory of people, narrowed by what they answer to the owner's fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from verandah.base import limits
from verandah.base.paging import HIGHEST, whole
from verandah.domain.accounts.answers import FILTERABLE, Kind, ShownField, fields_of_site, folded
from verandah.domain.graph.directory import LENGTH, MOST_COUNTED, Look, Sort, Wanted, counts, directory

from .joining import client_address
from .people import persons
from .viewer import WebRequest

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

LONGEST_WORDS = 60
# With more choices than these a field has a list to open instead of chips.
MOST_CHIPS = 12
SORTS = (
    (Sort.NEWEST, pgettext_lazy("order of people", "Newest members")),
    (Sort.ACTIVE, pgettext_lazy("order of people", "Newest posts")),
    (Sort.NAME, pgettext_lazy("order of people", "By name")),
)


@dataclass(frozen=True, slots=True)
class Chip:
    """A choice, how many would be found by it, and where pressing it leads: there, or back."""

    key: str
    label: str
    count: str
    path: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A field as something to narrow the directory by: chips, a list to open, or a line to type into."""

    name: str
    label: str
    chips: tuple[Chip, ...]
    is_list: bool
    text: str


@never_cache
@require_safe
def people(request: WebRequest) -> HttpResponse:
    """Everyone who wants to be found, or those whose names and answers are looked for."""
    viewer = request.viewer
    if viewer is None:
        limits.take("search", limits.network(client_address(request)))
    fields = [field for field in fields_of_site(viewer) if field.is_filter]
    look = look_in(request.GET.dict(), fields)
    found = directory(viewer, look)
    context: dict[str, Any] = {
        "q": look.words,
        "sort": look.sort,
        "sorts": [(word, label, path_of(look, sort=word)) for word, label in SORTS],
        "filters": filters(viewer, look, fields),
        "is_narrowed": bool(look.wanted),
        "people": persons(viewer, found),
        "older": path_of(look, before=str(found[-1].account_id)) if len(found) == LENGTH else "",
        "longest": LONGEST_WORDS,
        "is_guest": viewer is None,
    }
    return render(request, "pages/people.html", context)


def look_in(asked: Mapping[str, str], fields: Sequence[ShownField]) -> Look:
    """What is looked for; what makes no sense counts as absent."""
    sort = asked.get("sort", "")
    wanted = (Wanted(field, asked.get(name_of(field), "").replace("\0", "")[:LONGEST_WORDS]) for field in fields)
    return Look(
        words=asked.get("q", "")[:LONGEST_WORDS].replace("\0", ""),
        wanted=tuple(one for one in wanted if means_something(one)),
        sort=Sort(sort) if sort in list(Sort) else Sort.NEWEST,
        last=whole(asked.get("before"), HIGHEST),
    )


def means_something(wanted: Wanted) -> bool:
    """Whether anybody can have answered so."""
    if wanted.field.kind not in FILTERABLE:
        return False
    if wanted.field.kind == Kind.CHOICE:
        return any(one.key == wanted.text for one in wanted.field.choices)
    return bool(folded(wanted.field.kind, storable(wanted.text)))


def storable(text: str) -> str:
    """Without halves of signs, which only a program sends."""
    return text.encode(errors="ignore").decode()


def filters(viewer: Account | None, look: Look, fields: Sequence[ShownField]) -> list[Filter]:
    """The fields with what was chosen of them. One query for the numbers on the chips."""
    with_chips = [field for field in fields if field.kind == Kind.CHOICE and len(field.choices) <= MOST_CHIPS]
    numbers = counts(viewer, look, with_chips)
    chosen = {one.field.id: one.text for one in look.wanted}
    return [
        Filter(
            name=name_of(field),
            label=field.label,
            chips=tuple(
                Chip(
                    key=one.key,
                    label=one.label,
                    count=count_of(numbers.get((field.id, one.key))),
                    path=path_of(look, **{name_of(field): "" if chosen.get(field.id) == one.key else one.key}),
                    is_chosen=chosen.get(field.id) == one.key,
                )
                for one in field.choices
            ),
            is_list=field.kind == Kind.CHOICE and field not in with_chips,
            text=chosen.get(field.id, ""),
        )
        for field in fields
    ]


def count_of(number: int | None) -> str:
    """A number on a chip."""
    if number is None:
        return ""
    return str(number) if number < MOST_COUNTED else f"{MOST_COUNTED - 1}+"


def path_of(look: Look, **other: str) -> str:
    """The directory with all that is looked for, but for what is said to be otherwise; on its first page."""
    said = {
        "q": look.words,
        "sort": str(look.sort) if look.sort != Sort.NEWEST else "",
        **{name_of(one.field): one.text for one in look.wanted},
    }
    told = {name: str(value) for name, value in (said | other).items() if value}
    return f"{reverse('people')}?{urlencode(told)}" if told else reverse("people")


def name_of(field: ShownField) -> str:
    """What a field is called in addresses."""
    return f"f{field.id}"
