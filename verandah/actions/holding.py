"""Saying whose notices one wants, and letting through or putting away what was held back."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from verandah.base.errors import Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.notifications.models import Notification, NotificationPolicy, NotificationRequest
from verandah.domain.notifications.rules import CHOICES, PARTS


def change_policy(account: Account, changes: Mapping[str, str]) -> None:
    """From now on `account` wants it so; what was held back stays so. Twice: the same. Raises Invalid."""
    for part, choice in changes.items():
        if part not in PARTS or choice not in CHOICES:
            raise Invalid(f"for_{part}", _("Choose “accept”, “filter” or “drop”."))
    NotificationPolicy.objects.update_or_create(account=account, defaults=dict(changes))


def accept(account: Account, request_ids: Collection[int]) -> None:
    """What these people did is shown, and whatever they do from now on. Twice: the same. Raises NotFound for none."""
    with transaction.atomic():
        rows = requests_of(account, request_ids)
        actors = [row.actor_id for row in rows]
        rows.update(state=NotificationRequest.State.ACCEPTED)
        Notification.objects.filter(recipient=account, actor__in=actors, is_held=True).update(is_held=False)


def dismiss(account: Account, request_ids: Collection[int]) -> None:
    """What was held back of these people is gone. Raises NotFound when there is none, also the second time."""
    with transaction.atomic():
        rows = requests_of(account, request_ids).filter(state=NotificationRequest.State.PENDING)
        if not (actors := [row.actor_id for row in rows]):
            raise NotFound
        Notification.objects.filter(recipient=account, actor__in=actors, is_held=True).delete()
        rows.delete()


def requests_of(account: Account, request_ids: Collection[int]) -> QuerySet[NotificationRequest]:
    """Those of the requests that are theirs. Raises NotFound when none is."""
    rows = NotificationRequest.objects.filter(recipient=account, pk__in=request_ids)
    if not rows.exists():
        raise NotFound
    return rows
