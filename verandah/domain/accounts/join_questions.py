"""What whoever asks to join is asked, in the language of whoever reads it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from verandah.base.errors import NotFound
from verandah.domain.instance.models import JoinQuestion

from .models import Account

# The one that is asked while the owner has written none.
GENERAL = 0


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question as someone reads it who wants to join."""

    id: int
    text: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    """One question as the staff has written it, by language."""

    id: int
    texts: Mapping[str, str]
    text: str
    is_required: bool
    is_retired: bool


def asked_questions(language: str = "") -> list[AskedQuestion]:
    """What is asked now, in order; one general question while there is none. One query."""
    rows = JoinQuestion.objects.filter(retired_at=None).order_by("position", "pk")
    found = [AskedQuestion(row.pk, best(row.texts, language), row.is_required) for row in rows]
    return found or [AskedQuestion(GENERAL, _("Why would you like to join?"), True)]


def written_questions(viewer: Account) -> list[WrittenQuestion]:
    """All that there are, those that are asked no more at the end."""
    rows = JoinQuestion.objects.order_by("position", "pk")
    return sorted((written(row) for row in rows), key=lambda one: one.is_retired)


def written_question(viewer: Account, number: int) -> WrittenQuestion:
    """One of them. Raises NotFound."""
    row = JoinQuestion.objects.filter(pk=number).first()
    if row is None:
        raise NotFound
    return written(row)


def written(row: JoinQuestion) -> WrittenQuestion:
    """One row as the staff sees it."""
    return WrittenQuestion(row.pk, row.texts, best(row.texts, ""), row.is_required, row.retired_at is not None)


def best(texts: Mapping[str, str], language: str) -> str:
    """The text in this language, else in the reader's, else the one written first."""
    for wished in (language, get_language() or "", "en"):
        if texts.get(wished):
            return texts[wished]
    return next(iter(texts.values()), "")
