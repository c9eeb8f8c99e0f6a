"""What the form of a document shows and sends: its languages, the questions of its text, and how it is to look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from verandah.actions.publishing import Terms, Wish, Words
from verandah.base.errors import Invalid
from verandah.base.prose import prose_html
from verandah.domain.instance.answers import ALL
from verandah.domain.instance.drafts import Desk, languages_of_site, same_for_all
from verandah.domain.instance.guard import asked_in, filled
from verandah.domain.instance.questions import QUESTIONS, Question


@dataclass(frozen=True, slots=True)
class Field:
    """A question with its answer so far. `known`: what the site's settings answer as long as nothing stands here."""

    name: str
    question: Question
    answer: str
    known: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """A document in one language, as the form shows it. `html`: how it will look, when that was asked for."""

    code: str
    name: str
    direction: str
    is_used: bool
    title: str
    summary: str
    body: str
    changes: str
    fields: list[Field]
    html: str = ""


def spoken_languages(desk: Desk, sent: QueryDict | None) -> list[Spoken]:
    """All languages of the site; those in which there is a text already come first."""
    codes = dict.fromkeys([*languages_of_site(), *desk.used])
    return [spoken(desk, code, sent) for code in codes]


def spoken(desk: Desk, code: str, sent: QueryDict | None) -> Spoken:
    """One language of the form, as it was sent or as it stands."""
    info = get_language_info(code)
    there = desk.texts.get(code, {})
    title, summary, body = (
        sent.get(f"{name}-{code}", "") if sent is not None else there.get(name, "")
        for name in ("title", "summary", "body")
    )
    answers = answers_in(sent) if sent is not None else desk.answers
    changes = sent.get(f"changes-{code}", "") if sent is not None else desk.changes.get(code, "")
    is_used = f"use-{code}" in sent if sent is not None else code in desk.used
    names = [name for name in asked_in("\n".join((title, summary, body))) if not same_for_all(name)]
    return Spoken(
        code=code,
        name=info["name_local"],
        direction="rtl" if info["bidi"] else "ltr",
        is_used=is_used,
        title=title,
        summary=summary,
        body=body,
        changes=changes,
        fields=[field(name, answers.get(code, {}), {}) for name in names if name in QUESTIONS],
        html=shown_as(body, code, answers, desk.known) if sent is not None and "preview" in sent else "",
    )


def shared_fields(desk: Desk, sent: QueryDict | None) -> list[Field]:
    """The questions with one answer for all languages, in the order of the text."""
    answers = (answers_in(sent) if sent is not None else desk.answers).get(ALL, {})
    told = "\n".join("\n".join(words.values()) for words in desk.texts.values())
    return [field(name, answers, desk.known) for name in asked_in(told) if same_for_all(name)]


def field(name: str, answers: Mapping[str, str], known: Mapping[str, str]) -> Field:
    """One question as the form asks it."""
    answer = answers.get(name, "")
    return Field(name, QUESTIONS[name], answer, known.get(name, ""), not (answer.strip() or known.get(name)))


def shown_as(body: str, code: str, answers: Mapping[str, Mapping[str, str]], known: Mapping[str, str]) -> str:
    """How a text will look with the answers that there are."""
    given = {name: text for name, text in {**answers.get(ALL, {}), **answers.get(code, {})}.items() if text.strip()}
    return prose_html(filled(body, {**known, **given}), top=2)


def wish_in(sent: QueryDict) -> Wish:
    """All that the form says."""
    codes = [name.removeprefix("use-") for name in sent if name.startswith("use-")]
    texts = {code: Words(*(sent.get(f"{name}-{code}", "") for name in ("title", "summary", "body"))) for code in codes}
    return Wish(texts, answers_in(sent), {code: sent.get(f"changes-{code}", "") for code in codes})


def answers_in(sent: QueryDict) -> dict[str, dict[str, str]]:
    """The answers of the form by language: fields are called answer-LANGUAGE-question."""
    told: dict[str, dict[str, str]] = {}
    for key in sent:
        word, _minus, rest = key.partition("-")
        code, _minus, name = rest.partition("-")
        if word == "answer" and name in QUESTIONS:
            told.setdefault(code, {})[name] = sent.get(key, "")
    return told


def terms_in(sent: QueryDict) -> Terms:
    """From when it holds, and who hears of it. Raises Invalid for what is no day."""
    return Terms(day_in(sent.get("since", "")), "asks_again" in sent, "is_mailed" in sent)


def day_in(text: str) -> datetime | None:
    """The first moment of a day of the site's time; None for none, and for today."""
    if not text.strip():
        return None
    try:
        day = parse_date(text.strip())
    except ValueError:
        day = None
    if day is None:
        raise Invalid("since", _("Write the day as in 2030-12-31."))
    if day <= timezone.localdate():
        return None
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001
