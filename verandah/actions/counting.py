"""Counting for the overview: figures of days that name nobody, and how long pages take."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from math import ceil

from django.db import connection, transaction
from django.db.models import Q, Sum
from django.utils import timezone

from verandah.base.ids import id_at
from verandah.base.stopwatch import STOPWATCH, Lap
from verandah.domain.accounts.models import Account
from verandah.domain.instance.models import DayFigure, PageTime
from verandah.domain.media.models import Media
from verandah.domain.moderation.models import Appeal, Case
from verandah.domain.notifications.models import Letter
from verandah.domain.posts.models import Post, Reaction

# How far back the first night counts, and what was missed while the site stood still.
CAUGHT_UP = 90
# Figures name nobody; three years let someone compare a month with the same one before.
FIGURES_KEPT = timedelta(days=1096)
TIMES_KEPT = timedelta(days=90)
DAY = timedelta(days=1)

NOTE_TIME = """
INSERT INTO verandah_pagetime (day, route, count, milliseconds, slowest, slow)
VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (day, route) DO UPDATE SET
    count = verandah_pagetime.count + excluded.count,
    milliseconds = verandah_pagetime.milliseconds + excluded.milliseconds,
    slow = verandah_pagetime.slow + excluded.slow,
    slowest = CASE WHEN excluded.slowest > verandah_pagetime.slowest
        THEN excluded.slowest ELSE verandah_pagetime.slowest END
"""

type Span = tuple[datetime, datetime]


def count_days() -> int:
    """Write down the figures of all days that are over and not counted yet; how many days. Twice: none more."""
    today = timezone.localdate()
    days = list(uncounted(today))
    for day in days:
        count_day(day, is_last=day == today - DAY)
    DayFigure.objects.filter(day__lt=today - FIGURES_KEPT).delete()
    PageTime.objects.filter(day__lt=today - TIMES_KEPT).delete()
    return len(days)


def count_day(day: date, *, is_last: bool = False) -> None:
    """Write down the figures of one day. Twice: the same, as far as what is there is the same.

    `is_last`: it has just ended, so that what can only be measured now is measured for it.
    """
    span = span_of(day)
    found = {name: count(span) for name, count in FIGURES.items()}
    if is_last:
        found["storage"] = stored_bytes()
    rows = [DayFigure(day=day, name=name, value=value) for name, value in found.items()]
    DayFigure.objects.bulk_create(rows, update_conflicts=True, unique_fields=["name", "day"], update_fields=["value"])


def uncounted(today: date) -> Iterator[date]:
    """The days before today that nobody has counted, the oldest first."""
    counted = set(
        DayFigure.objects.filter(name="people", day__gte=today - CAUGHT_UP * DAY).values_list("day", flat=True)
    )
    began = Account.objects.exclude(joined_at=None).order_by("joined_at").values_list("joined_at", flat=True).first()
    if began is None:
        return
    first = max(timezone.localdate(began), today - CAUGHT_UP * DAY)
    for number in range((today - first).days):
        if (day := first + number * DAY) not in counted:
            yield day


def span_of(day: date) -> Span:
    """When a day of the site's time begins, and when the next one does."""
    zone = timezone.get_current_timezone()
    return datetime.combine(day, time(), zone), datetime.combine(day + DAY, time(), zone)


def people(span: Span) -> int:
    """Who had joined at the end of the day, and is still here."""
    return Account.objects.filter(joined_at__lt=span[1], suspended_at=None).count()


def joined(span: Span) -> int:
    """Who joined on that day."""
    return Account.objects.filter(joined_at__gte=span[0], joined_at__lt=span[1]).count()


def active(span: Span) -> int:
    """How many people said or did something that others see: wrote, shared or reacted. Nobody's looks are counted."""
    wrote = Post.objects.filter(within(span)).order_by().values("author")
    reacted = Reaction.objects.filter(created_at__gte=span[0], created_at__lt=span[1]).order_by().values("account")
    return wrote.union(reacted).count()


def posts(span: Span) -> int:
    """What was written on that day and is still there, shares aside."""
    return Post.objects.filter(within(span), is_comment=False, share_of=None, deleted_at=None).count()


def comments(span: Span) -> int:
    """The same of comments."""
    return Post.objects.filter(within(span), is_comment=True, deleted_at=None).count()


def reactions(span: Span) -> int:
    """How many reactions of that day are still there."""
    return Reaction.objects.filter(created_at__gte=span[0], created_at__lt=span[1]).count()


def cases(span: Span) -> int:
    """How many cases came up."""
    return Case.objects.filter(created_at__gte=span[0], created_at__lt=span[1]).count()


def appeals(span: Span) -> int:
    """How many decisions were appealed."""
    return Appeal.objects.filter(created_at__gte=span[0], created_at__lt=span[1]).count()


def letters(span: Span) -> int:
    """How many letters about notices went out."""
    return Letter.objects.filter(sent_at__gte=span[0], sent_at__lt=span[1]).count()


def within(span: Span) -> Q:
    """Of posts, whose ids tell when they were made."""
    return Q(pk__gte=id_at(span[0]), pk__lt=id_at(span[1]))


def stored_bytes() -> int:
    """How much people have sent, as it is counted for their room."""
    return int(Media.objects.aggregate(sum=Sum("bytes"))["sum"] or 0)


FIGURES: dict[str, Callable[[Span], int]] = {
    "people": people,
    "joined": joined,
    "active": active,
    "posts": posts,
    "comments": comments,
    "reactions": reactions,
    "cases": cases,
    "appeals": appeals,
    "letters": letters,
}
# Those and what is measured on the day itself.
NAMES = (*FIGURES, "storage")


def note_times(taken: dict[str, Lap] | None = None) -> int:
    """Add what this process has counted of its pages to the day's rows; of how many addresses.

    What was taken is taken: twice adds nothing more.
    """
    laps = STOPWATCH.take() if taken is None else taken
    if not laps:
        return 0
    day = timezone.localdate()
    # In the order of their names, so that two processes never wait for each other crosswise.
    rows = [
        (day, name[:80], lap.count, ceil(lap.milliseconds), ceil(lap.slowest), lap.slow)
        for name, lap in sorted(laps.items())
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(NOTE_TIME, rows)
    return len(rows)
