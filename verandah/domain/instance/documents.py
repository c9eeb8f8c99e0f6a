"""The pages that the site itself has written, as people read them: in their language, in each version that held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from verandah.base.prose import prose_html

from .models import Document, DocumentVersion
from .papers import DocLink as DocLink
from .papers import footer_links as footer_links
from .papers import landing_links as landing_links
from .papers import place_of
from .show import is_rtl

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

type Texts = Mapping[str, Mapping[str, str]]

Kind = Document.Kind
KINDS = {Kind.ABOUT: "about", Kind.PRIVACY: "privacy", Kind.TERMS: "terms", Kind.IMPRINT: "imprint"}
KINDS |= {Kind.ACCESSIBILITY: "accessibility", Kind.OWN: "own"}


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """A document in one of its versions. `effective_from`: None is a draft. `is_now`: the version that holds."""

    id: int
    kind: str
    slug: str
    path: str
    title: str
    summary: str
    body: str
    html: str
    language: str
    direction: str
    number: int
    effective_from: datetime | None
    changes: str
    asks_again: bool
    is_mailed: bool
    needs_acceptance: bool
    is_in_footer: bool
    is_on_landing: bool
    is_retired: bool
    texts: Texts
    all_changes: Mapping[str, str]

    @property
    def is_coming(self) -> bool:
        """Whether it will hold and does not yet."""
        return self.effective_from is not None and self.effective_from > timezone.now()


def current_documents(viewer: Account | None, language: str = "") -> list[ShownDocument]:
    """Those that hold now, in their order and in the reader's language: the same for every viewer. Two queries."""
    documents = list(Document.objects.filter(retired_at=None).order_by("position", "pk"))
    newest = newest_of(documents)
    return [show_document(one, newest[one.pk], language) for one in documents if one.pk in newest]


def document_in_force(viewer: Account | None, slug: str, language: str = "") -> ShownDocument | None:
    """One, by the name in its address; None when none of that name holds. Two queries."""
    document = Document.objects.filter(slug=slug, retired_at=None).first()
    newest = newest_of([document]) if document else {}
    return show_document(document, newest[document.pk], language) if document and newest else None


def newest_of(documents: Sequence[Document]) -> dict[int, DocumentVersion]:
    """The version of each that holds now."""
    held = DocumentVersion.objects.filter(document__in=documents, effective_from__lte=timezone.now())
    return {row.document_id: row for row in held.order_by("number")}


def published_versions(viewer: Account | None, slug: str, language: str = "") -> list[ShownDocument]:
    """How a document has read, newest first, and how it will read; drafts are none. One query."""
    found = DocumentVersion.objects.filter(document__slug=slug).exclude(effective_from=None)
    return [show_document(row.document, row, language) for row in found.select_related("document").order_by("-number")]


def show_document(document: Document, version: DocumentVersion, language: str = "") -> ShownDocument:
    """As shown, in `language` or in the reader's, else in the site's, else in the one it was written in."""
    spoken, words = best(version.texts, language or get_language() or settings.LANGUAGE_CODE)
    body = words.get("body", "")
    return ShownDocument(
        id=document.pk,
        kind=KINDS[Kind(document.kind)],
        slug=document.slug,
        path=place_of(document.kind, document.slug),
        title=words.get("title", "") or document.slug,
        summary=words.get("summary", ""),
        body=body,
        html=prose_html(body, top=2),
        language=spoken,
        direction="rtl" if is_rtl(spoken) else "ltr",
        number=version.number,
        effective_from=version.effective_from,
        changes=best_line(version.changes, spoken),
        asks_again=version.asks_again,
        is_mailed=version.is_mailed,
        needs_acceptance=document.needs_acceptance,
        is_in_footer=document.is_in_footer,
        is_on_landing=document.is_on_landing,
        is_retired=document.retired_at is not None,
        texts=version.texts,
        all_changes=version.changes,
    )


def best(texts: Texts, language: str) -> tuple[str, Mapping[str, str]]:
    """The words in this language, else in the site's own, else in whichever there are."""
    wished: Sequence[str] = (language, language.partition("-")[0], settings.LANGUAGE_CODE, "en", *texts)
    return next(((one, texts[one]) for one in wished if one in texts), (settings.LANGUAGE_CODE, {}))


def best_line(lines: Mapping[str, str], language: str) -> str:
    """One line that was written in some languages."""
    return next((lines[one] for one in (language, settings.LANGUAGE_CODE, "en", *lines) if lines.get(one)), "")
