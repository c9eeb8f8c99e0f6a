"""A case: what was kept of it, who told what, what is known of whom it is about, and what has happened to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from verandah.actions import auditing, casing
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.show import ShownAccount
from verandah.domain.moderation import case_words
from verandah.domain.moderation.cases import (
    FoldedReport,
    ShownCase,
    case_named,
    looks_now,
    reporters_of,
    show_case,
)
from verandah.domain.moderation.history import PersonHistory, history_of
from verandah.domain.moderation.queues import colleagues
from verandah.domain.moderation.snapshots import ShownFile, ShownSnapshot, show_snapshots

from . import rules
from .case_parts import parts_of
from .decide import form_of
from .door import staff_page
from .queue import rows_of

if TYPE_CHECKING:
    from verandah.domain.moderation.models import Case

    from .door import StaffRequest


@dataclass(frozen=True, slots=True)
class Copy:
    """What was kept, ready to be read. `now`: whether it still looks like that."""

    snapshot: ShownSnapshot
    lines: tuple[tuple[str, str], ...]
    text: str
    warning: str
    author: Mapping[str, object]
    said_at: datetime | None
    edited_at: datetime | None
    files: tuple[ShownFile, ...]
    now: str
    path: str


@dataclass(frozen=True, slots=True)
class Told:
    """A report, and by whom, once that was asked for."""

    report: FoldedReport
    voice: Any
    category: case_words.Sign
    reporter: ShownAccount | None


@require_safe
@staff_page(Permission.SEE_CASES)
def case(request: StaffRequest, code: str) -> HttpResponse:
    """All of a case. Who opens it has looked at it."""
    row = case_named(request.viewer, code)
    auditing.looked(request.viewer, "case", case_id=row.pk)
    if may(request.role, Permission.SORT_CASES):
        casing.looked_at(row, request.viewer)
    return page_of(request, row)


@require_POST
@staff_page(Permission.SEE_CASES, changing=Permission.REVEAL_REPORTERS)
def reporters(request: StaffRequest, code: str) -> HttpResponse:
    """The same, with the names of those who reported it. That somebody has asked for them stays in the record."""
    row = case_named(request.viewer, code)
    auditing.looked(request.viewer, "reporters", case_id=row.pk)
    return page_of(request, row, reporters_of(request.viewer, row))


def page_of(
    request: StaffRequest,
    row: Case,
    named: Mapping[int, ShownAccount] | None = None,
    more: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a case, with the reporters' names where they are given; `more`: what was refused of what was sent."""
    shown = show_case(request.viewer, row)
    history = history_of(request.viewer, row.owner_id) if row.owner_id else None
    sorts = may(request.role, Permission.SORT_CASES)
    may_sort = sorts and shown.line.closed_at is None
    # An appeal is answered, not decided: there is a form of its own for that.
    is_appeal = shown.line.queue.name == "APPEALS"
    context = {
        **known_of(history),
        **rules.in_case(request, row),
        **form_of(request, row),
        **parts_of(request, row),
        **(more or {}),
        "shown": shown,
        "row": rows_of([shown.line], may_sort)[0],
        "line": shown.line,
        "case": row,
        "copies": copies_of(request, row, shown),
        "told": [told(report, named or {}) for report in shown.reports],
        "is_named": named is not None,
        "clocks": [(case_words.CLOCKS[clock.kind], clock, case_words.left(clock.due_at)) for clock in shown.clocks],
        "steps": [(case_words.deed_sign(step.deed), step) for step in shown.steps],
        "links": rows_of(list(shown.links), sorts=False),
        "offered": rows_of(list(shown.offered), sorts=False),
        "queue_signs": list(case_words.QUEUES.items()),
        "colleagues": colleagues(request.viewer, row.owner_id) if may_sort else (),
        "sorts": sorts,
        "may_sort": may_sort,
        "may_see_people": may(request.role, Permission.SEE_PEOPLE),
        "may_reopen": may(request.role, Permission.DECIDE),
        "may_decide": may(request.role, Permission.DECIDE) and shown.line.closed_at is None and not is_appeal,
        "may_reveal": may(request.role, Permission.REVEAL_REPORTERS)
        and any(r.voice == "member" for r in shown.reports),
        "may_claim": may_sort and not shown.is_blind and (shown.line.holder is None or shown.line.is_mine),
        "here": "appeals" if is_appeal else "decided" if shown.line.closed_at else "queue",
    }
    return render(request, "pages/staff_case.html", context, status=status)


def copies_of(request: StaffRequest, row: Case, shown: ShownCase) -> list[Copy]:
    """What was kept of the subject, newest first, and whether it still looks like the newest."""
    found = show_snapshots(request.viewer, shown.snapshot_ids)
    copies = [found[number] for number in shown.snapshot_ids if number in found]
    now = looks_now(row, copies[0].digest) if copies else ""
    return [copy_of(one, now if place == 0 else "", path_of(shown, one)) for place, one in enumerate(copies)]


def copy_of(snapshot: ShownSnapshot, now: str, path: str) -> Copy:
    """One snapshot as it is read."""
    body = snapshot.body
    author = body.get("author")
    return Copy(
        snapshot=snapshot,
        lines=tuple(lines_of(body)),
        text=str(body.get("text") or body.get("bio") or ""),
        warning=str(body.get("warning") or ""),
        author=author if isinstance(author, dict) else {"name": body.get("name"), "username": body.get("username")},
        said_at=parse_datetime(str(body.get("created") or "")),
        edited_at=parse_datetime(str(body.get("edited") or "")),
        files=snapshot.files,
        now=now,
        path=path,
    )


def lines_of(body: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """What else was kept of it that is words: titles, choices of a poll, details, what it answered."""
    found = [str(body[key]) for key in ("title", "address", "link", "album", "place") if body.get(key)]
    found += [str(one) for one in body.get("poll") or ()]
    found += [" – ".join(map(str, one[:2])) for one in body.get("fields") or ()]
    lines = [("", one) for one in found]
    for key in ("answers", "quotes", "post"):
        if isinstance(above := body.get(key), dict):
            lines.append((key, str(above.get("text") or "")))
    return lines


def path_of(shown: ShownCase, snapshot: ShownSnapshot) -> str:
    """Where the thing itself is, if it has a page of its own."""
    kind, body = shown.subject_kind.name, snapshot.body
    try:
        if kind == "POST":
            return reverse("post", args=[shown.ref])
        if kind == "ACCOUNT":
            return reverse("profile", args=[str(body.get("username"))])
    except NoReverseMatch:
        return ""
    return ""


def told(report: FoldedReport, named: Mapping[int, ShownAccount]) -> Told:
    """A report as a line."""
    return Told(
        report=report,
        voice=case_words.VOICES[report.voice],
        category=case_words.CATEGORIES["illegal" if report.is_illegal else report.category],
        reporter=named.get(report.id),
    )


def known_of(history: PersonHistory | None) -> dict[str, Any]:
    """What is known of someone, in words."""
    if history is None:
        return {}
    return {
        "history": history,
        "since": case_words.span(timezone.now() - history.joined_at) if history.joined_at else "–",
        "trust": case_words.TRUST[history.trust],
        "staff_role": case_words.ROLES.get(history.role, ""),
        "standing": case_words.STANDINGS.get(history.standing, ""),
        "past": [(one, [case_words.effect(word) for word in one.effects]) for one in history.decisions],
    }
