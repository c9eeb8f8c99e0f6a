"""Invitations that were read from a file: how far they have gone out, and who has come by them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from verandah.base.errors import NotFound
from verandah.domain.instance.models import Invite, InviteBatch

from .invites import ShownInvite, rows_of, show_invite
from .models import Account

MOST_SHOWN = 100
MOST_BATCHES = 50


@dataclass(frozen=True, slots=True)
class ShownBatch:
    """A file of invitations. A draft was looked at and not sent yet."""

    id: int
    file_name: str
    total: int
    sent: int
    failed: int
    came: int
    still_open: int
    created_at: datetime
    ended_at: datetime | None

    @property
    def is_draft(self) -> bool:
        return not self.total

    @property
    def is_running(self) -> bool:
        return bool(self.total) and self.ended_at is None

    @property
    def done(self) -> int:
        return self.sent + self.failed


def batches(viewer: Account) -> list[ShownBatch]:
    """All of them, the newest first. One query."""
    rows = InviteBatch.objects.filter(total__gt=0).order_by("-pk")[:MOST_BATCHES]
    return counted(list(rows))


def batch_of(viewer: Account, number: int) -> ShownBatch:
    """One of them. Raises NotFound."""
    row = InviteBatch.objects.filter(pk=number).first()
    if row is None:
        raise NotFound
    return counted([row])[0]


def guests_of(viewer: Account, number: int) -> list[ShownInvite]:
    """Whom a file invites, those who have not come first."""
    found = rows_of(Invite.objects.filter(batch=number)).order_by("uses", "pk")
    return [show_invite(row) for row in found[:MOST_SHOWN]]


def counted(rows: list[InviteBatch]) -> list[ShownBatch]:
    """With how many have come, and how many still can."""
    counts = (
        Invite.objects.filter(batch__in=rows)
        .values_list("batch")
        .annotate(came=Count("pk", filter=Q(uses__gt=0)), waits=Count("pk", filter=Q(uses=0, ended_at=None)))
    )
    found = {number: (came, waits) for number, came, waits in counts}
    return [
        ShownBatch(
            row.pk,
            row.file_name,
            row.total,
            row.sent,
            row.failed,
            *found.get(row.pk, (0, 0)),
            row.created_at,
            row.ended_at,
        )
        for row in rows
    ]
