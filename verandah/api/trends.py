"""Trends: tags, posts and pages that many people talk about, as far as the staff has let them through."""

from __future__ import annotations

from django.http import HttpResponse

from verandah.base.ids import moment_of, new_id
from verandah.domain.links.show import links_of
from verandah.domain.posts.full import full_posts
from verandah.domain.posts.queries import tag_days
from verandah.domain.posts.tags import tag_stands
from verandah.domain.search import trends

from .door import ApiRequest, open_endpoint, told
from .entities.card import TrendingCardJson, trending_card
from .entities.status import status
from .entities.tag import DAYS, SECONDS_A_DAY, tag
from .paging import length_of

# As far as apps page; there is never more.
MOST_OFFSET = 200


@open_endpoint("GET")
def tags(request: ApiRequest) -> HttpResponse:
    """Tags with their last days, as far as whoever asks may see."""
    length, start = length_of(request, 10, 20), offset(request)
    rows = trends.trending_tags(request.viewer, length, start, language(request))
    today = int(moment_of(new_id()).timestamp()) // SECONDS_A_DAY
    since = (today - DAYS + 1) * SECONDS_A_DAY * 1000 << 16
    days = tag_days(request.viewer, [row.id for row in rows], since)
    stands = tag_stands(request.viewer, [row.name for row in rows])
    return told([tag(row.id, row.name, today, days, stands) for row in rows])


@open_endpoint("GET")
def statuses(request: ApiRequest) -> HttpResponse:
    """Posts that many think something of."""
    ids = trends.trending_post_ids(request.viewer, length_of(request, 20, 40), offset(request), language(request))
    posts = full_posts(request.viewer, ids)
    return told([status(full, for_member=request.viewer is not None) for full in posts])


@open_endpoint("GET")
def links(request: ApiRequest) -> HttpResponse:
    """Pages that many link to."""
    found = trends.trending_links(request.viewer, length_of(request, 10, 20), offset(request), language(request))
    shown = links_of([row.link_id for row in found])
    day = int(moment_of(new_id()).timestamp()) // SECONDS_A_DAY * SECONDS_A_DAY
    cards: list[TrendingCardJson] = [
        trending_card(shown[row.link_id], day, row.uses, row.people) for row in found if row.link_id in shown
    ]
    return told(cards)


def offset(request: ApiRequest) -> int:
    """Where the list goes on."""
    return min(max(0, request.parameters.number("offset", 0)), MOST_OFFSET)


def language(request: ApiRequest) -> str:
    """In one language, if that was asked for; else all together."""
    return request.parameters.text("language").partition("-")[0][:12].lower()
