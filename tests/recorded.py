"""What stands in the record, for tests that look whether a deed is in it."""

from verandah.domain.moderation.models import AuditEntry


def deeds() -> list[str]:
    """The deeds in the record in their order, without looks and without the beginning of the chain."""
    rows = AuditEntry.objects.exclude(deed__in=("look", "chain_begins"))
    return list(rows.order_by("id").values_list("deed", flat=True))
