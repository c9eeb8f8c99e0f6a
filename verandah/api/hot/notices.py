"""Notices at once: the newest of all kinds."""

from __future__ import annotations

from verandah.api.notifications import told_kinds
from verandah.api.rendered_notices import notices_at_once
from verandah.domain.notifications.queries import Wanted
from verandah.domain.notifications.stamps import notice_stamps

from .asked import BOUNDS, Asked, Found, Route


def index(asked: Asked) -> Found | None:
    if asked.holder is None:
        return None
    viewer, wanted = asked.holder.viewer, Wanted(told_kinds(asked.holder.scopes))
    found = notices_at_once(viewer, notice_stamps(viewer, asked.page(40, 80), wanted))
    return Found(*found) if found else None


ROUTES = (Route("/api/v1/notifications", ("read:notifications",), index, BOUNDS),)
