"""The site at once: what it is, in both versions."""

from __future__ import annotations

from verandah.api import rendered_site

from .asked import Asked, Found, Route


def first_version(asked: Asked) -> Found | None:
    return version(asked, 1)


def second_version(asked: Asked) -> Found | None:
    return version(asked, 2)


def version(asked: Asked, number: int) -> Found | None:
    """One of the two, if it is kept."""
    body = rendered_site.if_kept(asked.viewer, number)
    return Found(body) if body is not None else None


ROUTES = (
    Route("/api/v1/instance", (), first_version, {}, for_guests=True, filtered=False),
    Route("/api/v2/instance", (), second_version, {}, for_guests=True, filtered=False),
)
