"""What every profile is asked for by the owner, and what people have answered: read, checked and put into words.

Who may see which answer is told by `graph.profile_fields`, by the same ties as for the lines people write themselves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import get_language

from verandah.base import formats
from verandah.domain.instance.models import ProfileAnswer, ProfileField

from .fields import For
from .models import Account
from .words import kept, words_in

Kind = ProfileField.Kind
# Kinds that the directory can be narrowed by: of the others nobody types how they begin.
FILTERABLE = (Kind.TEXT, Kind.CHOICE)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers to choose from: what is stored, and how it reads."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field in the reader's language, or in the first one that it was written in."""

    id: int
    kind: Kind
    label: str
    help: str
    choices: tuple[Choice, ...]
    audience: For
    is_required: bool
    is_asked_at_sign_up: bool
    is_filter: bool
    is_retired: bool

    def reads(self, value: str) -> str:
        """A stored answer as people read it."""
        if self.kind == Kind.CHOICE:
            return next((one.label for one in self.choices if one.key == value), value)
        if self.kind == Kind.DATE:
            return formats.day(date.fromisoformat(value))
        return value


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """What someone answers to a field, and for whom that is."""

    field_id: int
    kind: Kind
    label: str
    value: str
    audience: For

    @property
    def is_link(self) -> bool:
        return self.kind == Kind.LINK

    @property
    def is_long(self) -> bool:
        return self.kind == Kind.LONG


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it is stored, or as it was typed, and for whom it is."""

    value: str
    audience: str


def fields_of_site(viewer: Account | None, language: str = "") -> list[ShownField]:
    """What profiles are asked for at present, in its order. One query."""
    rows = ProfileField.objects.filter(retired_at=None).order_by("position", "pk")
    return [show_field(row, language) for row in rows]


def all_fields(viewer: Account) -> list[ShownField]:
    """The same with those that were retired: for the staff."""
    return [show_field(row) for row in ProfileField.objects.order_by("position", "pk")]


def fields_at_sign_up() -> list[ShownField]:
    """Those that whoever joins is asked."""
    rows = ProfileField.objects.filter(retired_at=None, is_asked_at_sign_up=True).order_by("position", "pk")
    return [show_field(row) for row in rows]


def answers_given(account: Account) -> dict[int, Given]:
    """All that someone has answered, by field, as it is stored: for themselves."""
    rows = ProfileAnswer.objects.filter(account=account).values_list("field_id", "value", "audience")
    return {number: Given(value, audience) for number, value, audience in rows}


def answers_among(account: Account) -> list[ShownAnswer]:
    """All that someone answers to the fields there are at present, in their order. One query."""
    rows = ProfileAnswer.objects.filter(account=account, field__retired_at=None).select_related("field")
    ordered = rows.order_by("field__position", "field_id")
    return [show_answer(row) for row in ordered if is_on_offer(row.field, row.value)]


def show_answer(row: ProfileAnswer) -> ShownAnswer:
    """One row with its field."""
    field = show_field(row.field)
    return ShownAnswer(field.id, field.kind, field.label, field.reads(row.value), For(row.audience))


def is_on_offer(field: ProfileField, value: str) -> bool:
    """Whether that can be answered: a choice that the owner has taken away is kept, and not shown."""
    return field.kind != Kind.CHOICE or any(one["key"] == value for one in field.choices)


def show_field(row: ProfileField, language: str = "") -> ShownField:
    """One row as shown."""
    words = spoken(row.texts, language)
    choices = tuple(Choice(one["key"], label_of(one, language)) for one in row.choices)
    return ShownField(
        id=row.pk,
        kind=Kind(row.kind),
        label=words.get("label", ""),
        help=words.get("help", ""),
        choices=choices,
        audience=For(row.audience),
        is_required=row.is_required,
        is_asked_at_sign_up=row.is_asked_at_sign_up,
        is_filter=row.is_filter and row.kind in FILTERABLE,
        is_retired=row.retired_at is not None,
    )


def label_of(choice: Mapping[str, str], language: str) -> str:
    """How a choice reads."""
    code = next((one for one in wished(language) if choice.get(one)), "")
    return choice[code] if code else next((text for name, text in choice.items() if name != "key" and text), "")


def spoken(texts: Mapping[str, Mapping[str, str]], language: str) -> Mapping[str, str]:
    """The words of a field in the best language there is; what lacks a label counts as not written."""
    written = {code: words for code, words in texts.items() if words.get("label")}
    code = next((one for one in wished(language) if one in written), next(iter(written), ""))
    return written.get(code, {})


def wished(language: str) -> Iterable[str]:
    """In which languages something is best, the best first."""
    here = language or get_language() or settings.LANGUAGE_CODE
    return dict.fromkeys([here, here.partition("-")[0], settings.LANGUAGE_CODE])


def folded(kind: int, value: str) -> bytes:
    """How an answer is found again: a choice by its key, words as they are typed in a hurry."""
    return kept(value) if kind == Kind.CHOICE else kept(" ".join(words_in(value)))


def lines_of(answers: Sequence[ShownAnswer]) -> list[list[str]]:
    """Answers as the lines of a profile are kept with a case."""
    return [[one.label, one.value, str(one.audience)] for one in answers]
