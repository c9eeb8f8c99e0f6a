"""The owner's fields as rows of a form, in the settings and where people join: what is asked, and what was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from verandah.actions.describing import LONGEST_ANSWER, LONGEST_LONG_ANSWER, name_of
from verandah.domain.accounts.answers import Given, Kind, ShownField
from verandah.domain.accounts.fields import For

# More is never sent by our pages.
MOST_SENT = 4 * LONGEST_LONG_ANSWER


@dataclass(frozen=True, slots=True)
class Row:
    """One field: its name in the form, what is filled in, for whom that is, and what is wrong with it."""

    field: ShownField
    name: str
    value: str
    audience: str
    error: str = ""

    @property
    def kind(self) -> str:
        """A word for templates."""
        return Kind(self.field.kind).name.lower()

    @property
    def longest(self) -> str:
        return str(LONGEST_ANSWER if self.field.kind == Kind.TEXT else LONGEST_LONG_ANSWER)


def rows_of(fields: Sequence[ShownField], given: Mapping[int, Given], wrong: str = "", error: str = "") -> list[Row]:
    """Each field with what was answered; `error` stands at the one that is called `wrong`."""
    rows = []
    for field in fields:
        name, there = name_of(field.id), given.get(field.id, Given("", str(field.audience)))
        rows.append(Row(field, name, there.value, there.audience, error if name == wrong else ""))
    return rows


def sent_in(form: QueryDict, fields: Sequence[ShownField]) -> dict[int, Given]:
    """What was sent for these fields. Without a word on it an answer is for whom the field says."""
    return {
        field.id: Given(
            form.get(name_of(field.id), "")[:MOST_SENT],
            form.get(f"{name_of(field.id)}-for", "") or str(field.audience),
        )
        for field in fields
        if name_of(field.id) in form
    }


def audiences() -> list[str]:
    """The words for whom an answer can be, the widest first."""
    return [str(one) for one in For]
