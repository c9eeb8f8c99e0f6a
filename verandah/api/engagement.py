"""What people do with posts: react, share, save, pin, mute; who did, and what I keep."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext as _

from verandah.actions import reacting, saving, sharing
from verandah.base import limits
from verandah.base.errors import Invalid
from verandah.domain.posts import engagement
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.engagement import Kept, meant_post
from verandah.domain.posts.full import full_posts

from .door import ApiRequest, MemberRequest, endpoint, open_endpoint, told, told_json
from .entities.account import account
from .entities.status import status
from .entities.visibility import MEANT
from .kept import dumps
from .paging import listed, page_of
from .people import visible_among
from .statuses import visible

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

# The words of apps for whom a share is.
SHARED_WITH = ("public", "unlisted", "private")


@endpoint("POST", "write:favourites")
def favourite(request: MemberRequest, number: int) -> HttpResponse:
    """Like a post. Who has given it another sign keeps that."""
    return done(request, number, reacting.react)


@endpoint("POST", "write:favourites")
def unfavourite(request: MemberRequest, number: int) -> HttpResponse:
    """Take a like back, or the other sign."""
    return done(request, number, reacting.unreact)


@endpoint("POST", "write:statuses")
def reblog(request: MemberRequest, number: int) -> HttpResponse:
    """Share a post. The answer is the share, with the post inside."""
    limits.take("write", str(request.viewer.id))
    share = sharing.share(request.viewer, number, audience_of_share(request))
    return told(status(visible(request, share.id), for_member=True))


@endpoint("POST", "write:statuses")
def unreblog(request: MemberRequest, number: int) -> HttpResponse:
    """Take a share back. The answer is the post."""
    return done(request, number, sharing.unshare)


@endpoint("POST", "write:bookmarks")
def bookmark(request: MemberRequest, number: int) -> HttpResponse:
    """Save a post for myself."""
    return done(request, number, saving.bookmark)


@endpoint("POST", "write:bookmarks")
def unbookmark(request: MemberRequest, number: int) -> HttpResponse:
    """Keep a post no longer."""
    return done(request, number, saving.unbookmark)


@endpoint("POST", "write:accounts")
def pin(request: MemberRequest, number: int) -> HttpResponse:
    """Put a post of mine first on my profile."""
    return done(request, number, saving.pin)


@endpoint("POST", "write:accounts")
def unpin(request: MemberRequest, number: int) -> HttpResponse:
    """Put it back in its place."""
    return done(request, number, saving.unpin)


@endpoint("POST", "write:mutes")
def mute(request: MemberRequest, number: int) -> HttpResponse:
    """Hear no more of a conversation."""
    return done(request, number, saving.mute_conversation)


@endpoint("POST", "write:mutes")
def unmute(request: MemberRequest, number: int) -> HttpResponse:
    """Hear of it again."""
    return done(request, number, saving.unmute_conversation)


@open_endpoint("GET", "read:statuses")
def favourited_by(request: ApiRequest, number: int) -> HttpResponse:
    """Who has reacted to a post, whatever the sign."""
    entries = engagement.reacted_by(request.viewer, meant_post(request.viewer, number), page_of(request, 40, 80))
    return people(request, [(entry.position, entry.account_id) for entry in entries])


@open_endpoint("GET", "read:statuses")
def reblogged_by(request: ApiRequest, number: int) -> HttpResponse:
    """Who has shared a post with everyone here."""
    entries = engagement.shared_by(request.viewer, meant_post(request.viewer, number), page_of(request, 40, 80))
    return people(request, [(entry.position, entry.account_id) for entry in entries])


@open_endpoint("GET", "read:statuses")
def quotes(request: ApiRequest, number: int) -> HttpResponse:
    """The posts that quote a post."""
    return kept(request, engagement.quotes_of(request.viewer, meant_post(request.viewer, number), page_of(request)))


@endpoint("GET", "read:favourites")
def favourites(request: MemberRequest) -> HttpResponse:
    """What I have reacted to."""
    return kept(request, engagement.my_reactions(request.viewer, page_of(request)))


@endpoint("GET", "read:bookmarks")
def bookmarks(request: MemberRequest) -> HttpResponse:
    """What I have saved."""
    return kept(request, engagement.my_bookmarks(request.viewer, page_of(request)))


def done(request: MemberRequest, number: int, deed: Callable[[Account, int], object]) -> HttpResponse:
    """Do it, then show the post as it stands now: never the share by which it was found."""
    limits.take("write", str(request.viewer.id))
    deed(request.viewer, number)
    return original(request, number)


def original(request: MemberRequest, number: int) -> HttpResponse:
    """The post of that id, or what it shares."""
    found = visible(request, number)
    return told_json(dumps(status(found.shared or found, for_member=True)))


def kept(request: ApiRequest, entries: Sequence[Kept]) -> HttpResponse:
    """A list of posts that is paged by numbers that only the header Link knows."""
    posts = full_posts(request.viewer, [entry.post_id for entry in entries])
    shown = [status(full, request.viewer is not None) for full in posts]
    return listed(request, shown, [entry.position for entry in entries])


def people(request: ApiRequest, entries: Sequence[tuple[int, int]]) -> HttpResponse:
    """A list of people, each with the number it is paged by."""
    found = visible_among(request.viewer, [number for _position, number in entries])
    return listed(request, [account(full) for full in found], [position for position, _number in entries])


def audience_of_share(request: MemberRequest) -> Audience | None:
    """For whom the share is said to be. An unknown word is refused, never guessed."""
    word = request.parameters.text("visibility")
    if word and word not in SHARED_WITH:
        raise Invalid("visibility", _("Choose who can see this post."))
    return MEANT[word] if word else None
