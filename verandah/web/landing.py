"""What the landing page shows besides signing in, as its owner has set it."""

from __future__ import annotations

from typing import Any

from verandah.base.paging import Page
from verandah.domain.feeds.queries import community_ids
from verandah.domain.instance.documents import landing_links
from verandah.domain.instance.pictures import backings
from verandah.domain.instance.show import ShownSite

from .faces import face_of_site
from .kept_cards import shown_cards

SHOWN_POSTS = 5


def beside_sign_in(site: ShownSite, language: str) -> dict[str, Any]:
    """The picture behind it, its links, and the newest public posts. Without those at most one query."""
    return {
        "face": face_of_site(site),
        "backings": backings(site.backdrop_picture) if site.backdrop == "picture" else [],
        "links": landing_links(language),
        "posts": shown_cards(None, community_ids(None, Page(length=SHOWN_POSTS)), "public")
        if shows_posts(site)
        else [],
    }


def shows_posts(site: ShownSite) -> bool:
    """Whether posts stand on the page, which guests must be able to read."""
    return site.shows_posts and site.allows_guests
