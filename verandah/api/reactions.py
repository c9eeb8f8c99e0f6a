"""Reactions with all their signs. Apps that only know a like use the addresses in `engagement.py`."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from verandah.actions import reacting
from verandah.base import limits
from verandah.base.errors import Invalid
from verandah.domain.posts import engagement
from verandah.domain.posts.engagement import meant_post
from verandah.domain.posts.standing import kind_named

from .door import ApiRequest, MemberRequest, endpoint, open_endpoint
from .engagement import done, original
from .entities.reactions import reactions
from .paging import listed, page_of
from .people import visible_among


@endpoint("PUT", "write:favourites")
def give(request: MemberRequest, number: int) -> HttpResponse:
    """Give a post a sign, in place of the one I gave before."""
    limits.take("write", str(request.viewer.id))
    kind = kind_named(request.parameters.text("kind"))
    if kind is None:
        raise Invalid("kind", _("There is no such reaction."))
    reacting.react(request.viewer, number, kind)
    return original(request, number)


@endpoint("DELETE", "write:favourites")
def take_back(request: MemberRequest, number: int) -> HttpResponse:
    """Take my sign back."""
    return done(request, number, reacting.unreact)


@open_endpoint("GET", "read:statuses")
def index(request: ApiRequest, number: int) -> HttpResponse:
    """Who gave which sign, newest first."""
    post = meant_post(request.viewer, number)
    kind = kind_named(request.parameters.text("kind")) or 0
    entries = engagement.reacted_by(request.viewer, post, page_of(request, 40, 80), kind)
    counts = engagement.reaction_counts(request.viewer, post)
    people = {full.account.id: full for full in visible_among(request.viewer, [one.account_id for one in entries])}
    given = [(one.kind, people[one.account_id]) for one in entries if one.account_id in people]
    return listed(request, reactions(counts, given), [one.position for one in entries])
