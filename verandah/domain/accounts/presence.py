"""When people were last here, in a browser or by an app: moments alone, to be counted."""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain

from allauth.usersessions.models import UserSession

from .models import AccessToken


def last_seen(since: datetime) -> Iterable[datetime]:
    """When each person was here for the last time, of all who were here after `since`."""
    sessions = UserSession.objects.filter(last_seen_at__gte=since).values_list("user__account", "last_seen_at")
    uses = AccessToken.objects.filter(last_used_at__gte=since, account__isnull=False)
    seen: dict[int, datetime] = {}
    for account_id, when in chain(sessions, uses.values_list("account", "last_used_at")):
        seen[account_id] = max(when, seen.get(account_id, when))
    return seen.values()
