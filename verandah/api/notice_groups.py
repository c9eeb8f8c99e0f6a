"""Grouped notifications: what several people did is told as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext as _

from verandah.actions import notifying
from verandah.base.errors import Invalid, NotFound
from verandah.base.paging import Page
from verandah.domain.notifications.kinds import GROUPED, TYPES
from verandah.domain.notifications.queries import Wanted, group_heads, ids_in_group, new_groups_count
from verandah.domain.notifications.show import ShownGroup, show_groups, show_notifications
from verandah.domain.posts.full import filled, full_accounts

from .decisions import decisions_told
from .door import MemberRequest, endpoint, told
from .entities.account import account
from .entities.notification import GroupedJson, grouped, partly
from .notifications import may_hear, one, wanted
from .paging import length_of, listed, page_of
from .reports import reports_told

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

ALONE = "ungrouped-"
EXPANSIONS = ("full", "partial_avatars")


@endpoint("GET", "read:notifications")
def index(request: MemberRequest) -> HttpResponse:
    """My notices in groups, newest first."""
    page, asked = page_of(request, 40, 80), wanted(request, kinds_to_group(request))
    expansion = request.parameters.text("expand_accounts", "full")
    if expansion not in EXPANSIONS:
        raise Invalid("expand_accounts", _("Choose “full” or “partial_avatars”."))
    heads = group_heads(request.viewer, page, asked)
    # Of a group that goes on below this page, only what stands on the page is told: some apps go on from there.
    from_id = heads[-1] if len(heads) == page.length else page.after
    found = told_of(request.viewer, show_groups(heads, request.viewer, 0, from_id, asked))
    return listed(request, found if expansion == "full" else partly(found), heads)


@endpoint("GET", "read:notifications")
def show(request: MemberRequest, name: str) -> HttpResponse:
    """One group."""
    head, asked = members(request, name, Page(length=1))
    return told(told_of(request.viewer, show_groups(head, request.viewer, 0, 0, asked)))


@endpoint("GET", "read:notifications")
def accounts(request: MemberRequest, name: str) -> HttpResponse:
    """The people of one group, those of the newest notices first."""
    ids, _asked = members(request, name, page_of(request, 40, 80))
    people = [notice.actor.id for notice in show_notifications(ids, request.viewer, 0)]
    return listed(request, [account(full) for full in full_accounts(request.viewer, people)], ids)


@endpoint("POST", "write:notifications")
def dismiss(request: MemberRequest, name: str) -> HttpResponse:
    """Put one group away."""
    if name.startswith(ALONE):
        notifying.dismiss(request.viewer, number_in(name))
    else:
        notifying.dismiss_group(request.viewer, name)
    return told({})


@endpoint("GET", "read:notifications")
def unread_count(request: MemberRequest) -> HttpResponse:
    """How many groups have something I have not seen. Counting stops at 100, or where the app says."""
    asked = wanted(request, kinds_to_group(request))
    return told({"count": new_groups_count(request.viewer, asked, length_of(request, 100, 1000))})


def kinds_to_group(request: MemberRequest) -> tuple[str, ...]:
    """The kinds that the app puts into groups; all that can be, unless it names them."""
    named = request.parameters.texts("grouped_types")
    return tuple(kind for kind in GROUPED if not named or TYPES.get(kind) in named)


def members(request: MemberRequest, name: str, page: Page) -> tuple[list[int], Wanted]:
    """The notices of a group on this page. Raises NotFound where there are none, unless it is a later page."""
    if name.startswith(ALONE):
        return [one(request, number_in(name))], Wanted(grouped=())
    asked = Wanted([kind for kind in GROUPED if kind in TYPES and may_hear(request.bearer.scopes, kind)])
    ids = ids_in_group(request.viewer, name, page, asked)
    if not ids and not ids_in_group(request.viewer, name, Page(length=1), asked):
        raise NotFound
    return ids, asked


def number_in(name: str) -> int:
    """The notice that a group of one is named after. Raises NotFound."""
    number = name.removeprefix(ALONE)
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise NotFound
    return int(number)


def told_of(viewer: Account, groups: Sequence[ShownGroup]) -> GroupedJson:
    """Groups with whom and what they are about."""
    people = {person.id: None for group in groups for person in group.people}
    posts = {group.newest.post.id: group.newest.post for group in groups if group.newest.post}
    reports = reports_told(viewer, [group.newest.report_id for group in groups if group.newest.report_id])
    decisions = decisions_told(viewer, [group.newest.decision_id for group in groups if group.newest.decision_id])
    shown = full_accounts(viewer, list(people))
    return grouped(groups, shown, filled(viewer, list(posts.values())), reports, decisions)
