"""The owner's fields as the staff writes them: in all languages, and how many have answered."""

from dataclasses import dataclass

from django.db.models import Count

from verandah.domain.instance.models import ProfileAnswer, ProfileField

from .models import Account


@dataclass(frozen=True, slots=True)
class FieldWords:
    """A field in one language."""

    language: str
    label: str
    help: str
    choices: tuple[str, ...]


def words_of_field(viewer: Account, field_id: int) -> list[FieldWords]:
    """A field in each language that it was written in; nothing when there is no such field."""
    row = ProfileField.objects.filter(pk=field_id).first()
    if row is None:
        return []
    return [
        FieldWords(
            language=language,
            label=words.get("label", ""),
            help=words.get("help", ""),
            choices=tuple(one[language] for one in row.choices if one.get(language)),
        )
        for language, words in row.texts.items()
    ]


def counted_answers(viewer: Account) -> dict[int, int]:
    """How many have answered to each field. One query."""
    rows = ProfileAnswer.objects.values("field_id").annotate(number=Count("pk")).order_by()
    return {row["field_id"]: row["number"] for row in rows}
