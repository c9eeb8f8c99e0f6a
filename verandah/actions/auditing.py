"""The record of what the staff does: an entry in the same transaction as each deed."""

from django.utils import timezone

from verandah.domain.accounts.models import Account
from verandah.domain.moderation.models import AuditEntry

type Fact = str | int | bool | None


def note(
    by: Account, deed: str, *, account: Account | None = None, report_id: int | None = None, **facts: Fact
) -> AuditEntry:
    """`by` did this. To be called in the transaction of the deed, once for each time that something has changed."""
    return AuditEntry.objects.create(
        actor_id=by.id,
        deed=deed,
        account_id=account.id if account else None,
        report_id=report_id,
        facts=facts,
        created_at=timezone.now(),
    )
