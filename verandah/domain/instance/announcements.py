"""What the site tells its people: which announcements there are for whom, now and at any time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, Min, Q

from verandah.base.paging import Page
from verandah.base.reading import Values, id_rows, id_text, rows

from .models import Announcement, AnnouncementReaction, AnnouncementText

Audience = Announcement.Audience

# For whom an announcement `n` is, whatever its times: %(viewer)s is the reader's account, 0 for a guest. Every query
# that finds announcements for readers holds this text. The numbers: who works for the site has a role above 0, and a
# newcomer is trusted 0. What has no line here is for nobody.
FOR_READER = f"""(n.audience = {Audience.EVERYONE:d} OR (%(viewer)s <> 0 AND (
    n.audience = {Audience.MEMBERS:d}
    OR (n.audience = {Audience.STAFF:d} AND EXISTS (
        SELECT 1 FROM verandah_user u WHERE u.account_id = %(viewer)s AND u.role > 0))
    OR (n.audience = {Audience.NEWCOMERS:d} AND EXISTS (
        SELECT 1 FROM verandah_account nw WHERE nw.id = %(viewer)s AND nw.trust = 0)))))"""  # noqa: S608

# It has begun, and was not a draft then.
BEGUN = "n.is_draft = false AND n.starts_at <= %(now)s"
OPEN = f"{BEGUN} AND n.withdrawn_at IS NULL AND (n.ends_at IS NULL OR n.ends_at > %(now)s)"
READ = "EXISTS (SELECT 1 FROM verandah_dismissal d WHERE d.announcement_id = n.id AND d.account_id = %(viewer)s)"

COLUMNS = ("id", "kind", "audience", "starts_at", "ends_at", "asks_to_read", "created_at", "changed_at")
SELECT = f"""
SELECT {", ".join(f"n.{name}" for name in COLUMNS)}, {READ} AS is_read, t.language, t.title, t.body
FROM verandah_announcement n JOIN verandah_announcementtext t ON t.announcement_id = n.id"""  # noqa: S608

OPEN_NOW = f"{SELECT} WHERE {OPEN} AND {FOR_READER} ORDER BY n.starts_at DESC, n.id DESC, t.id"
OPEN_UNREAD = OPEN_NOW.replace("ORDER BY", f"AND NOT {READ} ORDER BY")

# What was taken back is not told any more, not even of the past.
EVER = f"""{SELECT} WHERE n.id IN (SELECT n.id FROM verandah_announcement n
    WHERE {BEGUN} AND n.withdrawn_at IS NULL AND {FOR_READER} AND n.id < %(before)s ORDER BY n.id DESC LIMIT %(length)s)
ORDER BY n.id DESC, t.id"""  # noqa: S608

ONE = f"SELECT n.id FROM verandah_announcement n WHERE n.id = %(id)s AND {{which}} AND {FOR_READER}"  # noqa: S608

AMONG = f"""SELECT j.value FROM {{ids}} CROSS JOIN verandah_announcement n
WHERE n.id = %(id)s AND {FOR_READER.replace("%(viewer)s", "j.value")}"""  # noqa: S608
READ_BY_ROW = READ.replace("%(viewer)s", "j.value")


@dataclass(frozen=True, slots=True)
class Told:
    """An announcement as one reader is told of it, with all its texts; `is_read`: they have put it away."""

    row: Announcement
    texts: tuple[AnnouncementText, ...]
    is_read: bool


def open_announcements(viewer_id: int, with_read: bool = False) -> list[Told]:
    """What is told at this moment to the account `viewer_id`, or to a guest (0), newest first. One query.

    Without what they have put away, unless `with_read`.
    """
    return told_by(OPEN_NOW if with_read else OPEN_UNREAD, {"viewer": viewer_id, "now": now_text()})


def past_and_present(viewer_id: int, page: Page) -> list[Told]:
    """All that has ever been told to such a reader and was not taken back, newest first. One query."""
    values: Values = {"viewer": viewer_id, "now": now_text(), "before": page.before, "length": page.length}
    return told_by(EVER, values)


def is_told(viewer_id: int, announcement_id: int) -> bool:
    """Whether this announcement has begun, is for the account `viewer_id`, and was not taken back."""
    sql = ONE.format(which=f"{BEGUN} AND n.withdrawn_at IS NULL")
    return bool(rows(sql, {"id": announcement_id, "viewer": viewer_id, "now": now_text()}))


def readers_among(announcement_id: int, account_ids: Collection[int], unread: bool = False) -> set[int]:
    """For whom of these accounts it is, whatever its times: also of what was just taken back. One query.

    `unread`: only those who have not put it away.
    """
    if not account_ids:
        return set()
    sql = f"{AMONG} AND NOT {READ_BY_ROW}" if unread else AMONG
    values: Values = {"id": announcement_id, "ids": id_text(account_ids)}
    return {number for (number,) in rows(sql.replace("{ids}", id_rows()), values)}


def reactions(viewer_id: int, announcement_ids: Sequence[int]) -> Sequence[tuple[int, str, int, int]]:
    """Announcement, emoji, how many gave it, how often the account `viewer_id` did: the first given first."""
    if not announcement_ids:
        return []
    given = AnnouncementReaction.objects.filter(announcement__in=announcement_ids, account__suspended_at=None)
    counted = given.values_list("announcement", "name").annotate(
        count=Count("id"), mine=Count("id", filter=Q(account=viewer_id)), first=Min("id")
    )
    return [(number, name, count, mine) for number, name, count, mine, _first in counted.order_by("first")]


def told_by(sql: str, values: Values) -> list[Told]:
    """What a query finds, the texts of each put together."""
    found: dict[int, tuple[Announcement, list[AnnouncementText], bool]] = {}
    for line in rows(sql, values):
        facts = dict(zip(COLUMNS, line[: len(COLUMNS)], strict=True))
        is_read, language, title, body = line[len(COLUMNS) :]
        text = AnnouncementText(announcement_id=facts["id"], language=language, title=title, body=body)
        for name in ("starts_at", "ends_at", "created_at", "changed_at"):
            facts[name] = facts[name] and moment(facts[name])
        facts["asks_to_read"] = bool(facts["asks_to_read"])
        found.setdefault(facts["id"], (Announcement(**facts), [], bool(is_read)))[1].append(text)
    return [Told(row, tuple(texts), is_read) for row, texts, is_read in found.values()]


def now_text() -> str:
    """This moment, as both databases compare it."""
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}+00"


def moment(value: datetime | str) -> datetime:
    """SQLite keeps moments as UTC unsaid."""
    when = datetime.fromisoformat(value) if isinstance(value, str) else value
    return when if when.tzinfo is not None else when.replace(tzinfo=UTC)
