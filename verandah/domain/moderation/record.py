"""The record as those read it who may; and what of it members read about themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from verandah.base.paging import Page
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role

from .models import AuditEntry, Case, Report

# So long it takes until members see who looked: an investigation must not be given away.
SHOWN_AFTER = timedelta(days=30)
LOOK = "look"
# Looks of these kinds are at what nobody else sees of someone.
PRIVATE = ("account", "address", "messages", "snapshot_file", "trust")
# Looks at who has reported something are looks at each who has.
REPORTERS = "reporters"


@dataclass(frozen=True, slots=True)
class WantedEntries:
    """Which entries someone looks for; what is empty does not count."""

    actor: str = ""
    account: str = ""
    deed: str = ""
    case: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """One entry: who did what to whom, by numbers and words out of closed lists."""

    id: int
    at: datetime
    # Empty: the site itself.
    actor: str
    role: Role
    deed: str
    account: str
    case_code: str
    numbers: dict[str, int]
    facts: dict[str, object]
    digest: str


@dataclass(frozen=True, slots=True)
class Look:
    """Someone of the staff looked at what is private: in which role, at what, on which day. Not who."""

    role: Role
    what: str
    why: str
    on: date


def entries(viewer: Account, wanted: WantedEntries, page: Page) -> list[ShownEntry]:
    """The record, the newest first. Who may read it, the page has asked. Three queries."""
    rows = chosen(wanted).filter(pk__lt=page.before).order_by("-pk")[: page.length]
    return shown(list(rows))


def chosen(wanted: WantedEntries) -> QuerySet[AuditEntry]:
    """The entries that someone looks for."""
    rows = AuditEntry.objects.all()
    if wanted.actor:
        rows = rows.filter(actor_id=number_of(wanted.actor))
    if wanted.account:
        rows = rows.filter(account_id=number_of(wanted.account))
    if wanted.deed:
        rows = rows.filter(deed=wanted.deed)
    if wanted.case:
        rows = rows.filter(case_id=Case.objects.filter(code=wanted.case).values_list("pk", flat=True).first() or 0)
    if wanted.since:
        rows = rows.filter(created_at__date__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(created_at__date__lte=wanted.until)
    return rows


def number_of(username: str) -> int:
    """Whose name this is; 0: nobody's."""
    name = username.strip().removeprefix("@")
    return Account.objects.filter(username=name).values_list("pk", flat=True).first() or 0


def shown(rows: Sequence[AuditEntry]) -> list[ShownEntry]:
    """These, with the names in them."""
    people = {row.actor_id for row in rows} | {row.account_id for row in rows}
    names = dict(Account.objects.filter(pk__in=[number for number in people if number]).values_list("pk", "username"))
    codes = dict(Case.objects.filter(pk__in={row.case_id for row in rows if row.case_id}).values_list("pk", "code"))
    return [
        ShownEntry(
            id=row.pk,
            at=row.created_at,
            actor=names.get(row.actor_id, str(row.actor_id)) if row.actor_id else "",
            role=Role(row.role),
            deed=row.deed,
            account=names.get(row.account_id, str(row.account_id)) if row.account_id else "",
            case_code=codes.get(row.case_id or 0, ""),
            numbers=numbers_in(row),
            facts=row.facts,
            digest=row.digest,
        )
        for row in rows
    ]


def numbers_in(row: AuditEntry) -> dict[str, int]:
    """What an entry names besides people and cases."""
    named = {
        "post": row.post_id,
        "report": row.report_id,
        "decision": row.decision_id,
        "approval": row.approval_id,
    }
    return {name: number for name, number in named.items() if number}


def deeds(viewer: Account) -> list[str]:
    """Every word for a deed that stands in the record, for the list to choose from."""
    return sorted(AuditEntry.objects.order_by().values_list("deed", flat=True).distinct()[:200])


def looks_at(viewer: Account, length: int = 50) -> list[Look]:
    """Who of the staff looked at what only the viewer and they can see, the newest first: after 30 days."""
    mine = Report.objects.filter(reporter=viewer, case__isnull=False).values("case_id")
    about = Q(account_id=viewer.pk, facts__what__in=PRIVATE) | Q(case_id__in=mine, facts__what=REPORTERS)
    rows = AuditEntry.objects.filter(about, deed=LOOK, created_at__lte=timezone.now() - SHOWN_AFTER)
    found = rows.exclude(actor_id=viewer.pk).order_by("-pk")[:length]
    return [
        Look(Role(row.role), str(row.facts["what"]), str(row.facts.get("why", "")), timezone.localdate(row.created_at))
        for row in found
    ]
