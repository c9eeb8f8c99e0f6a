"""What someone will say: as only they see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from verandah.base.errors import NotFound
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account
from verandah.domain.media.models import Media
from verandah.domain.media.show import ShownMedia, show_media

from .models import ScheduledPost


@dataclass(frozen=True, slots=True)
class Waiting:
    """Words that wait for their time. `draft` holds the fields of `actions.posting.Draft` by name.

    `failure`: why they could not be said when it had come, empty while all is well.
    """

    id: int
    due_at: datetime
    failure: str
    draft: dict[str, Any]
    media: tuple[ShownMedia, ...]


def scheduled_posts(viewer: Account, page: Page) -> list[Waiting]:
    """What waits to be said by `viewer`, newest first. Two queries."""
    rows = ScheduledPost.objects.filter(author=viewer, id__lt=page.before, id__gt=page.after)
    found = list(rows.order_by("id" if page.forward else "-id")[: page.length])
    return show_waiting(page.newest_first(found))


def scheduled_post(viewer: Account, scheduled_id: int) -> Waiting:
    """One of them. Raises NotFound."""
    found = show_waiting(list(ScheduledPost.objects.filter(author=viewer, pk=scheduled_id)))
    if not found:
        raise NotFound
    return found[0]


def overdue_posts(viewer: Account) -> list[Waiting]:
    """What should have been said by now: its files are being made ready, or it could not be said. Oldest first."""
    return show_waiting(list(ScheduledPost.objects.filter(author=viewer, due_at__lte=timezone.now()).order_by("id")))


def show_waiting(rows: Sequence[ScheduledPost]) -> list[Waiting]:
    """Rows with their files."""
    files = list(Media.objects.filter(scheduled__in=[row.pk for row in rows])) if rows else []
    shown = {file.id: show_media(file) for file in files}
    return [
        Waiting(
            id=row.id,
            due_at=row.due_at,
            failure=row.failure,
            draft=row.draft,
            media=tuple(shown[number] for number in row.draft["media_ids"] if number in shown),
        )
        for row in rows
    ]
