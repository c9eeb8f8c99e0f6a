"""The site in numbers for its staff, by day: who came, who was here, what was told; and what it is made of."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from allauth.usersessions.models import UserSession
from django.db import connection
from django.db.models import Count, Sum
from django.db.models.functions import TruncDate

from verandah.domain.accounts.models import AccessToken, Account, User
from verandah.domain.media.models import Media
from verandah.domain.posts.models import Post, Reaction

from .models import Report

DATABASE_SIZE = {
    "postgresql": "SELECT pg_database_size(current_database())",
    "sqlite": "SELECT p.page_count * s.page_size FROM pragma_page_count() p, pragma_page_size() s",
}
NAMES = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, in UTC: the first and the last."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=1) * number for number in range((self.last - self.first).days + 1)]

    @property
    def before(self) -> "Period":
        """As many days, just before."""
        return Period(self.first - timedelta(days=1) * len(self.days), self.first - timedelta(days=1))

    def bounds(self) -> tuple[datetime, datetime]:
        """From the first moment up to the first moment after it."""
        start = datetime(self.first.year, self.first.month, self.first.day, tzinfo=UTC)
        return start, start + timedelta(days=1) * len(self.days)


@dataclass(frozen=True, slots=True)
class Measure:
    """Something counted for each day. `before`: in the same time before; None where that is not asked for."""

    key: str
    by_day: dict[date, int]
    total: int
    before: int | None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """One of several things that something is made of."""

    key: str
    name: str
    value: int
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Cohort:
    """Those who joined in one stretch of time, and how many of them were still here in each later one."""

    start: date
    size: int
    here: dict[date, int]


def measured(viewer: Account, key: str, period: Period) -> Measure | None:
    """What `key` (a word of MEASURES) was on each day; None for a word that means nothing here."""
    if key in OF_OTHERS:
        unit = "bytes" if key == "instance_media_attachments" else None
        return Measure(key, dict.fromkeys(period.days, 0), 0, None, unit)
    if key not in MEASURES:
        return None
    found = MEASURES[key](period)
    by_day = {day: found[day] for day in period.days}
    return Measure(key, by_day, sum(by_day.values()), MEASURES[key](period.before).total())


def joined(period: Period) -> Counter[date]:
    """Who had confirmed their address."""
    rows = Account.objects.filter(joined_at__range=inside(period)).annotate(day=TruncDate("joined_at", tzinfo=UTC))
    return by_day(rows.values_list("day").annotate(number=Count("pk")))


def active(period: Period) -> Counter[date]:
    """Who was here for the last time on that day, in a browser or by an app: earlier visits are not kept."""
    start, end = period.bounds()
    return Counter(when.astimezone(UTC).date() for when in last_visits().values() if start <= when < end)


def interactions(period: Period) -> Counter[date]:
    """Reactions, comments and shares."""
    reacted = Reaction.objects.filter(created_at__range=inside(period))
    said = Post.objects.filter(created_at__range=inside(period), deleted_at=None)
    answered = said.filter(is_comment=True) | said.filter(share_of__isnull=False)
    counts = [
        by_day(rows.annotate(day=TruncDate("created_at", tzinfo=UTC)).values_list("day").annotate(n=Count("pk")))
        for rows in (reacted, answered)
    ]
    return counts[0] + counts[1]


def opened(period: Period) -> Counter[date]:
    """Reports that were made."""
    rows = Report.objects.filter(created_at__range=inside(period)).annotate(day=TruncDate("created_at", tzinfo=UTC))
    return by_day(rows.values_list("day").annotate(number=Count("pk")))


def resolved(period: Period) -> Counter[date]:
    """Reports that were answered."""
    rows = Report.objects.filter(action_taken_at__range=inside(period))
    found = rows.annotate(day=TruncDate("action_taken_at", tzinfo=UTC))
    return by_day(found.values_list("day").annotate(number=Count("pk")))


MEASURES: dict[str, Callable[[Period], Counter[date]]] = {
    "active_users": active,
    "new_users": joined,
    "interactions": interactions,
    "opened_reports": opened,
    "resolved_reports": resolved,
}
# What is asked about another server: there is none yet.
OF_OTHERS = frozenset(
    f"instance_{thing}" for thing in ("accounts", "media_attachments", "reports", "statuses", "follows", "followers")
)
# What an app can ask what it is made of. Nobody is on another server, and no app is noted at sign-up.
DIMENSIONS = ("languages", "sources", "servers", "space_usage", "instance_accounts", "instance_languages")


def made_of(viewer: Account, key: str, length: int) -> list[Share]:
    """What `key` (a word of DIMENSIONS) is made of, the largest first."""
    if key == "languages":
        rows = User.objects.exclude(account__joined_at=None).exclude(language="")
        found = rows.values_list("language").annotate(number=Count("pk")).order_by("-number", "language")
        return [Share(code, code, number) for code, number in found[:length]]
    if key == "space_usage":
        return [
            Share(connection.vendor, NAMES[connection.vendor], database_bytes(), "bytes"),
            Share("media", "Media storage", Media.objects.aggregate(sum=Sum("bytes"))["sum"] or 0, "bytes"),
        ]
    return []


def cohorts(viewer: Account, period: Period, monthly: bool) -> list[Cohort]:
    """Who joined in each day or month of `period`, and for how long they were here."""
    starts = sorted({start_of(day, monthly) for day in period.days})
    visits = last_visits()
    members = Account.objects.filter(joined_at__range=inside(period)).values_list("pk", "joined_at")
    people = [
        (
            start_of(when.astimezone(UTC).date(), monthly),
            visits[number].astimezone(UTC).date() if number in visits else None,
        )
        for number, when in members
        if when
    ]
    found = []
    for start in starts:
        last = [seen for joined_in, seen in people if joined_in == start]
        here = {later: sum(1 for seen in last if seen and seen >= later) for later in starts if later >= start}
        found.append(Cohort(start, len(last), here))
    return found


def start_of(day: date, monthly: bool) -> date:
    """Where the stretch of time that holds `day` begins."""
    return day.replace(day=1) if monthly else day


def inside(period: Period) -> tuple[datetime, datetime]:
    """The bounds as a database takes them, which counts both."""
    start, end = period.bounds()
    return start, end - timedelta(microseconds=1)


def by_day(rows: Iterable[tuple[date, int]]) -> Counter[date]:
    """Rows of days and numbers."""
    return Counter(dict(rows))


def last_visits() -> dict[int, datetime]:
    """When each member was here for the last time."""
    uses = AccessToken.objects.filter(last_used_at__isnull=False, account__isnull=False)
    seen: dict[int, datetime] = {}
    sessions = UserSession.objects.values_list("user__account", "last_seen_at")
    for number, when in [*sessions, *uses.values_list("account", "last_used_at")]:
        seen[number] = max(when, seen.get(number, when))
    return seen


def database_bytes() -> int:
    """How large the database is."""
    with connection.cursor() as cursor:
        cursor.execute(DATABASE_SIZE[connection.vendor])
        return int(cursor.fetchone()[0])
