"""What was written in a case, as those it concerns see it, and as the staff does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from verandah.base.errors import NotFound
from verandah.domain.accounts.models import Account

from .models import Case, CaseMessage, Report

# More than so many are no talk any more; the newest are shown.
MOST_SHOWN = 200

Side = CaseMessage.Side


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """One message. `is_mine`: whoever looks has written it. `by`: who of the staff, only for the staff."""

    id: int
    body: str
    is_from_staff: bool
    is_mine: bool
    created_at: datetime
    by: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """All that was written with one of those a case concerns. `report_id`: with whoever made it; 0: with the owner."""

    report_id: int
    label: str
    messages: tuple[ShownMessage, ...]


def with_owner(viewer: Account, case_id: int) -> tuple[ShownMessage, ...]:
    """What the staff and `viewer`, whom the case is about, have written, oldest first. One query."""
    rows = CaseMessage.objects.filter(case=case_id, side=Side.OWNER, case__owner=viewer)
    return tuple(shown(row) for row in newest(rows.order_by("-pk")[:MOST_SHOWN]))


def with_reporter(report: Report) -> tuple[ShownMessage, ...]:
    """What the staff and whoever made `report` have written, oldest first. One query."""
    rows = CaseMessage.objects.filter(case=report.case_id, side=Side.REPORTER, report=report)
    return tuple(shown(row) for row in newest(rows.order_by("-pk")[:MOST_SHOWN]))


def talks_of(viewer: Account, case: Case) -> list[Talk]:
    """All of it, for the staff: first with the owner, then with each who reported. Two queries; none about oneself."""
    if case.owner_id == viewer.pk:
        return []
    rows = CaseMessage.objects.filter(case=case).select_related("author").order_by("-pk")[:MOST_SHOWN]
    by_talk: dict[int, list[CaseMessage]] = {}
    for row in newest(rows):
        by_talk.setdefault(row.report_id or 0, []).append(row)
    reports = Report.objects.filter(case=case).order_by("pk").values_list("pk", flat=True)
    with_whom = [Talk(0, "", tuple(shown_to_staff(row) for row in by_talk.get(0, ())))] if case.owner_id else []
    return [
        *with_whom,
        *(
            Talk(number, str(place), tuple(shown_to_staff(row) for row in by_talk.get(number, ())))
            for place, number in enumerate(reports, 1)
        ),
    ]


def report_in(viewer: Account, case: Case, report_id: int) -> Report:
    """A report of a case that is not about `viewer`. Raises NotFound."""
    row = (
        Report.objects.filter(pk=report_id, case=case).exclude(target=viewer).select_related("case", "reporter").first()
    )
    if row is None:
        raise NotFound
    return row


def newest(rows: Iterable[CaseMessage]) -> list[CaseMessage]:
    """Newest first turned into oldest first."""
    return list(reversed(list(rows)))


def shown(row: CaseMessage) -> ShownMessage:
    """A message as those it concerns see it: the staff is one voice."""
    return ShownMessage(row.pk, row.body, row.is_from_staff, not row.is_from_staff, row.created_at)


def shown_to_staff(row: CaseMessage) -> ShownMessage:
    """A message as the staff sees it. Whoever reported is not named: that is a look of its own."""
    by = row.author.username if row.is_from_staff and row.author else ""
    return ShownMessage(row.pk, row.body, row.is_from_staff, row.is_from_staff, row.created_at, by)
