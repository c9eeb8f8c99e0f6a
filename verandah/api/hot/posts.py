"""Posts at once: timelines, one post, and what stands around it."""

from __future__ import annotations

from collections.abc import Sequence

from verandah.api.rendered import bodies_at_once, context_of, list_at_once, page_at_once
from verandah.base.letters import folded
from verandah.domain.feeds.queries import home_ids
from verandah.domain.feeds.stamps import community_stamps, list_stamps, tag_stamps
from verandah.domain.posts.conversation import around_post
from verandah.domain.posts.stamps import Stamp, states_of

from .asked import BOUNDS, YES, Asked, Found, Route

STATUSES = ("read:statuses",)


def home(asked: Asked) -> Found | None:
    if asked.viewer is None:
        return None
    ids = home_ids(asked.viewer, asked.page())
    body = page_at_once(asked.viewer, ids)
    return Found(body, ids) if body is not None else None


def public(asked: Asked) -> Found | None:
    return page_of(asked, community_stamps(asked.viewer, asked.page()))


def tag(asked: Asked) -> Found | None:
    return page_of(asked, tag_stamps(asked.viewer, folded(asked.part.removeprefix("#")), asked.page()))


def of_list(asked: Asked) -> Found | None:
    found = list_stamps(asked.viewer, asked.number, asked.page()) if asked.viewer else []
    # An empty one may be someone else's.
    return page_of(asked, found) if found else None


def one(asked: Asked) -> Found | None:
    body = page_at_once(asked.viewer, [asked.number])
    return Found(body[1:-1]) if body and len(body) > 2 else None


def context(asked: Asked) -> Found | None:
    around = around_post(asked.viewer, asked.number)
    if around is None:
        return None
    found = bodies_at_once(asked.viewer, [*around.above, *around.below])
    return Found(context_of(found, around)) if found is not None else None


def page_of(asked: Asked, found: Sequence[Stamp]) -> Found | None:
    """A page of posts, if nearly all of them are rendered."""
    body = list_at_once(asked.viewer, states_of(asked.viewer, found))
    return Found(body, [stamp.id for stamp in found]) if body is not None else None


# There are no other servers, so that all is local.
LOCAL = BOUNDS | {"local": YES}

ROUTES = (
    Route("/api/v1/timelines/home", STATUSES, home, LOCAL),
    Route("/api/v1/timelines/public", STATUSES, public, LOCAL, for_guests=True),
    Route("/api/v1/timelines/tag/([^/\0]{1,200})", STATUSES, tag, LOCAL, for_guests=True),
    Route("/api/v1/timelines/list/([0-9]{1,18})", ("read:lists",), of_list, BOUNDS),
    Route("/api/v1/statuses/([0-9]{1,18})", STATUSES, one, {}, for_guests=True),
    Route("/api/v1/statuses/([0-9]{1,18})/context", STATUSES, context, {}, for_guests=True),
)
