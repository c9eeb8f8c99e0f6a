"""Reports as the staff works on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.http import HttpResponse

from verandah.actions import triaging
from verandah.api.door import MemberRequest, staff_endpoint, told
from verandah.api.entities.staff import AdminReportJson, admin_report
from verandah.api.paging import listed, page_of
from verandah.domain.accounts.permissions import Permission
from verandah.domain.moderation.policies import current_policies
from verandah.domain.moderation.queries import WantedReports, report_for, report_ids
from verandah.domain.moderation.show import show_reports
from verandah.domain.posts.full import full_posts

from .people import members_told

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


@staff_endpoint("GET", "admin:read:reports", permission=Permission.SEE_CASES)
def index(request: MemberRequest) -> HttpResponse:
    """Open reports, or answered ones, or both; by someone, about someone."""
    asked = request.parameters
    resolved: bool | None = asked.flag("resolved")
    if resolved and asked.flag("unresolved"):
        resolved = None
    wish = WantedReports(resolved, asked.number("account_id", 0), asked.number("target_account_id", 0))
    ids = report_ids(request.viewer, page_of(request, 100, 200), wish)
    return listed(request, all_told(request.viewer, ids), ids)


@staff_endpoint("GET", "admin:read:reports", permission=Permission.SEE_CASES)
def show(request: MemberRequest, number: int) -> HttpResponse:
    """One report."""
    return told(one(request, number))


@staff_endpoint("PUT", "admin:write:reports", permission=Permission.SORT_CASES)
def change(request: MemberRequest, number: int) -> HttpResponse:
    """Say anew what it is about."""
    asked = request.parameters
    category = asked.text("category") or one(request, number)["category"]
    triaging.classify(number, request.viewer, category, asked.numbers("rule_ids"))
    return told(one(request, number))


@staff_endpoint("POST", "admin:write:reports", permission=Permission.SORT_CASES)
def assign_to_self(request: MemberRequest, number: int) -> HttpResponse:
    """Look after it myself."""
    return work(request, number, triaging.assign)


@staff_endpoint("POST", "admin:write:reports", permission=Permission.SORT_CASES)
def unassign(request: MemberRequest, number: int) -> HttpResponse:
    """Let it wait for someone."""
    return work(request, number, triaging.unassign)


@staff_endpoint("POST", "admin:write:reports", permission=Permission.SORT_CASES)
def resolve(request: MemberRequest, number: int) -> HttpResponse:
    """Answer it without doing anything else."""
    return work(request, number, triaging.resolve)


@staff_endpoint("POST", "admin:write:reports", permission=Permission.SORT_CASES)
def reopen(request: MemberRequest, number: int) -> HttpResponse:
    """Let it wait for an answer again."""
    return work(request, number, triaging.reopen)


def work(request: MemberRequest, number: int, deed: Callable[[int, Account], None]) -> HttpResponse:
    """Do it, then tell how the report stands."""
    deed(number, request.viewer)
    return told(one(request, number))


def one(request: MemberRequest, number: int) -> AdminReportJson:
    """A report. Raises NotFound."""
    return all_told(request.viewer, [report_for(request.viewer, number).id])[0]


def all_told(viewer: Account, ids: Sequence[int]) -> list[AdminReportJson]:
    """Reports with everyone who has to do with them, and the posts they are about. A fixed number of queries."""
    shown = show_reports(ids)
    people = members_told(viewer, {number for row in shown for number in row.people})
    posts = {full.post.id: full for full in full_posts(viewer, [number for row in shown for number in row.post_ids])}
    there = [row for row in shown if row.reporter_id in people and row.target and row.target.id in people]
    rules = {one.id: one for one in current_policies(viewer)} if any(row.rules for row in there) else {}
    return [
        admin_report(row, people, [posts[number] for number in row.post_ids if number in posts], rules) for row in there
    ]
