"""The archives that someone has asked for, and what is left of those who were erased."""

from dataclasses import dataclass
from datetime import datetime

from verandah.base.errors import NotFound

from .models import Account, Erasure, Export

MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class ShownExport:
    """An archive: how far it is (in hundredths), or what it is; `name` is its name in the store, empty when gone."""

    id: int
    created_at: datetime
    percent: int
    is_running: bool
    name: str
    bytes: int
    sha256: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownErasure:
    """That someone was erased: how much of each kind, and what was kept, as words."""

    asked_at: datetime
    erased_at: datetime
    counts: dict[str, int]
    kept: tuple[str, ...]


def exports_of(viewer: Account) -> list[ShownExport]:
    """Those that are being made or can be fetched, the newest first."""
    rows = Export.objects.filter(account=viewer).order_by("-pk")[:MOST_SHOWN]
    return [shown(row) for row in rows if row.ended_at is None or row.name]


def export_of(viewer: Account, export_id: int) -> ShownExport:
    """One that can be fetched. Raises NotFound, also for anyone else's."""
    row = Export.objects.filter(account=viewer, pk=export_id).exclude(name="").first()
    if row is None:
        raise NotFound
    return shown(row)


def shown(row: Export) -> ShownExport:
    return ShownExport(
        id=row.pk,
        created_at=row.created_at,
        percent=100 * row.steps_done // max(row.steps, 1),
        is_running=row.ended_at is None,
        name=row.name,
        bytes=row.bytes,
        sha256=row.sha256,
        expires_at=row.expires_at,
    )


def erasure(code: str) -> ShownErasure:
    """What was erased under this code, for whoever has it. Raises NotFound."""
    row = Erasure.objects.filter(code=code).first()
    if row is None:
        raise NotFound
    return ShownErasure(row.asked_at, row.erased_at, row.counts, tuple(row.kept))
