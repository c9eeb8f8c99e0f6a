"""The pages of the site as the staff works at them: with drafts, with what was shipped, with what is still open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from .answers import known_already
from .documents import KINDS, Kind, best
from .models import Document, DocumentVersion, Site
from .papers import place_of
from .questions import QUESTIONS
from .shipped import Texts, templates

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


@dataclass(frozen=True, slots=True)
class Line:
    """A document in the list of the staff. `in_force`: since when its words hold; `coming`: from when the next do."""

    id: int
    kind: str
    slug: str
    path: str
    title: str
    number: int
    in_force: datetime | None
    coming: datetime | None
    has_draft: bool
    needs_acceptance: bool
    is_in_footer: bool
    is_on_landing: bool
    is_retired: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """One document to be worked at. `texts`: what the form begins with, by language; `used`: which of them count."""

    line: Line
    texts: Texts
    used: frozenset[str]
    answers: Mapping[str, Mapping[str, str]]
    known: Mapping[str, str]
    changes: Mapping[str, str]
    is_template: bool


def all_documents(viewer: Account | None, language: str = "") -> list[Line]:
    """Every document with how it stands; those that hold no more at the end. Two queries."""
    documents = list(Document.objects.order_by("position", "pk"))
    versions: dict[int, list[DocumentVersion]] = {row.pk: [] for row in documents}
    for version in DocumentVersion.objects.order_by("number"):
        versions[version.document_id].append(version)
    lines = [line_of(row, versions[row.pk], language) for row in documents]
    return sorted(lines, key=lambda one: one.is_retired)


def desk_of(viewer: Account | None, document_id: int, language: str = "") -> Desk | None:
    """One document as the staff works at it; None when there is none."""
    document = Document.objects.filter(pk=document_id).first()
    if document is None:
        return None
    versions = list(document.versions.order_by("number"))
    newest = versions[-1] if versions else None
    written = {code: worked_at(words) for code, words in newest.texts.items()} if newest else {}
    shipped = shipped_for(document)
    is_draft = newest is not None and newest.effective_from is None
    return Desk(
        line=line_of(document, versions, language),
        texts={**shipped, **written},
        used=frozenset(written),
        answers=document.answers,
        known=known_already(),
        changes=newest.changes if newest and is_draft else {},
        is_template=bool(shipped),
    )


def shipped_for(document: Document) -> Texts:
    """The shipped texts of such a document; none for a page of the owner's own."""
    name = KINDS[Kind(document.kind)]
    return templates()[name].texts if name in templates() else {}


def worked_at(words: Mapping[str, str]) -> dict[str, str]:
    """The text with its questions still in it, as far as it had any."""
    return {"title": words.get("title", ""), "summary": words.get("summary", ""), "body": source_of(words)}


def source_of(words: Mapping[str, str]) -> str:
    """What was written before the answers took their places."""
    return words.get("source") or words.get("body", "")


def line_of(document: Document, versions: list[DocumentVersion], language: str) -> Line:
    """How a document stands."""
    now = timezone.now()
    held = [one for one in versions if one.effective_from and one.effective_from <= now]
    coming = [one for one in versions if one.effective_from and one.effective_from > now]
    shown = (held or versions)[-1] if versions else None
    words = best(shown.texts, language or settings.LANGUAGE_CODE)[1] if shown else {}
    return Line(
        id=document.pk,
        kind=KINDS[Kind(document.kind)],
        slug=document.slug,
        path=place_of(document.kind, document.slug),
        title=words.get("title", "") or document.slug,
        number=shown.number if shown else 0,
        in_force=held[-1].effective_from if held else None,
        coming=coming[-1].effective_from if coming else None,
        has_draft=any(one.effective_from is None for one in versions),
        needs_acceptance=document.needs_acceptance,
        is_in_footer=document.is_in_footer,
        is_on_landing=document.is_on_landing,
        is_retired=document.retired_at is not None,
    )


def languages_of_site() -> list[str]:
    """The languages on offer, the main one first."""
    row = Site.objects.filter(pk=1).values("languages", "language").first() or {"languages": [], "language": ""}
    known = [code for code, _name in settings.LANGUAGES]
    offered = [code for code in row["languages"] if code in known] or known
    main = row["language"] if row["language"] in known else settings.LANGUAGE_CODE
    return [main, *(code for code in offered if code != main)]


def same_for_all(name: str) -> bool:
    """Whether one answer to this question holds in every language."""
    return name in QUESTIONS and QUESTIONS[name].is_same
