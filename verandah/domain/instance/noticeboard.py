"""Announcements as those who write them see them: drafts, what comes, what is shown now, and what is past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from .models import Announcement, AnnouncementText
from .show import KINDS, is_rtl

Kind = Announcement.Kind
Audience = Announcement.Audience

MOST_SHOWN = 300
DRAFT, COMING, NOW, PAST, WITHDRAWN = "draft", "coming", "now", "past", "withdrawn"


@dataclass(frozen=True, slots=True)
class Text:
    """Its words in one language."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Posted:
    """An announcement with all its texts. `state`: one of the words above; `word`: its kind."""

    id: int
    state: str
    word: str
    kind: int
    audience: int
    texts: Mapping[str, Text]
    starts_at: datetime
    ends_at: datetime | None
    withdrawn_at: datetime | None
    asks_to_read: bool
    is_mailed: bool
    reminded_at: datetime | None

    @property
    def language(self) -> str:
        """The one it was written in first."""
        return next(iter(self.texts), "")

    @property
    def direction(self) -> str:
        return "rtl" if is_rtl(self.language) else "ltr"

    @property
    def title(self) -> str:
        return self.texts[self.language].title if self.texts else ""

    @property
    def is_out(self) -> bool:
        """Whether people are told it, now or soon."""
        return self.state in (COMING, NOW)


def all_posted() -> list[Posted]:
    """All of them, the newest first. Two queries."""
    return list(posted(Announcement.objects.order_by("-starts_at", "-pk")[:MOST_SHOWN]))


def one_posted(announcement_id: int) -> Posted | None:
    """One of them. Two queries."""
    return next(posted(Announcement.objects.filter(pk=announcement_id)), None)


def posted(found: QuerySet[Announcement]) -> Iterator[Posted]:
    """These with their texts, in the order in which those were written."""
    rows, now = list(found), timezone.now()
    texts: dict[int, dict[str, Text]] = {row.pk: {} for row in rows}
    for text in AnnouncementText.objects.filter(announcement__in=rows).order_by("pk"):
        texts[text.announcement_id][text.language] = Text(text.title, text.body)
    return (shown(row, texts[row.pk], now) for row in rows)


def shown(row: Announcement, texts: Mapping[str, Text], now: datetime) -> Posted:
    """One of them."""
    return Posted(
        id=row.pk,
        state=state_of(row, now),
        word=KINDS[Kind(row.kind)],
        kind=row.kind,
        audience=row.audience,
        texts=texts,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        withdrawn_at=row.withdrawn_at,
        asks_to_read=row.asks_to_read,
        is_mailed=row.is_mailed,
        reminded_at=row.reminded_at,
    )


def state_of(row: Announcement, now: datetime) -> str:
    """Where it stands."""
    if row.is_draft:
        return DRAFT
    if row.withdrawn_at is not None:
        return WITHDRAWN
    if row.ends_at is not None and row.ends_at <= now:
        return PAST
    return COMING if row.starts_at > now else NOW
