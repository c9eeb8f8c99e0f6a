"""The numbers of the overview: how the site does at this moment, without a look at what anyone looks at."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from verandah.base import jobs
from verandah.base.gauges import OPEN_STREAMS
from verandah.base.jobs import DeadJob, Job
from verandah.base.memory import MEMORY
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.queries import members_count_lately
from verandah.domain.instance.models import Backup, DayFigure, PageTime, SignUp
from verandah.domain.media.models import Kind, Media
from verandah.domain.notifications.models import Letter
from verandah.domain.posts.models import Post

from . import counting

# What has to be counted through is counted at most so often.
COUNTED_FOR = 60
WEEK, MONTH = timedelta(days=7), timedelta(days=30)
# A queue in which something waits longer than this stands still.
LONG = timedelta(minutes=10)
SLOWEST = 12
MOST_MEMBERS = 50
LETTERS = ("mailing.", "authenticating.")


@dataclass(frozen=True, slots=True)
class Size:
    """So many files of one kind, and their bytes."""

    kind: str
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is counted of people and of what they say."""

    people: int
    joined: int
    active_week: int
    active_month: int
    posts: int
    comments: int
    letters: int
    sizes: tuple[Size, ...]

    @property
    def files(self) -> int:
        return sum(size.files for size in self.sizes)

    @property
    def bytes(self) -> int:
        return sum(size.bytes for size in self.sizes)


@dataclass(frozen=True, slots=True)
class Running:
    """How the machine does. `oldest`: since when a job waits that is due."""

    jobs_waiting: int
    jobs_failed: int
    letters_failed: int
    oldest: datetime | None
    streams: int
    version: str
    database: str
    database_bytes: int
    backed_up: datetime | None
    proven: datetime | None

    @property
    def is_behind(self) -> bool:
        """Whether jobs wait longer than they should."""
        return self.oldest is not None and timezone.now() - self.oldest > LONG


@dataclass(frozen=True, slots=True)
class Slow:
    """How long the pages of one address took: on average, at worst, and how many of them over a second."""

    route: str
    count: int
    average: int
    slowest: int
    slow: int


@dataclass(frozen=True, slots=True)
class Series:
    """A figure over days, the oldest first; days that nobody counted are left out."""

    name: str
    days: tuple[date, ...] = field(default=())
    values: tuple[int, ...] = field(default=())


def numbers() -> Numbers:
    """People, what they say and what they keep here, as counted within the last minute."""
    return MEMORY.made("overview:numbers", counted, COUNTED_FOR)


def counted() -> Numbers:
    """The same at this moment. Six queries."""
    now = timezone.now()
    said = Post.objects.filter(deleted_at=None, share_of=None).aggregate(
        posts=Count("pk", filter=Q(is_comment=False)), comments=Count("pk", filter=Q(is_comment=True))
    )
    return Numbers(
        people=members_count_lately(),
        joined=Account.objects.filter(joined_at__gte=now - WEEK, suspended_at=None).count(),
        active_week=counting.active((now - WEEK, now)),
        active_month=counting.active((now - MONTH, now)),
        posts=said["posts"],
        comments=said["comments"],
        letters=Letter.objects.filter(sent_at__gte=now - WEEK).count(),
        sizes=sizes(),
    )


def sizes() -> tuple[Size, ...]:
    """What people have sent, by kind, the largest first. One query."""
    rows = Media.objects.order_by().values_list("kind").annotate(files=Count("pk"), sum=Sum("bytes"))
    found = [Size(Kind(kind).name.lower(), files, int(sum_ or 0)) for kind, files, sum_ in rows]
    return tuple(sorted(found, key=lambda size: -size.bytes))


def running() -> Running:
    """How the machine does at this moment. Five queries."""
    now = timezone.now()
    alive = Q(dead_at=None)
    about_letters = Q()
    for module in LETTERS:
        about_letters |= Q(task__contains=module)
    told = Job.objects.aggregate(
        # A chore whose turn has not come does not wait.
        waiting=Count("pk", filter=alive & Q(due_at__lte=now)),
        failed=Count("pk", filter=~alive),
        letters=Count("pk", filter=~alive & about_letters),
    )
    due = Job.objects.filter(alive, due_at__lte=now, lease="").order_by("due_at").values_list("due_at", flat=True)
    return Running(
        jobs_waiting=told["waiting"],
        jobs_failed=told["failed"],
        letters_failed=told["letters"],
        oldest=due.first(),
        streams=OPEN_STREAMS.number,
        version=version("verandah"),
        database="SQLite" if connection.vendor == "sqlite" else "PostgreSQL",
        database_bytes=database_bytes(),
        backed_up=last_of(Backup.Kind.MADE),
        proven=last_of(Backup.Kind.PROVEN),
    )


def last_of(kind: int) -> datetime | None:
    """When a backup was last made, or tried out, to a good end."""
    rows = Backup.objects.filter(kind=kind, failure="").exclude(ended_at=None)
    return rows.order_by("-ended_at").values_list("ended_at", flat=True).first()


def database_bytes() -> int:
    """How large the database is."""
    if connection.vendor == "sqlite":
        place = Path(str(connection.settings_dict["NAME"]))
        files = (place, place.with_name(f"{place.name}-wal"))
        return sum(file.stat().st_size for file in files if file.is_file())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def series(days: int) -> dict[str, Series]:
    """Each figure over the last so many days. One query."""
    since = timezone.localdate() - timedelta(days=days)
    rows = DayFigure.objects.filter(day__gte=since).order_by("day").values_list("name", "day", "value")
    found: dict[str, list[tuple[date, int]]] = {name: [] for name in counting.NAMES}
    for name, day, value in rows:
        if name in found:
            found[name].append((day, value))
    return {
        name: Series(name, tuple(day for day, _value in pairs), tuple(value for _day, value in pairs))
        for name, pairs in found.items()
    }


def slow_pages(days: int = 7) -> list[Slow]:
    """The addresses whose pages took longest on average, the slowest first. One query."""
    since = timezone.localdate() - timedelta(days=days)
    rows = (
        PageTime.objects.filter(day__gt=since)
        .order_by()
        .values("route")
        .annotate(n=Sum("count"), all=Sum("milliseconds"), slows=Sum("slow"))
        .annotate(average=F("all") / F("n"))
        .order_by("-average", "route")[:SLOWEST]
    )
    worst = worst_of([row["route"] for row in rows], since)
    return [Slow(row["route"], row["n"], int(row["average"]), worst.get(row["route"], 0), row["slows"]) for row in rows]


def worst_of(routes: list[str], since: date) -> dict[str, int]:
    """The slowest answer of each of these. One query."""
    found: dict[str, int] = {}
    for route, slowest in PageTime.objects.filter(day__gt=since, route__in=routes).values_list("route", "slowest"):
        found[route] = max(found.get(route, 0), slowest)
    return found


def sign_ups_waiting() -> int:
    """How many people wait for the staff's yes."""
    return SignUp.objects.filter(state=SignUp.State.WAITING, account__suspended_at=None).count()


def failed_jobs(most: int = 20) -> list[DeadJob]:
    """The newest of the jobs that were given up."""
    return jobs.dead_jobs(most)


def room_of_members() -> list[tuple[int, int]]:
    """Who uses most room: accounts and their bytes. One query."""
    rows = Account.objects.filter(media_bytes__gt=0).order_by("-media_bytes", "pk")
    return list(rows.values_list("pk", "media_bytes")[:MOST_MEMBERS])


def quota() -> int:
    """How many bytes each member may keep here; 0: as many as they like."""
    most: int = settings.QUOTA
    return most
