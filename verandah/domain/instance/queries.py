"""Reads of this server. What it says of itself is the same for every viewer."""

import json

from verandah.base.reading import rows
from verandah.domain.instance.models import Site

PARTS = (
    *("name", "tagline", "about", "joining", "post_length", "brand_hue", "reactions", "night_from", "night_until"),
    *("contact_email", "allows_guests", "launched_at"),
    *("members_invite", "invite_quota", "minimum_age"),
    *("brand_chroma", "logo", "backdrop", "backdrop_picture", "landing_shows_members", "landing_shows_posts"),
    *("prepared", "prepared_at"),
    *("allows_indexing", "allows_feeds"),
)
SITE = f"SELECT {', '.join(PARTS)} FROM verandah_site WHERE id = 1"  # noqa: S608


def the_site() -> Site:
    """What the owner has set; the defaults while nothing is stored."""
    found = rows(SITE, {})
    if not found:
        return Site(pk=1)
    site = Site(pk=1, **dict(zip(PARTS, found[0], strict=True)))
    # Neither database's own driver reads JSON here.
    site.reactions, site.prepared = json.loads(site.reactions), json.loads(site.prepared)
    return site
