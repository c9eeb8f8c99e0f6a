"""Which day it is where a member is."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone

from verandah.base.memory import MEMORY
from verandah.domain.notifications.nights import clock_of

if TYPE_CHECKING:
    from datetime import date

    from verandah.domain.accounts.models import Account

# In seconds. Whoever chooses another time zone waits so long at most.
READ_AGAIN = 300


def zone_for(viewer: Account) -> ZoneInfo:
    """The time zone that they have chosen, or the site's. One query, once in some minutes."""
    return MEMORY.made(f"zone:{viewer.id}", lambda: clock_of(viewer.id), READ_AGAIN)


def today_for(viewer: Account) -> date:
    """The day that it is there."""
    return timezone.now().astimezone(zone_for(viewer)).date()
