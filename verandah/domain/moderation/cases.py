"""Cases as the staff sees them: in a list, and one with all that is known of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone

from verandah.base.errors import NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.show import ShownAccount, show_account, show_accounts

from . import clocks
from .lawpacks import HOUSE
from .models import Appeal, AuditEntry, Case, CaseLink, CaseNote, Clock, Queue, Report, Snapshot, Subject
from .policies import current_policies
from .queues import about_others, decided_by
from .rules import CATEGORIES
from .snapshots import digest_of, look_of

EXCERPT = 160
MOST_LINKS = 20
MOST_OFFERED = 5
MOST_ENTRIES = 100
MOST_REPORTS = 100


@dataclass(frozen=True, slots=True)
class ShownClock:
    """By when something must have happened. `law`: of which law it is; `is_near`: its end is near, `is_late`: over."""

    kind: Clock.Kind
    basis: str
    due_at: datetime
    is_paused: bool
    is_near: bool
    is_late: bool
    met_at: datetime | None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list. `kind` is that of its subject: a word of Subject.Kind, or "COMMENT"."""

    id: int
    code: str
    queue: Queue
    state: Case.State
    kind: str
    part: str
    excerpt: str
    categories: tuple[str, ...]
    owner: ShownAccount | None
    reports_count: int
    priority: int
    holder: ShownAccount | None
    assignee: ShownAccount | None
    due_at: datetime | None
    is_near: bool
    is_late: bool
    is_mine: bool
    created_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownNote:
    """What one of the staff has written for the others."""

    id: int
    author: ShownAccount | None
    body: str
    is_pinned: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class FoldedReport:
    """What was told, and as what, but not by whom: `voice` only says what kind of source it was."""

    id: int
    voice: str
    category: str
    is_illegal: bool
    law_country: str
    policy: str
    comment: str
    weight: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """A line of what has happened to a case."""

    deed: str
    actor: ShownAccount | None
    is_site: bool
    what: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case with what stands around it. `is_blind`: the viewer has decided what is appealed against here."""

    line: CaseLine
    subject_id: int
    subject_kind: Subject.Kind
    ref: int
    part: str
    clocks: tuple[ShownClock, ...]
    held_until: datetime | None
    reports: tuple[FoldedReport, ...]
    notes: tuple[ShownNote, ...]
    links: tuple[CaseLine, ...]
    offered: tuple[CaseLine, ...]
    steps: tuple[Step, ...]
    snapshot_ids: tuple[int, ...]
    reopened_from: str
    merged_into: str
    is_blind: bool


def case_named(viewer: Account, code: str) -> Case:
    """The case with this code. Raises NotFound, also for one about `viewer`."""
    row = about_others(viewer).filter(code=code.upper()).select_related("subject", "assignee").first()
    if row is None:
        raise NotFound
    return row


def code_of(viewer: Account, number: int) -> str:
    """What a case is called; empty for none, and for one about `viewer`."""
    return about_others(viewer).filter(pk=number).values_list("code", flat=True).first() or ""


def cases_by_id(viewer: Account, ids: Iterable[int]) -> list[Case]:
    """Those of them that are not about `viewer`, in the order given."""
    rows = about_others(viewer).select_related("subject").in_bulk(list(ids))
    return [rows[number] for number in ids if number in rows]


def fine_case(subject: Subject, digest: str) -> Case | None:
    """The case in which a thing that looked like this was found to be fine; None when nobody has said so."""
    if not digest:
        return None
    rows = Case.objects.filter(subject=subject, fine_digest=digest, closed_at__isnull=False)
    return rows.order_by("-closed_at").first()


def is_blind(viewer: Account, case: Case) -> bool:
    """Whether it is an appeal against what `viewer` has decided: somebody else looks at it."""
    return case.queue == Queue.APPEALS and Appeal.objects.filter(decided_by(viewer), case=case).exists()


def looks_now(case: Case, digest: str) -> str:
    """Whether the thing still looks as it did in the snapshot with this digest: "same", "changed" or "gone"."""
    look = look_of(case.subject)
    if look is None:
        return "gone"
    return "same" if digest_of(look.body) == digest else "changed"


def show_case(viewer: Account, case: Case) -> ShownCase:
    """A case that a query has found, with what stands around it."""
    now = timezone.now()
    rows = list(Clock.objects.filter(case=case).order_by("due_at"))
    linked = linked_ids(case)
    offered = [number for number in offered_ids(viewer, case) if number not in linked]
    lines = {line.id: line for line in show_lines(viewer, [case.pk, *linked, *offered])}
    notes = list(CaseNote.objects.filter(case=case).order_by("-is_pinned", "-pk"))
    entries = [row for row in AuditEntry.objects.filter(case_id=case.pk).order_by("-pk")[:MOST_ENTRIES] if is_told(row)]
    people = show_accounts(
        {row.author_id for row in notes if row.author_id} | {row.actor_id for row in entries if row.actor_id}
    )
    above = Case.objects.filter(pk__in=[case.reopened_from_id or 0, case.parent_id or 0]).values_list("pk", "code")
    codes = dict(above)
    return ShownCase(
        line=lines[case.pk],
        subject_id=case.subject_id,
        subject_kind=Subject.Kind(case.subject.kind),
        ref=case.subject.ref,
        part=case.subject.part,
        clocks=tuple(show_clock(row, now) for row in rows),
        held_until=case.claimed_until if case.claimed_until and case.claimed_until > now else None,
        reports=folded_reports(viewer, case),
        notes=tuple(
            ShownNote(row.pk, people.get(row.author_id or 0), row.body, row.is_pinned, row.created_at) for row in notes
        ),
        links=tuple(lines[number] for number in linked if number in lines),
        offered=tuple(lines[number] for number in offered if number in lines),
        steps=tuple(
            Step(
                row.deed,
                people.get(row.actor_id or 0),
                row.actor_id is None,
                str(row.facts.get("what", "")),
                row.created_at,
            )
            for row in reversed(entries)
        ),
        snapshot_ids=tuple(
            Snapshot.objects.filter(subject=case.subject_id).order_by("-pk").values_list("pk", flat=True)[:MOST_LINKS]
        ),
        reopened_from=codes.get(case.reopened_from_id or 0, ""),
        merged_into=codes.get(case.parent_id or 0, ""),
        is_blind=is_blind(viewer, case),
    )


def is_told(entry: AuditEntry) -> bool:
    """Whether an entry belongs to the story of a case. Who has looked at it is in the record; only a look at who
    reported it is told here as well."""
    return entry.deed != "look" or entry.facts.get("what") == "reporters"


def show_clock(row: Clock, now: datetime) -> ShownClock:
    """One clock, at this moment."""
    pack, _, name = row.basis.partition(": ")
    return ShownClock(
        kind=Clock.Kind(row.kind),
        basis="" if pack == HOUSE else name,
        due_at=row.due_at,
        is_paused=row.met_at is None and clocks.is_paused(row),
        is_near=clocks.is_near(row),
        is_late=clocks.is_late(row, now),
        met_at=row.met_at,
    )


def linked_ids(case: Case) -> list[int]:
    """Cases that somebody has linked with it."""
    pairs = CaseLink.objects.filter(Q(case=case) | Q(other=case)).values_list("case_id", "other_id")
    return [other if one == case.pk else one for one, other in pairs]


def offered_ids(viewer: Account, case: Case) -> list[int]:
    """Other open cases about the same person or the same thing: perhaps they have to do with it."""
    same = Q(subject=case.subject_id)
    if case.owner_id:
        same |= Q(owner=case.owner_id)
    rows = about_others(viewer).filter(same, closed_at=None).exclude(pk=case.pk).order_by("-priority", "pk")
    return list(rows.values_list("pk", flat=True)[:MOST_OFFERED])


def folded_reports(viewer: Account, case: Case) -> tuple[FoldedReport, ...]:
    """What was told in a case, newest first, by nobody's name."""
    titles = {policy.id: policy.title for policy in current_policies(viewer)}
    rows = Report.objects.filter(case=case).order_by("-pk")[:MOST_REPORTS]
    return tuple(
        FoldedReport(
            id=row.pk,
            voice=voice_of(row),
            category=CATEGORIES[Report.Category(row.category)],
            is_illegal=row.is_illegal,
            law_country=row.law_country,
            policy=titles.get(row.policy_id or 0, ""),
            comment=row.comment,
            weight=row.weight,
            created_at=row.created_at,
        )
        for row in rows
    )


