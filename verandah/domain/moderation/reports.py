"""What was told to the staff, as whoever told it reads it; and how much it counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from verandah.base.errors import NotFound
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account

from .appeals import ShownAppeal, can_be_appealed, show_appeal
from .correspondence import ShownMessage, with_reporter
from .models import Appeal, Case, Clock, Decision, Queue, Report, ReportItem, Subject
from .policies import current_policies

Outcome = Report.Outcome
Category = Report.Category

# Who tells more of the same case, or of the same person in a day, is still heard, and counts for nothing more.
MOST_OF_A_CASE = 5
MOST_OF_A_PERSON = 20
DAY = timedelta(days=1)
# In hundredths: of who was never answered, of who was always wrong, and of who was always right.
USUAL, LEAST, MOST = 100, 50, 200
# So many wrong reports are presumed of everyone, and half as many right ones.
PRESUMED_RIGHT, PRESUMED = 1, 3


class Why(StrEnum):
    """Why something is reported."""

    RULE = "rule"
    DANGER = "danger"
    ILLEGAL = "illegal"
    OTHER = "other"


class Against(NamedTuple):
    """A kind of law: how it is called, and where a report of it waits."""

    words: Promise
    queue: Queue


# What something illegal can be. Of the first nobody needs to say who they are (DSA art. 16).
CHILD_ABUSE = "child_abuse"
LAWS = {
    CHILD_ABUSE: Against(_("Sexual abuse of a child"), Queue.CHILD_SAFETY),
    "intimate": Against(_("Intimate pictures without consent"), Queue.INTIMATE_IMAGES),
    "terror": Against(_("Terrorism or violent extremism"), Queue.VIOLENT_EXTREMISM),
    "threat": Against(_("Threats, stalking or hatred"), Queue.THREATS),
    "fraud": Against(_("Fraud"), Queue.ILLEGAL),
    "rights": Against(_("My work or my name is used without permission"), Queue.ILLEGAL),
    "privacy": Against(_("Private data about someone"), Queue.ILLEGAL),
    "other": Against(_("Something else that is against the law"), Queue.ILLEGAL),
}


@dataclass(frozen=True, slots=True)
class Law:
    """Against which law it is: a word of LAWS, in which country, and whether all of it is said in good faith."""

    kind: str
    country: str = ""
    good_faith: bool = False


class Stage(StrEnum):
    """How far a report is, as its reporter is told."""

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class OwnReport:
    """A report as whoever made it reads it: never who decided, nor who else has told of it.

    `what` are words for its things, in the order in which they were reported; `decision_id` is what was decided.
    """

    id: int
    case_id: int | None
    code: str
    stage: Stage
    outcome: Report.Outcome
    is_refound_fine: bool
    what: tuple[str, ...]
    target: Account | None
    policy_title: str
    category: Report.Category
    is_illegal: bool
    law_country: str
    comment: str
    places: tuple[str, ...]
    created_at: datetime
    outcome_at: datetime | None
    # By when it shall be decided.
    due_at: datetime | None
    is_danger: bool
    decision_id: int | None
    # Whether what was decided can be looked at again.
    is_contestable: bool


def weight_of(reporter: Account | None) -> int:
    """How much a report by them counts, in hundredths: more, the oftener they were right."""
    if reporter is None:
        return USUAL
    right = Count("pk", filter=Q(outcome=Report.Outcome.ACTED))
    wrong = Count("pk", filter=Q(outcome=Report.Outcome.NOTHING_WRONG))
    told = Report.objects.filter(reporter=reporter).aggregate(right=right, wrong=wrong)
    share: float = (told["right"] + PRESUMED_RIGHT) / (told["right"] + told["wrong"] + PRESUMED)
    return round(LEAST + (MOST - LEAST) * share)


def said_fine(subject: Subject, queue: Queue, digest: str) -> Case | None:
    """The case in which this look of it was found to be fine. Danger to life is looked at each time."""
    if queue == Queue.THREAT_TO_LIFE:
        return None
    last = Case.objects.filter(subject=subject, queue=queue).order_by("-id").first()
    return last if last and last.closed_at and last.fine_digest == digest else None


def is_flood(reporter: Account | None, case: Case, target: Account | None) -> bool:
    """Whether they have told enough of this already. Danger to life is never too much."""
    if reporter is None or case.queue == Queue.THREAT_TO_LIFE:
        return False
    mine = Report.objects.filter(reporter=reporter)
    if mine.filter(case=case).count() >= MOST_OF_A_CASE:
        return True
    today = mine.filter(target=target, created_at__gt=timezone.now() - DAY)
    return target is not None and today.count() >= MOST_OF_A_PERSON


def receipt_of(report_id: int) -> str:
    """The secret in the address of a stranger's case page: nobody can guess it, and the site can tell it again."""
    return salted_hmac("verandah.receipt", str(report_id), algorithm="sha256").hexdigest()[:40]


def digest_of_receipt(token: str) -> str:
    """What is stored of it."""
    return sha256(token.encode()).hexdigest()


def own_report_ids(viewer: Account, page: Page) -> list[int]:
    """What `viewer` has reported, newest first."""
    rows = Report.objects.filter(reporter=viewer, id__lt=page.before, id__gt=page.after)
    found = rows.order_by("id" if page.forward else "-id").values_list("id", flat=True)
    return page.newest_first(list(found[: page.length]))


