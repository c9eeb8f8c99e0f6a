"""Timelines and the front page at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape

from verandah.base.paging import Page
from verandah.base.shelf import Shelf
from verandah.domain.accounts.first_steps import first_day_on_home
from verandah.domain.feeds.queries import last_read
from verandah.domain.instance.documents import landing_links
from verandah.domain.instance.show import show_announcements
from verandah.domain.posts.drafts import unsaid
from verandah.domain.search.trends import trending_tags_lately
from verandah.web.audience_form import Menu, menu_of
from verandah.web.celebrating import birthdays_beside
from verandah.web.compose import Composer
from verandah.web.files import left_of
from verandah.web.home import FEEDS, TRENDING, caught_up, older_page
from verandah.web.joining_forms import SignInForm
from verandah.web.kept_cards import cards_at_once
from verandah.web.kept_people import look_of
from verandah.web.landing import beside_sign_in, shows_posts
from verandah.web.people import Person, suggested
from verandah.web.remembering import remembered
from verandah.web.tags import ShownCard

from .holes import POSTS, Around, Texts, around_of, filled, hole, page, rendered
from .visit import Visit

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

SUGGESTED = 5
# Someone to follow, as they stand beside a timeline.
MOST_BESIDE = 4000
SIDE: Shelf[Texts] = Shelf(MOST_BESIDE)


def front(visit: Visit, path: str, part: str) -> str | None:
    """Home for a member, the landing page for a guest."""
    return feed(visit, visit.viewer, "home") if visit.viewer else landing(visit)


def community(visit: Visit, path: str, part: str) -> str | None:
    return feed(visit, visit.viewer, "community") if visit.viewer else None


def landing(visit: Visit) -> str | None:
    """What a guest is shown first, unless posts stand there, too."""
    around, told = around_of(visit), tuple(show_announcements(0, visit.language))
    if shows_posts(around.site):
        return None
    frame = partial(rendered, "pages/landing.html", "/", visit, around)
    context = {"form": SignInForm(), "announcements": told}
    return page(
        ("landing", around, told, tuple(landing_links(visit.language))),
        lambda: frame(context | beside_sign_in(around.site, visit.language)),
        {"token": visit.token},
    )


def feed(visit: Visit, viewer: Account, name: str) -> str | None:
    """A timeline with everything around it, unless there is nothing on it, or something to be noted or rendered."""
    first, path = Page(), reverse(name)
    ids = FEEDS[name](viewer, first)
    seen = last_read(viewer, name)
    posts = cards_at_once(viewer, ids) if ids and ids[0] <= seen and not any(unsaid(viewer)) else None
    if not posts:
        return None
    older, around = older_page(path, ids, first), around_of(visit)
    beside = suggested(viewer, SUGGESTED)
    told = tuple(show_announcements(viewer.id, visit.language))
    left, menu = left_of(viewer), menu_of(viewer)
    trending = tuple(trending_tags_lately(viewer, TRENDING))
    begun = first_day_on_home(viewer) if name == "home" else None
    looks_back = remembered(viewer) if name == "home" else 0
    birthdays = birthdays_beside(viewer)
    context = fixed(name, left, menu) | {
        "trending": trending,
        "first_day": begun,
        "remembered": looks_back,
        "birthdays": birthdays,
        "announcements": told,
        "older": hole("older") if older else "",
        "suggestions": bool(beside),
    }
    return page(
        (name, around, told, bool(older), bool(beside), left, menu, trending, begun, looks_back, birthdays),
        lambda: rendered("pages/home.html", path, visit, around, context),
        {
            "token": visit.token,
            "key": uuid4().hex,
            "newest": str(ids[0]),
            "older": conditional_escape(older),
            "posts": joined(posts, caught_up(posts, seen)),
            "side": "".join(side(visit, around, person, path) for person in beside),
        },
    )


def fixed(name: str, left: int | None, menu: Menu) -> dict[str, object]:
    """What is the same in each frame of a timeline, for whoever may still send so much, and chooses among these."""
    composer = Composer(key=hole("key"), menu=menu, left=left)
    return {"feed": name, "posts": POSTS, "newest": hole("newest"), "composer": composer, "side": hole("side")}


def joined(posts: Sequence[ShownCard], caught_up_at: int | None) -> str:
    """The posts of a page; where there are new ones above old ones, with the words between them."""
    if caught_up_at is None:
        return "".join([post.html for post in posts])
    return render_to_string("components/posts.html", {"posts": posts, "caught_up_at": caught_up_at})


def side(visit: Visit, around: Around, person: Person, path: str) -> str:
    """Someone to follow."""
    key = (look_of(person.account), person.relation, person.reason, path, visit.language)
    context = {"person": person, "side": 1}
    frame = partial(rendered, "components/person.html", path, visit, around, context)
    return filled(SIDE, key, frame, {"token": visit.token})
