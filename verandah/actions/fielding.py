"""What the owner asks every profile for: adding, changing, ordering and retiring a field, and bringing it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from verandah.base import markup
from verandah.base.errors import Forbidden, Invalid, NotFound
from verandah.domain.accounts.answers import FILTERABLE, Kind
from verandah.domain.accounts.fields import For
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import ProfileAnswer, ProfileField

from .auditing import note, role_of

MOST_ASKED = 20
MOST_CHOICES = 60
LONGEST_LABEL = 60
LONGEST_HELP = 200
LONGEST_KEY = 40


@dataclass(frozen=True, slots=True)
class Words:
    """A field in one language: what stands before the answer, what helps to give it, and the answers to choose from."""

    label: str
    help: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A field as it was typed. `kind` is said once: an answer of one kind is none of another."""

    words: Mapping[str, Words]
    kind: int = Kind.TEXT
    audience: str = For.MEMBERS
    is_required: bool = False
    is_asked_at_sign_up: bool = False
    is_filter: bool = False


def add_field(by: Account, draft: Draft) -> ProfileField:
    """One more field behind all others. Twice: two. Raises Forbidden, Invalid."""
    texts = checked(draft)
    choices = choices_of(draft, [])
    with transaction.atomic():
        refuse_others(by)
        if ProfileField.objects.select_for_update().filter(retired_at=None).count() >= MOST_ASKED:
            raise too_many()
        last = ProfileField.objects.order_by("-position").values_list("position", flat=True).first()
        field = ProfileField.objects.create(
            kind=draft.kind, position=0 if last is None else last + 1, texts=texts, choices=choices, **manner(draft)
        )
        note(by, "add_field", field=field.pk, kind=field.kind)
    return field


def change_field(by: Account, field_id: int, draft: Draft) -> None:
    """The field reads and behaves like this from now on; its kind stays. Answers stay, also to a choice that is gone,
    which is shown again when it comes back. Twice: the same. Raises Forbidden, NotFound, Invalid.
    """
    with transaction.atomic():
        refuse_others(by)
        row = locked(field_id)
        told = Draft(
            words=draft.words,
            kind=row.kind,
            audience=draft.audience,
            is_required=draft.is_required,
            is_asked_at_sign_up=draft.is_asked_at_sign_up,
            is_filter=draft.is_filter,
        )
        new = {"texts": checked(told), "choices": choices_of(told, row.choices), **manner(told)}
        changed = {name: value for name, value in new.items() if getattr(row, name) != value}
        if changed:
            ProfileField.objects.filter(pk=row.pk).update(**changed)
            note(by, "change_field", field=row.pk, changed=" ".join(sorted(changed)))


def order_fields(by: Account, ids: Sequence[int]) -> None:
    """The fields stand in this order; those left out come after. Twice: the same. Raises Forbidden."""
    with transaction.atomic():
        refuse_others(by)
        rows = list(ProfileField.objects.select_for_update().order_by("position", "pk"))
        wished = {number: place for place, number in enumerate(dict.fromkeys(ids))}
        rows.sort(key=lambda row: wished.get(row.pk, len(wished)))
        moved = [row for place, row in enumerate(rows) if row.position != place]
        for place, row in enumerate(rows):
            row.position = place
        if moved:
            ProfileField.objects.bulk_update(rows, ["position"])
            note(by, "order_fields", moved=len(moved))


def retire_field(by: Account, field_id: int) -> None:
    """Nobody is asked for it, no answer to it is shown, all are kept. Twice: the same. Raises Forbidden, NotFound."""
    with transaction.atomic():
        refuse_others(by)
        row = locked(field_id)
        if row.retired_at is None:
            ProfileField.objects.filter(pk=row.pk).update(retired_at=timezone.now())
            note(by, "retire_field", field=row.pk, answers=answers_to(row))


def restore_field(by: Account, field_id: int) -> None:
    """It is asked for again, and the answers that were kept are shown. Twice: the same.

    Raises Forbidden, NotFound, Invalid.
    """
    with transaction.atomic():
        refuse_others(by)
        row = locked(field_id)
        if row.retired_at is None:
            return
        if ProfileField.objects.filter(retired_at=None).count() >= MOST_ASKED:
            raise too_many()
        ProfileField.objects.filter(pk=row.pk).update(retired_at=None)
        note(by, "restore_field", field=row.pk, answers=answers_to(row))


