"""Reads of this server. What it says of itself is the same for every viewer."""

from collections.abc import Sequence

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils import timezone

from verandah.domain.instance.models import Announcement, AnnouncementReaction, AnnouncementText, Dismissal, Site


def the_site() -> Site:
    """What the owner has set; the defaults while nothing is stored."""
    return Site.objects.filter(pk=1).first() or Site(pk=1)


def open_announcements(viewer_id: int) -> Sequence[tuple[Announcement, list[AnnouncementText]]]:
    """Announcements of this moment that the account `viewer_id` has not put away, newest first, with their texts."""
    now = timezone.now()
    put_away = Dismissal.objects.filter(announcement=OuterRef("announcement"), account=viewer_id)
    rows = (
        AnnouncementText.objects.filter(announcement__starts_at__lte=now)
        .filter(Q(announcement__ends_at=None) | Q(announcement__ends_at__gt=now))
        .filter(~Exists(put_away))
        .select_related("announcement")
        .order_by("-announcement__starts_at", "id")
    )
    found: dict[int, tuple[Announcement, list[AnnouncementText]]] = {}
    for row in rows:
        found.setdefault(row.announcement_id, (row.announcement, []))[1].append(row)
    return list(found.values())


def reactions(viewer_id: int, announcement_ids: Sequence[int]) -> Sequence[tuple[int, str, int, int]]:
    """Announcement, emoji, how many gave it, how often the account `viewer_id` did: the first given first."""
    if not announcement_ids:
        return []
    rows = AnnouncementReaction.objects.filter(announcement__in=announcement_ids, account__suspended_at=None)
    counted = rows.values_list("announcement", "name").annotate(
        count=Count("id"), mine=Count("id", filter=Q(account=viewer_id)), first=Min("id")
    )
    return [(number, name, count, mine) for number, name, count, mine, _first in counted.order_by("first")]
