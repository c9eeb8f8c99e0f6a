"""Birthdays: friends are told, on the day, in the morning."""

from datetime import date
from itertools import batched

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from verandah.domain.accounts.birthdays import days_of
from verandah.domain.accounts.models import Preferences
from verandah.domain.graph.models import Friendship
from verandah.domain.notifications.hearing import Deed
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Audience

from . import notifying

# The hour of the day, where the site is, before which nobody is told.
MORNING = 8
TOLD_OF = (Audience.PUBLIC, Audience.MEMBERS, Audience.FRIENDS)


def celebrate() -> int:
    """Tell the friends of those whose birthday it is today where the site is; how many they are. Twice: told once."""
    now = timezone.localtime()
    if now.hour < MORNING:
        return 0
    today = now.date()
    rows = Preferences.objects.filter(birthday__in=days_of(today), birthday_audience__in=TOLD_OF)
    due = rows.filter(untold(today), account__suspended_at=None).select_related("account")
    return sum(tell_friends(row, today) for row in list(due))


def untold(today: date) -> Q:
    """Whose friends have not been told today."""
    return Q(birthday_told_on=None) | Q(birthday_told_on__lt=today)


def tell_friends(row: Preferences, today: date) -> bool:
    """Tell those of one person; whether it was done now."""
    with transaction.atomic():
        if not Preferences.objects.filter(untold(today), pk=row.pk).update(birthday_told_on=today):
            return False
        # That of last year makes room.
        Notification.objects.filter(actor=row.account, kind=Notification.Kind.BIRTHDAY).delete()
        friends = Friendship.objects.filter(friend=row.account).values_list("account_id", flat=True)
        for batch in batched(friends, notifying.BATCH, strict=False):
            notifying.tell(Deed(Notification.Kind.BIRTHDAY, row.account), batch)
    return True
