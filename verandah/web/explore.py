"""Explore: what the town talks about, and whom one might want to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from verandah.base.ids import moment_of, new_id
from verandah.domain.links.show import ShownLink, links_of
from verandah.domain.posts.queries import TagDay, tag_days
from verandah.domain.search import trends
from verandah.domain.search.trends import TrendingTag

from .captions import LANGUAGES
from .kept_cards import shown_cards
from .people import suggested
from .viewer import WebRequest
from .weeks import HEIGHT, WIDTH, Bar, bars

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


DAYS, SECONDS_A_DAY = 7, 86_400
TAGS, POSTS, LINKS, PEOPLE = 12, 8, 5, 6


@dataclass(frozen=True, slots=True)
class TagOfWeek:
    """A tag that trends, with its last seven days as far as the viewer may see them."""

    tag: TrendingTag
    days: tuple[int, ...]
    bars: tuple[Bar, ...]
    uses: int


@dataclass(frozen=True, slots=True)
class LinkOfWeek:
    """A page that many link to."""

    link: ShownLink
    people: int


@never_cache
@require_safe
def explore(request: WebRequest) -> HttpResponse:
    """Tags, posts and pages that many talk about, in one language or in all; for members also people."""
    viewer = request.viewer
    spoken = trends.languages_of(viewer)
    language = asked if (asked := request.GET.get("language", "")) in spoken else ""
    context = {
        "tags": tags_of_week(viewer, language),
        "posts": shown_cards(viewer, trends.trending_post_ids(viewer, POSTS, 0, language), "public"),
        "links": pages_of_week(viewer, language),
        "people": suggested(viewer, PEOPLE) if viewer else [],
        "language": language,
        "languages": [(code, LANGUAGES.get(code, code)) for code in spoken] if len(spoken) > 1 else [],
        "least": trends.least_people(),
        "width": WIDTH,
        "height": HEIGHT,
    }
    return render(request, "pages/explore.html", context)


def tags_of_week(viewer: Account | None, language: str) -> list[TagOfWeek]:
    """Tags that trend, each with its week. Two queries."""
    found = trends.trending_tags(viewer, TAGS, 0, language)
    today = int(moment_of(new_id()).timestamp()) // SECONDS_A_DAY
    since = (today - DAYS + 1) * SECONDS_A_DAY * 1000 << 16
    used = tag_days(viewer, [tag.id for tag in found], since)
    return [week_of(tag, used, today) for tag in found]


def week_of(tag: TrendingTag, used: list[TagDay], today: int) -> TagOfWeek:
    """One tag's seven days, the oldest first."""
    counts = {row.day: row.uses for row in used if row.tag_id == tag.id}
    days = tuple(counts.get(day, 0) for day in range(today - DAYS + 1, today + 1))
    return TagOfWeek(tag, days, tuple(bars(days)), sum(days))


def pages_of_week(viewer: Account | None, language: str) -> list[LinkOfWeek]:
    """Pages that many link to, those of which there is something to show."""
    found = trends.trending_links(viewer, LINKS, 0, language)
    shown = links_of([row.link_id for row in found])
    return [LinkOfWeek(shown[row.link_id], row.people) for row in found if row.link_id in shown]
