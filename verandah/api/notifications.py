"""Notifications: what concerns me, one by one and in groups."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse

from verandah.actions import notifying
from verandah.base.errors import NotFound
from verandah.base.paging import HIGHEST, Page
from verandah.domain.notifications.queries import new_count, notification_ids
from verandah.domain.notifications.show import ShownNotification, show_notifications
from verandah.domain.posts.full import FullAccount, FullPost, filled, full_accounts

from .door import MemberRequest, endpoint, told
from .entities.account import account
from .entities.notification import KINDS, GroupedJson, NotificationJson, grouped, notification, policy
from .paging import length_of, listed, page_of

ALONE = "ungrouped-"


@dataclass(frozen=True, slots=True)
class Notices:
    """Notices with the people and the posts they are about, each once."""

    notices: Sequence[ShownNotification]
    people: dict[int, FullAccount]
    posts: dict[int, FullPost]

    def one_by_one(self) -> list[NotificationJson]:
        return [notification(row, self.people[row.actor.id], self.post_of(row)) for row in self.notices]

    def in_groups(self) -> GroupedJson:
        return grouped(self.notices, list(self.people.values()), list(self.posts.values()))

    def post_of(self, row: ShownNotification) -> FullPost | None:
        return self.posts[row.post.id] if row.post else None


@endpoint("GET", "read:notifications")
def index(request: MemberRequest) -> HttpResponse:
    """My notices, newest first."""
    found = notices(request, wanted_ids(request))
    return listed(request, found.one_by_one(), [row.id for row in found.notices])


@endpoint("GET", "read:notifications")
def show(request: MemberRequest, number: int) -> HttpResponse:
    """One notice."""
    return told(one(request, number).one_by_one()[0])


@endpoint("POST", "write:notifications")
def dismiss(request: MemberRequest, number: int) -> HttpResponse:
    """Put one notice away."""
    notifying.dismiss(request.viewer, number)
    return told({})


@endpoint("POST", "write:notifications")
def clear(request: MemberRequest) -> HttpResponse:
    """Put all notices away."""
    notifying.clear(request.viewer)
    return told({})


@endpoint("GET", "read:notifications")
def unread_count(request: MemberRequest) -> HttpResponse:
    """How many notices I have not seen. Counting stops at 100."""
    return told({"count": min(new_count(request.viewer, wanted_kinds(request)), length_of(request, 100, 100))})


@endpoint("GET", "read:notifications")
def groups(request: MemberRequest) -> HttpResponse:
    """My notices in groups, newest first."""
    found = notices(request, wanted_ids(request))
    return listed(request, found.in_groups(), [row.id for row in found.notices])


@endpoint("GET", "read:notifications")
def group(request: MemberRequest, name: str) -> HttpResponse:
    """One group."""
    return told(one(request, number_in(name)).in_groups())


@endpoint("GET", "read:notifications")
def group_accounts(request: MemberRequest, name: str) -> HttpResponse:
    """The people of one group."""
    return told([account(full) for full in one(request, number_in(name)).people.values()])


@endpoint("POST", "write:notifications")
def group_dismiss(request: MemberRequest, name: str) -> HttpResponse:
    """Put one group away."""
    notifying.dismiss(request.viewer, number_in(name))
    return told({})


@endpoint("GET", "read:notifications")
def show_policy(request: MemberRequest) -> HttpResponse:
    """What is held back: nothing."""
    return told(policy())


def wanted_ids(request: MemberRequest) -> list[int]:
    """The notices of the page that is asked for."""
    person = request.parameters.number("account_id", 0) or None
    return notification_ids(request.viewer, page_of(request, 40, 80), wanted_kinds(request), person)


def wanted_kinds(request: MemberRequest) -> list[str]:
    """The kinds that are asked for, of those that apps know."""
    types, without = request.parameters.texts("types"), request.parameters.texts("exclude_types")
    return [kind for kind in KINDS if (not types or kind in types) and kind not in without]


def one(request: MemberRequest, number: int) -> Notices:
    """One of my notices. Raises NotFound."""
    ids = notification_ids(request.viewer, Page(before=min(number, HIGHEST - 1) + 1, after=number - 1, length=1), KINDS)
    found = notices(request, ids)
    if not found.notices:
        raise NotFound
    return found


def notices(request: MemberRequest, ids: Sequence[int]) -> Notices:
    """Notices with whom and what they are about. Seven queries for any number of them."""
    shown = show_notifications(ids, request.viewer, 0)
    posts = {row.post.id: row.post for row in shown if row.post}
    people = full_accounts(request.viewer, list({row.actor.id: None for row in shown}))
    return Notices(
        shown,
        {full.account.id: full for full in people},
        {full.post.id: full for full in filled(request.viewer, list(posts.values()))},
    )


def number_in(name: str) -> int:
    """The notice that a group of one is named after. Raises NotFound."""
    number = name.removeprefix(ALONE)
    if not name.startswith(ALONE) or not (number.isascii() and number.isdigit() and len(number) < 19):
        raise NotFound
    return int(number)