def refuse_others(by: Account) -> None:
    """Raises Forbidden unless `by` may change what the site asks for."""
    if not may(Role(role_of(by)), Permission.SET_SWITCHES):
        raise Forbidden


def locked(field_id: int) -> ProfileField:
    """The field, held for this transaction. Raises NotFound."""
    row = ProfileField.objects.select_for_update().filter(pk=field_id).first()
    if row is None:
        raise NotFound
    return row


def answers_to(row: ProfileField) -> int:
    """How many have answered to it."""
    return ProfileAnswer.objects.filter(field=row).count()


def too_many() -> Invalid:
    """What whoever asks for still more is told."""
    text = ngettext(
        "Ask for at most %(most)s field. Retire one first.",
        "Ask for at most %(most)s fields. Retire one first.",
        MOST_ASKED,
    )
    return Invalid("label", text % {"most": MOST_ASKED}, "too_many")


def checked(draft: Draft) -> dict[str, dict[str, str]]:
    """The words as they are stored. Raises Invalid for what cannot be used."""
    if draft.kind not in Kind.values:
        raise Invalid("kind", _("Choose what kind of answer it is."))
    if draft.audience not in list(For):
        raise Invalid("audience", _("Choose who can see the answers."))
    told = {
        code: {"label": one_line(words.label, LONGEST_LABEL), "help": one_line(words.help, LONGEST_HELP)}
        for code, words in draft.words.items()
    }
    written = {code: words for code, words in told.items() if words["label"] or words["help"]}
    if not written:
        raise Invalid("label", _("Give the field a name in at least one language."), "blank")
    if not all(words["label"] for words in written.values()):
        raise Invalid("label", _("Give the field a name in each language in which it has words."), "blank")
    return written


def manner(draft: Draft) -> dict[str, str | bool]:
    """How the field behaves, as columns."""
    return {
        "audience": str(draft.audience),
        "is_required": draft.is_required,
        "is_asked_at_sign_up": draft.is_asked_at_sign_up,
        "is_filter": draft.is_filter and draft.kind in FILTERABLE,
    }


def choices_of(draft: Draft, before: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """What can be chosen, each with the key that it had before, if there was one. Raises Invalid."""
    if draft.kind != Kind.CHOICE:
        return []
    columns = {code: columned(words.choices) for code, words in draft.words.items()}
    columns = {code: labels for code, labels in columns.items() if labels}
    length = max((len(labels) for labels in columns.values()), default=0)
    if length < 2:
        raise Invalid("choices", _("Give at least two answers to choose from, a line each."))
    if length > MOST_CHOICES:
        raise Invalid("choices", _("Give at most %(most)s answers to choose from.") % {"most": MOST_CHOICES})
    if any(len(labels) != length for labels in columns.values()):
        raise Invalid("choices", _("Give the same answers in each language: as many lines, in the same order."))
    if any(len({label.casefold() for label in labels}) < length for labels in columns.values()):
        raise Invalid("choices", _("One of the answers stands there twice."))
    rows = [{code: labels[place] for code, labels in columns.items()} for place in range(length)]
    return keyed(rows, before)


def columned(lines: Sequence[str]) -> list[str]:
    """The choices in one language; empty lines are none."""
    return [text for line in lines[: MOST_CHOICES * 2] if (text := one_line(line, LONGEST_LABEL))]


def keyed(rows: list[dict[str, str]], before: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Each choice with its key: that of the one which reads alike in a language; where as many were there before, that
    of the one in its place, which reads otherwise from now on; or a new one, made of its words.
    """
    keys: list[str] = []
    for row in rows:
        alike = (one["key"] for one in before if any(one.get(code) == text for code, text in row.items()))
        keys.append(next((key for key in alike if key not in keys), ""))
    for place, key in enumerate(keys):
        if not key and len(before) == len(rows) and before[place]["key"] not in keys:
            keys[place] = before[place]["key"]
        elif not key:
            keys[place] = free_key(next(iter(rows[place].values())), {*keys, *(one["key"] for one in before)})
    return [{"key": key, **row} for key, row in zip(keys, rows, strict=True)]


def free_key(label: str, taken: set[str]) -> str:
    """A key of these words that no choice has. The same words: the same key, so that old answers are found again."""
    base = slugify(label, allow_unicode=True)[:LONGEST_KEY] or "choice"
    return next(one for one in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)


def one_line(text: str, most: int) -> str:
    """A text of one line, as it is stored. Raises Invalid."""
    return " ".join(markup.clean(text, most).split())
