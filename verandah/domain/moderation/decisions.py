"""What the staff has decided about a member, as that member is told it: never by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from verandah.domain.accounts.models import Account

from .models import AuditEntry


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """`deed`: a word of `actions.auditing`; `text`: what the staff wrote to go with it."""

    id: int
    deed: str
    text: str
    created_at: datetime


def decisions_about(viewer: Account, entry_ids: Sequence[int]) -> dict[int, ShownDecision]:
    """Those of these decisions that are about `viewer`. One query, none for none."""
    if not entry_ids:
        return {}
    rows = AuditEntry.objects.filter(pk__in=entry_ids, account_id=viewer.id)
    return {row.pk: ShownDecision(row.pk, row.deed, str(row.facts.get("text") or ""), row.created_at) for row in rows}