def own_reports_in(viewer: Account, code: str) -> list[OwnReport]:
    """What `viewer` has told in the case of this code, the first first. Raises NotFound when that is nothing."""
    # A case that was joined with another one goes on under the code it was told by.
    joined = Case.objects.filter(code=code, parent__isnull=False).values("parent")
    rows = Report.objects.filter(Q(case__code=code) | Q(case__in=joined), reporter=viewer)
    ids = list(rows.order_by("id").values_list("id", flat=True))
    if not ids:
        raise NotFound
    return show_own_reports(viewer, ids)


def report_by_receipt(viewer: Account | None, token: str) -> OwnReport:
    """The report of a stranger, for whoever has the secret. Raises NotFound."""
    rows = Report.objects.filter(receipt_digest=digest_of_receipt(token), channel=Report.Channel.NOTICE)
    number = rows.values_list("id", flat=True).first()
    if number is None:
        raise NotFound
    return shown([number])[0]


def show_own_reports(viewer: Account, ids: Sequence[int]) -> list[OwnReport]:
    """Reports of `viewer`'s that a query has found, in the order given."""
    mine = set(Report.objects.filter(reporter=viewer, id__in=ids).values_list("id", flat=True))
    return shown([number for number in ids if number in mine])


def shown(ids: Sequence[int]) -> list[OwnReport]:
    """Rows as their reporter reads them. A fixed number of queries."""
    rows = {row.id: row for row in Report.objects.filter(id__in=ids).select_related("case", "target")}
    things: defaultdict[int, list[str]] = defaultdict(list)
    for item in ReportItem.objects.filter(report__in=ids).select_related("subject", "snapshot").order_by("id"):
        body = item.snapshot.body if item.snapshot else {}
        things[item.report_id].append(str(body.get("part") or body.get("kind", "post")))
    cases = [row.case_id for row in rows.values() if row.case_id]
    decided, due = decisions_in(cases), deadlines_of(cases)
    titles = {policy.id: policy.title for policy in current_policies(None)}
    return [show(rows[number], things[number], decided, due, titles) for number in ids if number in rows]


def decisions_in(case_ids: Sequence[int]) -> dict[int, Decision]:
    """The last decision of each case."""
    rows = Decision.objects.filter(case__in=case_ids).order_by("id") if case_ids else ()
    return {row.case_id: row for row in rows}


def deadlines_of(case_ids: Sequence[int]) -> dict[int, datetime]:
    """By when each case shall be decided, as far as a clock says so."""
    clocks = Clock.objects.filter(case__in=case_ids, kind=Clock.Kind.DECIDE) if case_ids else ()
    return {clock.case_id: clock.due_at for clock in sorted(clocks, key=lambda clock: clock.due_at, reverse=True)}


def is_contestable(row: Report, decision: Decision | None) -> bool:
    """Whether its reporter can ask for another look: when it was left as it is, and there is still time."""
    left = row.outcome in (Outcome.NOTHING_WRONG, Outcome.FOLDED)
    return left and decision is not None and can_be_appealed(decision, timezone.now())


def appeal_of(mine: OwnReport) -> ShownAppeal | None:
    """What its reporter has asked for."""
    row = Appeal.objects.filter(report=mine.id).select_related("case", "decision__subject").order_by("-pk").first()
    return show_appeal(row) if row else None


def talk_of(mine: OwnReport) -> tuple[ShownMessage, ...]:
    """What its reporter and the staff have written to each other."""
    return with_reporter(Report.objects.get(pk=mine.id))


def show(
    row: Report,
    things: Sequence[str],
    decided: Mapping[int, Decision],
    due: Mapping[int, datetime],
    titles: Mapping[int, str],
) -> OwnReport:
    """One row, with its case loaded."""
    case = row.case
    decision = decided.get(row.case_id or 0) if row.outcome != Outcome.NONE else None
    return OwnReport(
        id=row.pk,
        case_id=row.case_id,
        code=case.code if case else "",
        stage=stage_of(row, case),
        outcome=Report.Outcome(row.outcome),
        is_refound_fine=row.outcome == Report.Outcome.FOLDED and bool(case and case.fine_digest),
        # Whoever gave an address is not told here whether there is anything behind it.
        what=() if row.places else tuple("person" if thing == "account" else thing for thing in things),
        target=None if row.channel == Report.Channel.NOTICE else row.target,
        policy_title=titles.get(row.policy_id or 0, ""),
        category=Report.Category(row.category),
        is_illegal=row.is_illegal,
        law_country=row.law_country,
        comment=row.comment,
        places=tuple(row.places),
        created_at=row.created_at,
        outcome_at=row.outcome_at,
        due_at=due.get(row.case_id or 0),
        is_danger=case is not None and case.queue == Queue.THREAT_TO_LIFE,
        decision_id=decision.pk if decision else None,
        is_contestable=is_contestable(row, decision),
    )


def stage_of(row: Report, case: Case | None) -> Stage:
    """What its reporter is told of how far it is."""
    if row.outcome != Report.Outcome.NONE:
        return Stage.ANSWERED
    return Stage.RECEIVED if case is None or case.state == Case.State.NEW else Stage.IN_REVIEW
