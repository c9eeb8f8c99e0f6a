"""The owner's answers to the questions of the shipped texts: what they wrote, else what the site's settings say."""

from collections.abc import Mapping

from .models import Document, Site
from .questions import QUESTIONS

# Answers that are the same in every language.
ALL = "*"


def answers_for(document: Document, language: str) -> dict[str, str]:
    """What stands in the place of each question in this language. One query."""
    given = {**document.answers.get(ALL, {}), **document.answers.get(language, {})}
    return {**known_already(), **{name: text for name, text in given.items() if text.strip()}}


def known_already() -> dict[str, str]:
    """What the site's own settings answer."""
    columns = {name: one.column for name, one in QUESTIONS.items() if one.column}
    row: Mapping[str, object] = Site.objects.filter(pk=1).values(*set(columns.values())).first() or {}
    return {name: str(row[column]) for name, column in columns.items() if row.get(column)}
