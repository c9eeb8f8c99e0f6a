"""Notifications: what concerns me, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.http import HttpResponse

from verandah.actions import notifying
from verandah.base.errors import NotFound
from verandah.base.paging import HIGHEST, Page
from verandah.domain.notifications.kinds import STAFF_KINDS, TYPES
from verandah.domain.notifications.queries import Wanted, new_count, wanted_ids
from verandah.domain.notifications.show import ShownNotification, show_notifications
from verandah.domain.notifications.stamps import notice_stamps
from verandah.domain.posts.full import FullAccount, FullPost, filled, full_accounts

from .decisions import decisions_told
from .door import MemberRequest, endpoint, told
from .entities.decision import DecisionJson
from .entities.notification import NotificationJson, notification
from .entities.report import ReportJson
from .paging import length_of, listed_json, page_of
from .rendered_notices import page_of_notices
from .reports import reports_told
from .scopes import covers

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


@dataclass(frozen=True, slots=True)
class Notices:
    """Notices with the people and the posts they are about, each once."""

    notices: Sequence[ShownNotification]
    people: dict[int, FullAccount]
    posts: dict[int, FullPost]
    reports: dict[int, ReportJson]
    decisions: dict[int, DecisionJson]

    def one_by_one(self) -> list[NotificationJson]:
        return [
            notification(
                row,
                self.people[row.actor.id],
                self.post_of(row),
                self.reports.get(row.report_id or 0),
                self.decisions.get(row.decision_id or 0),
            )
            for row in self.notices
        ]

    def post_of(self, row: ShownNotification) -> FullPost | None:
        return self.posts[row.post.id] if row.post else None


@endpoint("GET", "read:notifications")
def index(request: MemberRequest) -> HttpResponse:
    """My notices, newest first."""
    notices = notice_stamps(request.viewer, page_of(request, 40, 80), wanted(request))
    return listed_json(request, *page_of_notices(request.viewer, notices))


@endpoint("GET", "read:notifications")
def show(request: MemberRequest, number: int) -> HttpResponse:
    """One notice, also when it is held back."""
    return told(notices_for(request.viewer, [one(request, number)]).one_by_one()[0])


@endpoint("POST", "write:notifications")
def dismiss(request: MemberRequest, number: int) -> HttpResponse:
    """Put one notice away."""
    notifying.dismiss(request.viewer, number)
    return told({})


@endpoint("DELETE", "write:notifications")
def delete(request: MemberRequest, number: int) -> HttpResponse:
    """The same."""
    notifying.dismiss(request.viewer, number)
    return told({})


@endpoint("DELETE", "write:notifications")
def delete_several(request: MemberRequest) -> HttpResponse:
    """Put these away; what is not there is passed over."""
    notifying.dismiss_several(request.viewer, request.parameters.numbers("ids"))
    return told({})


@endpoint("POST", "write:notifications")
def clear(request: MemberRequest) -> HttpResponse:
    """Put all notices away."""
    notifying.clear(request.viewer)
    return told({})


@endpoint("GET", "read:notifications")
def unread_count(request: MemberRequest) -> HttpResponse:
    """How many notices I have not seen. Counting stops at 100, or where the app says."""
    return told({"count": new_count(request.viewer, wanted(request), length_of(request, 100, 1000))})


def wanted(request: MemberRequest, grouped: Sequence[str] = ()) -> Wanted:
    """Which notices are asked for, of the kinds that apps know and this token may hear of."""
    types, without = request.parameters.texts("types"), request.parameters.texts("exclude_types")
    return Wanted(
        kinds=tuple(
            kind
            for kind in told_kinds(request.bearer.scopes)
            if (not types or TYPES[kind] in types) and TYPES[kind] not in without
        ),
        actor_id=request.parameters.number("account_id", 0) or None,
        with_held=request.parameters.flag("include_filtered"),
        grouped=grouped,
    )


@lru_cache(256)
def told_kinds(scopes: frozenset[str]) -> tuple[str, ...]:
    """The kinds that apps know and a token with these scopes may hear of."""
    return tuple(kind for kind in TYPES if may_hear(scopes, kind))


def may_hear(scopes: frozenset[str], kind: str) -> bool:
    """Whether a token may be told of it: what is for staff needs a scope of its own."""
    return kind not in STAFF_KINDS or covers(scopes, STAFF_KINDS[kind])


def one(request: MemberRequest, number: int) -> int:
    """The id of one of my notices. Raises NotFound."""
    page = Page(before=min(number, HIGHEST - 1) + 1, after=number - 1, length=1)
    wanted = Wanted(told_kinds(request.bearer.scopes), with_held=True)
    if not (ids := wanted_ids(request.viewer, page, wanted)):
        raise NotFound
    return ids[0]


def notices_for(viewer: Account, ids: Sequence[int]) -> Notices:
    """Notices with whom and what they are about, also where nothing is requested. A fixed number of queries."""
    shown = show_notifications(ids, viewer, 0)
    posts = {row.post.id: row.post for row in shown if row.post}
    people = full_accounts(viewer, list({row.actor.id: None for row in shown}))
    return Notices(
        shown,
        {full.account.id: full for full in people},
        {full.post.id: full for full in filled(viewer, list(posts.values()))},
        reports_told(viewer, [row.report_id for row in shown if row.report_id]),
        decisions_told(viewer, [row.decision_id for row in shown if row.decision_id]),
    )
