"""The placeholder guard: finds in a text of the site what nobody has filled in yet, and says which question. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .questions import Question

# {{question}}: where the answer stands.
HOLE = re.compile(r"\{\{\s*([^{}\n]{0,60}?)\s*\}\}")
# What is left in texts that were copied and never read: in the languages of the shipped ones.
LEFTOVERS = re.compile(
    r"\{\{|\}\}|lorem\s+ipsum|dolor\s+sit\s+amet|(?-i:\b(?:TODO|FIXME|TBD|XXX+)\b)"
    r"|\[\s*(?:your|insert|name|address|company|date|e-?mail|votre|nom|adresse|insérer|ihr|ihre|name\s+einfügen|"
    r"firma|einfügen|su|tu|nombre|dirección|insertar|اسمك|اسم|عنوان|أدخل|ضع)\b[^\]\n]{0,60}\](?!\()",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps a text from being put in force: where it is, and which question it is about; empty: none of ours."""

    document: str
    language: str
    question: str
    text: str

    @property
    def name(self) -> str:
        """Document, language and question in one line."""
        return " · ".join(part for part in (self.document, self.language, self.question or self.text) if part)


def faults(document: str, language: str, texts: Iterable[str], questions: Mapping[str, Question]) -> list[Fault]:
    """What is not filled in in the texts of one language: each question once, then what else was left."""
    told = "\n".join(texts)
    names = dict.fromkeys(found[1] for found in HOLE.finditer(told))
    open_questions = [Fault(document, language, str(label_of(name, questions)), name) for name in names]
    rest = dict.fromkeys(" ".join(found[0].split()) for found in LEFTOVERS.finditer(HOLE.sub("", told)))
    return [*open_questions, *(Fault(document, language, "", words) for words in rest)]


def unchanged(
    document: str, language: str, answers: Mapping[str, str], questions: Mapping[str, Question]
) -> Iterator[Fault]:
    """Questions that were answered with nothing but the example that stood there."""
    for name, question in questions.items():
        answer = " ".join(answers.get(name, "").split()).casefold()
        if answer and answer == " ".join(str(question.example).split()).casefold():
            yield Fault(document, language, str(question.label), name)


def filled(text: str, answers: Mapping[str, str]) -> str:
    """`text` with the answers where their questions stood; what has none stays as it is, for the guard to find."""

    def answer(found: re.Match[str]) -> str:
        return answers.get(found[1], "").strip() or found[0]

    return HOLE.sub(answer, text)


def asked_in(text: str) -> list[str]:
    """The questions that a text asks, in their order."""
    return list(dict.fromkeys(found[1] for found in HOLE.finditer(text)))


def label_of(name: str, questions: Mapping[str, Question]) -> object:
    """The question in words; one that nobody knows by its name."""
    return questions[name].label if name in questions else name
