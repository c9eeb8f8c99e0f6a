"""Cases as they wait: how many, which, in which order. What is about the viewer themselves they never find here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from verandah.base.errors import NotFound
from verandah.base.paging import whole
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.permissions import Permission, roles_with
from verandah.domain.accounts.show import ShownAccount, show_account

from .models import Appeal, Case, Clock, Queue

# Beyond so many, nobody reads on; what waits longest is told apart.
PAGE = 30
MOST_BEFORE = 3000
MOST_DURATIONS = 2000
MONTH = timedelta(days=30)
DAY = timedelta(days=1)
SHOWS = ("", "mine", "unclaimed", "late", "decided")
ORDERS = ("", "oldest", "reports")


@dataclass(frozen=True, slots=True)
class WantedCases:
    """Which cases: a word of SHOWS, one queue or all, in an order of ORDERS; `start`: how many come before."""

    show: str = ""
    queue: Queue | None = None
    order: str = ""
    start: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many cases wait for someone; `since`: for how long the oldest of them has; and who asks to join."""

    open: int = 0
    mine: int = 0
    unclaimed: int = 0
    late: int = 0
    appeals: int = 0
    today: int = 0
    since: datetime | None = None
    joining: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """How it went in the last month. `middle`: half of the cases were closed within it."""

    middle: timedelta | None
    appeals: int
    overturned: int
    missed: int


def wanted_of(query: Mapping[str, str]) -> WantedCases:
    """Which cases an address asks for; what is unclear counts as absent."""
    show, order = query.get("show", ""), query.get("order", "")
    return WantedCases(
        show=show if show in SHOWS else "",
        queue=queue_named(query.get("queue", "")),
        order=order if order in ORDERS else "",
        start=min(whole(query.get("start"), 0), MOST_BEFORE),
    )


def queue_named(text: str) -> Queue | None:
    """The queue with this number, as it stands in addresses and forms; None when there is none."""
    number = whole(text, -1)
    return Queue(number) if number in Queue.values else None


def about_others(viewer: Account) -> QuerySet[Case]:
    """All cases but those about `viewer`."""
    return Case.objects.exclude(owner=viewer)


def is_held(now: datetime) -> Q:
    """Somebody works at it, and their time is not over."""
    return Q(claimed_until__gt=now)


def is_late(now: datetime) -> Q:
    """A clock of it has run out before that happened for which it waited."""
    return Q(due_at__lte=now) | Q(Exists(Clock.objects.filter(case=OuterRef("pk"), met_at=None, breached_at__lte=now)))


def waiting(viewer: Account) -> Waiting:
    """The numbers of the queue as `viewer` sees it. One query."""
    now = timezone.now()
    found = (
        about_others(viewer)
        .filter(closed_at=None)
        .aggregate(
            open=Count("pk"),
            mine=Count("pk", filter=Q(assignee=viewer)),
            unclaimed=Count("pk", filter=~is_held(now) | Q(claimed_until=None)),
            late=Count("pk", filter=is_late(now)),
            appeals=Count("pk", filter=Q(queue=Queue.APPEALS)),
            today=Count("pk", filter=Q(created_at__gte=now - DAY)),
            since=Min("created_at"),
        )
    )
    return Waiting(**found)


def figures(viewer: Account) -> Figures:
    """How the last month went. Three queries."""
    since = timezone.now() - MONTH
    closed = Case.objects.filter(closed_at__gte=since).exclude(queue=Queue.APPEALS).order_by("-closed_at")
    spans = closed.values_list("created_at", "closed_at")[:MOST_DURATIONS]
    lasted = [(ended - began).total_seconds() for began, ended in spans if ended]
    appeals = Appeal.objects.filter(decided_at__gte=since).aggregate(
        number=Count("pk"),
        overturned=Count("pk", filter=Q(state__in=(Appeal.State.OVERTURNED, Appeal.State.PARTLY))),
    )
    missed = Clock.objects.filter(breached_at__gte=since).values("case").distinct().count()
    return Figures(
        timedelta(seconds=median(lasted)) if lasted else None, appeals["number"], appeals["overturned"], missed
    )


def case_ids(viewer: Account, wanted: WantedCases) -> list[int]:
    """One page of them, and one more when there are more."""
    rows = chosen(viewer, wanted)
    return list(rows.values_list("pk", flat=True)[wanted.start : wanted.start + PAGE + 1])


def chosen(viewer: Account, wanted: WantedCases) -> QuerySet[Case]:
    """All of them, in order."""
    now, rows = timezone.now(), about_others(viewer)
    if wanted.queue is not None:
        rows = rows.filter(queue=wanted.queue)
    if wanted.show == "decided":
        return rows.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")
    rows = rows.filter(closed_at=None)
    if wanted.show == "mine":
        rows = rows.filter(assignee=viewer)
    if wanted.show == "unclaimed":
        rows = rows.filter(~is_held(now) | Q(claimed_until=None))
    if wanted.show == "late":
        rows = rows.filter(is_late(now))
    return in_order(rows, wanted.order)


def in_order(rows: QuerySet[Case], order: str) -> QuerySet[Case]:
    """Most urgent first, unless something else is wished for."""
    if order == "oldest":
        return rows.order_by("pk")
    if order == "reports":
        return rows.order_by("-reports_count", "pk")
    return rows.order_by("-priority", F("due_at").asc(nulls_last=True), "pk")


def next_id(viewer: Account, queue: int | None = None, above: bool = False) -> int | None:
    """The most urgent one that `viewer` could take now; None when there is none.

    `above`: whether they may take what was passed on to those above.
    """
    now = timezone.now()
    rows = about_others(viewer).filter(closed_at=None).exclude(state__in=STANDING if above else (*STANDING, ESCALATED))
    # What was assigned to somebody is theirs, and whoever decided something does not look at it again.
    rows = rows.filter(~is_held(now) | Q(claimed_until=None)).filter(Q(assignee=None) | Q(claimed_until__isnull=False))
    rows = rows.exclude(Exists(Appeal.objects.filter(decided_by(viewer), case=OuterRef("pk"))))
    if queue is not None:
        rows = rows.filter(queue=queue)
    return in_order(rows, "").values_list("pk", flat=True).first()


def colleagues(viewer: Account, owner_id: int | None) -> list[ShownAccount]:
    """Everyone of the staff who could work at a case about `owner_id`, by name; the viewer as well."""
    roles = roles_with(Permission.SORT_CASES)
    rows = User.objects.filter(role__in=roles, is_active=True, account__suspended_at=None).exclude(
        account=owner_id or 0
    )
    return sorted((show_account(row.account) for row in rows.select_related("account")), key=lambda one: one.username)


def colleague(viewer: Account, owner_id: int | None, number: int) -> Account:
    """One of them. Raises NotFound."""
    if number not in [one.id for one in colleagues(viewer, owner_id)]:
        raise NotFound
    return Account.objects.get(pk=number)


def newest_id(viewer: Account) -> int:
    """The newest case there is; 0 when there is none."""
    return about_others(viewer).order_by("-pk").values_list("pk", flat=True).first() or 0


def decided_by(viewer: Account) -> Q:
    """Appeals against what `viewer` has decided or agreed to."""
    return Q(decider_id=viewer.pk) | Q(second_decider_id=viewer.pk)


ESCALATED = Case.State.ESCALATED
# Nobody can do anything about it now.
STANDING = (Case.State.WAITING, Case.State.AWAITING_SECOND, Case.State.DECIDED)
