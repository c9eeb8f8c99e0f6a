"""What the site has decided, in numbers that name nobody: counted from the records, for everyone to read.

Only months that are over are told, and a part of fewer than five is told as that: in a small place a number of one
would be a name.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median

from django.utils import timezone

from verandah.base.memory import MEMORY

from .models import Appeal, Approval, Decision, PolicyVersion, Report

MONTHS = 12
# Below this a part of a number is not told exactly.
FEW = 5
KEPT_SECONDS = 600.0
REMEMBERED = "transparency"


@dataclass(frozen=True, slots=True)
class Month:
    """One month. `overrides`: what one person did alone where two should agree, after a day of waiting."""

    first: date
    reports: int
    notices: int
    decisions: int
    automated: int
    appeals: int
    overturned: int
    overrides: int


@dataclass(frozen=True, slots=True)
class Part:
    """So much of the whole; `count` is None where it is fewer than `FEW`."""

    word: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Transparency:
    """Twelve months that are over, and of all of them together the parts. `hours`: the median from the first report
    of a case to its decision; None when there were none."""

    months: tuple[Month, ...]
    policies: tuple[Part, ...]
    outcomes: tuple[Part, ...]
    appeals: tuple[Part, ...]
    hours: float | None

    @property
    def is_empty(self) -> bool:
        return not any(month.reports or month.decisions or month.appeals for month in self.months)


def transparency() -> Transparency:
    """What everyone may read. Counted every ten minutes at most."""
    first = months_until(timezone.now())
    return MEMORY.made(f"{REMEMBERED}:{first[-1]}", lambda: counted(first), KEPT_SECONDS)


def months_until(now: datetime) -> list[date]:
    """The first days of the months that are told, the oldest first."""
    here = now.year * 12 + now.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(here - MONTHS, here)]


def counted(first: Sequence[date]) -> Transparency:
    """The numbers, in one query for each kind of record."""
    since, until = start_of(first[0]), start_of(after(first[-1]))
    reports, notices, heard = told_between(since, until)
    decided = Decided(since, until)
    appeals, outcomes = appealed(since, until)
    alone = Counter(
        month_of(when)
        for when in Approval.objects.filter(used_at__gte=since, used_at__lt=until, approved_by_id=None)
        .exclude(alone_from=None)
        .values_list("used_at", flat=True)
        if when is not None
    )
    months = tuple(
        Month(
            one,
            reports[one],
            notices[one],
            decided.months[one],
            decided.automated[one],
            appeals[one],
            decided.reversed_in[one],
            alone[one],
        )
        for one in first
    )
    waits = [
        hours for case, when in decided.first.items() if (hours := hours_between(heard.get(case), when)) is not None
    ]
    return Transparency(
        months,
        tuple(parts(decided.policies)),
        tuple(parts(decided.effects)),
        tuple(parts(outcomes)),
        round(median(waits), 1) if len(waits) >= FEW else None,
    )


def told_between(since: datetime, until: datetime) -> tuple[Counter[date], Counter[date], dict[int, datetime]]:
    """Reports by month, those of them that call something illegal, and when each case was first heard of."""
    all_of, illegal, heard = Counter[date](), Counter[date](), dict[int, datetime]()
    # What a rule or a bank found is the site's own doing.
    machines = (Report.Channel.RULE, Report.Channel.BANK)
    rows = Report.objects.filter(created_at__gte=since, created_at__lt=until).exclude(channel__in=machines)
    for when, is_illegal, case in rows.order_by("pk").values_list("created_at", "is_illegal", "case_id").iterator():
        all_of[month_of(when)] += 1
        illegal[month_of(when)] += bool(is_illegal)
        if case is not None:
            heard.setdefault(case, when)
    return all_of, illegal, heard


class Decided:
    """Decisions between two moments: by month, by rule, by what followed."""

    def __init__(self, since: datetime, until: datetime) -> None:
        self.months, self.automated, self.reversed_in = Counter[date](), Counter[date](), Counter[date]()
        self.policies, self.effects = Counter[str](), Counter[str]()
        self.first: dict[int, datetime] = {}
        slugs = dict(PolicyVersion.objects.values_list("pk", "policy__slug"))
        rows = Decision.objects.filter(created_at__gte=since, created_at__lt=until).order_by("pk")
        columns = ("created_at", "case_id", "automated_decision", "policy_version_id", "effects", "reverses_id")
        for when, case, how, version, effects, reverses in rows.values_list(*columns).iterator():
            month = month_of(when)
            if reverses is not None:
                self.reversed_in[month] += 1
                continue
            self.months[month] += 1
            self.automated[month] += how != Decision.Automation.NONE
            self.policies[slugs.get(version, "")] += 1
            self.effects.update(set(effects))
            if how == Decision.Automation.NONE:
                self.first.setdefault(case, when)


def appealed(since: datetime, until: datetime) -> tuple[Counter[date], Counter[str]]:
    """Appeals by month, and how those of them ended that have."""
    months, outcomes = Counter[date](), Counter[str]()
    rows = Appeal.objects.filter(created_at__gte=since, created_at__lt=until).values_list("created_at", "state")
    for when, state in rows.iterator():
        months[month_of(when)] += 1
        outcomes[Appeal.State(state).name.lower()] += 1
    return months, outcomes


def parts(found: Counter[str]) -> Iterator[Part]:
    """The largest first."""
    for word, count in sorted(found.items(), key=lambda one: (-one[1], one[0])):
        yield Part(word, count if count >= FEW else None)


def month_of(when: datetime) -> date:
    """The first day of the month, in UTC."""
    return date(when.year, when.month, 1)


def start_of(day: date) -> datetime:
    """Its first moment."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def after(first: date) -> date:
    """The first day of the next month."""
    return (first + timedelta(days=32)).replace(day=1)


def hours_between(heard: datetime | None, decided: datetime) -> float | None:
    """How long somebody waited; None when nobody had said anything."""
    return max(0.0, (decided - heard).total_seconds() / 3600) if heard is not None else None