def voice_of(row: Report) -> str:
    """What kind of source a report comes from: a member, a stranger, a rule …"""
    if row.channel in (Report.Channel.APP, Report.Channel.WEB):
        return "member" if row.reporter_id else "stranger"
    return Report.Channel(row.channel).name.lower()


def reporters_of(viewer: Account, case: Case) -> dict[int, ShownAccount]:
    """Who has told it, by report: to be asked only by someone who may, and to be recorded."""
    rows = Report.objects.filter(case=case, reporter__isnull=False).exclude(target=viewer).select_related("reporter")
    return {row.pk: show_account(row.reporter) for row in rows[:MOST_REPORTS] if row.reporter}


def show_lines(viewer: Account, ids: Sequence[int]) -> list[CaseLine]:
    """Cases in a list, in the order given. Four queries for any number."""
    newest = Snapshot.objects.filter(subject=OuterRef("subject")).order_by("-pk").values("body")[:1]
    found = about_others(viewer).filter(pk__in=ids).select_related("subject", "owner", "assignee")
    rows = {row.pk: row for row in found.annotate(body=Subquery(newest))}
    named = categories_of(viewer, rows)
    running: defaultdict[int, list[Clock]] = defaultdict(list)
    for clock in Clock.objects.filter(case__in=rows, met_at=None):
        running[clock.case_id].append(clock)
    return [show_line(viewer, rows[n], named.get(n, ()), running[n]) for n in ids if n in rows]


