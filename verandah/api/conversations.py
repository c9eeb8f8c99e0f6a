"""Conversations: what single people and I have said to each other."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.http import HttpResponse

from verandah.actions import messaging
from verandah.domain.graph.queries import visible_accounts
from verandah.domain.posts.correspondence import Thread, thread, threads
from verandah.domain.posts.full import full_accounts, full_posts

from .door import MemberRequest, endpoint, told
from .entities.conversation import ConversationJson, conversation
from .paging import listed, page_of

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


@endpoint("GET", "read:statuses")
def index(request: MemberRequest) -> HttpResponse:
    """All of mine, by what was said last."""
    found = threads(request.viewer, page_of(request))
    return listed(request, shown(request, found), [row.newest_id for row in found])


@endpoint("POST", "write:conversations")
def read(request: MemberRequest, number: int) -> HttpResponse:
    """I have read it."""
    return done(request, number, messaging.mark_read)


@endpoint("POST", "write:conversations")
def unread(request: MemberRequest, number: int) -> HttpResponse:
    """I want to look at it again."""
    return done(request, number, messaging.mark_unread)


@endpoint("DELETE", "write:conversations")
def put_away(request: MemberRequest, number: int) -> HttpResponse:
    """I do not want it in the list."""
    messaging.put_away(request.viewer, number)
    return told({})


def done(request: MemberRequest, number: int, deed: "Callable[[Account, int], None]") -> HttpResponse:
    """Do it, and show the conversation."""
    deed(request.viewer, number)
    return told(shown(request, [thread(request.viewer, number)])[0])


def shown(request: MemberRequest, rows: Sequence[Thread]) -> list[ConversationJson]:
    """Conversations of whoever asks."""
    return shown_to(request.viewer, rows)


def shown_to(viewer: "Account", rows: Sequence[Thread]) -> list[ConversationJson]:
    """Conversations with their last post, and with the others who take part in it."""
    posts = {full.post.id: full for full in full_posts(viewer, [row.newest_id for row in rows])}
    others = {
        row.id: [number for number in posts[row.newest_id].people if number != viewer.id]
        for row in rows
        if row.newest_id in posts
    }
    ids = [number for among in others.values() for number in among]
    present = [row.id for row in visible_accounts(viewer, ids)]
    people = {full.account.id: full for full in full_accounts(viewer, present)}
    return [
        conversation(row, posts[row.newest_id], [people[number] for number in others[row.id] if number in people])
        for row in rows
        if row.id in others
    ]
