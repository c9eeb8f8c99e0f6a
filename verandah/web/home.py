"""The front page and the other timelines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from verandah.actions import notifying
from verandah.base.markup import tag_name
from verandah.base.paging import Page
from verandah.domain.accounts.first_steps import first_day_on_home
from verandah.domain.feeds.queries import Tags, community_ids, home_ids, last_read, tag_ids
from verandah.domain.instance.show import show_announcements
from verandah.domain.posts.drafts import unsaid
from verandah.domain.posts.scheduled import overdue_posts
from verandah.domain.search.trends import trending_tags_lately

from .celebrating import birthdays_beside
from .draft_forms import composer_beside
from .frame import shown_site
from .joining_forms import SignInForm
from .kept_cards import shown_cards
from .landing import beside_sign_in
from .paths import older_path
from .people import suggested
from .remembering import remembered
from .tags import ShownCard
from .viewer import MemberRequest, WebRequest, is_partial, members_only

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


FEEDS = {"home": home_ids, "community": community_ids}
# A tag's page is for what is said anew; what is answered stands where it was asked.
POSTS_ONLY = Tags(comments=False)
# So many tags stand beside a timeline.
TRENDING = 5
# Where they are, for filters.
CONTEXTS = {"home": "home", "community": "public"}


@never_cache
@require_safe
def home(request: WebRequest) -> HttpResponse:
    """What the people I follow have said; for a guest the landing page."""
    if request.viewer is None:
        language = get_language() or settings.LANGUAGE_CODE
        told = {"form": SignInForm(request=request), "announcements": show_announcements(0, language)}
        return render(request, "pages/landing.html", told | beside_sign_in(shown_site(), language))
    return feed_page(request, request.viewer, "home")


@never_cache
@require_safe
@members_only
def community(request: MemberRequest) -> HttpResponse:
    """What anyone has said to all members."""
    return feed_page(request, request.viewer, "community")


@never_cache
@require_safe
@members_only
def tag(request: MemberRequest, name: str) -> HttpResponse:
    """What carries one tag, in whatever case it is written."""
    name, page = tag_name(name), Page.from_query(request.GET)
    ids = tag_ids(request.viewer, name, page, POSTS_ONLY)
    posts = shown_cards(request.viewer, ids, "public")
    older = older_page(reverse("tag", args=[name]), ids, page)
    return render(request, "pages/tag.html", {"tag": name, "posts": posts, "older": older})


@never_cache
@require_safe
@members_only
def newer(request: MemberRequest) -> HttpResponse:
    """The posts that came since the page was opened, to be put on top of it. With `?peek=1` only to be counted."""
    feed = request.GET.get("feed", "")
    if feed not in FEEDS or not is_partial(request):
        return redirect("community" if feed == "community" else "home")
    page = Page.from_query(request.GET)
    ids = FEEDS[feed](request.viewer, page)
    posts = shown_cards(request.viewer, ids, CONTEXTS[feed])
    if "peek" not in request.GET:
        remember(request.viewer, feed, ids, last_read(request.viewer, feed))
    return render(request, "components/posts.html", {"posts": posts, "feed": feed})


def feed_page(request: WebRequest, viewer: Account, feed: str) -> HttpResponse:
    """A timeline with everything around it; the posts alone when htmx asks for older ones."""
    page = Page.from_query(request.GET)
    ids = FEEDS[feed](viewer, page)
    posts = shown_cards(viewer, ids, CONTEXTS[feed])
    seen = last_read(viewer, feed)
    context: dict[str, Any] = {
        "feed": feed,
        "posts": posts,
        "older": older_page(reverse(feed), ids, page),
        "newest": str(ids[0] if ids else page.after),
        "caught_up_at": caught_up(posts, seen),
    }
    if "before" in request.GET and is_partial(request):
        return render(request, "components/older.html", context)
    if page == Page(length=page.length):
        remember(viewer, feed, ids, seen)
    if feed == "home" and not ids and page == Page(length=page.length) and not viewer.following_count:
        # A page without a post is no beginning.
        context["strangers"] = shown_cards(viewer, community_ids(viewer, page), CONTEXTS["community"])
    return render(request, "pages/home.html", context | around(viewer, feed))


def around(viewer: Account, feed: str) -> dict[str, Any]:
    """What stands beside a timeline."""
    state = unsaid(viewer)
    return {
        "announcements": show_announcements(viewer.id, get_language() or settings.LANGUAGE_CODE),
        "first_day": first_day_on_home(viewer) if feed == "home" else None,
        "remembered": remembered(viewer) if feed == "home" else 0,
        "birthdays": birthdays_beside(viewer),
        "suggestions": suggested(viewer, 5),
        "trending": trending_tags_lately(viewer, TRENDING),
        "composer": composer_beside(viewer, state),
        "waits": overdue_posts(viewer) if state.waits else [],
    }


def remember(viewer: Account, feed: str, ids: Sequence[int], seen: int) -> None:
    """The viewer has now been shown these: next time, what is below them is old."""
    if ids and ids[0] > seen:
        notifying.mark_read(viewer, feed, ids[0])


def caught_up(posts: list[ShownCard], seen: int) -> int | None:
    """The id of the first post the viewer has been shown before, when there are newer ones above it."""
    if not posts or posts[0].id <= seen:
        return None
    return next((post.id for post in posts if post.id <= seen), None)


def older_page(path: str, ids: Sequence[int], page: Page) -> str:
    """Where the timeline goes on; empty at its end."""
    return older_path(path, ids[-1] if ids else 0, len(ids), page)