def show_line(viewer: Account, row: Case, categories: tuple[str, ...], running: Sequence[Clock]) -> CaseLine:
    """One row with its subject, its people and what its subject looked like."""
    now, body = timezone.now(), row.body or {}  # type: ignore[attr-defined]
    holder = row.assignee if row.assignee and row.claimed_until and row.claimed_until > now else None
    kind = Subject.Kind(row.subject.kind).name
    return CaseLine(
        id=row.pk,
        code=row.code,
        queue=Queue(row.queue),
        state=Case.State(row.state),
        kind="COMMENT" if body.get("kind") == "comment" else kind,
        part=row.subject.part,
        excerpt=excerpt(body),
        categories=categories,
        owner=show_account(row.owner) if row.owner else None,
        reports_count=row.reports_count,
        priority=row.priority,
        holder=show_account(holder) if holder else None,
        assignee=show_account(row.assignee) if row.assignee else None,
        due_at=row.due_at,
        is_near=any(clocks.is_near(clock) for clock in running),
        is_late=any(clocks.is_late(clock, now) for clock in running),
        is_mine=holder is not None and holder.pk == viewer.pk,
        created_at=row.created_at,
        closed_at=row.closed_at,
    )


def excerpt(body: Mapping[str, object]) -> str:
    """How what was reported begins, in its own words."""
    for key in ("text", "title", "name", "bio", "address", "username"):
        if isinstance(said := body.get(key), str) and said.strip():
            return shorten(said, EXCERPT, placeholder=" …")
    for file in media_of(body):
        if file.get("description"):
            return shorten(str(file["description"]), EXCERPT, placeholder=" …")
    return ""


def media_of(body: Mapping[str, object]) -> list[Mapping[str, object]]:
    """The files of a snapshot, as its body names them."""
    files = body.get("media")
    return [file for file in files if isinstance(file, dict)] if isinstance(files, list) else []


def categories_of(viewer: Account, ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """As what each was reported, the most frequent first: words of `rules.CATEGORIES`, or "illegal". One query."""
    found: defaultdict[int, Counter[str]] = defaultdict(Counter)
    told = Report.objects.filter(case__in=list(ids)).values_list("case", "category", "is_illegal")
    for case_id, category, is_illegal, number in told.annotate(number=Count("pk")).order_by("case"):
        found[case_id]["illegal" if is_illegal else CATEGORIES[Report.Category(category)]] += number
    return {number: tuple(word for word, _times in counts.most_common()) for number, counts in found.items()}
