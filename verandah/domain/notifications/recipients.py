"""Whose notices they are: for doors that bring them."""

from collections.abc import Collection, Sequence

from .models import Notification


def recipients_of(among: Collection[int], notification_ids: Sequence[int]) -> dict[int, int]:
    """Of these notices those that are for one of the accounts `among`, each with its recipient. One query."""
    rows = Notification.objects.filter(id__in=notification_ids, recipient__in=among) if among else None
    return dict(rows.values_list("id", "recipient_id")) if rows is not None else {}
