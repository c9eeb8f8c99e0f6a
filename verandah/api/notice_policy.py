"""Whose notices I want, and what is held back: policy and requests."""

from collections.abc import Callable, Sequence

from django.http import HttpResponse

from verandah.actions import holding
from verandah.domain.notifications.held import ShownRequest, held_request, held_requests, policy_of
from verandah.domain.notifications.rules import PARTS
from verandah.domain.posts.full import full_accounts, full_posts

from .door import Endpoint, MemberRequest, endpoint, told
from .entities.notification import NotificationRequestJson, first_policy, notification_request, policy
from .paging import listed, page_of

FIRST_PARTS = ("not_following", "not_followers", "new_accounts", "private_mentions")


@endpoint("GET", "read:notifications")
def show(request: MemberRequest) -> HttpResponse:
    """Whose notices I want."""
    return told(policy(policy_of(request.viewer)))


def change(method: str) -> Endpoint:
    """Want it so from now on; what is not named stays. Apps do it by PATCH or by PUT."""

    @endpoint(method, "write:notifications")
    def changed(request: MemberRequest) -> HttpResponse:
        named = [part for part in PARTS if request.parameters.has(f"for_{part}")]
        holding.change_policy(request.viewer, {part: request.parameters.text(f"for_{part}") for part in named})
        return told(policy(policy_of(request.viewer)))

    return changed


@endpoint("GET", "read:notifications")
def show_first(request: MemberRequest) -> HttpResponse:
    """The same in the first form."""
    return told(first_policy(policy_of(request.viewer)))


@endpoint("PUT", "write:notifications")
def change_first(request: MemberRequest) -> HttpResponse:
    """The same in the first form, which knows only “accept” and “filter”."""
    named = [part for part in FIRST_PARTS if request.parameters.has(f"filter_{part}")]
    said = {part: "filter" if request.parameters.flag(f"filter_{part}") else "accept" for part in named}
    holding.change_policy(request.viewer, said)
    return told(first_policy(policy_of(request.viewer)))


@endpoint("GET", "read:notifications")
def requests(request: MemberRequest) -> HttpResponse:
    """Those whose notices are held back, the newest first."""
    found = held_requests(request.viewer, page_of(request, 40, 80))
    return listed(request, told_of(request, found), [row.id for row in found])


@endpoint("GET", "read:notifications")
def one_request(request: MemberRequest, number: int) -> HttpResponse:
    """One of them."""
    return told(told_of(request, [held_request(request.viewer, number)])[0])


@endpoint("GET", "read:notifications")
def merged(request: MemberRequest) -> HttpResponse:
    """Whether what was let through stands among the others: it does at once."""
    return told({"merged": True})


def one_by(verb: Callable[..., None]) -> Endpoint:
    """`verb` (let through, or put away) for one request."""

    @endpoint("POST", "write:notifications")
    def done(request: MemberRequest, number: int) -> HttpResponse:
        verb(request.viewer, [number])
        return told({})

    return done


def several_by(verb: Callable[..., None]) -> Endpoint:
    """The same for several requests at once."""

    @endpoint("POST", "write:notifications")
    def done(request: MemberRequest) -> HttpResponse:
        verb(request.viewer, request.parameters.numbers("id"))
        return told({})

    return done


accept, dismiss = one_by(holding.accept), one_by(holding.dismiss)
accept_several, dismiss_several = several_by(holding.accept), several_by(holding.dismiss)
patch_policy, put_policy = change("PATCH"), change("PUT")


def told_of(request: MemberRequest, found: Sequence[ShownRequest]) -> list[NotificationRequestJson]:
    """Requests with who they are of, and the newest thing of theirs."""
    people = {full.account.id: full for full in full_accounts(request.viewer, [row.actor.id for row in found])}
    posts = full_posts(request.viewer, [row.post_id for row in found if row.post_id])
    newest = {full.post.id: full for full in posts}
    return [notification_request(row, people[row.actor.id], newest.get(row.post_id or 0)) for row in found]
