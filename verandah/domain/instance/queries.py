"""Reads of this server. What it says of itself is the same for every viewer."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from django.db.models import Count, Min, Q

from verandah.base.reading import rows
from verandah.domain.instance.models import Announcement, AnnouncementReaction, AnnouncementText, Site

PARTS = (
    *("name", "tagline", "about", "joining", "post_length", "brand_hue", "reactions", "night_from", "night_until"),
    *("contact_email", "allows_guests"),
)
SITE = f"SELECT {', '.join(PARTS)} FROM verandah_site WHERE id = 1"  # noqa: S608

OPEN_NOW = """
SELECT n.id, n.kind, n.starts_at, n.ends_at, t.language, t.title, t.body
FROM verandah_announcement n JOIN verandah_announcementtext t ON t.announcement_id = n.id
WHERE n.starts_at <= %(now)s AND (n.ends_at IS NULL OR n.ends_at > %(now)s) AND NOT EXISTS (
    SELECT 1 FROM verandah_dismissal d WHERE d.announcement_id = n.id AND d.account_id = %(viewer)s)
ORDER BY n.starts_at DESC, t.id"""


def the_site() -> Site:
    """What the owner has set; the defaults while nothing is stored."""
    found = rows(SITE, {})
    if not found:
        return Site(pk=1)
    site = Site(pk=1, **dict(zip(PARTS, found[0], strict=True)))
    # Neither database's own driver reads JSON here.
    site.reactions = json.loads(site.reactions)
    return site


def open_announcements(viewer_id: int) -> Sequence[tuple[Announcement, list[AnnouncementText]]]:
    """Announcements of this moment that the account `viewer_id` has not put away, newest first, with their texts."""
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}+00"
    found: dict[int, tuple[Announcement, list[AnnouncementText]]] = {}
    for number, kind, starts_at, ends_at, *words in rows(OPEN_NOW, {"viewer": viewer_id, "now": now}):
        row = Announcement(id=number, kind=kind, starts_at=moment(starts_at), ends_at=ends_at and moment(ends_at))
        text = AnnouncementText(announcement_id=number, language=words[0], title=words[1], body=words[2])
        found.setdefault(number, (row, []))[1].append(text)
    return list(found.values())


def moment(value: datetime | str) -> datetime:
    """SQLite keeps moments as UTC unsaid."""
    when = datetime.fromisoformat(value) if isinstance(value, str) else value
    return when if when.tzinfo is not None else when.replace(tzinfo=UTC)


def reactions(viewer_id: int, announcement_ids: Sequence[int]) -> Sequence[tuple[int, str, int, int]]:
    """Announcement, emoji, how many gave it, how often the account `viewer_id` did: the first given first."""
    if not announcement_ids:
        return []
    given = AnnouncementReaction.objects.filter(announcement__in=announcement_ids, account__suspended_at=None)
    counted = given.values_list("announcement", "name").annotate(
        count=Count("id"), mine=Count("id", filter=Q(account=viewer_id)), first=Min("id")
    )
    return [(number, name, count, mine) for number, name, count, mine, _first in counted.order_by("first")]
