"""Following, letting oneself be followed, keeping someone away, muting, noting and recommending."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from django.http import HttpResponse

from verandah.actions import avoiding, muting, noting, recommending
from verandah.actions import following as verbs
from verandah.base import limits
from verandah.base.errors import NotFound
from verandah.domain.graph import queries
from verandah.domain.graph.show import relations
from verandah.domain.posts.full import full_accounts

from .door import ApiRequest, MemberRequest, endpoint, open_endpoint, told
from .entities.account import account
from .entities.muted_account import muted_account
from .paging import listed, page_of
from .people import page_of_people, person, stands_to, visible_among, visible_to

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


@endpoint("POST", "write:follows")
def follow(request: MemberRequest, number: int) -> HttpResponse:
    """Follow, or ask to; or change how I follow: with shares, with a notice of each post, in which languages."""
    asked = request.parameters
    wish = verbs.Wish(
        asked.flag("reblogs") if asked.has("reblogs") else None,
        asked.flag("notify") if asked.has("notify") else None,
        tuple(name.strip().lower() for name in asked.texts("languages")) if "languages" in asked.values else None,
    )
    return relate(request, number, partial(verbs.follow, wish=wish))


@endpoint("POST", "write:follows")
def unfollow(request: MemberRequest, number: int) -> HttpResponse:
    """Stop following, or withdraw the request."""
    return relate(request, number, verbs.unfollow)


@endpoint("POST", "write:follows")
def remove_from_followers(request: MemberRequest, number: int) -> HttpResponse:
    """Let someone no longer follow me."""
    return relate(request, number, verbs.remove_follower)


@endpoint("POST", "write:blocks")
def block(request: MemberRequest, number: int) -> HttpResponse:
    """Keep someone away."""
    return relate(request, number, verbs.block)


@endpoint("POST", "write:blocks")
def unblock(request: MemberRequest, number: int) -> HttpResponse:
    """End a block. Where none is, there must at least be someone whom the viewer may know of."""
    limits.take("follow", str(request.viewer.id))
    try:
        verbs.unblock(request.viewer, queries.blocked_account(request.viewer, account_id=number))
    except NotFound:
        person(request, number)
    return stands_to(request, number)


@endpoint("POST", "write:follows")
def authorize(request: MemberRequest, number: int) -> HttpResponse:
    """Let someone follow me who asks."""
    return relate(request, number, verbs.accept)


@endpoint("POST", "write:follows")
def reject(request: MemberRequest, number: int) -> HttpResponse:
    """Do not let someone follow me who asks."""
    return relate(request, number, verbs.decline)


@endpoint("GET", "read:follows")
def requests(request: MemberRequest) -> HttpResponse:
    """Who asks to follow me."""
    return page_of_people(request, queries.requests(request.viewer, page_of(request, 40, 80)))


@endpoint("GET", "read:blocks")
def blocks(request: MemberRequest) -> HttpResponse:
    """Whom I have blocked."""
    return page_of_people(request, queries.blocks(request.viewer, page_of(request, 40, 80)))


@endpoint("POST", "write:mutes")
def mute(request: MemberRequest, number: int) -> HttpResponse:
    """No longer read someone, for `duration` seconds or for good; their notifications are hidden, too, if not said."""
    asked = request.parameters
    hides, seconds = asked.flag("notifications", default=True), asked.number("duration", 0)
    return relate(request, number, partial(muting.mute, hides_notifications=hides, seconds=seconds))


@endpoint("POST", "write:mutes")
def unmute(request: MemberRequest, number: int) -> HttpResponse:
    """Read someone again."""
    return relate(request, number, muting.unmute)


@endpoint("GET", "read:mutes")
def mutes(request: MemberRequest) -> HttpResponse:
    """Whom I have muted, and until when."""
    entries = queries.mutes(request.viewer, page_of(request, 40, 80))
    ids = [entry.account_id for entry in entries]
    stands = relations(request.viewer, ids)
    people = [muted_account(full, stands[full.account.id].muted_until) for full in full_accounts(request.viewer, ids)]
    return listed(request, people, [entry.position for entry in entries])


@endpoint("POST", "write:accounts")
def note(request: MemberRequest, number: int) -> HttpResponse:
    """Note something about someone, for myself alone."""
    return relate(request, number, partial(noting.note, text=request.parameters.text("comment")))


@endpoint("POST", "write:accounts")
def endorse(request: MemberRequest, number: int) -> HttpResponse:
    """Recommend someone on my profile."""
    return relate(request, number, recommending.recommend)


@endpoint("POST", "write:accounts")
def unendorse(request: MemberRequest, number: int) -> HttpResponse:
    """No longer recommend someone."""
    return relate(request, number, recommending.withdraw)


@endpoint("GET", "read:accounts")
def endorsements(request: MemberRequest) -> HttpResponse:
    """Whom I recommend."""
    return page_of_people(request, queries.recommended(request.viewer, request.viewer, page_of(request, 40, 80)))


@open_endpoint("GET", "read:accounts")
def endorsed_by(request: ApiRequest, number: int) -> HttpResponse:
    """Whom someone recommends on their profile."""
    author = person(request, number)
    visible_to(request.viewer, author)
    entries = queries.recommended(request.viewer, author, page_of(request, 40, 80))
    people = visible_among(request.viewer, [entry.account_id for entry in entries])
    return listed(request, [account(full) for full in people], [entry.position for entry in entries])


@endpoint("GET", "read:blocks")
def domain_blocks(request: MemberRequest) -> HttpResponse:
    """Of which servers I want nothing. There are no other servers yet; it counts once there are."""
    rows = queries.domain_blocks(request.viewer, page_of(request, 100, 200))
    return listed(request, [domain for _position, domain in rows], [position for position, _domain in rows])


@endpoint("POST", "write:blocks")
def block_domain(request: MemberRequest) -> HttpResponse:
    """Want nothing from a server."""
    limits.take("follow", str(request.viewer.id))
    avoiding.avoid(request.viewer, request.parameters.text("domain"))
    return told({})


@endpoint("DELETE", "write:blocks")
def unblock_domain(request: MemberRequest) -> HttpResponse:
    """No longer mind a server."""
    limits.take("follow", str(request.viewer.id))
    avoiding.admit(request.viewer, request.parameters.text("domain"))
    return told({})


@endpoint("GET", "read:blocks")
def preview_domain(request: MemberRequest) -> HttpResponse:
    """How many of those I follow, and who follow me, I would lose: nobody, because everyone is here."""
    return told({"following_count": 0, "followers_count": 0})


def relate(request: MemberRequest, number: int, deed: Callable[[Account, Account], None]) -> HttpResponse:
    """Do it, then tell how the two stand now."""
    limits.take("follow", str(request.viewer.id))
    deed(request.viewer, person(request, number))
    return stands_to(request, number)
