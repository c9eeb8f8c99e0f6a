"""Profiles at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.html import conditional_escape

from verandah.base.paging import Page
from verandah.domain.accounts.show import ShownAccount
from verandah.domain.feeds.queries import profile_ids
from verandah.domain.graph.known import known_by_name
from verandah.domain.graph.show import relations
from verandah.domain.posts.full import full_person
from verandah.web.kept_cards import cards_at_once
from verandah.web.kept_people import known_people
from verandah.web.paths import older_path
from verandah.web.people import Person, face_for, in_common

from .holes import POSTS, around_of, hole, page, rendered
from .visit import Visit

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


def profile(visit: Visit, path: str, name: str) -> str | None:
    """Someone and what they have said, unless there is nothing of it to see, or something to be rendered."""
    viewer, first = visit.viewer, Page()
    shown = person_named(viewer, name)
    ids = profile_ids(viewer, shown, first) if shown else []
    posts = cards_at_once(viewer, ids)
    if shown is None or not posts:
        return None
    older, around = older_path(reverse("profile", args=[name]), ids[-1], len(ids), first), around_of(visit)
    context = {
        "person": Person(shown, relations(viewer, [shown.id])[shown.id]),
        "posts_count": full_person(viewer, shown).tally.count,
        **in_common(viewer, shown),
        "fields": shown.fields,
        "older": hole("older") if older else "",
        "face": face_for(viewer, shown, "posts"),
    }
    return page(
        ("profile", around, *context.values()),
        lambda: rendered("pages/profile.html", path, visit, around, context | {"tab": "posts", "posts": POSTS}),
        {"token": visit.token, "older": conditional_escape(older), "posts": "".join([post.html for post in posts])},
    )


def person_named(viewer: Account | None, name: str) -> ShownAccount | None:
    """The person whose name is written just so, if nothing speaks against telling."""
    known = known_by_name(viewer, name)
    # Who may see which line of a profile is told by Django.
    shown = known_people({known.id: known.rev}).get(known.id) if known and not known.withholds else None
    return shown if shown and shown.username == name else None
